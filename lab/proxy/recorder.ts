/**
 * Runs the clients one after the other and keeps, for each request, the line of each of the three logs.
 * Squid writes them together, so the n-th new line of one log is the n-th of the others.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Tail } from "../logs.ts";
import type { Network } from "../network.ts";
import type { ProxyClient } from "./clients.ts";
import { ProxySession } from "./session.ts";
import { type LogName, logNames } from "./squid.ts";

const restMs = 50;
const restTriesMax = 60;

export interface Transaction {
  address: string;
  visit: number;
  /** As recorded, milliseconds since 1970. */
  timeMs: number;
  lines: Readonly<Record<LogName, string>>;
}

export class ProxyRecorder {
  readonly transactions: Transaction[] = [];
  readonly faults: string[] = [];
  readonly #network: Network;
  readonly #homes: string;
  readonly #visits = new Map<string, number>();
  readonly #tails: Readonly<Record<LogName, Tail>>;

  constructor(network: Network, logs: string, homes: string) {
    this.#network = network;
    this.#homes = homes;
    this.#tails = Object.fromEntries(
      logNames.map((name) => [name, new Tail(join(logs, `${name}.log`))]),
    ) as Record<LogName, Tail>;
    this.drop();
  }

  /** Forgets what was logged before the first client, such as the question whether the proxy is up. */
  drop(): void {
    for (const name of logNames) this.#tails[name].take();
  }

  async record({ address, persona, visits }: ProxyClient): Promise<void> {
    const home = join(this.#homes, address);
    mkdirSync(home, { recursive: true, mode: 0o777 });
    const prefix = await this.#network.openClient(address);
    const session = new ProxySession(prefix, home, persona);
    try {
      for (const [at, visit] of visits.entries()) {
        this.#visits.set(address, at);
        await visit.run(session);
        await this.#collect(address);
      }
    } finally {
      await session.close();
      await this.#network.closeClient(prefix);
      await this.#collect(address);
      this.faults.push(...session.faults.map((fault) => `${address}: ${fault}`));
    }
  }

  /** A tunnel is logged when it ends, so a line may come after its client has gone. */
  async #collect(running: string): Promise<void> {
    await this.#rest();
    const [squid, combined, sensor] = logNames.map((name) => this.#tails[name].take());
    if (squid === undefined || combined?.length !== squid.length || sensor?.length !== squid.length) {
      this.faults.push(`${running}: the logs do not agree`);
      return;
    }
    for (const [at, text] of squid.entries()) {
      const line = sensor[at] ?? "";
      const [time, address = ""] = line.split(" ");
      const visit = this.#visits.get(address);
      if (visit === undefined) {
        this.faults.push(`nobody's line: ${text}`);
        continue;
      }
      const lines = { squid: text, combined: combined[at] ?? "", sensor: line };
      this.transactions.push({ address, visit, timeMs: Math.round(Number(time) * 1000), lines });
    }
  }

  async #rest(): Promise<void> {
    let before = "";
    for (let tries = 0; tries < restTriesMax; tries += 1) {
      const sizes = logNames.map((name) => this.#tails[name].size()).join(" ");
      if (sizes === before) return;
      before = sizes;
      await sleep(restMs);
    }
  }
}
