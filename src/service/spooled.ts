/** What lies in the spool, as the service looks at it; and the names that people know it by. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { sep } from "node:path";
import type { Segment, Spool, Stream } from "../intake/model.ts";
import { segmentPath } from "../intake/names.ts";
import type { ReportDocument } from "../report/model.ts";
import type { Pending } from "./service.ts";

/** Segments that the store may not hold whole. */
export function pendingIn(spool: Pick<Spool, "segments">): Pending[] {
  return spool
    .segments()
    .filter(({ bytes }) => bytes > 0)
    .map(({ path, bytes, closed, stream, number }) => ({
      path,
      mark: `${bytes} ${closed}`,
      closed,
      identity: JSON.stringify([stream.kind, stream.name, number]),
    }));
}

/** The segment of a path. */
export function segmentAt(spool: Pick<Spool, "segments">, path: string): Segment | undefined {
  return spool.segments().find((segment) => segment.path === path);
}

/** Members of a report that are sentences for people. */
const said: ReadonlySet<string> = new Set([
  "title",
  "sentence",
  "message",
  "note",
  "notes",
  "because",
  "summary",
]);

/**
 * Names of segments by their path, also of those that were released: a report tells of records that the store holds.
 * A stream's folder has one name for good.
 */
export class SegmentNames {
  readonly #folder: string;
  readonly #file: string;
  readonly #streams: Map<string, Stream>;

  /**
   * @param folder of the spool
   * @param file where the names are kept, since segments go
   */
  constructor(folder: string, file: string) {
    this.#folder = folder;
    this.#file = file;
    this.#streams = new Map(Object.entries(readNames(file)));
  }

  learn(segments: readonly Pick<Segment, "path" | "stream">[]): void {
    let isNew = false;
    for (const { path, stream } of segments) {
      const folder = this.#folderOf(path);
      if (folder === undefined || this.#streams.has(folder)) continue;
      this.#streams.set(folder, { kind: stream.kind, name: stream.name });
      isNew = true;
    }
    if (!isNew) return;
    writeFileSync(`${this.#file}.new`, `${JSON.stringify(Object.fromEntries(this.#streams), null, 2)}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }

  /** `/var/log/nginx/access.log, part 3`: what a record's line is counted in. */
  nameOf(path: string): string {
    const folder = this.#folderOf(path);
    const stream = folder === undefined ? undefined : this.#streams.get(folder);
    const number = /(\d+)\.[a-z]+$/.exec(path)?.[1];
    if (stream === undefined || number === undefined) return path;
    return `${stream.name}, part ${Number(number)}`;
  }

  /** Paths that have a name; streams of several kinds may be called alike. */
  pathsOf(name: string): string[] {
    const [, stream, number] = /^(.*), part (\d{1,9})$/s.exec(name) ?? [];
    return [...this.#streams.values()]
      .filter((one) => one.name === stream)
      .map((one) => segmentPath(this.#folder, one, Number(number)));
  }

  /** A report whose paths are names, in its sentences too. Values of entities and commands keep them: they are looked up. */
  named(document: ReportDocument): ReportDocument {
    return this.#within(document) as ReportDocument;
  }

  /** A sentence with names in place of paths. */
  inText(text: string): string {
    const begin = `${this.#folder}${sep}`;
    if (!text.includes(begin)) return text;
    return text
      .split(begin)
      .map((part, at) => (at === 0 ? part : this.#nameInFront(begin, part)))
      .join("");
  }

  #nameInFront(begin: string, part: string): string {
    const below = /^[^\s/\\]+[/\\]\d+\.[a-z]+/.exec(part)?.[0] ?? "";
    return `${this.nameOf(`${begin}${below}`)}${part.slice(below.length)}`;
  }

  /** Why something is not read, without its own path in front. */
  unread(unread: Readonly<Record<string, string>>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(unread).map(([path, because]) => {
        const name = this.nameOf(path);
        const said = this.inText(because);
        return [name, said.startsWith(`${name}: `) ? said.slice(name.length + 2) : said];
      }),
    );
  }

  #folderOf(path: string): string | undefined {
    if (!path.startsWith(`${this.#folder}${sep}`)) return undefined;
    return path.slice(this.#folder.length + 1).split(sep, 1)[0];
  }

  #within(value: unknown, isSaid = false): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#within(one, isSaid));
    if (isSaid && typeof value === "string") return this.inText(value);
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        key === "path" && typeof one === "string" ? this.nameOf(one) : this.#within(one, said.has(key)),
      ]),
    );
  }
}

/** Names that were kept; where they cannot be read, paths are told in place of names until they are learnt again. */
function readNames(file: string): Record<string, Stream> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, Stream>;
  } catch {
    return {};
  }
}
