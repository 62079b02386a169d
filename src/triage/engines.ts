/** The engines of a run: what reads its logs, and what holds its store. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Content } from "../content/load.ts";
import { openChdb } from "../engine/chdb.ts";
import type { LocalEngine, ServerEngine } from "../engine/engine.ts";
import { transfer } from "../engine/transfer.ts";
import { VedetteError } from "../errors.ts";
import { loadSegments, segmentsTable, segmentsTableSql } from "../ingest/segments.ts";
import type { TriageRequest } from "./request.ts";
import { makeStoreFolder } from "./store-folder.ts";

/** One engine for both, or two where the store is on a server, which cannot read the files of this machine. */
export interface Engines {
  readonly engine: LocalEngine | ServerEngine;
  readonly reader: LocalEngine;
  close(): Promise<void>;
}

/** Where a run keeps its events. */
export interface Place {
  /** Folder of a store, kept or not; undefined where a run keeps no events, or on a server. */
  readonly store: string | undefined;
  /** Folder of what lasts no longer than the run. */
  readonly folder: string;
}

/**
 * Asking a store must not make one: a mistyped folder would be an empty answer.
 * @throws VedetteError `store.missing`
 */
export function checkStore({ store, paths }: TriageRequest, more = "name logs as well"): void {
  if (store === undefined || paths.length > 0 || existsSync(join(store, "db"))) return;
  throw new VedetteError("store.missing", `${store}: there is no store here.`, {
    place: { path: store },
    hint: `Check the spelling; or ${more}, and a store is begun with them.`,
  });
}

/**
 * Opens what a run needs.
 * @throws VedetteError as `openChdb` and `openServer`
 */
export async function openEngines(request: TriageRequest, { store, folder }: Place): Promise<Engines> {
  const { server, paths, engineConfigFile } = request;
  if (server === undefined) {
    if (store !== undefined) makeStoreFolder(store);
    const engine = await openChdb({
      path: join(store ?? folder, "db"),
      passing: store === undefined,
      ...(engineConfigFile === undefined ? {} : { configFile: engineConfigFile }),
    });
    return { engine, reader: engine, close: () => engine.close() };
  }
  const { openServer } = await import("../engine/clickhouse.ts");
  // The server first: where it refuses, nothing else is begun.
  const engine = await openServer(server, { begin: paths.length > 0 });
  const reader = await openChdb({ path: join(folder, "db"), passing: true }).catch(async (thrown) => {
    await engine.close();
    throw thrown;
  });
  const close = async () => {
    await engine.close();
    await reader.close();
  };
  return { engine, reader, close };
}

/** Loads the catalogue's names that scans look up, wherever statements may look for them. */
export async function loadNames({ engine, reader }: Engines, content: Content): Promise<void> {
  await loadSegments(reader, content);
  if (engine === reader) return;
  await engine.run(segmentsTableSql);
  const sql = `SELECT name FROM ${segmentsTable}`;
  await transfer(reader, engine, { table: segmentsTable, sql, what: segmentsTable });
}
