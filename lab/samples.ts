/**
 * Writes the finished samples: the log files, one of them rotated and compressed, the labels and the
 * read-me. What the labels say about files, lines and times is counted from what was written.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Client, Label } from "./client.ts";
import { type LogId, logFiles } from "./logs.ts";
import type { ProgramName } from "./programs.ts";
import type { Line } from "./spread.ts";
import { dayMs } from "./times.ts";

export interface LabelledClient {
  address: string;
  files: string[];
  label: Label;
  behaviour: string;
  program: string;
  scenario: string;
  group?: string;
  judgement_why?: string;
  lines: number;
  first: string;
  last: string;
}

export interface Labels {
  schema: "vedette.labels/v1";
  recorded_at: string;
  programs: Readonly<Record<string, string>>;
  /** What `"program": "replay"` means. */
  replay: string;
  times_shifted: string;
  left_out: readonly { scenario: string; program: string }[];
  clients: LabelledClient[];
}

const replay =
  "A small client (lab/replay.ts) that sends the listed requests with the listed agent, referrers and, for browsers, the " +
  "assets of each page, where the real program was not practical to drive or the agent is a forgery anyway.";

const timesShifted =
  "Yes. The recording took minutes; each visit was moved as a whole to its place in the four days before the day of the " +
  "recording, and the lines of steady, slow and scripted clients were set a pace apart. Order within a visit and all other " +
  "text of a line are as recorded. Lines are sorted by time.";

/** The later sets are compressed as they are, since they are larger. */
export function compressedFiles(logs: ReadonlyMap<LogId, readonly Line[]>): Map<string, readonly Line[]> {
  return new Map([...logs].map(([id, lines]) => [`${logFiles[id].name}.gz`, lines]));
}

/** The public site's log is rotated after the second day, and the older half is compressed. */
export function cutFiles(
  logs: ReadonlyMap<LogId, readonly Line[]>,
  startMs: number,
): Map<string, readonly Line[]> {
  const files = new Map<string, readonly Line[]>();
  for (const [id, lines] of logs) {
    const { name } = logFiles[id];
    if (id !== "nginxCombined") files.set(name, lines);
    else {
      const rotation = startMs + 2 * dayMs;
      files.set(
        name,
        lines.filter(({ timeMs }) => timeMs >= rotation),
      );
      files.set(
        `${name}.1.gz`,
        lines.filter(({ timeMs }) => timeMs < rotation),
      );
    }
  }
  return files;
}

export function makeLabels(
  files: ReadonlyMap<string, readonly Line[]>,
  clients: readonly Client[],
  versions: Readonly<Record<string, string>>,
  missing: readonly ProgramName[],
  recordedAtMs: number,
): Labels {
  const labelled: LabelledClient[] = [];
  for (const client of clients) {
    const found = [...files].filter(([, lines]) => lines.some(({ address }) => address === client.address));
    const times = found
      .flatMap(([, lines]) => lines.filter(({ address }) => address === client.address))
      .map(({ timeMs }) => timeMs);
    if (times.length === 0) continue;
    const { address, label, behaviour, program, scenario, group, why } = client;
    labelled.push({
      address,
      files: found.map(([name]) => name).sort(),
      label,
      behaviour,
      program,
      scenario,
      ...(group === undefined ? {} : { group }),
      ...(why === undefined ? {} : { judgement_why: why }),
      lines: times.length,
      first: seconds(Math.min(...times)),
      last: seconds(Math.max(...times)),
    });
  }
  const leftOut = clients.flatMap(({ scenario, program }) =>
    missing.includes(program as ProgramName) ? [{ scenario, program }] : [],
  );
  return {
    schema: "vedette.labels/v1",
    recorded_at: seconds(recordedAtMs),
    programs: versions,
    replay,
    times_shifted: timesShifted,
    left_out: leftOut,
    clients: labelled,
  };
}

export function writeSamples(
  folder: string,
  files: ReadonlyMap<string, readonly Line[]>,
  labels: Labels,
  readme: string,
): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, lines] of files) {
    const text = lines.map((line) => `${line.text}\n`).join("");
    writeFileSync(join(folder, name), name.endsWith(".gz") ? gzipSync(text, { level: 9 }) : text);
  }
  writeFileSync(join(folder, "labels.json"), `${JSON.stringify(labels, undefined, 2)}\n`);
  writeFileSync(join(folder, "README.md"), readme);
}

function seconds(timeMs: number): string {
  return `${new Date(timeMs).toISOString().slice(0, 19)}Z`;
}
