/** What is said of blocks and rules beside their files. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Case } from "../src/assess/model.ts";
import { caseNamed } from "../src/cli/run/named-case.ts";
import { renderRules, renderRulesPage, spans } from "../src/report/rules.ts";
import { renderAgain } from "../src/report/rules-again.ts";
import { nameOf } from "../src/respond/candidates.ts";
import type { RulesDocument } from "../src/respond/rules/folder.ts";
import type { Tally } from "../src/respond/rules/model.ts";
import { vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

const folder = temporaryFolder();

describe("a product that can match nothing of the block", () => {
  const log = write(
    folder,
    "one.log",
    ["/.env", "/.git/config", "/config.json", "/phpinfo.php"].map((path) =>
      combined({ ip: "8.8.4.9", agent: "sqlmap/1.8", request: `GET ${path} HTTP/1.1`, status: 404 }),
    ),
  );

  test("is told, with the block that it could hold, and that block is written when it is asked for", async () => {
    const listed = await vedette(["triage", "--json", "-q", log]);
    const [one] = (JSON.parse(listed.stdout) as { cases: { id: string }[] }).cases;
    const id = one?.id ?? "";
    const out = join(folder, "agent");
    const agent = await vedette(["contain", id, "--target", "nftables", "-o", out, log]);
    expect(agent.stdout).toContain("* agent: 1 entry");
    expect(agent.stderr).toContain(
      "nftables: no file, nftables cannot match agent. --kind address is what it could hold: 4 of 4 requests of the case (100 %), and nobody else.",
    );
    expect(agent.stderr).toContain("and no file for a product");
    expect(readdirSync(out).sort()).toEqual(["README.md", "containment.json"]);
    const by = join(folder, "address");
    const address = await vedette([
      "contain",
      id,
      "--target",
      "nftables",
      "--kind",
      "address",
      "-o",
      by,
      log,
    ]);
    expect(address.stderr).not.toContain("no file");
    expect(existsSync(join(by, "nftables"))).toBe(true);
    const all = await vedette(["contain", id, log]);
    expect(all.stderr).not.toContain("no file");
  }, 60_000);
});

test("a request without a path has a name", () => {
  expect(nameOf({ path: "", agent: "" })).toBe("an empty path by no agent");
});

test("numbers of lines are told in spans", () => {
  expect(spans([])).toBe("none");
  expect(spans([5, 1, 2])).toBe("1, 2, 5");
  expect(spans([7, 1, 2, 3, 9, 10, 11, 12])).toBe("1 to 3, 7, 9 to 12");
});

test("where the case is gone, no request is told as the case's", () => {
  const tally: Tally = {
    hits: 3,
    ofCase: 9,
    hostile: 0,
    ordinary: 0,
    ordinaryAlerts: 0,
    ordinaryClients: 0,
    days: 1,
    fired: [],
    disturbed: [],
  };
  const outcomes = [{ file: "a.yml", language: "sigma" as const, title: "A", tally, because: [] }];
  const gone = renderAgain("rules", outcomes, { days: 1, hasCase: false }, true);
  expect(gone).toContain("3 requests of the addresses and hosts that the case had,");
  expect(gone).not.toContain("requests of the case,");
  expect(renderAgain("rules", outcomes, { days: 1, hasCase: true }, true)).toContain(
    "3 requests of the case,",
  );
});

test("what rules of one kind leave out is listed once", () => {
  const rule = (file: string, left_out: { what: string; because: string }[]) => ({
    language: "sigma",
    title: file,
    file,
    back_test: {
      hits: 1,
      of_case: 1,
      hostile: 0,
      ordinary_alerts: 0,
      ordinary_clients: 0,
      days: 1,
      per_day: 0,
    },
    must_fire: [],
    must_not_fire: [],
    left_out,
  });
  const left = [{ what: "/.env", because: "ordinary traffic has it too: 1 request" }];
  const document = {
    case: { id: "C-1", title: "One" },
    ordinary_alerts_per_day_max: 1,
    rules: [rule("a", []), rule("b", []), rule("c", left), rule("d", left)],
    not_offered: [],
  } as unknown as RulesDocument;
  for (const text of [renderRules(document), renderRulesPage(document)]) {
    expect(text.split("left out: /.env: ").length).toBe(2);
    expect(text.split("left out: the same as of the rule before").length).toBe(2);
  }
  expect(renderRulesPage(document)).toContain("more than 1 alert a day is not offered");
});

test("a case is found in capitals or not, and a log in its place is said to be one", () => {
  const one = { id: "C-5f867083e4" } as Case;
  expect(caseNamed([one], "c-5F867083E4")).toBe(one);
  expect(() => caseNamed([one], "C-0000000000")).toThrow(
    expect.objectContaining({ hint: "Cases: C-5f867083e4." }),
  );
  expect(() => caseNamed([], "/var/log/nginx/")).toThrow(
    expect.objectContaining({ hint: "The case is named first, as in C-5f867083e4, and then the logs." }),
  );
});
