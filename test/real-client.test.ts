/** Who a request came from, behind proxies that may speak for others and behind those that may not. */
import { beforeAll, describe, expect, test } from "vitest";
import { content } from "./support/triage.ts";
import { Workbench } from "./support/workbench.ts";

/** An address inside a network that a content delivery operator publishes. */
const edge = (() => {
  const range = content()
    .networks.edge_proxies.flatMap(({ ranges }) => ranges)
    .find((one) => /^\d+\.\d+\.\d+\.0\/\d+$/.test(one));
  if (range === undefined) throw new Error("no published range");
  return range.replace(/0\/\d+$/, "7");
})();

/** Peer, forwarding header, and the client that is meant; 10.0.0.0/8 is configured as trusted. */
const table: readonly (readonly [peer: string, header: string, client: string, why: string])[] = [
  [
    "10.0.0.2",
    "198.51.100.4, 203.0.113.9",
    "203.0.113.9",
    "the rightmost address that is not trusted; what stands before it, the client wrote",
  ],
  ["10.0.0.2", "198.51.100.5, 10.0.0.3", "198.51.100.5", "trusted proxies are passed over from the right"],
  ["10.0.0.2", "198.51.100.6,10.0.0.3,10.9.9.9", "198.51.100.6", "without blanks as well"],
  ["10.0.0.2", "10.0.0.77", "10.0.0.77", "where all are trusted, the first"],
  ["192.0.2.50", "198.51.100.7", "192.0.2.50", "a header of an untrusted peer counts for nothing"],
  ["10.0.0.2", "203.0.113.20:51234", "203.0.113.20", "a port is taken off"],
  ["10.0.0.2", "[2001:db8:0:1::9]:443", "2001:db8:0:1::9", "also behind brackets"],
  ["10.0.0.2", "2001:DB8:0:2:0:0:0:9", "2001:db8:0:2::9", "IPv6 in its short form"],
  [
    "::ffff:10.0.0.2",
    "::ffff:203.0.113.21",
    "203.0.113.21",
    "IPv4-mapped addresses are folded, as peer and as client",
  ],
  ["::ffff:192.0.2.51", "-", "192.0.2.51", "without a header, too"],
  ["10.0.0.2", "unknown", "10.0.0.2", "what is no address is none"],
  ["127.0.0.1", "203.0.113.22", "203.0.113.22", "this machine may speak for others"],
  [edge, "203.0.113.23", "203.0.113.23", "so may an edge proxy from a published range"],
];

describe.each(["text", "JSON"] as const)("in %s records", (kind) => {
  let found: Map<string, string>;

  beforeAll(async () => {
    const bench = await Workbench.open();
    // The path tells the cases apart, whatever becomes of the client.
    const lines = table.map(([peer, header], n) =>
      kind === "text"
        ? `${peer} - - [17/May/2026:10:05:03 +0000] "GET /case-${n} HTTP/1.1" 404 12 "-" "curl/8.5.0" "${header}"`
        : JSON.stringify({
            time: "2026-05-17T10:05:03Z",
            remote_addr: peer,
            request: `GET /case-${n} HTTP/1.1`,
            status: 404,
            http_user_agent: "curl/8.5.0",
            http_x_forwarded_for: header,
          }),
    );
    await bench.scan(lines);
    const parts = await bench.profiles(["10.0.0.0/8"]);
    const rows = await bench.engine.rows(
      `SELECT part.path AS path, known.address AS address FROM requests AS part INNER JOIN ${parts.addresses} AS known ON known.client = part.client`,
    );
    found = new Map(rows.map(({ path, address }) => [String(path), String(address)]));
    await bench.close();
  });

  test.each(table.map(([peer, header, client, why], n) => [peer, header, client, why, n] as const))(
    "%s, %j: %s (%s)",
    (_peer, _header, client, _why, n) => {
      expect(found.get(`/case-${n}`)).toBe(client);
    },
  );
});
