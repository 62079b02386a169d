import { Session } from "chdb";
import { mkdtempSync } from "node:fs";
const dir = mkdtempSync("/tmp/h-schema/.try/db-");
const s = new Session(dir, {connectionArgs:["--config-file=/tmp/h-schema/.try/c2.xml"]});
const q = (sql) => { try { const r = s.query(sql, "TSVRaw"); console.log("OK ", sql.slice(0,90), "=>", String(r?.data?.() ?? r).slice(0,600)); } catch (e) { console.log("ERR", sql.slice(0,120), "=>", e.message.slice(0,260)); } };
q("SELECT name,type FROM system.user_directories");
q("CREATE ROLE IF NOT EXISTS r");
q("CREATE ROLE IF NOT EXISTS r IN memory");
q("CREATE ROLE IF NOT EXISTS r IN `local directory`");
q("CREATE DATABASE IF NOT EXISTS v");
q("CREATE TABLE v.a_shard (x Int64) ENGINE = ReplicatedMergeTree('/clickhouse/tables/{shard}/v/a', '{replica}') ORDER BY x SETTINGS replicated_deduplication_window=10000");
q("SYSTEM RESTART REPLICA v.a_shard");
q("SYSTEM RESTORE REPLICA v.a_shard");
await new Promise(r=>setTimeout(r,3000));
q("SELECT table, is_readonly, last_queue_update_exception, zookeeper_exception, total_replicas, active_replicas FROM system.replicas");
q("INSERT INTO v.a_shard SETTINGS insert_keeper_max_retries=0 VALUES (1)");
process.exit(0)
