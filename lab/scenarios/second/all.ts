/** Every client of the second set, in an order that mixes labels, each with an address. */

import { servers } from "../../addresses.ts";
import type { Client } from "../../client.ts";
import { Chance } from "../../random.ts";
import { automatic } from "./automatic.ts";
import { disguised } from "./disguised.ts";
import type { Role } from "./making.ts";
import { patient } from "./patient.ts";
import { people } from "./people.ts";
import { tools } from "./tools.ts";
import { wellknown } from "./wellknown.ts";

/**
 * Addresses of the documentation networks in an order of chance. `taken` are those of the first set; the lowest ten of each
 * network and a few others stand in samples of the detection content.
 */
function addresses(taken: ReadonlySet<string>, chance: Chance): string[] {
  const elsewhere = new Set([53, 60, 80, 81, 100]);
  const free = ["192.0.2", "198.51.100", "203.0.113"].flatMap((network) =>
    Array.from({ length: 240 }, (_, at) => at + 12)
      .filter((host) => !elsewhere.has(host))
      .map((host) => `${network}.${host}`),
  );
  const own = new Set(servers.map(({ v4 }) => v4));
  return shuffled(
    free.filter((address) => !taken.has(address) && !own.has(address)),
    chance,
  );
}

function shuffled<Item>(items: readonly Item[], chance: Chance): Item[] {
  return items
    .map((item) => ({ item, place: chance.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

export function secondClients(first: readonly Client[]): Client[] {
  const chance = new Chance(2026);
  const pool = addresses(new Set(first.map(({ address }) => address)), chance);
  const roles: readonly Role[] = [
    ...people(),
    ...automatic,
    ...wellknown,
    ...tools,
    ...disguised,
    ...patient(),
  ];
  return roles.map(({ v6, address, ...rest }, at) => {
    const dealt =
      address ??
      (v6 ? `2001:db8:${(0xa00 + at * 7).toString(16)}:${(at % 5) + 1}::${(at % 90) + 10}` : pool.pop());
    if (dealt === undefined) throw new Error("the documentation networks have no address left");
    return { ...rest, address: dealt };
  });
}
