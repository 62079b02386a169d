/** Names of mails: an indicator knows a mail by its event. */
import { splitEventId } from "../ingest/scan.ts";
import type { SourceReport } from "../ingest/source.ts";

type Members = readonly { readonly path: string }[];
const places = new WeakMap<Members, Map<string, { readonly first: number; count: number }>>();

/** First record of each file among some that are read together, and how many it holds. */
function placesOf(members: Members): Map<string, { readonly first: number; count: number }> {
  const known = places.get(members);
  if (known !== undefined) return known;
  const found = new Map<string, { readonly first: number; count: number }>();
  members.forEach(({ path }, index) => {
    const place = found.get(path);
    if (place === undefined) found.set(path, { first: index + 1, count: 1 });
    else place.count += 1;
  });
  places.set(members, found);
  return found;
}

/** What a mail is called: the path of its file; of one that shares its file, with its record. */
export function mailName(id: number, sources: readonly SourceReport[]): string {
  const { source, line } = splitEventId(id);
  const report = sources.find(({ number }) => number === source);
  const member = report?.members?.[line - 1];
  if (member !== undefined) {
    const { first, count } = placesOf(report?.members ?? []).get(member.path) ?? {
      first: line,
      count: 1,
    };
    return count === 1 ? member.path : `${member.path}:${line - first + 1}`;
  }
  return report?.events === 1 && report.lines === 1
    ? report.path
    : `${report?.path ?? `source ${source}`}:${line}`;
}
