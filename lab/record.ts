/**
 * Records labelled web logs: real servers, real clients, one machine, no way out.
 *
 *     node dist/lab/record.js [--set first|second|third] [--out DIR] [--only SCENARIO]
 *
 * Needs root, because network namespaces do. Whatever happens, servers, clients and namespaces are gone
 * when it ends.
 */
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { servers } from "./addresses.ts";
import type { Client } from "./client.ts";
import { Network } from "./network.ts";
import { stopAll } from "./process.ts";
import { allPackages, installHint, type ProgramName, surveyPrograms } from "./programs.ts";
import { samplesReadme } from "./readme.ts";
import { Recorder } from "./recorder.ts";
import { compressedFiles, cutFiles, makeLabels, writeSamples } from "./samples.ts";
import { allClients, type SetName } from "./scenarios/all.ts";
import { makePaths, startServers } from "./servers.ts";
import { spread } from "./spread.ts";
import { windowStart } from "./times.ts";
import { verifySamples } from "./verify.ts";

/** A recording that takes longer than this hangs somewhere. */
const recordingMsMax = 40 * 60_000;

const folders: Readonly<Record<SetName, string>> = {
  first: "samples",
  second: join("samples", "lab2"),
  third: join("samples", "lab3"),
};

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

async function recordAll(set: SetName, clients: readonly Client[], work: string): Promise<Recorder> {
  const network = new Network(servers, work, `vedette-lab-${process.pid}`);
  process.once("exit", () => {
    stopAll();
    network.close();
    rmSync(work, { recursive: true, force: true });
  });
  const paths = makePaths(work, set);
  await startServers(await network.openServers(), paths, set);
  const recorder = new Recorder(network, paths.logs, join(work, "homes"));
  for (const client of clients) {
    const before = recorder.lines.length;
    const started = Date.now();
    try {
      await recorder.record(client);
    } catch (cause) {
      say(
        `${client.scenario} (${client.address}) failed: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
    say(
      `${client.scenario} ${client.address}: ${recorder.lines.length - before} lines, ${Date.now() - started} ms`,
    );
  }
  return recorder;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      set: { type: "string", default: "first" },
      out: { type: "string" },
      only: { type: "string" },
    },
  });
  const { set } = values;
  if (set !== "first" && set !== "second" && set !== "third") throw new Error(`no such set: ${set}`);
  const out = values.out ?? folders[set];
  if (process.getuid?.() !== 0) throw new Error("the recorder makes network namespaces and needs root");
  const { versions, missing } = await surveyPrograms();
  if (missing.length > 0) {
    say(`left out, since not installed: ${missing.join(", ")}; ${installHint(missing)}`);
    say(`all that a full recording needs: ${allPackages.join(" ")}`);
  }
  const clients = allClients(set).filter(
    ({ scenario }) => values.only === undefined || scenario === values.only,
  );
  const present = clients.filter(({ program }) => !missing.includes(program as ProgramName));

  const work = mkdtempSync(join(tmpdir(), "vedette-lab-"));
  chmodSync(work, 0o755);
  const recordedAtMs = Date.now();
  const { lines, strays } = await recordAll(set, present, work);

  const startMs = windowStart(recordedAtMs);
  const logs = spread(lines, present, startMs);
  const files = set === "first" ? cutFiles(logs, startMs) : compressedFiles(logs);
  const labels = makeLabels(files, clients, versions, missing, recordedAtMs);
  writeSamples(out, files, labels, samplesReadme(set, files, labels));
  const silent = present.filter(
    ({ address }) => !labels.clients.some((client) => client.address === address),
  );
  const faults = [
    ...strays.map((line) => `nobody's line: ${line}`),
    ...silent.map(({ scenario, address }) => `${scenario} (${address}) left no line`),
    ...verifySamples(out),
  ];
  for (const fault of faults) say(`fault: ${fault}`);
  say(
    `${lines.length} lines of ${labels.clients.length} clients in ${files.size} files, ${faults.length} faults`,
  );
  return faults.length === 0 ? 0 : 1;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
setTimeout(() => {
  say("the recording takes too long; ended");
  process.exit(1);
}, recordingMsMax).unref();

try {
  process.exit(await main());
} catch (cause) {
  say(cause instanceof Error ? cause.message : String(cause));
  process.exit(1);
}
