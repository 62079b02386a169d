/**
 * One run at a time on a store. Who makes the table `store_run` has the store: of two statements that make one table, a
 * server lets one through. The holder says there every few seconds that it is still at work, by the server's clock; where that
 * has not been heard for long, or its process is known to be gone, the table is moved aside under the holder's name, which again
 * only one of several can do.
 */
import { hostname } from "node:os";
import { isRunning, type ProcessMark, thisProcess } from "../../effects.ts";
import { VedetteError } from "../../errors.ts";
import { EngineError } from "../engine.ts";
import { literal } from "../sql.ts";
import type { ServerAddress } from "./address.ts";
import { onCluster, replicated } from "./cluster.ts";
import type { Connection } from "./connection.ts";
import { trying } from "./failures.ts";

const alreadyExists = 57;
const unknownTable = 60;
const beatMs = 10_000;
/** Seconds without a word after which a holder counts as gone. */
const silentMax = 90;
const triesMax = 4;

interface Holder {
  readonly run: string;
  readonly host: string;
  readonly mark: ProcessMark | undefined;
  readonly silentSeconds: number;
}

/** What a run holds until it ends. */
export interface Lease {
  /** @throws VedetteError `store.locked` where another run has taken the store meanwhile */
  check(): void;
  release(): Promise<void>;
}

/**
 * Takes the store for a run.
 * @throws VedetteError `store.locked`
 */
export async function takeLease(
  connection: Connection,
  {
    database,
    cluster,
    shown,
    run,
  }: Pick<ServerAddress, "database" | "cluster" | "shown"> & { readonly run: string },
): Promise<Lease> {
  const table = `${database}.store_run`;
  // Hosts of a cluster do such statements in one order, so that there too one of several makes the table.
  const everywhere = onCluster(cluster);
  const beatSql = `INSERT INTO ${table} SELECT ${literal(run)}, ${literal(JSON.stringify({ host: hostname(), mark: thisProcess() }))}, now64(3)`;
  for (let tries = 1; ; tries += 1) {
    try {
      await connection.run({
        sql: `CREATE TABLE ${table}${everywhere} (run String, holder String, beat DateTime64(3)) ENGINE = ${replicated("MergeTree", cluster)} ORDER BY run`,
      });
      break;
    } catch (thrown) {
      if (!(thrown instanceof EngineError) || thrown.number !== alreadyExists) throw thrown;
      const holder = await holderOf(connection, database);
      if (holder === undefined) continue;
      if (tries === triesMax || !isGone(holder)) throw locked(shown, holder);
      await setAside(connection, table, holder, everywhere);
    }
  }
  await connection.run({ sql: beatSql });
  let lost = false;
  const beating = setInterval(() => {
    void beat().catch(() => undefined);
  }, beatMs);
  beating.unref();
  const beat = async () => {
    const holder = await holderOf(connection, database);
    if (holder?.run === run) await connection.run({ sql: beatSql });
    else lost = true;
  };
  return {
    check: () => {
      if (lost)
        throw new VedetteError("store.locked", `${shown}: another run has taken this store.`, {
          hint: "This run was not heard for long. Start it again when the other has ended.",
        });
    },
    release: async () => {
      clearInterval(beating);
      // A server that is gone is not waited for.
      if ((await holderOf(connection, database, 0))?.run !== run) return;
      for (const name of await asideTables(connection, database))
        await connection.run({ sql: `DROP TABLE IF EXISTS ${database}.${name}${everywhere}` });
      await connection.run({ sql: `DROP TABLE IF EXISTS ${table}${everywhere}` });
    },
  };
}

/** Who has a store; undefined where nobody has. */
async function holderOf(
  connection: Connection,
  database: string,
  patienceMs?: number,
): Promise<Holder | undefined> {
  try {
    const ask = () =>
      connection.ask({
        sql: `SELECT argMax(run, beat) AS run, argMax(holder, beat) AS holder,
  dateDiff('second', greatest(max(beat), (SELECT toDateTime64(max(metadata_modification_time), 3) FROM system.tables WHERE database = ${literal(database)} AND name = 'store_run')), now64(3)) AS silent
FROM ${database}.store_run`,
        settings: { output_format_json_quote_64bit_integers: 0 },
      });
    const answer = await trying("question", ask, patienceMs);
    const row = JSON.parse(answer) as { run: string; holder: string; silent: number };
    const told = (row.holder === "" ? {} : JSON.parse(row.holder)) as { host?: string; mark?: ProcessMark };
    return { run: row.run, host: told.host ?? "?", mark: told.mark, silentSeconds: Number(row.silent) };
  } catch (thrown) {
    if (thrown instanceof EngineError && thrown.number === unknownTable) return undefined;
    throw thrown;
  }
}

function isGone({ mark, silentSeconds }: Holder): boolean {
  return silentSeconds > silentMax || (mark !== undefined && isRunning(mark) === false);
}

/** Moves a holder's table aside; it stays until a later run ends, so that nobody else can move the next one by mistake. */
async function setAside(
  connection: Connection,
  table: string,
  { run }: Holder,
  everywhere: string,
): Promise<void> {
  try {
    await connection.run({
      sql: `RENAME TABLE ${table} TO ${table}_${run === "" ? "unnamed" : run}${everywhere}`,
    });
  } catch (thrown) {
    const beaten =
      thrown instanceof EngineError && (thrown.number === alreadyExists || thrown.number === unknownTable);
    if (!beaten) throw thrown;
  }
}

async function asideTables(connection: Connection, database: string): Promise<string[]> {
  const answer = await connection.ask({
    sql: `SELECT groupArray(name) AS names FROM system.tables WHERE database = ${literal(database)} AND match(name, '^store_run_\\\\w+$')`,
  });
  return (JSON.parse(answer) as { names: string[] }).names;
}

function locked(shown: string, { host, mark, silentSeconds }: Holder): VedetteError {
  return new VedetteError(
    "store.locked",
    `${shown}: the store is in use by ${mark === undefined ? "another run" : `process ${mark.pid}`} on ${host}.`,
    {
      hint: `Wait until that run has ended, or end it; it was heard ${Math.max(0, silentSeconds)} s ago, and counts as gone after ${silentMax} s of silence.`,
    },
  );
}
