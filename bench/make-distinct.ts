/**
 * Makes a combined log of a given size in which a given number of clients and of agents occur, so that what grows with them can be seen
 * while the size stays. Seeded. Three lines in ten go through all clients one after the other, the others have a long tail; a client keeps
 * its agent; one client in twenty is a scanner.
 */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { addressOf, clf, type Recorded, recorded, seeded } from "./make-log.ts";
import { Draws } from "./write-lines.ts";

export interface DistinctPlan {
  readonly samples: string;
  readonly path: string;
  readonly bytes: number;
  readonly seed: number;
  /** How many clients there are. */
  readonly clients: number;
  /** How many agents ordinary clients share; as many as there are clients at most. */
  readonly agents: number;
  /** How many further files the lines are dealt to in turn, `path.1` and so on; a source each. */
  readonly files?: number;
}

/** What came out: small logs have no room for every client. */
export interface DistinctLog {
  readonly paths: readonly string[];
  readonly lines: number;
  readonly clients: number;
  readonly agents: number;
}

const chunkLines = 10_000;
const dayMs = 86_400_000;
const days = 7;
const start = Date.parse("2026-11-10T00:00:00Z");

export async function makeDistinct(plan: DistinctPlan): Promise<DistinctLog> {
  const lines = new DistinctLines(plan);
  const paths =
    plan.files === undefined
      ? [plan.path]
      : Array.from({ length: plan.files }, (_, at) => `${plan.path}.${at + 1}`);
  const outs = paths.map((path) => createWriteStream(path, { highWaterMark: 1 << 20 }));
  let written = 0;
  let count = 0;
  while (written < plan.bytes) {
    const chunks: string[][] = outs.map(() => []);
    for (let n = 0; n < chunkLines; n += 1)
      chunks[(count + n) % outs.length]?.push(lines.next(written / plan.bytes));
    count += chunkLines;
    for (const [at, out] of outs.entries()) {
      const text = `${chunks[at]?.join("\n")}\n`;
      written += text.length;
      if (!out.write(text, "latin1")) await once(out, "drain");
    }
  }
  for (const out of outs) {
    out.end();
    await once(out, "finish");
  }
  return { paths, lines: count, ...lines.seen() };
}

class DistinctLines {
  readonly #draws: Draws;
  readonly #pools: { ordinary: Recorded[]; scanner: Recorded[] };
  readonly #plan: DistinctPlan;
  readonly #clients = new Set<number>();
  readonly #agents = new Set<string>();
  #turn = 0;

  constructor(plan: DistinctPlan) {
    this.#plan = plan;
    this.#draws = new Draws(seeded(plan.seed));
    this.#pools = recorded(plan.samples);
  }

  /** @param share of the log that is written, from 0 to 1 */
  next(share: number): string {
    const draws = this.#draws;
    const who = draws.chance(0.3) ? this.#turn++ % this.#plan.clients : draws.tail(this.#plan.clients);
    const bad = who % 20 === 19;
    const one = draws.pick(bad ? this.#pools.scanner : this.#pools.ordinary);
    const request =
      bad || draws.chance(0.5)
        ? one.request
        : one.request.replace(/ \/\S*/, ` /article/${draws.tail(200_000)}`);
    const agent = bad ? one.agent : agentOf(who % this.#plan.agents);
    this.#clients.add(who);
    this.#agents.add(agent);
    const time = clf(start + share * days * dayMs);
    return `${addressOf(who)} - - [${time}] "${request}" ${one.status} ${one.bytes} "${one.referrer}" "${agent}"`;
  }

  seen(): { clients: number; agents: number } {
    return { clients: this.#clients.size, agents: this.#agents.size };
  }
}

/** Browsers as they are, with a build for each number. */
function agentOf(n: number): string {
  const os = ["Windows NT 10.0; Win64; x64", "X11; Linux x86_64", "Macintosh; Intel Mac OS X 10_15_7"][n % 3];
  return `Mozilla/5.0 (${os}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${120 + (n % 30)}.0.${n}.${n % 200} Safari/537.36`;
}
