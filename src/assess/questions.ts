/**
 * Answers the playbook's questions. "No" is said only where every kind of source that the
 * question names was there and showed nothing.
 */
import type { IndicatorFile } from "../content/schema.ts";
import type { Playbook } from "../content/tables.ts";
import { confidences, type IndicatorRun } from "../detect/indicators.ts";
import { counted } from "../words.ts";
import {
  type Answer,
  type Coverage,
  type Entity,
  higher,
  type IdentifiedFinding,
  type QuestionAnswer,
} from "./model.ts";

export function answerQuestions(
  playbook: Playbook,
  entities: readonly Entity[],
  coverage: readonly Coverage[],
  runs: readonly IndicatorRun[],
  indicators: readonly Pick<IndicatorFile, "id" | "needs" | "noun">[],
  /** Kinds of source with records that an indicator could look at. */
  judged: ReadonlySet<string>,
): QuestionAnswer[] {
  return playbook.clauses
    .filter((clause) => clause.row === "Questions")
    .map((clause) => {
      const supporting = entities.flatMap((entity) =>
        entity.findings
          .filter((finding) => clause.indicators.includes(finding.indicator))
          .map((finding) => ({ finding, justified: entity.action === "justified" })),
      );
      const missing = missingKinds(clause.kinds, playbook, coverage);
      const absent = missing.filter((kind) => stateOf(kind, playbook, coverage) === "absent");
      const unread = unreadKinds(clause.kinds, absent, clause.indicators, runs, indicators, judged);
      const partly = missing.filter((kind) => !absent.includes(kind) && !unread.includes(kind));
      // An indicator of other sources than the question asks for need not have run.
      const asked = indicators.filter(
        ({ id, needs }) =>
          clause.indicators.includes(id) &&
          needs.kinds.some((kind) => clause.kinds.includes(kind)) &&
          // Who has no feeds is asked for none: intelligence adds to what the logs show.
          (needs.feeds === undefined || runs.some((run) => run.id === id && run.ran)),
      );
      const answer = answerOf(
        supporting,
        [...missing, ...unread],
        asked.map(({ id }) => id),
        runs,
      );
      const counted = supporting.filter(({ justified }) => !justified).map(({ finding }) => finding);
      return {
        id: clause.id,
        text: clause.text,
        answer,
        confidence:
          supporting.length === 0
            ? undefined
            : supporting.map(({ finding }) => finding.confidence).reduce((a, b) => higher(confidences, a, b)),
        sentence: sentenceOf(
          answer,
          counted,
          supporting.length - counted.length,
          { absent, partly, unread },
          clause.id,
          new Map(indicators.map(({ id, noun }) => [id, noun])),
        ),
        findings: supporting.map(({ finding }) => finding.id),
        missing,
      };
    });
}

type Supporting = { readonly finding: IdentifiedFinding; readonly justified: boolean };

function answerOf(
  supporting: readonly Supporting[],
  missing: readonly string[],
  indicators: readonly string[],
  runs: readonly IndicatorRun[],
): Answer {
  if (supporting.some(({ finding, justified }) => !justified && finding.confidence !== "low")) return "yes";
  if (supporting.length > 0) return "mixed";
  const ran = indicators.length > 0 && indicators.every((id) => runs.some((run) => run.id === id && run.ran));
  return missing.length === 0 && ran ? "no" : "cannot_tell";
}

/** Kinds of source that the question names and that are not wholly there. */
function missingKinds(kinds: readonly string[], playbook: Playbook, coverage: readonly Coverage[]): string[] {
  return kinds.filter((kind) => {
    return stateOf(kind, playbook, coverage) !== "present";
  });
}

/** Whether sources of a kind are there. */
function stateOf(
  kind: string,
  playbook: Playbook,
  coverage: readonly Coverage[],
): Coverage["state"] | undefined {
  const clause = playbook.clauses.find(
    (candidate) => candidate.row === "Log sources" && candidate.kinds.includes(kind),
  );
  return coverage.find((row) => row.clause === clause?.id)?.state;
}

/** Kinds of source that are there, and that no indicator of the question has looked at; they show nothing. */
function unreadKinds(
  kinds: readonly string[],
  absent: readonly string[],
  wanted: readonly string[],
  runs: readonly IndicatorRun[],
  indicators: readonly Pick<IndicatorFile, "id" | "needs">[],
  judged: ReadonlySet<string>,
): string[] {
  const looked = indicators.filter(
    ({ id }) => wanted.includes(id) && runs.some((run) => run.id === id && run.ran),
  );
  return kinds.filter(
    (kind) =>
      !absent.includes(kind) && !(judged.has(kind) && looked.some(({ needs }) => needs.kinds.includes(kind))),
  );
}

/** Kinds of source that a question names and that show less than it asks for. */
interface Lacking {
  readonly absent: readonly string[];
  readonly partly: readonly string[];
  readonly unread: readonly string[];
}

function sentenceOf(
  answer: Answer,
  told: readonly IdentifiedFinding[],
  justified: number,
  { absent, partly, unread }: Lacking,
  question: string,
  nouns: Nouns,
): string {
  const lacking =
    (absent.length === 0 ? "" : ` Not seen: ${absent.join(", ")}.`) +
    (partly.length === 0 ? "" : ` Seen in part: ${partly.join(", ")}.`) +
    (unread.length === 0 ? "" : ` Read, but looked at by no indicator: ${unread.join(", ")}.`);
  const aside =
    justified === 0 ? "" : ` ${counted(justified, "finding")} of verified or registered sources set aside.`;
  switch (answer) {
    case "yes":
      return `${describe(told, nouns)}.${aside}${lacking}`;
    case "mixed":
      return `${told.length === 0 ? "Only verified or registered sources" : `Only weak signs: ${describe(told, nouns)}`}.${aside}${lacking}`;
    case "no":
      return "Every source that could show it was there, and none did.";
    case "cannot_tell":
      return question === "Q3" && absent.includes("mail")
        ? `No mail or phishing alert was given, so no coincidence can be looked for.${lacking}`
        : `Nothing was found, and not every source that could show it was ${absent.length === 0 ? "looked at" : "there"}.${lacking}`;
  }
}

type Nouns = ReadonlyMap<string, IndicatorFile["noun"]>;

function describe(findings: readonly IdentifiedFinding[], nouns: Nouns): string {
  const by = new Map<string, number>();
  for (const finding of findings) by.set(finding.indicator, (by.get(finding.indicator) ?? 0) + 1);
  return [...by]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([indicator, n]) => {
      const { one, rest } = nouns.get(indicator) ?? { one: "finding", rest: `of ${indicator}` };
      return `${counted(n, one)} ${rest}`.trimEnd();
    })
    .join(", ");
}
