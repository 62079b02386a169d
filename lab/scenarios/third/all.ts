/** Every client of the third set, each with an address. */
import { servers } from "../../addresses.ts";
import type { Client } from "../../client.ts";
import { Chance } from "../../random.ts";
import { ownConfiguration } from "./applications.ts";
import { blogAuthors } from "./authors.ts";
import { crawling } from "./crawlers.ts";
import { desks } from "./desks.ts";
import { downloads } from "./downloads.ts";
import { feedClients } from "./feeds.ts";
import { mailAndFiles } from "./mail.ts";
import type { Member } from "./making.ts";
import { entitled } from "./owners.ts";
import { pipelines } from "./pipelines.ts";
import { programs } from "./programs.ts";
import { rarities } from "./rare.ts";
import { gatewayScouts } from "./scout-gateways.ts";
import { guessers } from "./scout-guessing.ts";
import { maskedScouts } from "./scout-masks.ts";
import { methodScouts } from "./scout-methods.ts";
import { productScouts } from "./scout-products.ts";
import { secretScouts } from "./scout-secrets.ts";
import { sharedScouts } from "./scout-shared.ts";
import { toolScouts } from "./scout-tools.ts";
import { versionScouts } from "./scout-versions.ts";
import { undecidedClients } from "./undecided.ts";
import { verifiers } from "./verifiers.ts";
import { visitors } from "./visitors.ts";
import { wanderers } from "./wanderers.ts";
import { watching } from "./watchers.ts";

/** The lowest addresses and a few others stand in samples of the detection content. */
const elsewhere = new Set([53, 60, 80, 81, 100]);

function shuffled<Item>(items: readonly Item[], chance: Chance): Item[] {
  return items
    .map((item) => ({ item, place: chance.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

function hosts(networks: readonly string[], taken: ReadonlySet<string>, chance: Chance): string[] {
  const all = networks.flatMap((network) =>
    Array.from({ length: 240 }, (_, at) => at + 12)
      .filter((host) => !elsewhere.has(host))
      .map((host) => `${network}.${host}`),
  );
  return shuffled(
    all.filter((address) => !taken.has(address)),
    chance,
  );
}

/** Innocents, scouts, and those of whom it depends. */
const everybody = (): readonly Member[] => [
  ...visitors(),
  ...wanderers,
  ...rarities,
  ...ownConfiguration,
  ...programs,
  ...blogAuthors,
  ...entitled,
  ...watching,
  ...pipelines,
  ...feedClients,
  ...crawling,
  ...mailAndFiles,
  ...downloads,
  ...desks,
  ...verifiers,
  ...versionScouts,
  ...productScouts,
  ...gatewayScouts,
  ...secretScouts,
  ...guessers,
  ...maskedScouts,
  ...methodScouts,
  ...sharedScouts,
  ...toolScouts,
  ...undecidedClients,
];

export function thirdClients(): Client[] {
  const chance = new Chance(30_303);
  const members: readonly Member[] = shuffled(everybody(), chance);
  const taken = new Set([
    ...servers.map(({ v4 }) => v4),
    ...members.flatMap(({ address }) => (address === undefined ? [] : [address])),
  ]);
  const outside = hosts(["198.51.100", "203.0.113"], taken, chance);
  const own = hosts(["192.0.2"], taken, chance);
  const clients = members.map(({ v6, inside, address, ...rest }, at) => {
    const six = `2001:db8:${(0x1b0 + at * 11).toString(16)}:${chance.between(1, 9)}::${chance.between(16, 4000).toString(16)}`;
    const dealt = address ?? (v6 ? six : inside ? own.pop() : outside.pop());
    if (dealt === undefined) throw new Error("the documentation networks have no address left");
    return { ...rest, address: dealt };
  });
  if (new Set(clients.map(({ address }) => address)).size !== clients.length)
    throw new Error("two clients of the third set share an address");
  return clients;
}
