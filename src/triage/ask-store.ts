/** Questions of people to a kept store: one statement that can only read, within limits. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openReader } from "../engine/chdb.ts";
import type { ServerAddress } from "../engine/clickhouse/address.ts";
import { EngineError, engineErrorNumbers, type Parameters, type Row } from "../engine/engine.ts";
import { readingStatement } from "../engine/read-only.ts";
import type { Reader, ReaderLimits } from "../engine/reader.ts";
import { VedetteError } from "../errors.ts";
import { splitEventId } from "../ingest/scan.ts";
import { narrowed, type RowFilter } from "./row-filters.ts";
import { storeVersion } from "./store.ts";
import { storedSources } from "./stored-sources.ts";

/** Rows of an answer; a row with an `event_id` has the place of its record as `record`. */
export type Answer = readonly Row[];

/** What is done with the rows before they are handed on. */
export interface Narrowing {
  readonly filters?: readonly RowFilter[];
  /** Rows of it, from the first on. */
  readonly limit?: number;
  /** Whether rows keep their `event_id` beside `record`. */
  readonly ids?: boolean;
}

/**
 * Asks a store, in a folder or on a server.
 * @throws VedetteError `store.missing`, `store.version`, `usage.option` for what it cannot be asked
 */
export async function askStore(
  store: string | ServerAddress,
  sql: string,
  parameters: Parameters,
  limits: ReaderLimits,
  { filters = [], limit, ids = false }: Narrowing = {},
): Promise<Answer> {
  const { sql: statement, parameters: more, before } = narrowed(readingStatement(sql), filters, limit);
  const place = typeof store === "string" ? store : store.shown;
  const engine = await openedReader(store, limits);
  try {
    const [meta] = await engine.rows(
      "SELECT argMax(value, written) AS version FROM store_meta WHERE key = 'version'",
    );
    if (meta?.version !== String(storeVersion))
      throw new VedetteError(
        "store.version",
        `${place}: the store is of version ${String(meta?.version ?? "none")}; this program reads ${storeVersion}.`,
        { place: { path: place }, hint: "Begin a new one in another place, and give the logs again." },
      );
    const rows = await engine.rows(statement, { ...parameters, ...more });
    if (!rows.some((row) => typeof row.event_id === "number")) return rows;
    const paths = new Map((await storedSources(engine)).map(({ number, report }) => [number, report.path]));
    return rows.map(({ event_id, ...row }) => {
      const { source, line } = splitEventId(Number(event_id));
      const record = `${paths.get(source) ?? "?"}:${line}`;
      return ids ? { record, event_id, ...row } : { record, ...row };
    });
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    throw refusal(thrown, limits, before);
  } finally {
    await engine.close();
  }
}

/** @throws VedetteError `store.missing`, and those of opening */
async function openedReader(store: string | ServerAddress, limits: ReaderLimits): Promise<Reader> {
  if (typeof store !== "string")
    return (await import("../engine/clickhouse.ts")).openServerReader(store, limits);
  if (!existsSync(join(store, "db")))
    throw new VedetteError("store.missing", `${store}: there is no store here.`, {
      place: { path: store },
      hint: "vedette triage --store FOLDER PATH… begins one.",
    });
  return openReader(join(store, "db"), limits);
}

/** @param before characters that stand before what the person wrote */
function refusal(
  thrown: EngineError,
  { seconds, rows, memoryBytes }: ReaderLimits,
  before: number,
): VedetteError {
  const said = (thrown.message.split("\n", 1)[0] ?? "").replace(
    /(failed at position )(\d+)/,
    (_, words: string, place: string) => `${words}${Math.max(1, Number(place) - before)}`,
  );
  const hints: Readonly<Record<number, string>> = {
    159: `It took more than ${seconds} s: ask for less, or give --seconds.`,
    164: "A store is only read here.",
    396: `It gives more than ${rows} rows: add a LIMIT, or give --rows.`,
    [engineErrorNumbers.memoryLimitExceeded]: `It needs more than ${Math.round(memoryBytes / 2 ** 20)} MiB: ask for less time or fewer columns.`,
  };
  return new VedetteError("usage.option", `The store cannot be asked that: ${said.slice(0, 400)}`, {
    hint:
      hints[thrown.number ?? 0] ??
      "DESCRIBE TABLE events names the columns; docs/guides/hunt.md has examples.",
    cause: thrown,
  });
}
