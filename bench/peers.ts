/**
 * `npm run bench -- --peers`: a whole triage beside what a user would pick instead, and beside what the machine can do, on one file in one
 * run. All take turns, round after round; compared are medians. A machine's speed drifts, ratios hold.
 *
 * `--gib N` size of the log (1), `--runs N` (3), `--slow-runs N` of programs that take minutes (1), `--slice MIB` what crowdsec gets (4),
 * `--filter NAME` of fail2ban (nginx-botsearch), `--alone` leaves out all but the triage, `--keep` leaves the logs.
 */
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { compressLog, makeLog } from "./make-log.ts";
import { type Command, inTurn, middle, type Run, run } from "./measure.ts";
import { aimTable, factor, peerAims } from "./peer-aims.ts";
import { crowdsecAlerts, vedetteLines, wcLines } from "./peer-outputs.ts";
import { limits, type Peer, type PeerLog, peers } from "./peer-programs.ts";
import { folderIn, inFolder, main, needRoom, prepare, programPath, samples } from "./places.ts";

export interface PeersPlan {
  readonly gib: number;
  readonly runs: number;
  readonly slowRuns: number;
  readonly sliceMib: number;
  readonly filter: string;
  readonly alone: boolean;
  readonly keep: boolean;
}

const seed = 7;
const say = (text: string) => process.stdout.write(text);

/** One row: what was run, what it took, and what is wrong with it. */
export interface Row {
  readonly name: string;
  readonly runs: number;
  /** Of reading, where a start of its own was taken off. */
  readonly took: Run;
  readonly bytes: number;
  readonly wrong: string | undefined;
}

export async function benchPeers(plan: PeersPlan): Promise<void> {
  await inFolder(plan.keep, async (folder) => {
    needRoom(folder, plan.gib * 2 ** 30 * (plan.alone ? 1.5 : 2.5));
    const log = await prepared(plan, folder);
    const lines = wcLines(prepare("wc", ["-l", log.path])) ?? 0;
    say(
      `${(log.bytes / 2 ** 30).toFixed(2)} GiB, ${lines.toLocaleString("en")} lines, seed ${seed}; median of ${plan.runs} runs in turn after one warm-up round of those that are not slow; MB are 10^6 bytes of the log as it is when it is not compressed\n\n`,
    );
    const all = plan.alone
      ? [triage("vedette triage (plain)", log.path, log.bytes, folder)]
      : await everything(log, folder, plan);
    const rows = await measured(all, plan, lines);
    const [vedette] = rows;
    if (vedette === undefined) return;
    say(
      "| command | runs | seconds | MB/s | processor s | peak anonymous MiB | vedette is times as fast |\n|---|---|---|---|---|---|---|\n",
    );
    for (const row of rows) say(rowText(row, vedette));
    say(aimTable(plan.alone ? [] : peerAims(rows, plan.gib)));
  });
}

async function prepared({ gib, alone }: PeersPlan, folder: string): Promise<PeerLog> {
  const path = join(folder, `seed-${seed}.log`);
  await makeLog({ samples, path, bytes: gib * 2 ** 30, seed });
  const gz = alone ? "" : await compressLog(path);
  const zst = alone || programPath("zstd") === undefined ? undefined : `${path}.zst`;
  if (zst !== undefined) prepare("zstd", ["-q", "-f", path, "-o", zst]);
  return { path, bytes: statSync(path).size, gz, zst };
}

/** Vedette on the log in each form, the limits, and the peers; what is not installed is said. */
async function everything(log: PeerLog, folder: string, plan: PeersPlan): Promise<Peer[]> {
  const found = [...limits(log, folder), ...(await peers(log, folder, plan.filter, plan.sliceMib * 2 ** 20))];
  for (const one of found) if ("missing" in one) say(`${one.missing}: not installed, left out.\n`);
  if (found.some((one) => "missing" in one)) say("\n");
  return [
    triage("vedette triage (plain)", log.path, log.bytes, folder),
    triage("vedette triage (.gz)", log.gz, log.bytes, folder),
    ...(log.zst === undefined ? [] : [triage("vedette triage (.zst)", log.zst, log.bytes, folder)]),
    ...found.flatMap((one) => ("missing" in one ? [] : [one])),
  ];
}

function triage(name: string, path: string, bytes: number, folder: string): Peer {
  const output = join(folderIn(folder, "reports"), "report.json");
  return {
    ...{ name, bytes, slow: false, lines: vedetteLines },
    command: { program: process.execPath, args: [main, "triage", path, "--quiet", "--json"], output },
  };
}

async function measured(all: readonly Peer[], plan: PeersPlan, lines: number): Promise<Row[]> {
  if (plan.runs > 1) for (const { command, slow } of all) if (!slow) await run(command);
  const runs = all.map(({ slow }) => (slow ? Math.min(plan.slowRuns, plan.runs) : plan.runs));
  const took = await inTurn(all.map(({ command }, at) => ({ command, runs: runs[at] ?? 1 })));
  const rows: Row[] = [];
  for (const [at, peer] of all.entries()) {
    const whole = middle(took[at] ?? []);
    const start =
      peer.startsWith === undefined ? undefined : middle(await repeat(peer.startsWith, runs[at] ?? 1));
    rows.push({
      name:
        start === undefined ? peer.name : `${peer.name}, without its start of ${start.seconds.toFixed(1)} s`,
      runs: runs[at] ?? 1,
      took: without(whole, start),
      bytes: peer.bytes,
      wrong: whatIsWrong(peer, whole, lines),
    });
  }
  return rows;
}

async function repeat(command: Command, times: number): Promise<Run[]> {
  return (await inTurn([{ command, runs: times }]))[0] ?? [];
}

function without(whole: Run, start: Run | undefined): Run {
  if (start === undefined) return whole;
  return {
    ...whole,
    seconds: whole.seconds - start.seconds,
    processorSeconds: whole.processorSeconds - start.processorSeconds,
  };
}

/** A run that failed is fast, and so is one that read nothing. */
function whatIsWrong(
  { lines: linesOf, command, answer, startsWith }: Peer,
  whole: Run,
  lines: number,
): string | undefined {
  // Vedette's status 1 says that there is something to escalate.
  if (whole.status > (command.program === process.execPath ? 1 : 0)) return `FAILED, status ${whole.status}`;
  const path = answer ?? command.output;
  if (startsWith !== undefined && crowdsecAlerts(readFileSync(command.errors ?? "", "utf8")).size === 0)
    return "NOTHING FOUND";
  if (linesOf === undefined || path === undefined) return undefined;
  const read = linesOf(readFileSync(path, "utf8"));
  if (read === undefined) return "DOES NOT SAY WHAT IT READ";
  return read < lines * 0.999 ? `READ ${read.toLocaleString("en")} LINES ONLY` : undefined;
}

function rowText({ name, runs, took, bytes, wrong }: Row, vedette: Row): string {
  const cells = [
    ...[
      name,
      runs,
      took.seconds.toFixed(2),
      megabytes(bytes / 1e6 / took.seconds),
      took.processorSeconds.toFixed(2),
    ],
    (took.anonymousBytes / 2 ** 20).toFixed(0),
    wrong ?? factor({ took, bytes }, vedette).toPrecision(3),
  ];
  return `| ${cells.join(" | ")} |\n`;
}

function megabytes(rate: number): string {
  return rate < 10 ? rate.toFixed(2) : rate.toFixed(0);
}
