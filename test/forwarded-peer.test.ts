/** Whose address counts where a proxy stands in front of the service. */
import { expect, test } from "vitest";
import { forwardedPeer } from "../src/server/listen.ts";

test.each([
  ["127.0.0.1", "203.0.113.9", "203.0.113.9"],
  ["::ffff:10.0.0.2", "198.51.100.1, 203.0.113.9", "203.0.113.9"],
  ["fd12::1", "2001:db8::7", "2001:db8::7"],
  // What a browser wrote itself does not count, nor does what is no address.
  ["127.0.0.1", "203.0.113.9, unknown", "127.0.0.1"],
  ["127.0.0.1", "", "127.0.0.1"],
  ["127.0.0.1", undefined, "127.0.0.1"],
  // Who is no proxy of this network writes what he likes.
  ["198.51.100.7", "203.0.113.9", "198.51.100.7"],
  ["", "203.0.113.9", ""],
])("of %j with %j it is %j", (peer, forwarded, counts) => {
  expect(forwardedPeer(peer, forwarded)).toBe(counts);
});
