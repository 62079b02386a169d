/** A casebook's lists and cases for people. Texts of logs and of other people are hostile until made safe. */
import type {
  AuditEntry,
  CaseSummary,
  CaseView,
  ChecklistItem,
  Facets,
  Note,
  Page,
  Proposal,
} from "../casebook/model.ts";
import { forTerminal, shorten } from "../report/safe-text.ts";
import { counted } from "../words.ts";

const titleCharactersMax = 100;
const shownEntities = 10;
const shownFindings = 10;

function when(ms: number): string {
  return ms === 0 ? "at no known time" : `${new Date(ms).toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

export function listText({ items, total, next }: Page<CaseSummary>): string {
  const lines = items.map(lineOf);
  const more = next === null ? [] : [`next page: --after ${next}`];
  const shown = items.length === total ? "" : `, ${counted(items.length, "case")} shown`;
  return `${[...lines, `${counted(total, "case")}${shown}`, ...more].join("\n")}\n`;
}

export function lineOf(one: CaseSummary): string {
  const state = one.verdict === null ? one.state : `closed as ${one.verdict}`;
  return forTerminal(
    `${one.id}  ${state}  ${one.owner ?? "nobody"}  ${decision(one)}  ${one.tags.map((tag) => `#${tag} `).join("")}${shorten(one.title, titleCharactersMax)}  (last seen ${when(one.last_seen)})`,
  );
}

function decision({ action, machine_action, priority }: CaseSummary): string {
  return action === machine_action
    ? `${action}, ${priority}`
    : `${action} (the machine: ${machine_action}), ${priority}`;
}

export function facetsText(facets: Facets): string {
  const lines = Object.entries(facets).flatMap(([part, values]) =>
    values.map(({ value, count }) =>
      forTerminal(`${part}  ${value ?? (part === "owner" ? "nobody" : "none")}  ${count}`),
    ),
  );
  return `${lines.join("\n")}\n`;
}

export function caseText(view: CaseView): string {
  const { snapshot, override, closing } = view;
  const entities = snapshot.entities.slice(0, shownEntities);
  const findings = snapshot.findings.slice(0, shownFindings);
  const rest = (all: readonly unknown[], shown: readonly unknown[], noun: string) =>
    all.length > shown.length ? [`  and ${counted(all.length - shown.length, noun)} more`] : [];
  const parts: (readonly string[])[] = [
    [`${view.id}  ${view.title}`],
    [
      `${view.state}, owner ${view.owner ?? "nobody"}, ${decision(view)}, severity ${view.severity}, score ${view.score}, version ${view.version}`,
      `seen ${when(view.first_seen)} to ${when(view.last_seen)}; in the book since ${when(view.created_at)}`,
      ...(view.tags.length === 0 ? [] : [`tags: ${view.tags.join(", ")}`]),
      ...(view.merged_into === null ? [] : [`merged into ${view.merged_into}`]),
      ...(view.members.length === 0 ? [] : [`holds ${view.members.map(({ id }) => id).join(", ")}`]),
      ...(view.aliases.length === 0 ? [] : [`was also ${view.aliases.join(", ")}`]),
      ...(override === null
        ? []
        : [
            `decided by ${override.by} on ${when(override.at)}: ${override.action}, because ${override.reason}`,
          ]),
      ...(closing === null
        ? []
        : [
            `closed by ${closing.by} on ${when(closing.at)} as ${closing.reason}${closing.duplicate_of === null ? "" : ` of ${closing.duplicate_of}`}: ${closing.note}`,
          ]),
    ],
    [
      "Entities:",
      ...entities.map(({ type, value }) => `  ${type} ${value}`),
      ...rest(snapshot.entities, entities, "entity"),
    ],
    [
      "Findings:",
      ...findings.map(({ clause, indicator, sentence }) => `  ${clause} ${indicator}: ${sentence}`),
      ...rest(snapshot.findings, findings, "finding"),
    ],
    ["Checklist:", ...view.checklist.map(checkText)],
    ...(view.notes.length === 0 ? [] : [["Notes:"], ...view.notes.map(noteLines)]),
  ];
  return `${parts.map((lines) => lines.map(forTerminal).join("\n")).join("\n")}\n`;
}

const marks = { done: "[x]", open: "[ ]", "not-applicable": "[-]" } as const;

function checkText({ clause, state, by, sentence, actor, reason }: ChecklistItem): string {
  const who =
    by === "person" ? ` (${actor}${reason === "" || reason === undefined ? "" : `: ${reason}`})` : "";
  return `  ${marks[state]} ${clause}  ${sentence}${who}`;
}

/** Line ends of a note stay line ends; all else of it is made visible. */
function noteLines({ id, case: of, editions, withdrawn }: Note): string[] {
  const last = editions.at(-1);
  const edited = editions.length > 1 ? `, edited ${counted(editions.length - 1, "time")}` : "";
  return [
    `  ${id}, ${last?.by} on ${when(last?.at ?? 0)}${edited}, on ${of}${withdrawn === null ? ":" : `, withdrawn by ${withdrawn.by}: ${withdrawn.reason}`}`,
    ...(withdrawn === null ? (last?.text ?? "").split(/\r?\n/).map((line) => `    ${line}`) : []),
  ];
}

export function auditText(entries: readonly AuditEntry[]): string {
  return entries
    .map(({ seq, at, actor, act, case: of, detail }) =>
      forTerminal(`${seq}  ${when(at)}  ${actor}  ${act}  ${of ?? "-"}  ${JSON.stringify(detail)}`),
    )
    .map((line) => `${line}\n`)
    .join("");
}

export function proposalText({ id, kind, state, cases, entry, tuning }: Proposal): string {
  const what =
    kind === "register"
      ? `an entry of the register: ${JSON.stringify(entry)}`
      : `a look at ${tuning?.indicator}: ${tuning?.false_positives} of ${counted(tuning?.closed ?? 0, "closed case")} with it closed as false positive`;
  return `${forTerminal(`${id}  ${state}  ${what}  (${cases.join(", ")})`)}\n`;
}
