/**
 * Reads a folder of real data with the formats of this checkout and tells of every file in it: what was read as what,
 * what was rejected and why, and why a file is none to be read. Every rejected line needs an explanation.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import type { Content } from "../src/content/load.ts";
import type { Effects } from "../src/effects.ts";
import type { Engine } from "../src/engine/engine.ts";
import { eventsSql } from "../src/ingest/events.ts";
import { splitEventId } from "../src/ingest/scan.ts";
import type { SourceReport } from "../src/ingest/source.ts";
import { readSources } from "../src/triage/reading.ts";

/** What people know of the files (scripts/real-data.yaml); `files` are patterns: * within a folder, ** across folders. */
export const explanations = z.strictObject({
  /** Folders that are told as one row a format. */
  folders: z.array(z.string()),
  /** Files that hold no records that could be read, and why; the first that fits counts. */
  not_read: z.array(z.strictObject({ files: z.string(), because: z.string() })),
  /** Why lines were rejected: all that fit `lines`. */
  rejects: z.array(
    z.strictObject({ files: z.string(), reason: z.string(), lines: z.string(), because: z.string() }),
  ),
});
export type Explanations = z.infer<typeof explanations>;

/** A file or a folder, as it was read in one format or in several. */
export interface ReadRow {
  readonly formats: readonly string[];
  readonly path: string;
  readonly files: number;
  /** Events and rejected records. */
  readonly records: number;
  readonly rejected: number;
  readonly because: readonly string[];
}
export interface UnreadRow {
  readonly files: string;
  readonly count: number;
  readonly because: string;
}
export interface RealData {
  readonly read: readonly ReadRow[];
  readonly unread: readonly UnreadRow[];
  /** What is explained by nobody, or explained and not so. */
  readonly problems: readonly string[];
}

/** A pattern of paths as a regular expression. */
function pathPattern(files: string): RegExp {
  const parts = files.split(/(\*\*|\*)/).map((part) => {
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : part.replaceAll(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}

/** Every file under a folder, as paths with slashes from it on, in order. */
function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

/** The lines of a file that became no events. */
async function rejectedLines(source: SourceReport, engine: Engine): Promise<string[]> {
  const events = new Set<number>();
  for (const { lines, plan } of source.parts) {
    const sql = `SELECT event_id FROM (${eventsSql(lines, plan)})`;
    for (const { event_id } of await engine.rows(sql, { file: source.opened?.file ?? "" }))
      events.add(splitEventId(Number(event_id)).line);
  }
  const bytes = readFileSync(source.path);
  const text = (source.path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
  const rest = text.split(/\r?\n/).filter((line, index) => line.trim() !== "" && !events.has(index + 1));
  // Directives of logs with a header are no records.
  return rest.length === rejectedOf(source) ? rest : rest.filter((line) => !line.startsWith("#"));
}

function rejectedOf({ rejects }: SourceReport): number {
  return rejects.reduce((sum, { count }) => sum + count, 0);
}

/** Reads all of a folder. */
export async function readRealData(
  folder: string,
  known: Explanations,
  content: Content,
  effects: Effects,
): Promise<RealData> {
  const problems: string[] = [];
  const used = new Set<object>();
  const rows: (ReadRow & { readonly row: string })[] = [];
  const request = {
    paths: [folder],
    content,
    ownFormats: [],
    trustedProxies: [],
    internalNetworks: [],
    stdin: Readable.from([]),
  };
  await readSources(request, effects, async (source, engine) => {
    if (source.events === 0 && source.rejects.length === 0) return true;
    const path = relative(folder, source.path).split(sep).join("/");
    const because = new Set<string>();
    if (source.rejects.length > 0) {
      const lines = await rejectedLines(source, engine);
      if (lines.length !== rejectedOf(source))
        problems.push(`${path}: ${rejectedOf(source)} rejected, of which ${lines.length} were found`);
      const reasons = source.rejects.map(({ reason }) => reason);
      for (const line of lines) {
        const why = known.rejects.find(
          ({ files, reason, lines: pattern }) =>
            pathPattern(files).test(path) && reasons.includes(reason) && new RegExp(pattern).test(line),
        );
        if (why === undefined) problems.push(`${path}: no explanation fits ${line.slice(0, 120)}`);
        else {
          because.add(why.because);
          used.add(why);
        }
      }
    }
    rows.push({
      row: known.folders.find((name) => path.startsWith(`${name}/`)) ?? path.replace(/!\/.*/, ""),
      path,
      formats: [...source.formats].sort(),
      files: 1,
      records: source.events + rejectedOf(source),
      rejected: rejectedOf(source),
      because: [...because],
    });
    return true;
  });
  const unread = tellUnread(folder, known, rows, used, problems);
  for (const entry of [...known.not_read, ...known.rejects])
    if (!used.has(entry)) problems.push(`explained, and not so: ${entry.files}: ${entry.because}`);
  return { read: merge(rows), unread, problems };
}

/** Every file that nothing was read of, by the explanation that fits it. */
function tellUnread(
  folder: string,
  known: Explanations,
  rows: readonly ReadRow[],
  used: Set<object>,
  problems: string[],
): UnreadRow[] {
  // A folder of mails is one source, a file in an archive has the archive's name in front.
  const isRead = (file: string) =>
    rows.some(({ path }) => path === file || path.startsWith(`${file}!/`) || file.startsWith(`${path}/`));
  const counts = new Map<Explanations["not_read"][number], number>();
  for (const file of filesUnder(folder)) {
    if (isRead(file)) continue;
    const why = known.not_read.find(({ files }) => pathPattern(files).test(file));
    if (why === undefined) problems.push(`${file}: not read, and nobody says why`);
    else counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  for (const why of counts.keys()) used.add(why);
  return known.not_read.flatMap((why) => {
    const count = counts.get(why);
    return count === undefined ? [] : [{ ...why, count }];
  });
}

/** One row a format and file or folder, in their order. */
function merge(rows: readonly (ReadRow & { readonly row: string })[]): ReadRow[] {
  const merged = new Map<string, ReadRow>();
  for (const { row, ...one } of rows) {
    const key = JSON.stringify([one.formats, row]);
    const before = merged.get(key);
    merged.set(key, {
      formats: one.formats,
      path: row,
      files: (before?.files ?? 0) + 1,
      records: (before?.records ?? 0) + one.records,
      rejected: (before?.rejected ?? 0) + one.rejected,
      because: [...new Set([...(before?.because ?? []), ...one.because])],
    });
  }
  return [...merged.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
