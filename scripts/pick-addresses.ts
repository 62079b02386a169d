/**
 * Draws addresses for a person to read: a seeded sample of what a triage flagged and of what it let pass.
 *
 *     npm run build && node dist/scripts/pick-addresses.js SEED COUNT LOG[,LOG…]…
 *
 * Each argument after the count is one triage; logs of one site are joined by commas. Of all triages
 * together, COUNT addresses that are escalated or watched are drawn, and COUNT that are closed, justified
 * or not listed at all. Standard output is one tab-separated row an address: action, address, number of
 * lines, files, findings. The same seed, logs and content give the same rows.
 *
 * It reads plain and gzip logs whose lines start with the address, and takes every line, so that an address
 * of which nothing became an event can be drawn too.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { seeded } from "../bench/make-log.ts";

/** The part of a report that is read here. */
const Report = z.object({
  entities: z.array(
    z.object({ type: z.string(), value: z.string(), action: z.string(), findings: z.array(z.string()) }),
  ),
  findings: z.array(z.object({ id: z.string(), indicator: z.string(), sentence: z.string() })),
});

/** One address of one triage. */
export interface Candidate {
  readonly address: string;
  readonly files: readonly string[];
  /** Lines that start with the address. */
  readonly lines: number;
  readonly action: string;
  readonly findings: readonly string[];
}

const program = join(dirname(fileURLToPath(import.meta.url)), "..", "src", "cli", "main.js");
const reportBytesMax = 1 << 28;

function triage(paths: readonly string[]): z.infer<typeof Report> {
  const text = execFileSync(process.execPath, [program, "triage", "--json", "--quiet", ...paths], {
    encoding: "utf8",
    maxBuffer: reportBytesMax,
  });
  return Report.parse(JSON.parse(text));
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Lines of a log by the address that they start with. */
function addresses(path: string): Map<string, number> {
  const bytes = readFileSync(path);
  const counts = new Map<string, number>();
  for (const line of (isGzip(bytes) ? gunzipSync(bytes) : bytes).toString("latin1").split("\n")) {
    const end = line.indexOf(" ");
    if (end < 1) continue;
    const address = line.slice(0, end);
    counts.set(address, (counts.get(address) ?? 0) + 1);
  }
  return counts;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Every address of the logs of one triage, with what the triage made of it. */
function candidates(paths: readonly string[]): Candidate[] {
  const report = triage(paths);
  const sentences = new Map(
    report.findings.map(({ id, indicator, sentence }) => [id, `${indicator}: ${sentence}`]),
  );
  const entities = new Map(
    report.entities.filter(({ type }) => type === "ip").map((entity) => [entity.value, entity]),
  );
  const found = new Map<string, { lines: number; files: string[] }>();
  for (const path of paths) {
    for (const [address, lines] of addresses(path)) {
      const known = found.get(address) ?? { lines: 0, files: [] };
      found.set(address, { lines: known.lines + lines, files: [...known.files, basename(path)] });
    }
  }
  return [...found]
    .sort(([a], [b]) => compare(a, b))
    .map(([address, { lines, files }]) => {
      const entity = entities.get(address);
      const findings = (entity?.findings ?? []).map((id) => sentences.get(id) ?? id).sort(compare);
      return { address, files, lines, action: entity?.action ?? "not listed", findings };
    });
}

/**
 * The addresses in an order that only the seed and the logs decide, not what the triage made of them: a
 * change of content that moves one address between the halves of a sample leaves the rest of it as it was.
 */
export function shuffled<T>(all: readonly T[], random: () => number): T[] {
  return all
    .map((one) => ({ one, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ one }) => one);
}

function main(given: readonly string[]): number {
  const [seed, count] = given.slice(0, 2).map(Number);
  const groups = given.slice(2).map((group) => group.split(","));
  if (
    seed === undefined ||
    count === undefined ||
    !Number.isInteger(seed) ||
    !Number.isInteger(count) ||
    groups.length === 0
  ) {
    process.stderr.write("Usage: pick-addresses SEED COUNT LOG[,LOG…]…\n");
    return 2;
  }
  const all = shuffled(groups.flatMap(candidates), seeded(seed));
  const flagged = (one: Candidate) => one.action === "escalate" || one.action === "watch";
  const passed = (one: Candidate) => !flagged(one);
  const rows = [...all.filter(flagged).slice(0, count), ...all.filter(passed).slice(0, count)];
  for (const { action, address, lines, files, findings } of rows) {
    process.stdout.write(`${[action, address, lines, files.join(" "), findings.join(" | ")].join("\t")}\n`);
  }
  return 0;
}

process.exitCode = main(process.argv.slice(2));
