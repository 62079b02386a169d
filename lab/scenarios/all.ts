/** Every client of the recording. The public comes first, so that the servers are warm when scanners come. */
import type { Client } from "../client.ts";
import { askers } from "./askers.ts";
import { campaign } from "./campaign.ts";
import { disguises } from "./disguises.ts";
import { enumerators } from "./enumerators.ts";
import { forgeries } from "./forgeries.ts";
import { monitors } from "./monitors.ts";
import { services } from "./services.ts";
import { visitors } from "./visitors.ts";

export function allClients(): Client[] {
  const scanners = [...enumerators, ...askers, ...forgeries, ...disguises, ...campaign()];
  const clients = [...visitors(), ...monitors, ...services, ...scanners];
  const addresses = new Set(clients.map(({ address }) => address));
  if (addresses.size !== clients.length) throw new Error("two clients of the laboratory share an address");
  return clients;
}
