/**
 * The whole command on sources other than web logs: a one-off triage, and beside it one that keeps a store.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { makeEve } from "./make-eve.ts";
import { makeLog } from "./make-log.ts";
import { makeMails } from "./make-mails.ts";
import { makeZeek } from "./make-zeek.ts";
import { measure } from "./measure.ts";
import { samples } from "./places.ts";
import { folderBytes } from "./serve-process.ts";

/** How to measure. */
export interface KindOptions {
  /** Folder for the logs. */
  readonly folder: string;
  /** Size of each log; mails are as many as make a typical day of ten thousand people. */
  readonly gib: number;
  readonly runs: number;
  readonly keep: boolean;
}

/** A source to measure. */
interface Measured {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
  readonly records: number;
}

const seed = 7;
const mailCount = 20_000;

async function sensorLog(
  { folder, gib }: KindOptions,
  name: string,
  make: (path: string, bytes: number, seed: number) => Promise<number>,
): Promise<Measured> {
  const path = join(folder, `seed-${seed}-${gib}-${name}`);
  await make(path, gib * 2 ** 30, seed);
  const records = Number(spawnSync("wc", ["-l", path]).stdout.toString().trim().split(" ")[0]);
  return { name, path, bytes: statSync(path).size, records };
}

/** What makes the sources of a kind, by the names that `--kinds` takes. */
const kinds: Readonly<Record<string, readonly ((options: KindOptions) => Promise<Measured>)[]>> = {
  web: [
    (options) =>
      sensorLog(options, "access.log", (path, bytes, from) => makeLog({ samples, path, bytes, seed: from })),
  ],
  eve: [(options) => sensorLog(options, "eve.json", makeEve)],
  zeek: (["conn", "http"] as const).map(
    (kind) => (options: KindOptions) =>
      sensorLog(options, `zeek-${kind}.log`, (path, bytes, from) => makeZeek(kind, path, bytes, from)),
  ),
  mail: [
    async ({ folder }) => {
      const path = join(folder, `seed-${seed}-mails`);
      return { name: "mails", path, bytes: makeMails(path, mailCount, seed), records: mailCount };
    },
  ],
};

/** Measures the whole command on sources of some kinds and prints a table. */
export async function benchKinds(
  main: string,
  names: readonly string[],
  options: KindOptions,
): Promise<void> {
  mkdirSync(options.folder, { recursive: true });
  process.stdout.write(
    "| source | MB | seconds | MB/s | records/s | peak anonymous MiB | into a store: seconds | MB/s | records/s | bytes a record on disk, raw lines included | as logged |\n|---|---|---|---|---|---|---|---|---|---|---|\n",
  );
  for (const name of names) {
    const made = kinds[name];
    if (made === undefined) throw new Error(`--kinds ${name}: give ${Object.keys(kinds).join(", ")}`);
    for (const make of made) await benchOne(main, await make(options), options);
  }
  if (!options.keep) rmSync(options.folder, { recursive: true, force: true });
}

async function benchOne(main: string, source: Measured, options: KindOptions): Promise<void> {
  const args = [main, "triage", source.path, "--quiet", "--json"];
  const once = await measure(process.execPath, args, options.runs);
  const store = join(options.folder, "store");
  rmSync(store, { recursive: true, force: true });
  // Into a new store: a second run would find everything there.
  const kept = await measure(process.execPath, [...args, "--store", store], 1);
  const stored = folderBytes(store) / source.records;
  rmSync(store, { recursive: true, force: true });
  const rates = (seconds: number) => [
    seconds.toFixed(2),
    (source.bytes / 1e6 / seconds).toFixed(0),
    Math.round(source.records / seconds).toLocaleString("en"),
  ];
  const cells = [
    source.name,
    (source.bytes / 1e6).toFixed(0),
    ...rates(once.seconds),
    (once.anonymousBytes / 2 ** 20).toFixed(0),
    ...rates(kept.seconds),
    stored.toFixed(0),
    (source.bytes / source.records).toFixed(0),
  ];
  // A run that failed is fast.
  const failed = [once, kept].some(({ status }) => status > 1);
  process.stdout.write(`| ${cells.join(" | ")} |${failed ? " FAILED" : ""}\n`);
}
