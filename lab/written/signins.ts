/**
 * Writes samples/signins: sign-in logs of an invented tenant, and the labels.
 *
 *     npx tsc -p tsconfig.build.json && node dist/lab/written/signins.js
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Actor, SubjectText } from "./signins-actor.ts";
import { askers } from "./signins-askers.ts";
import { collectors } from "./signins-collectors.ts";
import { judged } from "./signins-judged.ts";
import { offices } from "./signins-offices.ts";
import { single } from "./signins-people.ts";
import { analyticsRecord, auditFile, auditSignIn, graphRecord } from "./signins-records.ts";

const target = join("samples", "signins");
const made =
  "written: no such tenant exists. The sign-ins were written for this set from knowledge of such activity and from public descriptions of the formats, in the code of lab/written/signins*.ts, which makes the files. Labels were given before any detection ran on them, by somebody who had read none.";
const fileNames = {
  graph: "entra-signins.ndjson.gz",
  analytics: "entra-noninteractive.ndjson",
  audit: "m365-audit.ndjson.gz",
} as const;
const writers = { graph: graphRecord, analytics: analyticsRecord, audit: auditSignIn } as const;

const lines: { file: string; time: number; text: string }[] = [];
for (const { log, events, files } of [...collectors, ...askers, ...offices, ...single, ...judged]) {
  for (const event of events)
    lines.push({ file: fileNames[log], time: event.time, text: writers[log](event) });
  const last = events.at(-1);
  if (files === undefined || last === undefined) continue;
  for (const [index, path] of files.paths.entries()) {
    const time = last.time + (index + 1) * 4000;
    lines.push({
      file: fileNames.audit,
      time,
      text: auditFile({ ...last, time, agent: files.agent }, path, "FileDownloaded"),
    });
  }
}

function subjectsOf(actors: readonly Actor[], label: string): object[] {
  return actors.flatMap(({ subject, also = [], log, files }) =>
    [subject, ...also].map(({ type, value, behaviour, class: slug = "sign-in", why }: SubjectText) => ({
      type,
      value,
      files: [...new Set([fileNames[log], ...(files === undefined ? [] : [fileNames.audit])])],
      label,
      behaviour,
      class: slug,
      ...(why === undefined ? {} : { judgement_why: why }),
    })),
  );
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const name of Object.values(fileNames)) {
  const own = lines
    .filter(({ file }) => file === name)
    .sort((one, other) => one.time - other.time || (one.text < other.text ? -1 : 1));
  const text = `${own.map((line) => line.text).join("\n")}\n`;
  writeFileSync(join(target, name), name.endsWith(".gz") ? gzipSync(text, { level: 9 }) : text);
}
const subjects = [
  ...subjectsOf([...collectors, ...askers], "collector"),
  ...subjectsOf([...offices, ...single], "benign"),
  ...subjectsOf(judged, "judgement"),
];
writeFileSync(
  join(target, "labels.json"),
  `${JSON.stringify({ schema: "vedette.labels/v2", made, date: "2026-11-29", subjects }, null, 1)}\n`,
);
writeFileSync(join(target, "README.md"), readFileSync(join("lab", "written", "signins-readme.txt")));
