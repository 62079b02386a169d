/**
 * Makes a log of very many different clients or agents, which no memory may be asked to hold one by one: the same seed gives
 * the same bytes. Every client asks once for a page, and some for what a scanner looks for.
 *
 *     npm run build && node dist/bench/make-many.js PATH --clients 10000000 --agents 1000 --probing 0.02
 */
import { clf, seeded } from "./make-log.ts";
import { Draws, agents as ordinaryAgents, target, writeLines } from "./write-lines.ts";

/** What to make. */
export interface ManyPlan {
  readonly path: string;
  /** Different addresses; each writes one line. */
  readonly clients: number;
  /** Different agents; beyond the number of clients there are no more. */
  readonly agents: number;
  /** Share of the clients that ask for a configuration endpoint, from 0 to 1. */
  readonly probing: number;
  readonly seed: number;
}

const probed = ["/.env", "/.git/config", "/actuator/env", "/config.json", "/server-status"];
const start = Date.parse("2026-11-10T00:00:00Z");
const span = 7 * 86_400_000;

/** Writes the log and returns how many lines it has. */
export async function makeMany({ path, clients, agents, probing, seed }: ManyPlan): Promise<number> {
  const draws = new Draws(seeded(seed));
  let who = 0;
  const line = () => {
    const request = draws.chance(probing)
      ? { method: "GET", path: draws.pick(probed), status: 404 }
      : target(draws);
    const time = clf(start + (who / clients) * span);
    const text = `${addressOf(who)} - - [${time}] "${request.method} ${request.path} HTTP/1.1" ${request.status} ${200 + draws.below(9000)} "-" "${agentOf(who % agents)}"`;
    who += 1;
    return text;
  };
  return writeLines(path, { lines: clients }, [], line);
}

/** A different public address for each number below 190 million. */
function addressOf(who: number): string {
  // A step that has no divisor in common with 2^24 goes through all, and neighbours in time are none in the network.
  const spread = ((who % 2 ** 24) * 10_368_889) % 2 ** 24;
  return `${23 + Math.floor(who / 2 ** 24)}.${spread >>> 16}.${(spread >>> 8) & 255}.${spread & 255}`;
}

/** Ordinary agents first, then versions and names that nobody has twice. */
function agentOf(which: number): string {
  const known = ordinaryAgents[which];
  if (known !== undefined) return known;
  return which % 2 === 0
    ? `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.${which}.0 Safari/537.36`
    : `probe-${which.toString(36)}/1.${which % 97}`;
}

if (process.argv[1]?.endsWith("make-many.js")) {
  const option = (name: string, otherwise: number): number => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? otherwise : Number(process.argv[at + 1]);
  };
  const [, , path] = process.argv;
  if (path === undefined || path.startsWith("--")) {
    process.stderr.write("make-many PATH [--clients N] [--agents N] [--probing SHARE] [--seed N]\n");
    process.exitCode = 2;
  } else {
    const lines = await makeMany({
      path,
      clients: option("clients", 10_000_000),
      agents: option("agents", 1_000),
      probing: option("probing", 0.02),
      seed: option("seed", 1),
    });
    process.stdout.write(`${lines.toLocaleString("en")} lines\n`);
  }
}
