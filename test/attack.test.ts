/** Names of ATT&CK techniques, as data. */
import { describe, expect, test } from "vitest";
import { attackOf, loadAttack } from "../src/content/attack.ts";
import { content } from "./support/triage.ts";

describe("ATT&CK names", () => {
  test("every technique of an indicator has one", () => {
    const known = loadAttack().techniques;
    const used = content().indicators.flatMap(({ techniques, techniques_when = [] }) => [
      ...techniques,
      ...techniques_when.map(({ technique }) => technique),
    ]);
    expect(used.length).toBeGreaterThan(40);
    expect(used.filter((id) => !known.has(id))).toEqual([]);
    expect(known.get("T1592.004")).toMatchObject({
      url: "https://attack.mitre.org/versions/v18/techniques/T1592/004/",
      parent: { id: "T1592", name: "Gather Victim Host Information" },
      tactics: [{ id: "TA0043" }],
    });
  });

  test("a tactic or a technique that is not there is told", () => {
    const file = {
      id: "x",
      title: "x",
      domain: "enterprise-attack" as const,
      version: "18.1",
      source: "https://attack.mitre.org/",
      date: "2026-11-29",
      tactics: [],
      detections: [],
    };
    const made = (id: string, tactics: string[]) => () =>
      attackOf({ ...file, techniques: [{ id, name: "n", tactics }] }, "content/attack/x.yaml");
    expect(made("T1001", ["impact"])).toThrow("content/attack/x.yaml: T1001: there is no tactic impact.");
    expect(made("T1001.002", [])).toThrow("its technique T1001 is missing");
  });
});
