/**
 * Answers the playbook's questions. "No" is said only where every kind of source that the
 * question names was there and showed nothing.
 */
import type { IndicatorFile } from "../content/schema.ts";
import type { Playbook, PlaybookClause } from "../content/tables.ts";
import { confidences, type IndicatorRun } from "../detect/finding.ts";
import { counted } from "../words.ts";
import type { Join } from "./joins.ts";
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
  /** Classes of the records that were read. */
  classes: ReadonlySet<string>,
  { joins, near }: Coincidence = { joins: [], near: new Set() },
  /** Whose questions are answered, where that is another playbook. */
  asked: Playbook = playbook,
): QuestionAnswer[] {
  return questionsOf(asked, playbook).map((clause) => {
    if (clause.manual === true) return forPerson(clause);
    const supporting = entities.flatMap((entity) =>
      entity.findings
        .filter((finding) => clause.indicators.includes(finding.indicator))
        .flatMap((finding) => coinciding(finding, joins, near))
        .map((finding) => ({ finding, justified: entity.action === "justified" })),
    );
    const mails = new Set(supporting.map(({ finding }) => finding.entityId));
    const tied = joins.filter(({ from }) => mails.has(from));
    const missing = missingKinds(clause.kinds, playbook, coverage);
    const absent = missing.filter((kind) => stateOf(kind, playbook, coverage) === "absent");
    const unread = unreadKinds(clause.kinds, absent, clause.indicators, runs, indicators, judged);
    const partly = missing.filter((kind) => !absent.includes(kind) && !unread.includes(kind));
    // An indicator of other sources than the question asks for need not have run.
    const looking = indicators.filter(
      ({ id, needs }) =>
        clause.indicators.includes(id) &&
        needs.kinds.some((kind) => clause.kinds.includes(kind)) &&
        // No alert among mails is no gap: nobody raised one.
        (needs.classes === undefined || needs.classes.some((name) => classes.has(name))) &&
        // Who has no feeds is asked for none: intelligence adds to what the logs show.
        (needs.feeds === undefined || runs.some((run) => run.id === id && run.ran)),
    );
    const answer = answerOf(
      supporting,
      [...missing, ...unread],
      looking.map(({ id }) => id),
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
        tied,
        counted,
        supporting.length - counted.length,
        { absent, partly, unread, idle: idleOf(looking, runs) },
        coincidenceAsked(clause),
        new Map(indicators.map(({ id, noun }) => [id, noun])),
      ),
      findings: supporting.map(({ finding }) => finding.id),
      missing,
    };
  });
}

/** The report's contract wants this many; a playbook that asks less is answered with the built-in one's questions besides. */
const questionsMin = 4;

function questionsOf(asked: Playbook, builtIn: Playbook): PlaybookClause[] {
  const own = asked.clauses.filter(({ row }) => row === "Questions");
  if (asked === builtIn || own.length >= questionsMin) return own;
  const more = builtIn.clauses.filter(({ row }) => row === "Questions");
  return [...own, ...more.map((clause) => ({ ...clause, id: `${builtIn.id}/${clause.id}` }))];
}

/** Whether a question is the built-in one about mails that coincide with a collection. */
function coincidenceAsked({ id, bound_to }: PlaybookClause): boolean {
  return bound_to === undefined ? /(?:^|\/)Q3$/.test(id) : bound_to.includes("Q3");
}

/** A question that nothing of the program looks at. */
function forPerson({ id, text }: PlaybookClause): QuestionAnswer {
  return {
    id,
    text,
    answer: "cannot_tell",
    confidence: undefined,
    sentence: "No indicator looks at this; a person has to answer it.",
    findings: [],
    missing: [],
    manual: true,
  };
}

/** What ties mails to what other sources saw, and which lie near it in time alone. */
export interface Coincidence {
  readonly joins: readonly Join[];
  readonly near: ReadonlySet<string>;
}

/**
 * A finding as it supports a question about what coincides: an alert of a mail says nothing by itself, unless the mail was about
 * client configuration, which is both at once; near a collection in time it is a weak sign, and tied to one it is none of chance.
 */
function coinciding(
  finding: IdentifiedFinding,
  joins: readonly Join[],
  near: ReadonlySet<string>,
): IdentifiedFinding[] {
  if (finding.indicator !== "phish.alert") return [finding];
  if (joins.some(({ from }) => from === finding.entityId))
    return [{ ...finding, confidence: higher(confidences, finding.confidence, "medium") }];
  if (Number(finding.facts.asks) === 1) return [finding];
  return near.has(finding.entityId) ? [{ ...finding, confidence: "low" }] : [];
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
  /** Indicators that would have looked and did not run, with what they lacked. */
  readonly idle: readonly string[];
}

/** Indicators told in full; of more the number is enough. */
const idleMax = 3;

function idleOf(asked: readonly Pick<IndicatorFile, "id">[], runs: readonly IndicatorRun[]): string[] {
  return asked.flatMap(({ id }) => {
    const run = runs.find((candidate) => candidate.id === id);
    // That a kind of source is not there is told of the sources.
    return run === undefined || run.ran || run.note?.startsWith("needs records of kind") === true
      ? []
      : [`${id} (${run.note ?? "no reason is known"})`];
  });
}

function sentenceOf(
  answer: Answer,
  tied: readonly Join[],
  told: readonly IdentifiedFinding[],
  justified: number,
  { absent, partly, unread, idle }: Lacking,
  coincidence: boolean,
  nouns: Nouns,
): string {
  const lacking =
    (absent.length === 0 ? "" : ` Not seen: ${absent.join(", ")}.`) +
    (partly.length === 0 ? "" : ` Seen in part: ${partly.join(", ")}.`) +
    (unread.length === 0 ? "" : ` Read, but looked at by no indicator: ${unread.join(", ")}.`);
  const rest = idle.length > idleMax ? ` and ${counted(idle.length - idleMax, "other")}` : "";
  const unlooked = idle.length === 0 ? "" : ` Did not run: ${idle.slice(0, idleMax).join(", ")}${rest}.`;
  const aside =
    justified === 0 ? "" : ` ${counted(justified, "finding")} of verified or registered sources set aside.`;
  const because = [...new Set(tied.map((join) => join.because))];
  const ties =
    because.length === 0
      ? ""
      : ` Tied to what other sources saw: ${because.slice(0, 3).join("; ")}${because.length > 3 ? `; and ${because.length - 3} more ties` : ""}.`;
  switch (answer) {
    case "yes":
      return `${describe(told, nouns)}.${ties}${aside}${lacking}`;
    case "mixed":
      return `${told.length === 0 ? "Only verified or registered sources" : `Only weak signs: ${describe(told, nouns)}`}.${ties}${aside}${lacking}`;
    case "no":
      return "Every source that could show it was there, and none did.";
    case "cannot_tell":
      return coincidence && absent.includes("mail")
        ? `No mail or phishing alert was given, so no coincidence can be looked for.${lacking}${unlooked}`
        : `Nothing was found, and not every source that could show it was ${absent.length === 0 ? "looked at" : "there"}.${lacking}${unlooked}`;
  }
}

type Nouns = ReadonlyMap<string, IndicatorFile["noun"]>;

function describe(findings: readonly IdentifiedFinding[], nouns: Nouns): string {
  const by = new Map<string, { n: number; leftOut: number }>();
  for (const { indicator, leftOut } of findings)
    by.set(indicator, { n: (by.get(indicator)?.n ?? 0) + 1, leftOut });
  return [...by]
    .sort((a, b) => b[1].n - a[1].n || (a[0] < b[0] ? -1 : 1))
    .map(([indicator, { n, leftOut }]) => {
      const { one, rest } = nouns.get(indicator) ?? { one: "finding", rest: `of ${indicator}` };
      const of = leftOut === 0 ? "" : `${n.toLocaleString("en")} of `;
      return `${of}${counted(n + leftOut, one)} ${rest}${leftOut === 0 ? "" : " (the weightiest)"}`.trimEnd();
    })
    .join(", ");
}
