/** Questions of people to a kept store: one statement that can only read, within limits. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openReader, type ReaderLimits } from "../engine/chdb.ts";
import { EngineError, engineErrorNumbers, type Parameters, type Row } from "../engine/engine.ts";
import { readingStatement } from "../engine/read-only.ts";
import { VedetteError } from "../errors.ts";
import { splitEventId } from "../ingest/scan.ts";
import { storeVersion } from "./store.ts";
import { storedSources } from "./stored-sources.ts";

/** Rows of an answer; a row with an `event_id` has the place of its record as `record`. */
export type Answer = readonly Row[];

/**
 * Asks a store.
 * @throws VedetteError `store.missing`, `store.version`, `usage.option` for what it cannot be asked
 */
export async function askStore(
  folder: string,
  sql: string,
  parameters: Parameters,
  limits: ReaderLimits,
): Promise<Answer> {
  if (!existsSync(join(folder, "db")))
    throw new VedetteError("store.missing", `${folder}: there is no store here.`, {
      place: { path: folder },
      hint: "vedette triage --store FOLDER PATH… begins one.",
    });
  const statement = readingStatement(sql);
  const engine = await openReader(join(folder, "db"), limits);
  try {
    const [meta] = await engine.rows(
      "SELECT argMax(value, written) AS version FROM store_meta WHERE key = 'version'",
    );
    if (meta?.version !== String(storeVersion))
      throw new VedetteError(
        "store.version",
        `${folder}: the store is of version ${String(meta?.version ?? "none")}; this program reads ${storeVersion}.`,
        { place: { path: folder }, hint: "Name a new folder with --store and give the logs again." },
      );
    const rows = await engine.rows(statement, parameters);
    if (!rows.some((row) => typeof row.event_id === "number")) return rows;
    const paths = new Map((await storedSources(engine)).map(({ number, report }) => [number, report.path]));
    return rows.map(({ event_id, ...row }) => {
      const { source, line } = splitEventId(Number(event_id));
      return { record: `${paths.get(source) ?? "?"}:${line}`, ...row };
    });
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    throw refusal(thrown, limits);
  } finally {
    await engine.close();
  }
}

function refusal(thrown: EngineError, { seconds, rows, memoryBytes }: ReaderLimits): VedetteError {
  const hints: Readonly<Record<number, string>> = {
    159: `It took more than ${seconds} s: ask for less, or give --seconds.`,
    164: "A store is only read here.",
    396: `It gives more than ${rows} rows: add a LIMIT, or give --rows.`,
    [engineErrorNumbers.memoryLimitExceeded]: `It needs more than ${Math.round(memoryBytes / 2 ** 20)} MiB: ask for less time or fewer columns.`,
  };
  return new VedetteError(
    "usage.option",
    `The store cannot be asked that: ${thrown.message.split("\n", 1)[0]?.slice(0, 400)}`,
    {
      hint:
        hints[thrown.number ?? 0] ??
        "DESCRIBE TABLE events names the columns; docs/guides/hunt.md has examples.",
      cause: thrown,
    },
  );
}
