/**
 * Runs the clients one after the other and puts every log line down to the visit that caused it.
 *
 * One at a time keeps the load low and the attribution certain: each client has its own address, and
 * between two visits of a client the recorder waits until the logs have come to rest.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Client, Session } from "./client.ts";
import { clientOf, type LogId, logFiles, logIds, Tail } from "./logs.ts";
import type { Network } from "./network.ts";
import { timeOf } from "./times.ts";

const restMs = 60;
const restTriesMax = 100;

/** A line as recorded: whose it is, of which visit, and when it really happened. */
export interface Recorded {
  log: LogId;
  text: string;
  address: string;
  visit: number;
  timeMs: number;
}

export class Recorder {
  readonly lines: Recorded[] = [];
  /** Lines that no known client can have caused; there should be none. */
  readonly strays: string[] = [];
  readonly #tails: ReadonlyMap<LogId, Tail>;
  readonly #network: Network;
  readonly #homes: string;
  readonly #visits = new Map<string, number>();

  constructor(network: Network, logs: string, homes: string) {
    this.#network = network;
    this.#homes = homes;
    this.#tails = new Map(logIds.map((id) => [id, new Tail(join(logs, logFiles[id].name))]));
  }

  async record(client: Client): Promise<void> {
    const home = join(this.#homes, client.address.replaceAll(":", "_"));
    mkdirSync(home, { recursive: true, mode: 0o777 });
    const prefix = await this.#network.openClient(client.address);
    const session = new Session(prefix, home);
    try {
      for (const [at, visit] of client.visits.entries()) {
        this.#visits.set(client.address, at);
        await visit.run(session);
        await this.#collect();
      }
    } finally {
      await session.close();
      await this.#network.closeClient(prefix);
      await this.#collect();
    }
  }

  async #collect(): Promise<void> {
    await this.#rest();
    for (const [log, tail] of this.#tails) {
      for (const text of tail.take()) {
        const address = clientOf(text, logFiles[log].shape);
        const timeMs = timeOf(text);
        const visit = address === undefined ? undefined : this.#visits.get(address);
        if (address === undefined || timeMs === undefined || visit === undefined) this.strays.push(text);
        else this.lines.push({ log, text, address, visit, timeMs });
      }
    }
  }

  async #rest(): Promise<void> {
    let before = -1;
    for (let tries = 0; tries < restTriesMax; tries += 1) {
      const size = [...this.#tails.values()].reduce((sum, tail) => sum + tail.size(), 0);
      if (size === before) return;
      before = size;
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  }
}
