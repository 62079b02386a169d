/** A cluster within one process, for tests. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a configuration whose cluster `two_shards` has two local shards, so that one process
 * plans and merges per shard. Returns the file's path.
 */
export function writeTwoShardConfig(folder: string): string {
  const path = join(folder, "two-shards.xml");
  const replica = (host: string) => `<shard><replica><host>${host}</host><port>9000</port></replica></shard>`;
  writeFileSync(
    path,
    `<clickhouse><tcp_port>9000</tcp_port><remote_servers><two_shards>${replica("127.0.0.1")}${replica("localhost")}</two_shards></remote_servers></clickhouse>`,
  );
  return path;
}
