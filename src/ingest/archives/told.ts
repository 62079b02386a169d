/**
 * What is said of members that were left out. An archive made to harm has thousands of them, so
 * those with one reason are told in one sentence.
 */
import { type ErrorCode, VedetteError } from "../../errors.ts";
import { counted } from "../../words.ts";
import { memberMark } from "../discover.ts";
import { displayName } from "../open.ts";

/** Names that a sentence holds at most. */
const namesMax = 3;

/** Why a member was left out, and what a person can do where its content is missed. */
interface Reason {
  /** What comes behind "the member is", or "3 members are". */
  readonly what: string;
  readonly code?: ErrorCode;
  readonly hint?: string;
}

const unpack = "Unpack the archive, and name the folder.";

const reasons = {
  link: { what: "links" },
  device: { what: "devices or pipes" },
  sparse: { what: "sparse files, whose holes are not filled" },
  other: { what: "of a kind that is no file" },
  replaced: { what: "followed by others of the same name, which count" },
  encrypted: {
    what: "encrypted",
    code: "input.archive",
    hint: "Unpack the archive with its password, and name the folder.",
  },
  deep: {
    what: "archives inside too many others (limit archive_depth)",
    code: "input.archive",
    hint: "If you trust the archive, unpack it, and name the folder.",
  },
  headless: { what: "damaged from the beginning", code: "input.corrupt", hint: "Copy the archive again." },
} as const satisfies Record<string, Reason>;

export type LeftOut = keyof typeof reasons | `packed by ${string}`;

function reasonOf(left: LeftOut): Reason {
  if (Object.hasOwn(reasons, left)) return reasons[left as keyof typeof reasons];
  return { what: `${left}, which is not read`, code: "input.archive", hint: unpack };
}

/** Members left out of one archive, and of those inside it. */
export class Told {
  readonly #archive: string;
  readonly #unmarked: string[] = [];
  readonly #left = new Map<LeftOut, { count: number; readonly paths: string[] }>();

  constructor(archive: string) {
    this.#archive = archive;
  }

  leave(why: LeftOut, path: string): void {
    const known = this.#left.get(why) ?? { count: 0, paths: [] };
    known.count += 1;
    if (known.paths.length < namesMax) known.paths.push(path);
    this.#left.set(why, known);
  }

  /** A tar archive has no mark of its end: some programs write none, or it was cut off between two members. */
  unmarked(path: string): void {
    this.#unmarked.push(path);
  }

  /** Sentences on what nobody misses. */
  notes(): string[] {
    const [first, ...others] = this.#unmarked;
    const more = others.length === 0 ? "" : `, nor have ${counted(others.length, "other")} in it`;
    return [
      ...[...this.#left]
        .filter(([why]) => reasonOf(why).code === undefined)
        .map(([why, left]) => this.#sentence(reasonOf(why), left, "left out")),
      ...(first === undefined
        ? []
        : [
            `${displayName({ path: first })}: the archive has no mark of its end${more}; it may have been cut off between two members.`,
          ]),
    ];
  }

  problems(): VedetteError[] {
    return [...this.#left].flatMap(([why, left]) => {
      const reason = reasonOf(why);
      if (reason.code === undefined) return [];
      return new VedetteError(reason.code, this.#sentence(reason, left, "not read"), {
        place: { path: left.count === 1 ? (left.paths[0] ?? this.#archive) : this.#archive },
        ...(reason.hint === undefined ? {} : { hint: reason.hint }),
      });
    });
  }

  #sentence(
    { what }: Reason,
    { count, paths }: { readonly count: number; readonly paths: readonly string[] },
    fate: string,
  ): string {
    const names = paths.map((path) => path.slice(this.#archive.length + memberMark.length));
    const more = count > names.length ? ", …" : "";
    return `${displayName({ path: this.#archive })}: ${counted(count, "member")} ${count === 1 ? "was" : "were"} ${fate}: ${what} (${names.join(", ")}${more}).`;
  }
}
