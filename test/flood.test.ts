/** Who floods a log with findings must not push out of the report what matters, and what was left out is told. */
import { beforeAll, describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, type Request } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const flooders = 2300;
const asked = ["/.env", "/phpinfo.php", "/.git/config", "/wp-config.php.bak", "/backup.sql", "/actuator/env"];
const insister = "203.0.113.200";
const tool = "203.0.113.201";

/** A flood of `curl` from many networks, one source that insists on an endpoint that refuses it, and one tool that fails once. */
function lines(): string[] {
  const all: string[] = [];
  const put = (address: string, request: Request) => all.push(combined({ ip: address, ...request }));
  for (let n = 0; n < flooders; n += 1) {
    const address = `2001:db8:${(n >> 4).toString(16)}:${(n & 15).toString(16)}::1`;
    for (const path of asked)
      put(address, { agent: "curl/8.5.0", request: `GET ${path} HTTP/1.1`, status: 404 });
  }
  for (let n = 0; n < 6; n += 1) put(insister, { request: "GET /server-status HTTP/1.1", status: 401 });
  put(tool, { agent: "python-requests/2.31.0", request: "GET /server-status HTTP/1.1", status: 401 });
  for (let n = 0; n < 5; n += 1)
    put(tool, { agent: "python-requests/2.31.0", request: "GET /server-status HTTP/1.1", status: 401 });
  return all;
}

describe("more findings than are kept", () => {
  let document: ReportDocument;
  beforeAll(async () => {
    document = await triageDocument([write(folder, "flood.log", lines())]);
  }, 120_000);

  const of = (value: string) => document.entities.find((entity) => entity.value === value);

  test("who insists on one endpoint is kept, and is a case of its own", () => {
    expect(of(insister)?.reasons.map(({ rule }) => rule)).toEqual(["insists-on-one"]);
    expect(
      document.cases.some(({ background, entities }) => !background && entities.includes(`ip:${insister}`)),
    ).toBe(true);
  });

  test("what another indicator found about a source that is kept is kept with it", () => {
    expect(of(tool)?.reasons.map(({ rule }) => rule)).toContain("unusual-agent-probes");
  });

  test("the numbers say of how many", () => {
    const probe = document.indicators.find(({ id }) => id === "endpoint.config-probe");
    // Two of the flood that lost their place here have kept it among those who name a tool.
    expect(probe).toMatchObject({ findings: 2002, found: flooders + 2 });
    expect(document.questions.find(({ id }) => id === "Q2")?.sentence).toContain(
      `2,002 of ${(flooders + 2).toLocaleString("en")} sources probing configuration endpoints (the weightiest)`,
    );
    expect(document.cases.find(({ background }) => background)?.title).toMatch(
      /^Background: 2,000 of at least 2,300 sources/,
    );
    expect(document.decision.reasons_for[0]?.sentence).toMatch(/ of at least 2,30\d sources\)/);
  });
});
