/** Settings of statements on a server: those that decide what comes out. How much it may take is for the server to say. */
import type { Limits } from "../engine.ts";
import { baseSettings } from "../settings.ts";
import type { Connection, Settings } from "./connection.ts";

/** Of the embedded engine's settings, those without which a statement means something else, or is refused. */
const shared = [
  "short_circuit_function_evaluation",
  "output_format_json_quote_64bit_integers",
  "output_format_json_escape_forward_slashes",
  "prefer_column_name_to_alias",
  "enable_materialized_cte",
  "max_parser_depth",
  "max_query_size",
] as const;

/** What a server's own profile may have set otherwise. */
const pinned: Settings = {
  session_timezone: "UTC",
  join_use_nulls: 0,
  // What a sharded table is compared or joined with is read once, where the question was asked, and sent to every shard: a
  // shard has only its own rows of other tables, and none of a run's.
  distributed_product_mode: "global",
  prefer_global_in_and_join: 1,
  // No answer rests on where a row lies, or is given without a shard that is away.
  distributed_group_by_no_merge: 0,
  optimize_skip_unused_shards: 0,
  optimize_distributed_group_by_sharding_key: 0,
  parallel_distributed_insert_select: 0,
  skip_unavailable_shards: 0,
  enable_parallel_replicas: 0,
  // A row is with its shard when its insertion is acknowledged, and a change on every host when its statement is.
  distributed_foreground_insert: 1,
  distributed_ddl_output_mode: "throw",
  // What is acknowledged is in its table, and a token is looked at.
  async_insert: 0,
  insert_deduplicate: 1,
};

/** How a connection is kept while a statement works. */
const ofConnection: Settings = {
  cancel_http_readonly_queries_on_client_close: 1,
  send_progress_in_http_headers: 1,
  http_headers_progress_interval_ms: 30_000,
};

/** All that is ever set, by name. */
const wanted: Settings = {
  ...Object.fromEntries(shared.map((name) => [name, baseSettings[name] ?? ""])),
  ...pinned,
  ...ofConnection,
  max_execution_time: 0,
  max_block_size: 0,
  max_result_rows: 0,
  result_overflow_mode: "throw",
  max_memory_usage: 0,
  readonly: 0,
  max_threads: 0,
  insert_deduplication_token: "",
};

/** Settings that decide what comes out; a user whose profile fixes one to another value gets other answers. */
export function decidingSettings(): Settings {
  return { ...Object.fromEntries(shared.map((name) => [name, wanted[name] ?? ""])), ...pinned };
}

/** Names of those that this server knows and this user may change; older servers do without the others. */
export async function knownSettings(connection: Connection): Promise<ReadonlySet<string>> {
  const answer = await connection.ask({
    sql: "SELECT groupArray(name) AS names FROM system.settings WHERE readonly = 0 AND name IN {names:Array(String)}",
    parameters: { names: Object.keys(wanted) },
  });
  return new Set((JSON.parse(answer) as { names: string[] }).names);
}

/** Settings of a statement. */
export function settingsFor(known: ReadonlySet<string>, limits: Limits, more: Settings = {}): Settings {
  const settings: Record<string, string | number> = {};
  for (const name of [...shared, ...Object.keys(pinned), ...Object.keys(ofConnection)])
    settings[name] = wanted[name] ?? "";
  if (limits.secondsMax !== undefined) settings.max_execution_time = limits.secondsMax;
  if (limits.first !== undefined) Object.assign(settings, { max_block_size: limits.first, max_threads: 1 });
  Object.assign(settings, more);
  return Object.fromEntries(Object.entries(settings).filter(([name]) => known.has(name)));
}

/**
 * A statement as this server reads it. What it does not know as MATERIALIZED is computed at each use, with the same result.
 */
export function asRead(sql: string, known: ReadonlySet<string>): string {
  return known.has("enable_materialized_cte") ? sql : sql.replace(/\bAS MATERIALIZED \(/g, "AS (");
}
