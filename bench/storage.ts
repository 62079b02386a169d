/**
 * `--storage`: what a record takes on disk in a kept store, by kind of source: its columns, its raw line, and what the base
 * profile has of it.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Session } from "chdb";
import { makeEve } from "./make-eve.ts";
import { makeLog } from "./make-log.ts";
import { makeMails } from "./make-mails.ts";
import { makeSigmaLogs } from "./make-sigma.ts";
import { makeZeek } from "./make-zeek.ts";

/** How to measure. */
export interface StorageOptions {
  /** Folder for logs and stores. */
  readonly folder: string;
  readonly samples: string;
  /** Size of each log; mails and records of hosts are as many as `mails` and `events` say. */
  readonly gib: number;
  readonly mails: number;
  readonly events: number;
  readonly seed: number;
}

/** Logs of one kind. */
interface Logs {
  readonly kind: string;
  make(folder: string): Promise<readonly string[]>;
}

function logsOf({ samples, gib, mails, events, seed }: StorageOptions): Logs[] {
  const bytes = gib * 2 ** 30;
  const one = (kind: string, make: (path: string) => Promise<unknown>): Logs => ({
    kind,
    make: async (folder) => {
      const path = join(folder, "log");
      await make(path);
      return [path];
    },
  });
  const ofHosts = (kind: string, name: string): Logs => ({
    kind,
    make: async (folder) =>
      (await makeSigmaLogs(folder, events, seed)).filter((path) => path.endsWith(`/${name}`)),
  });
  return [
    one("web: combined", (path) => makeLog({ samples, path, bytes, seed })),
    one("nids: Zeek http", (path) => makeZeek("http", path, bytes, seed)),
    one("nids: Zeek conn", (path) => makeZeek("conn", path, bytes, seed)),
    one("nids: Suricata EVE", (path) => makeEve(path, bytes, seed)),
    one("mail", async (path) => makeMails(path, mails, seed)),
    ofHosts("edr: Sysmon as JSON", "sysmon.json"),
    ofHosts("proxy: Squid", "squid.log"),
  ];
}

/** What a store holds, in bytes. */
interface Held {
  readonly records: number;
  readonly events: number;
  readonly raw: number;
  readonly profile: number;
}

/** Fills a store from each kind and prints a table. */
export async function benchStorage(main: string, options: StorageOptions): Promise<void> {
  process.stdout.write(
    "| source | records | bytes a record as logged | on disk: all | raw line | columns | base profile | logged ÷ on disk |\n|---|---|---|---|---|---|---|---|\n",
  );
  for (const { kind, make } of logsOf(options)) {
    rmSync(options.folder, { recursive: true, force: true });
    const logs = join(options.folder, "logs");
    mkdirSync(logs, { recursive: true });
    const paths = await make(logs);
    const store = join(options.folder, "store");
    const { status } = spawnSync(
      process.execPath,
      [main, "triage", ...paths, "--quiet", "--json", "--store", store],
      {
        stdio: "ignore",
      },
    );
    const held = heldBy(join(store, "db"));
    process.stdout.write(
      `| ${rowOf(
        kind,
        paths.reduce((sum, path) => sum + bytesUnder(path), 0),
        held,
      )} |${status === null || status > 1 ? " FAILED" : ""}\n`,
    );
  }
  rmSync(options.folder, { recursive: true, force: true });
}

function rowOf(kind: string, logged: number, { records, events, raw, profile }: Held): string {
  const each = (bytes: number) => (bytes / records).toFixed(1);
  const all = events + profile;
  return [
    kind,
    records.toLocaleString("en"),
    each(logged),
    each(all),
    each(raw),
    each(events - raw),
    each(profile),
    (logged / all).toFixed(1),
  ].join(" | ");
}

/** Bytes of the tables when all of their parts are merged, as they are after a while. */
function heldBy(path: string): Held {
  const session = new Session(path);
  try {
    const tables = ["events", "activity", "activity_clients", "activity_agents", "activity_paths"];
    for (const table of tables) session.query(`OPTIMIZE TABLE ${table} FINAL`);
    const number = (sql: string) => Number(session.query(sql, "TSVRaw").trim());
    const active = "database = 'default' AND active";
    return {
      records: number("SELECT count() FROM events"),
      events: number(`SELECT sum(bytes_on_disk) FROM system.parts WHERE ${active} AND table = 'events'`),
      raw: number(
        `SELECT sum(column_bytes_on_disk) FROM system.parts_columns WHERE ${active} AND table = 'events' AND column = 'raw'`,
      ),
      profile: number(
        `SELECT sum(bytes_on_disk) FROM system.parts WHERE ${active} AND startsWith(table, 'activity')`,
      ),
    };
  } finally {
    session.close();
  }
}

function bytesUnder(path: string): number {
  const about = statSync(path);
  if (!about.isDirectory()) return about.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesUnder(join(path, name)), 0);
}
