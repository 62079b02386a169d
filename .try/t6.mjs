import { Session } from "chdb";
import { mkdtempSync } from "node:fs";
const dir = mkdtempSync("/tmp/h-schema/.try/db-");
const s = new Session(dir, {connectionArgs: process.argv[2] ? ["--config-file=/tmp/h-schema/.try/"+process.argv[2]] : []});
const q = (sql) => { try { const r = s.query(sql, "TSVRaw"); console.log("OK ", sql.slice(0,90), "=>", String(r?.data?.() ?? r).slice(0,600)); } catch (e) { console.log("ERR", sql.slice(0,120), "=>", e.message.slice(0,260)); } };
q("CHECK GRANT SELECT ON v.t");
q("CHECK GRANT CREATE DATABASE ON v_run_0.*");
q("CHECK GRANT CREATE TABLE ON v_run_0.*");
q("CHECK GRANT CREATE TABLE ON v.*");
q("CHECK GRANT SELECT, INSERT ON v.t");
q("CHECK GRANT ALTER DELETE ON v.t");
q("SHOW GRANTS FINAL");
q("CREATE DATABASE v"); q("CREATE TABLE v.n (line String) ENGINE=Null"); q("CREATE TABLE v.e (l Int64, a DateTime('UTC') DEFAULT now(), `x` LowCardinality(String)) ENGINE = ReplacingMergeTree PARTITION BY toDate(a) ORDER BY l TTL a + INTERVAL 3 DAY SETTINGS ttl_only_drop_parts=1");
q("CREATE MATERIALIZED VIEW v.m TO v.e AS SELECT toInt64(length(line)) AS l, if(line = 'x', 'a', 'b') AS x FROM (SELECT line, line || 'x' AS y FROM v.n) WHERE y != '' AND NOT (line = 'q')");
q("SELECT as_select, formatQuerySingleLine('SELECT toInt64(length(line)) AS l, if(line = ''x'', ''a'', ''b'') AS x FROM (SELECT line, line || ''x'' AS y FROM v.n) WHERE y != '''' AND NOT (line = ''q'')') FROM system.tables WHERE name='m'");
q("SELECT name, engine_full, sorting_key, partition_key, uuid FROM system.tables WHERE database='v'");
q("SELECT name, type, default_expression FROM system.columns WHERE database='v'");
process.exit(0)
