/**
 * `--feeds`: what feeds of threat intelligence cost. A list of two million addresses, ranges and domains beside it, is added, and a web
 * log and a sensor's log are triaged without and with them.
 */
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeEve } from "./make-eve.ts";
import { makeLog, seeded } from "./make-log.ts";
import { measure } from "./measure.ts";

export interface FeedOptions {
  readonly folder: string;
  readonly samples: string;
  readonly gib: number;
  readonly runs: number;
  readonly keep: boolean;
}

const addresses = 2_000_000;
const ranges = 100_000;
const domains = 200_000;
const seed = 7;

/** Lines of a list; four in a thousand addresses are refused, as in a list that nobody looks through. */
function lines(count: number, line: (next: () => number) => string): string {
  const random = seeded(seed);
  const next = () => Math.floor(random() * 2 ** 32);
  return Array.from({ length: count }, () => `${line(next)}\n`).join("");
}

function address(n: number): string {
  return `${11 + (n % 200)}.${(n >>> 8) & 255}.${(n >>> 16) & 255}.${n >>> 24}`;
}

/** Measures and prints a table. */
export async function benchFeeds(
  main: string,
  { folder, samples, gib, runs, keep }: FeedOptions,
): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const feeds = join(folder, "feeds");
  process.stdout.write("| command | seconds | peak anonymous MiB |\n|---|---|---|\n");
  const row = async (name: string, args: readonly string[], times: number) => {
    const one = await measure(process.execPath, [main, ...args], times);
    process.stdout.write(
      `| ${name} | ${one.seconds.toFixed(2)} | ${(one.anonymousBytes / 2 ** 20).toFixed(0)} |${one.status > 1 ? " FAILED" : ""}\n`,
    );
  };
  const add = async (name: string, text: string, count: number) => {
    const path = join(folder, `${name}.txt`);
    writeFileSync(path, text);
    await row(
      `intel add, ${count.toLocaleString("en")} ${name}`,
      ["intel", "add", name, path, "--intel", feeds],
      1,
    );
  };
  await add(
    "addresses",
    lines(addresses, (next) => address(next())),
    addresses,
  );
  await add(
    "ranges",
    lines(ranges, (next) => `${address(next())}/${20 + (next() % 12)}`),
    ranges,
  );
  await add(
    "domains",
    lines(domains, (next) => `n${next().toString(36)}.example`),
    domains,
  );
  const web = join(folder, "web.log");
  await makeLog({ samples, path: web, bytes: gib * 2 ** 30, seed });
  const eve = join(folder, "eve.json");
  await makeEve(eve, gib * 2 ** 30, seed);
  const none = join(folder, "none");
  mkdirSync(none);
  for (const [name, path] of [
    ["web log", web],
    ["Suricata EVE", eve],
  ] as const) {
    const size = `${(statSync(path).size / 1e6).toFixed(0)} MB`;
    const args = ["triage", path, "--quiet", "--json", "--intel"];
    await row(`triage of a ${name}, ${size}, without feeds`, [...args, none], runs);
    await row(
      `the same, with ${(addresses + ranges + domains).toLocaleString("en")} entries`,
      [...args, feeds],
      runs,
    );
  }
  if (!keep) rmSync(folder, { recursive: true, force: true });
}
