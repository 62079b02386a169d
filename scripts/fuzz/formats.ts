/**
 * Fuzzes what the engine reads: records of every format, changed by chance, through whole triages, each a process of its own.
 *
 *     npm run fuzz-formats -- [--records 200000] [--seconds 3600] [--seed 1592] [--found FOLDER] [FORMAT…]
 *
 * A round writes a file for each format (the beginning as in the samples, so that it is recognised; the rest changed) and triages the
 * folder to JSON and HTML. The process has to end by itself, each file has to be told with all its records (read or rejected, and why), and the
 * document has to be what the contract says. A round that breaks something is kept as a folder.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Ajv2020 } from "ajv/dist/2020.js";
import { loadContent } from "../../src/content/load.ts";
import { Mutator } from "./mutate.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    records: { type: "string", default: "200000" },
    seconds: { type: "string", default: "3600" },
    seed: { type: "string", default: "1592" },
    found: { type: "string", default: "fuzz-found" },
  },
});
const main = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));
/** Records of a format in a round. */
const together = 300;
/** Records of its samples at its beginning, over and over. */
const unchanged = 250;
const secondsMax = 600;
const schema = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync("test/fixtures/report.schema.json", "utf8")) as object,
);

interface Source {
  readonly path: string;
  readonly format: string;
  readonly lines: number;
  readonly events: number;
  readonly rejected: number;
  readonly rejects: readonly { readonly reason: string; readonly count: number }[];
}

const formats = loadContent()
  .formats.filter(({ id }) => positionals.length === 0 || positionals.includes(id))
  .map(({ id, samples }) => ({
    id,
    head: samples.flatMap(({ after = [] }) => after).filter((line, at, all) => all.indexOf(line) === at),
    records: samples.filter(({ reject }) => reject === undefined).map(({ record }) => Buffer.from(record)),
  }))
  .filter(({ records }) => records.length > 0);
const words = [
  '"',
  "\\",
  "\\u0000",
  "\t",
  " ",
  "%25",
  "%2e%2e/",
  "/.env",
  "[",
  "]",
  "{",
  "}",
  ",",
  ":",
  "-",
  "null",
  "1e309",
  "::1",
  "HTTP/1.1",
  "GET ",
  "{}",
  "[]",
  '":"',
];

const folder = mkdtempSync(join(tmpdir(), "vedette-fuzz-formats-"));
const counts = new Map(formats.map(({ id }) => [id, { records: 0, read: 0, rejected: 0, other: 0 }]));
const began = Date.now();
let broken = 0;
let round = 0;
for (
  ;
  round * together < Number(values.records) && Date.now() - began < 1000 * Number(values.seconds);
  round += 1
) {
  const at = join(folder, "round");
  rmSync(at, { recursive: true, force: true });
  mkdirSync(at);
  for (const [number, { id, head, records }] of formats.entries()) {
    const mutator = new Mutator(Number(values.seed) + 1000 * round + number, words, 8_000, 2);
    const first = Array.from({ length: unchanged }, (_, n) => records[n % records.length] ?? Buffer.alloc(0));
    // A record of one line stays one: a line feed would only make two short ones of it.
    const changed = Array.from({ length: together }, () =>
      Buffer.from(mutator.next(records).toString("latin1").replaceAll("\n", ""), "latin1"),
    );
    writeFileSync(
      join(at, `${id}.log`),
      Buffer.concat(
        [...head.map((line) => Buffer.from(line)), ...first, ...changed].flatMap((line) => [
          line,
          Buffer.from("\n"),
        ]),
      ),
    );
  }
  for (const problem of [...(await json(at)), ...(await html(at))]) {
    broken += 1;
    const kept = join(values.found, `formats-${values.seed}-${round}`);
    mkdirSync(values.found, { recursive: true });
    cpSync(at, kept, { recursive: true });
    process.stderr.write(`${kept}: ${problem}\n`);
  }
  process.stderr.write(
    `${round + 1} rounds, ${Math.round((Date.now() - began) / 1000)} s, ${broken} problems\n`,
  );
}
rmSync(folder, { recursive: true, force: true });
tell();
process.exitCode = broken === 0 ? 0 : 1;

async function json(at: string): Promise<string[]> {
  const { code, signal, out, err } = await ended(["triage", at, "--json"]);
  if (signal !== null || code === null || ![0, 2].includes(code))
    return [`triage --json ended with ${signal ?? code}: ${err.slice(-500)}`];
  let document: { readonly sources: readonly Source[] };
  try {
    document = JSON.parse(out) as typeof document;
  } catch {
    return [`triage --json printed no JSON: ${err.slice(-500)}`];
  }
  const problems = schema(document)
    ? []
    : [`not of the contract: ${JSON.stringify(schema.errors?.slice(0, 3))}`];
  for (const { id } of formats) {
    const source = document.sources.find(({ path }) => path.endsWith(`/${id}.log`));
    const count = counts.get(id);
    if (source === undefined || count === undefined) {
      problems.push(`${id}.log is not told of`);
      continue;
    }
    const rejected = source.rejects.reduce((sum, { count: some }) => sum + some, 0);
    if (source.lines !== source.events + source.rejected || rejected !== source.rejected)
      problems.push(
        `${id}.log: ${source.lines} records, ${source.events} read, ${source.rejected} rejected, ${rejected} of them for a reason`,
      );
    count.records += source.lines;
    count.read += source.events;
    count.rejected += source.rejected;
    if (source.format === "unknown") count.other += 1;
  }
  return problems;
}

async function html(at: string): Promise<string[]> {
  const { code, signal, out, err } = await ended(["triage", at, "--format", "html"]);
  if (signal !== null || code === null || ![0, 2].includes(code))
    return [`triage --format html ended with ${signal ?? code}: ${err.slice(-500)}`];
  return out.trimEnd().endsWith("</html>") ? [] : ["triage --format html printed no whole page"];
}

function ended(
  given: readonly string[],
): Promise<{ code: number | null; signal: string | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...given], { stdio: ["ignore", "pipe", "pipe"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), 1000 * secondsMax);
    const [out, err]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on("data", (bytes: Buffer) => out.push(bytes));
    child.stderr.on("data", (bytes: Buffer) => err.push(bytes));
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, out: Buffer.concat(out).toString(), err: Buffer.concat(err).toString() });
    });
  });
}

function tell(): void {
  const row = (...cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
  row("format", "records", "read", "rejected with a reason", "rounds not recognised");
  row("---", "---", "---", "---", "---");
  for (const [id, { records, read, rejected, other }] of counts)
    row(id, records.toLocaleString("en"), read.toLocaleString("en"), rejected.toLocaleString("en"), other);
  process.stdout.write(
    `\n${round} rounds in ${Math.round((Date.now() - began) / 1000)} s; ${broken} problems.\n`,
  );
}
