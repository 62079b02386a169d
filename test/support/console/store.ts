/** A kept store for tests of hunts: ordinary visits, and requests whose texts attackers chose. */
import { join } from "node:path";
import { type Outcome, runCommand } from "../../../src/service/commands.ts";
import { Turns } from "../../../src/service/turns.ts";
import { temporaryFolder, write } from "../files.ts";
import { combined } from "../lines.ts";
import { root } from "../places.ts";

const main = join(root, "dist/src/cli/main.js");

/** The address of the scan, which is also in the first case of the tests' casebook. */
export const scanner = "203.0.113.1";
export const badAgents = {
  markup: "<img src=x onerror=alert(1)><script>alert(2)</script>",
  bidi: "user\u202Etxt.exe \u2066isolated\u2069 zero\u200Bwidth",
  escapes: "\u001b[31mred\u001b[0m\u0007",
  formula: "=cmd|' /C calc'!A0",
  quotes: "') OR 1=1 -- `raw`",
} as const;
export const badPath = "/<svg/onload=alert(3)>/\u202Egpj.exe";

const timeOf = (at: number) =>
  `17/May/2026:10:${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")} +0000`;

function lines(): string[] {
  const visits = Array.from({ length: 240 }, (_, at) =>
    combined({ ip: `198.51.100.${at % 40}`, time: timeOf(at), request: `GET /page/${at % 12} HTTP/1.1` }),
  );
  const probes = ["/.env", "/.git/config", "/server-status", "/phpinfo.php", "/actuator/env?x=1"].map(
    (path, at) =>
      combined({
        ip: scanner,
        time: timeOf(300 + at),
        request: `GET ${path} HTTP/1.1`,
        status: 404,
        agent: "python-requests/2.31.0",
      }),
  );
  const hostile = Object.values(badAgents).map((agent, at) =>
    combined({
      ip: scanner,
      time: timeOf(310 + at),
      request: `GET ${badPath} HTTP/1.1`,
      status: 404,
      agent,
    }),
  );
  return [...visits, ...probes, ...hostile];
}

/** What runs commands over such a store, as the service does. */
export async function storeCommand(): Promise<(words: readonly string[], input: string) => Promise<Outcome>> {
  const folder = temporaryFolder();
  const store = join(folder, "store");
  const log = write(folder, "access.log", lines());
  const filled = await runCommand(main, ["triage", "--store", store, "-q", log]);
  if (filled.status !== 0 && filled.stdout === "") throw new Error(filled.stderr);
  const turns = new Turns();
  return ([name = "", ...rest], input) =>
    turns.take(() => runCommand(main, [name, `--store=${store}`, ...rest], input));
}
