/**
 * What a server with two shards makes of statements, in one process over chDB. Both shards are this process, so a table
 * `NAME_shard` is a view of the rows of the shard that asks (`shardNum()`) over one table of the rows of both; rows are put
 * into that table by what the Distributed table says of them, or at random. chDB has no Keeper: `ON CLUSTER` and
 * `Replicated` are checked and taken out.
 *
 * A host of a cluster has no table that a run made on another one. So tables of a run are views here which fail on a shard.
 */

export const clusterName = "two_shards";

/** The configuration of the cluster: without a default database both shards are local, and planned apart. */
export function clusterConfig() {
  const shard = (/** @type {string} */ host) =>
    `<shard><replica><host>${host}</host><port>9000</port></replica></shard>`;
  return `<clickhouse><tcp_port>9000</tcp_port><remote_servers><${clusterName}>${shard("127.0.0.1")}${shard("localhost")}</${clusterName}></remote_servers></clickhouse>`;
}

const made = new RegExp(`\\s+ON CLUSTER '${clusterName}'`, "g");
const onAShard = "a table of a run is read on a shard";
/** Behind the names of tables that hold what a view shows. */
const behind = "__rows";

/** @typedef {"client" | "random"} Split by the sharding key, or at random */

/**
 * The statements that are done in place of one.
 * @param {string} sql
 * @param {string} database
 * @param {Split} split
 * @returns {string[]}
 */
export function onShards(sql, database, split) {
  const everywhere = made.test(sql);
  made.lastIndex = 0;
  const plain = sql
    .replace(made, "")
    .replace(/\bReplicated(\w*MergeTree)\('([^']*)', '([^']*)'(?:, )?/g, "$1(");
  if (/\bON CLUSTER\b/.test(plain)) throw new Error("Code: 170. DB::Exception: Requested cluster not found");
  const found =
    /^\s*(CREATE TABLE|CREATE OR REPLACE VIEW|INSERT INTO|ALTER TABLE|TRUNCATE TABLE|DROP TABLE|DROP VIEW|RENAME TABLE|SYSTEM SYNC REPLICA)( IF(?: NOT)? EXISTS)? (?:(\w+)\.)?(\w+)/i.exec(
      plain,
    );
  if (found === null) return [plain];
  const [head, verb = "", ifs = "", given, table = ""] = found;
  const rest = plain.slice(head.length);
  const where = given ?? database;
  if (/_run_[0-9a-f]{1,16}$/.test(where)) return ofRun(verb.toUpperCase(), ifs, `${where}.${table}`, rest);
  if (verb === "SYSTEM SYNC REPLICA") return [];
  const sharded = table.endsWith("_shard");
  if ((/^(?:CREATE|ALTER|DROP|RENAME)/i.test(verb) || sharded) && !everywhere)
    throw new Error(`the statement is not for every host: ${sql.slice(0, 200)}`);
  return ofStore(verb.toUpperCase(), ifs, `${where}.${table}`, rest, split) ?? [plain];
}

/** @returns {string[]} */
function ofRun(
  /** @type {string} */ verb,
  /** @type {string} */ ifs,
  /** @type {string} */ name,
  /** @type {string} */ rest,
) {
  const rows = `${name}${behind}`;
  const guard = `throwIf(shardNum() != 0, '${onAShard}') = 0`;
  const view = `CREATE VIEW${ifs} ${name} AS SELECT * FROM ${rows} WHERE ${guard}`;
  // A Distributed table of the store's names, which is told by what it is made like.
  if (verb === "CREATE TABLE" && /^ AS \w+\.\w+$/.test(rest)) return [`${verb}${ifs} ${name}${rest}`];
  if (verb === "CREATE OR REPLACE VIEW") return [`${verb} ${name}${rest} WHERE ${guard}`];
  if (verb === "CREATE TABLE") return [`${verb}${ifs} ${rows}${rest}`, view];
  if (verb === "DROP TABLE") return [name, rows].map((one) => `DROP TABLE IF EXISTS ${one}`);
  if (verb === "DROP VIEW") return [`${verb}${ifs} ${name}${rest}`];
  return [`${verb}${ifs} ${rows}${rest}`];
}

/** @returns {string[] | undefined} undefined where the statement is done as it stands */
function ofStore(
  /** @type {string} */ verb,
  /** @type {string} */ ifs,
  /** @type {string} */ name,
  /** @type {string} */ rest,
  /** @type {Split} */ split,
) {
  const distributed = /ENGINE = Distributed\('(\w+)', '(\w+)', '(\w+)', (.+)\)$/.exec(rest);
  if (verb === "CREATE TABLE" && distributed !== null) {
    const [, , , shard, key] = distributed;
    const local = `${name.slice(0, name.indexOf("."))}.${shard}`;
    const number = split === "client" ? `(${key}) % 2 + 1` : "rand() % 2 + 1";
    return [
      `ALTER TABLE ${local}${behind} ADD COLUMN shard_number UInt8 MATERIALIZED ${number}`,
      `CREATE VIEW ${local} AS SELECT * FROM ${local}${behind} WHERE shard_number = shardNum()`,
      `${verb}${ifs} ${name}${rest}`,
    ];
  }
  if (name.endsWith("_shard")) {
    const rows = `${name}${behind}`;
    if (verb === "DROP TABLE") return [name, rows].map((one) => `DROP TABLE IF EXISTS ${one}`);
    // A replicated table refuses it: each replica might find something else.
    if (verb === "ALTER TABLE" && /\bselect\b/i.test(rest))
      throw new Error(
        "Code: 36. DB::Exception: ALTER DELETE statement with subquery may be nondeterministic",
      );
    return [`${verb}${ifs} ${rows}${rest}`];
  }
  if (verb === "INSERT INTO" && isSharded(name)) return [`${verb} ${name}_shard${behind}${rest}`];
  return undefined;
}

const isSharded = (/** @type {string} */ name) =>
  /\.(?:events|activity|activity_(?:clients|agents|paths))$/.test(name);
