/** What is said about the recorded and labelled samples, client by client. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { ReportDocument, ReportEntity } from "../src/report/model.ts";
import { sampleLogs, samples } from "./support/places.ts";
import { triageDocument } from "./support/triage.ts";

interface Label {
  readonly address: string;
  readonly label: "scanner" | "benign" | "judgement";
  readonly scenario: string;
  readonly behaviour: string;
}

const there = existsSync(join(samples, "labels.json"));
const labels = there
  ? (JSON.parse(readFileSync(join(samples, "labels.json"), "utf8")) as { clients: Label[] }).clients
  : [];

describe.skipIf(!there)("the recorded samples of samples/", () => {
  let report: ReportDocument;
  let byAddress: Map<string, ReportEntity>;

  beforeAll(async () => {
    report = await triageDocument(sampleLogs);
    byAddress = new Map(
      report.entities.filter(({ type }) => type !== "user_agent").map((entity) => [entity.value, entity]),
    );
  });

  /** The entity of an address: itself, or the /64 that it shares. */
  const entityOf = (address: string): ReportEntity | undefined =>
    byAddress.get(address) ??
    [...byAddress.values()].find(
      ({ value }) => value.endsWith("::/64") && address.startsWith(value.slice(0, -"::/64".length)),
    );
  const clients = (label: Label["label"]) => labels.filter((client) => client.label === label);
  const told = (list: readonly Label[]) => list.map(({ address, behaviour }) => `${address}: ${behaviour}`);

  test("no benign client is escalated", () => {
    expect(clients("benign").length).toBeGreaterThanOrEqual(50);
    expect(told(clients("benign").filter(({ address }) => entityOf(address)?.action === "escalate"))).toEqual(
      [],
    );
  });

  test("every scanner is flagged", () => {
    expect(clients("scanner").length).toBeGreaterThanOrEqual(40);
    expect(told(clients("scanner").filter(({ address }) => entityOf(address) === undefined))).toEqual([]);
  });

  test("nine of ten scanners are escalated", () => {
    const escalated = clients("scanner").filter(({ address }) => entityOf(address)?.action === "escalate");
    expect(escalated.length / clients("scanner").length).toBeGreaterThanOrEqual(0.9);
  });

  test("what was served to outsiders is named, and decided now", () => {
    expect(report.decision).toMatchObject({ action: "escalate", priority: "now" });
    const exposed = report.findings
      .filter(({ indicator }) => indicator === "endpoint.config-exposed")
      .map(({ sentence }) => sentence)
      .join("\n");
    for (const path of ["/.env", "/actuator/env", "/internal/status"]) expect(exposed).toContain(path);
    // An application's own clients read their settings; that is no exposure.
    expect(exposed).not.toContain("/api/v1/settings");
  });

  test("behind the reverse proxy the client is named, not the proxy", () => {
    expect(report.notes.join("\n")).toContain("recognised as reverse proxy");
    const proxies = new Set(
      readFileSync(join(samples, "apache-forwarded.log"), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => line.split(" ", 1)[0]),
    );
    expect(proxies.size).toBe(1);
    for (const proxy of proxies) expect(byAddress.get(String(proxy))).toBeUndefined();
  });

  test("addresses of one agent that share out a list are one team", () => {
    const team = new Set(
      labels
        .filter((client) => (client as { group?: string }).group === "siteinventory")
        .map(({ address }) => address),
    );
    expect(team.size).toBe(12);
    const tied = report.findings.filter(
      ({ indicator, entity }) => indicator === "scan.coordinated" && team.has(entity.replace(/^ip:/, "")),
    );
    expect(tied.length).toBe(12);
    expect(new Set(tied.map(({ group }) => group)).size).toBe(1);
  });
});
