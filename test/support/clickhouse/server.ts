/**
 * The server that tests of the ClickHouse store run against: the endpoint over chDB, or the one of
 * `VEDETTE_TEST_CLICKHOUSE_URL` (an address as for --engine; its password as there), where nothing goes wrong on purpose.
 */
import { type ServerAddress, serverAddress } from "../../../src/engine/clickhouse/address.ts";
import { type Endpoint, startEndpoint } from "./endpoint.ts";

export interface TestServer {
  /** Undefined where it is a real one. */
  readonly endpoint: Endpoint | undefined;
  /** The address of a database that no other test uses. */
  address(options?: string): ServerAddress;
  /** Runs a statement as nobody in particular; the answer as it comes. */
  ask(sql: string): Promise<string>;
  close(): Promise<void>;
}

export const realServer = process.env.VEDETTE_TEST_CLICKHOUSE_URL;

let databases = 0;

/** @param split how rows of the endpoint lie on two shards; one server where it is missing, and what its address says of a real one */
export async function testServer(split?: "client" | "random"): Promise<TestServer> {
  const endpoint = realServer === undefined ? await startEndpoint(split) : undefined;
  const base =
    realServer ??
    `clickhouse://${endpoint?.user}@127.0.0.1:${endpoint?.port}/${split === undefined ? "" : "?cluster=two_shards"}`;
  const variables: Record<string, string | undefined> =
    endpoint === undefined ? process.env : { VEDETTE_CLICKHOUSE_PASSWORD: endpoint.password };
  const made: string[] = [];
  const address = (options = "") => {
    databases += 1;
    const database = `vedette_test_${process.pid}_${databases}`;
    made.push(database);
    const given = new URL(base.replace(/^clickhouse/, "http"));
    const search = [given.search.slice(1), options].filter((text) => text !== "").join("&");
    const scheme = base.slice(0, base.indexOf(":"));
    return serverAddress(
      `${scheme}://${given.username}@${given.host}/${database}${search === "" ? "" : `?${search}`}`,
      (name) => variables[name],
    );
  };
  const ask = async (sql: string) => {
    const { url, user, password } = address();
    const answer = await fetch(url, {
      method: "POST",
      body: sql,
      headers: { "x-clickhouse-user": user, "x-clickhouse-key": password },
    });
    return answer.text();
  };
  return {
    endpoint,
    address,
    ask,
    close: async () => {
      if (endpoint !== undefined) return endpoint.close();
      for (const database of made) await ask(`DROP DATABASE IF EXISTS ${database} SYNC`);
    },
  };
}
