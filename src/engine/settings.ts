/** Settings of the embedded engine's statements. */
import { engineLimits } from "../limits.ts";
import type { Expected, Limits } from "./engine.ts";

/** Two cores are the reference machine; more threads mean more hash tables and more memory. */
const threadsMax = 2;

/** Settings that every statement of the program runs under. */
export const baseSettings: Readonly<Record<string, string | number>> = {
  max_threads: threadsMax,
  max_insert_threads: 1,
  // Compiling expressions to machine code costs a tenth of a small run, and gains nothing in a large one.
  compile_expressions: 0,
  compile_aggregate_expressions: 0,
  compile_sort_description: 0,
  max_memory_usage: engineLimits.memoryBytes,
  // What all statements that run side by side may hold together.
  max_memory_usage_for_user: engineLimits.memoryBytes,
  max_bytes_before_external_group_by: engineLimits.spillBytes,
  max_bytes_before_external_sort: engineLimits.spillBytes,
  // Keeps the file out of the process's memory: a 1 GiB scan holds 0.5 GB instead of 1.5 GB.
  storage_file_read_method: "pread",
  // Cutting lines apart is not what takes the time, and the parallel cutter copies a line of
  // 200 MB again for every megabyte of it (13 s instead of 0.3 s).
  input_format_parallel_parsing: 0,
  // Cheap branches cost less than choosing between them; a heavy one is given nothing to do instead.
  short_circuit_function_evaluation: "disable",
  // Looks through conditions for chains of comparisons that say more together: half of the analysis of a scan, and
  // these statements hold none.
  optimize_and_compare_chain: 0,
  output_format_json_quote_64bit_integers: 0,
  output_format_json_escape_forward_slashes: 0,
  // A name means the column, never an alias of the same name that an aggregate got.
  prefer_column_name_to_alias: 1,
  // A common table expression marked MATERIALIZED is computed once, not at every use.
  enable_materialized_cte: 1,
  max_parser_depth: 5_000,
  max_query_size: 4_000_000,
  group_by_two_level_threshold: 100_000,
  // A statement waits for a table that another writes to as long as that takes: of ten million clients two minutes,
  // which are the engine's own limit, were not enough. What ends a statement is its own time.
  lock_acquire_timeout: 86_400,
};

/**
 * Settings of statements over little: planning them takes longer than running them. A fifth of what they cost;
 * a long statement is the better for being planned, however little it is over.
 */
const littleSettings: Readonly<Record<string, string | number>> = {
  max_threads: 1,
  query_plan_enable_optimizations: 0,
  join_algorithm: "hash",
};
const littleSqlMax = 12_000;

/**
 * Settings of statements over so much that one side of a join is more than memory holds: joined bucket by bucket, what is not
 * at work lies in temporary files. Slower, and no other join has room.
 */
const muchSettings: Readonly<Record<string, string | number>> = {
  join_algorithm: "grace_hash",
  max_bytes_in_join: 80_000_000,
  grace_hash_join_initial_buckets: 8,
  grace_hash_join_max_buckets: 1_024,
  max_block_size: 10_000,
  min_insert_block_size_rows: 100_000,
  min_insert_block_size_bytes: 64_000_000,
};

/** The settings of all statements as arguments of a connection: in each statement they would be parsed again, which is a fortieth of a small run. */
export function settingsArguments(): string[] {
  return Object.entries(baseSettings).map(([name, value]) => `--${name}=${value}`);
}

/**
 * SQL of the settings of a statement that are others than those of all; '' where there is none.
 * @param expected how much there is to read
 */
export function settingsClause(sql: string, limits: Limits, expected: Expected): string {
  const settings: Record<string, string | number> = {};
  if (expected === "little" && sql.length <= littleSqlMax) Object.assign(settings, littleSettings);
  if (expected === "much") Object.assign(settings, muchSettings);
  // Measured: small blocks make splitting a fifth faster, and grouping twice as slow.
  if (limits.lines === true)
    Object.assign(settings, {
      max_block_size: 20_000,
      min_insert_block_size_rows: 1,
      min_insert_block_size_bytes: 1,
      // What is read is filtered where it should be, and little is left to plan.
      query_plan_enable_optimizations: limits.planned === true ? 1 : 0,
    });
  if (limits.first !== undefined) Object.assign(settings, { max_block_size: limits.first, max_threads: 1 });
  // Rows of many wide columns: a million of them together, as the engine would have it, are more than memory holds.
  if (limits.wide === true)
    Object.assign(settings, {
      max_block_size: 10_000,
      min_insert_block_size_rows: 100_000,
      min_insert_block_size_bytes: 64_000_000,
    });
  // Rows of one file stay in one lane, of which the steps may still work side by side.
  // Measured on documents of 200 MB of lines: small blocks take a third less work than those of 20,000 rows,
  // and 370 MB of memory instead of 590 MB.
  if (limits.inOrder === true)
    Object.assign(settings, { parallelize_output_from_storages: 0, max_block_size: 3_000 });
  if (limits.secondsMax !== undefined) settings.max_execution_time = limits.secondsMax;
  const pairs = Object.entries(settings).map(
    ([name, value]) => `${name} = ${typeof value === "number" ? value : `'${value}'`}`,
  );
  return pairs.length === 0 ? "" : `SETTINGS ${pairs.join(", ")}`;
}
