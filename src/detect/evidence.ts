/** Fetches the raw lines behind the findings: one batched pass over each file that is named. */

import type { Engine, Row } from "../engine/engine.ts";
import { changedSince, isPlain, type Opened, textsOf } from "../ingest/open.ts";
import { linesAt } from "../ingest/physical-lines.ts";
import { splitEventId } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";
import { readingLimits } from "../limits.ts";

/** A raw record and where it stands. */
export interface EvidenceLine {
  readonly path: string;
  /** 1-based physical line. */
  readonly line: number;
  readonly text: string;
}

/**
 * The raw lines of some event ids. Ids whose line cannot be read any more are left out, and all of a
 * file that has changed: what stands there now may be the line of another.
 */
export async function fetchEvidence(
  engine: Engine,
  sources: readonly SourceReport[],
  ids: readonly number[],
  store?: string,
): Promise<Map<number, EvidenceLine>> {
  const found = new Map<number, EvidenceLine>();
  const bySource = new Map<number, Set<number>>();
  for (const id of ids) {
    const { source, line } = splitEventId(id);
    bySource.set(source, (bySource.get(source) ?? new Set()).add(line));
  }
  for (const [number, lines] of bySource) {
    const report = sources.find((source) => source.number === number);
    if (report === undefined) continue;
    const wanted = [...lines].sort((a, b) => a - b);
    const rows =
      store === undefined && report.opened !== undefined
        ? await unchangedRows(engine, report.opened, wanted)
        : await engine.rows(
            `SELECT event_id % ${2 ** 40} AS line_number, substring(raw, 1, ${readingLimits.evidenceBytesMax}) AS text, length(raw) AS bytes FROM ${store} WHERE event_id IN (${wanted.map((line) => number * 2 ** 40 + line).join(",")})`,
          );
    for (const row of rows) {
      const line = Number(row.line_number);
      const text = String(row.text).replace(/\r$/, "");
      const member = report.members?.[line - 1];
      found.set(number * 2 ** 40 + line, {
        path: member?.path ?? report.path,
        line: member?.line ?? line,
        text: Number(row.bytes) > readingLimits.evidenceBytesMax ? `${text}…` : text,
      });
    }
  }
  return found;
}

/** Lines of a file; none where it has changed by the time that they are read. */
async function unchangedRows(engine: Engine, opened: Opened, wanted: readonly number[]): Promise<Row[]> {
  try {
    const rows = isPlain(opened)
      ? linesAt(opened.file, wanted, readingLimits.evidenceBytesMax).map(({ line, ...rest }) => ({
          line_number: line,
          ...rest,
        }))
      : await engine.rows(
          `SELECT line_number, substring(line, 1, ${readingLimits.evidenceBytesMax}) AS text, length(line) AS bytes FROM ${textsOf(opened)} WHERE line_number <= ${wanted.at(-1)} AND line_number IN (${wanted.join(",")}) LIMIT ${wanted.length}`,
          { file: opened.file },
        );
    return changedSince(opened) === undefined ? rows : [];
  } catch (thrown) {
    if (changedSince(opened) !== undefined) return [];
    throw thrown;
  }
}

/** The first line of the evidence against some entities that could be read. */
export function firstLine(
  entities: readonly { readonly findings: readonly { readonly records: readonly number[] }[] }[],
  evidence: ReadonlyMap<number, EvidenceLine>,
): EvidenceLine | undefined {
  for (const { findings } of entities)
    for (const { records } of findings)
      for (const id of records) {
        const line = evidence.get(id);
        if (line !== undefined) return line;
      }
  return undefined;
}
