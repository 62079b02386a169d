/** What servers and devices of the invented network have in common. */
import { type Actor, type Event, range, sweep } from "./event.ts";

export const plain = (
  address: string,
  sensor: Actor["sensor"],
  behaviour: string,
  events: Actor["events"],
): Actor => ({
  address,
  sensor,
  label: "benign",
  class: "client-hosts",
  behaviour,
  events,
});
export const either = (why: string, ...given: Parameters<typeof plain>): Actor => ({
  ...plain(...given),
  label: "judgement",
  why,
});

export const servers = range("10.50.0", 20, 31);
export const printers = range("10.50.20", 5, 20);
export const switches = range("10.50.40", 1, 24);

/** What makes a server a server to the sensor: everybody asks it, every day. */
export function asked(
  server: string,
  clients: readonly string[],
  ports: readonly number[],
  seed: number,
): Event[] {
  return clients.flatMap((source, n) =>
    sweep({
      source,
      targets: [server],
      ports,
      start: `${1 + (n % 4)} ${String(7 + (n % 3)).padStart(2, "0")}:${String((n * 7) % 60).padStart(2, "0")}`,
      everySec: 3,
      answered: 1,
      up: 1800,
      down: 3000,
      seed: seed + n,
    }),
  );
}

/** A conversation of several parts on several days. */
export const daily = (days: readonly number[], make: (day: number) => Event[]): Event[] => days.flatMap(make);

export function multicast(
  source: string,
  group: string,
  port: number,
  days: readonly number[],
  count: number,
): Event[] {
  return daily(days, (day) =>
    sweep({
      source,
      targets: Array.from({ length: count }, () => group),
      ports: [port],
      transport: "udp",
      start: `${day} 08:30`,
      everySec: 900,
      answered: 0,
      refused: 0,
      seed: port + day,
    }),
  );
}
