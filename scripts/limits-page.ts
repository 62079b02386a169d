/** The limits of `src/limits.ts` as their words stand there, for the reference and for the test that meets each. */
import type { Policy } from "../src/content/tables.ts";

export interface LimitGroup {
  /** `mail` of `mailLimits`. */
  readonly name: string;
  readonly says: string;
  readonly limits: readonly Limit[];
}

export interface Limit {
  readonly name: string;
  readonly value: number;
  /** Unit and reason. */
  readonly says: string;
  /** What happens when it is met. */
  readonly beyond: string;
}

const group = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const (\w+)Limits = \{\n([\s\S]*?)\n\} as const;/g;
const entry = /^ {2}\/\*\* ([^\n]*) \*\/\n {2}(\w+): /gm;
const beyondWord = / (?:Beyond|Below): /;

/**
 * Reads them.
 * @param source the text of the module
 * @param values what it exports
 * @throws Error where an entry does not say what happens beyond it
 */
export function limitGroups(source: string, values: Readonly<Record<string, object>>): LimitGroup[] {
  return [...source.matchAll(group)].map(([, says = "", name = "", body = ""]) => {
    const known = values[`${name}Limits`] as Readonly<Record<string, number>>;
    const limits = [...body.matchAll(entry)].map(([, text = "", key = ""]) => {
      const at = beyondWord.exec(text);
      if (at === null) throw new Error(`${name}.${key} does not say what happens beyond it`);
      const [met = "", ...more] = text.slice(at.index + at[0].length).split(/(?<=\.) /);
      return {
        name: key,
        value: Number(known[key]),
        says: [text.slice(0, at.index), ...more].join(" "),
        beyond: met,
      };
    });
    return { name, says: spoken(says), limits };
  });
}

/** A comment of several lines as one text. */
const spoken = (comment: string) => comment.replaceAll(/\s*\n\s*\*?\s*/g, " ").trim();

/** What the limits of a policy bound, and what happens when they are met. */
export const policyLimits: Readonly<Record<keyof Policy["limits"], readonly [says: string, beyond: string]>> =
  {
    findings_per_indicator: [
      "Findings of one indicator.",
      "The weightiest are kept; coverage and notes say how many there were.",
    ],
    evidence_per_finding: ["Lines that a finding quotes.", "The first are quoted; its count is of all."],
    indicator_seconds: ["Seconds of one indicator.", "It is given up, and its row says so."],
    sources: [
      "Files of one run.",
      "The run is refused with status 2; a store takes them one run after the other.",
    ],
    record_bytes: ["Bytes of a record.", "It is a reject, with the reason."],
    document_record_bytes: [
      "Bytes of a mail or another record of several lines.",
      "It is a reject, with the reason.",
    ],
    document_depth: [
      "Levels of a document, of parts of a mail.",
      "What is deeper is left out, and the record says so.",
    ],
    document_parts: ["Parts of a mail.", "The rest is left out, and the record says so."],
    decompressed_ratio: [
      "How many times its size a compressed file or an archive may become.",
      "Reading stops there with status 2; what was read is used.",
    ],
    decompressed_bytes_floor: [
      "Bytes up to which it may become so large whatever its size.",
      "The ratio counts.",
    ],
    spool_bytes: [
      "Bytes of a temporary copy of what can be read once only.",
      "Reading stops there with status 2; what was read is used.",
    ],
    archive_members: ["Members of an archive.", "It is not read, with status 2."],
    archive_depth: [
      "Archives inside archives.",
      "Deeper ones are not read, and counted by name, with status 2.",
    ],
  };
