/** Every client of the recording. The public comes first, so that the servers are warm when scanners come. */
import type { Client } from "../client.ts";
import { askers } from "./askers.ts";
import { campaign } from "./campaign.ts";
import { disguises } from "./disguises.ts";
import { enumerators } from "./enumerators.ts";
import { forgeries } from "./forgeries.ts";
import { monitors } from "./monitors.ts";
import { secondClients } from "./second/all.ts";
import { services } from "./services.ts";
import { thirdClients } from "./third/all.ts";
import { visitors } from "./visitors.ts";

/** Each set is recorded by itself. The addresses of the first two do not overlap; those of the third are its own affair. */
export type SetName = "first" | "second" | "third";

export function allClients(set: SetName): Client[] {
  if (set === "third") return thirdClients();
  const first = firstClients();
  const clients = set === "first" ? first : secondClients(first);
  const addresses = new Set([...first, ...clients].map(({ address }) => address));
  const count = set === "first" ? clients.length : first.length + clients.length;
  if (addresses.size !== count) throw new Error("two clients of the laboratory share an address");
  return clients;
}

function firstClients(): Client[] {
  const scanners = [...enumerators, ...askers, ...forgeries, ...disguises, ...campaign()];
  return [...visitors(), ...monitors, ...services, ...scanners];
}
