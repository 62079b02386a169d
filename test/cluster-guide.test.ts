/** The files of the guide to a cluster: the real engine reads the configuration, and the composition has the hosts that it names. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Session } from "chdb";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { commands } from "../src/cli/commands.ts";
import { parse as parseCommand } from "../src/cli/parse.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { root } from "./support/places.ts";

const guide = join(root, "docs", "guides");
const text = (name: string) => readFileSync(join(guide, name), "utf8");
interface Service {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly volumes: readonly string[];
}
const compose = parse(text("cluster/compose.yaml"), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, object>>;
};
const hosts = Object.keys(compose.services).filter((name) => name.startsWith("ch"));
const keepers = Object.keys(compose.services).filter((name) => name.startsWith("keeper"));

test("the engine reads the configuration as two shards of two replicas", () => {
  Object.assign(process.env, { SHARD: "1", REPLICA: "a", CLUSTER_SECRET: "s" });
  const folder = temporaryFolder();
  // Listening and Keeper are a server's: the library would wait for hosts that are not there.
  const config = text("cluster/cluster.xml").replace(/<zookeeper>[\s\S]*<\/zookeeper>/, "");
  const session = new Session(join(folder, "db"), {
    connectionArgs: [`--config-file=${write(folder, "cluster.xml", [config])}`],
  });
  const rows = (sql: string) => session.query(sql, "TSVRaw").trim().split("\n");
  expect(
    rows(
      "SELECT shard_num, replica_num, host_name FROM system.clusters WHERE cluster = 'logs' ORDER BY 1, 2",
    ),
  ).toEqual(hosts.sort().map((host) => `${host[2]}\t${host[3] === "a" ? 1 : 2}\t${host}`));
  expect(rows("SELECT macro, substitution FROM system.macros ORDER BY macro")).toEqual([
    "replica\ta",
    "shard\t1",
  ]);
  session.close();
});

test("the composition has each host once, with the place that its name says", () => {
  expect(hosts).toHaveLength(4);
  for (const host of hosts) {
    const { environment, volumes, image } = compose.services[host] as Service;
    expect(`ch${environment.SHARD}${environment.REPLICA}`).toBe(host);
    expect(volumes.at(-1)).toBe(`${host}:/var/lib/clickhouse`);
    expect(image).toMatch(/:25\.11$/);
  }
  expect(Object.keys(compose.volumes).sort()).toEqual([...hosts, ...keepers].sort());
  const named = [...text("cluster/keeper.xml").matchAll(/<hostname>(\w+)</g)].map(([, name]) => name);
  expect(named).toEqual(keepers);
  expect([...text("cluster/cluster.xml").matchAll(/<node><host>(\w+)</g)].map(([, name]) => name)).toEqual(
    keepers,
  );
});

test("commands of the guide are ones that there are", () => {
  const lines = [...text("cluster.md").matchAll(/^(?:\w+=\S+ )*vedette (.+?)(?: [|>].*)?$/gm)].map(
    ([, line = ""]) => line,
  );
  expect(lines.length).toBeGreaterThan(3);
  for (const line of lines) {
    const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? "");
    expect(parseCommand(words, commands, ""), line).toHaveProperty("run");
  }
});
