/**
 * The terminal brief: one screen, in the order in which an analyst asks. What to do and how
 * soon; what was served; the cases; the four questions; the blind spots; the next command.
 */

import { counted } from "../words.ts";
import { personLines, playbookLine } from "./brief-playbook.ts";
import type { ReportCase, ReportDocument, ReportEntity, ReportFinding } from "./model.ts";
import { ticketCommand } from "./next.ts";
import { justifyCase, whatItDid } from "./register.ts";
import { forTerminal, shorten } from "./safe-text.ts";
import { memberRows, membersOf } from "./unfold.ts";
import { wrapped } from "./wrapped.ts";

export interface BriefOptions {
  readonly colour: boolean;
  readonly columns: number;
  /** IANA name of the zone in which people read times; data stays UTC. */
  readonly zone: string;
  /** Whether the background case is told member by member. */
  readonly unfold?: boolean;
}

const casesShown = 6;
const campaignsShown = 3;
/** What is said of the register on the first screen. */
const registerLinesMax = 6;

/** Cases of which the weightiest finding and one line are shown. */
const casesTold = 3;
const entitiesShown = 3;
const ruleTitleMax = 40;

/** Escape sequences; meaning never rests on colour alone. */
function paint(
  options: BriefOptions,
): (text: string, style: "bold" | "red" | "yellow" | "green" | "dim") => string {
  const codes = { bold: 1, red: 31, yellow: 33, green: 32, dim: 2 };
  return (text, style) => (options.colour ? `\u001b[${codes[style]}m${text}\u001b[0m` : text);
}

/** Renders the brief. */
export function renderBrief(document: ReportDocument, options: BriefOptions): string {
  const ink = paint(options);
  const width = Math.max(60, Math.min(options.columns, 120));
  const lines: string[] = [];
  const put = (...texts: readonly string[]) => lines.push(...(texts.length === 0 ? [""] : texts));
  const { decision } = document;
  const style = decision.action === "escalate" ? "red" : decision.action === "watch" ? "yellow" : "green";
  put(`${ink(decision.action.toUpperCase(), style)}  ${forTerminal(decision.sentence)}`);
  put(ink(shorten(sourceLine(document, options.zone), width), "dim"));
  if (document.since !== undefined) put(shorten(sinceLine(document, options.zone), width));
  if (document.playbook.path !== undefined)
    put(ink(shorten(forTerminal(playbookLine(document)), width), "dim"));
  const findings = new Map(document.findings.map((finding) => [finding.id, finding]));
  const entities = new Map(document.entities.map((entity) => [entity.id, entity]));

  // The id of a rule that a site gives tells a reader nothing.
  const ruleTitles = new Map(
    document.indicators
      .filter(({ id }) => id.startsWith("sigma:"))
      .map(({ id, title }) => [id, `Sigma "${forTerminal(shorten(title, ruleTitleMax))}"`]),
  );

  const served = document.findings.filter(({ indicator }) => indicator === "endpoint.config-exposed");
  const web = document.coverage.some(({ clause, state }) => clause === "LS1" && state !== "absent");
  if (web || served.length > 0) {
    put();
    put(ink("Served to outsiders", "bold"));
  }
  if (web && served.length === 0) {
    const proven = document.decision.reasons_against.find(({ clause }) => clause === "D4");
    put(...wrapped("  ", forTerminal(proven?.sentence ?? "Nothing guarded was seen to be answered."), width));
  }
  for (const finding of served.slice(0, 4)) {
    const line = finding.evidence[0];
    put(shorten(`  ${entityName(entities.get(finding.entity))}  ${forTerminal(finding.sentence)}`, width));
    if (line !== undefined)
      put(
        ink(shorten(`    ${forTerminal(line.path)}:${line.line}  ${forTerminal(line.text)}`, width), "dim"),
      );
  }
  if (served.length > 4) put(ink(`  … and ${served.length - 4} more`, "dim"));

  put();
  put(ink("Cases", "bold"));
  // What was served stands above with its lines, and the background needs none on the first screen.
  const shownInFull = new Set(
    document.cases
      .filter(
        (one) =>
          !one.background &&
          !one.findings.some((id) => findings.get(id)?.indicator === "endpoint.config-exposed"),
      )
      .slice(0, casesTold)
      .map(({ id }) => id),
  );
  if (document.cases.length === 0) put("  None.");
  const shown = document.cases.filter(
    (one, at) => at < casesShown || (one.background && options.unfold === true),
  );
  for (const one of shown) {
    put(shorten(`  ${one.id}  ${tag(one)}  ${forTerminal(one.title)}`, width));
    put(ink(shorten(`    ${members(one, entities, findings, ruleTitles)}`, width), "dim"));
    if (one.background && options.unfold === true)
      put(...memberRows(membersOf(one, entities, findings), width));
    const told = shownInFull.has(one.id) ? foremost(one, findings) : undefined;
    if (told !== undefined) {
      put(...wrapped("    ", forTerminal(told.sentence), width, 2));
      const [line] = told.evidence;
      if (line !== undefined)
        put(
          ink(shorten(`    ${forTerminal(line.path)}:${line.line}  ${forTerminal(line.text)}`, width), "dim"),
        );
    }
  }
  if (document.cases.length > shown.length)
    put(ink(`  … and ${document.cases.length - shown.length} more in the full report`, "dim"));

  if (document.campaigns.length > 0) {
    put();
    put(ink("Campaigns", "bold"));
    for (const one of document.campaigns.slice(0, campaignsShown))
      put(...wrapped(`  ${one.id}  `, forTerminal(one.sentence), width));
    if (document.campaigns.length > campaignsShown)
      put(ink(`  … and ${document.campaigns.length - campaignsShown} more`, "dim"));
  }

  put();
  put(ink("Questions", "bold"));
  const marks: Record<string, string> = { yes: "YES", no: "no", mixed: "mixed", cannot_tell: "cannot tell" };
  for (const question of document.questions)
    put(
      ...wrapped(
        `  ${question.id}  ${(question.manual === true ? "[ ]" : (marks[question.answer] ?? question.answer)).padEnd(11)} `,
        forTerminal(question.manual === true ? `For a person: ${question.text}` : question.sentence),
        width,
      ),
    );

  lines.push(...personLines(document, width, ink("For a person", "bold")));

  put();
  put(ink("Blind spots", "bold"));
  const gaps = document.coverage.filter(({ state }) => state !== "present");
  if (gaps.length === 0) put("  None of the playbook's sources is missing.");
  for (const row of gaps)
    put(...wrapped(`  ${row.clause.padEnd(4)} ${row.state.padEnd(7)} `, forTerminal(row.sentence), width));
  for (const note of document.policy.weaker ?? []) put(...wrapped("  policy  ", forTerminal(note), width));
  const sigma = document.notes.find((note) => note.startsWith("Sigma: "));
  if (sigma !== undefined) put(...wrapped("  ", forTerminal(sigma), width));
  for (const { id, note } of document.indicators.filter(({ found }) => found !== undefined))
    put(...wrapped("  cut  ", forTerminal(`${id}: ${note}`), width));
  const broken = document.sources.filter(({ problem }) => problem !== undefined);
  const left = broken.filter(({ problem }) => problem?.code === "input.unrecognised");
  for (const source of broken.filter((candidate) => !left.includes(candidate)).slice(0, 3))
    put(shorten(`  ${forTerminal(source.problem?.message ?? "")}`, width));
  if (left.length > 0)
    put(
      shorten(
        `  ${left.length === 1 ? "1 file is no log" : `${counted(left.length, "file")} are no logs`} and left aside: ${forTerminal(
          left
            .slice(0, 5)
            .map(({ path }) => path)
            .join(", "),
        )}`,
        width,
      ),
    );

  lines.push(...registerLines(document, width));
  put();
  put(`${ink("Next", "bold")}  ${forTerminal(nextCommand(document))}`);
  const known = justifyCase(document.cases[0], entities, served.length > 0);
  if (known !== undefined) put(`${ink("Known and meant?", "bold")}  ${forTerminal(known)}`);
  return `${lines.join("\n")}\n`;
}

/** What entries of the register set aside, and what is to be said of entries; nothing of one that met nobody. */
function registerLines({ register = [] }: ReportDocument, width: number): string[] {
  const told = register.flatMap((entry) => [
    ...(entry.state === "applied"
      ? [`${entry.id} ${whatItDid(entry)}: ${entry.reason} (${entry.owner})`]
      : []),
    ...entry.notes.map((note) => `${entry.id}: ${note}`),
  ]);
  if (told.length === 0) return [];
  const more = told.length > registerLinesMax ? [`  … and ${told.length - registerLinesMax} more`] : [];
  return [
    "",
    "Register",
    ...told.slice(0, registerLinesMax).map((line) => shorten(`  ${forTerminal(line)}`, width)),
    ...more,
  ];
}

/** The weightiest finding of a case, the first of equals. */
function foremost(one: ReportCase, findings: ReadonlyMap<string, ReportFinding>): ReportFinding | undefined {
  const order = ["info", "low", "medium", "high", "critical"];
  return one.findings
    .flatMap((id) => findings.get(id) ?? [])
    .reduce<ReportFinding | undefined>(
      (best, finding) =>
        best === undefined || order.indexOf(finding.severity) > order.indexOf(best.severity) ? finding : best,
      undefined,
    );
}

/**
 * What is said of a run without one record, instead of a brief: it has decided nothing, and must
 * not be taken for a result.
 * @param problems what went wrong, one sentence each
 */
export function renderNothing(
  document: ReportDocument,
  problems: readonly string[],
  options: BriefOptions,
): string {
  const ink = paint(options);
  const outside = document.sources.reduce((sum, { outside: n }) => sum + n, 0);
  const why =
    outside > 0
      ? `${outside === 1 ? "The only record lies" : `All ${counted(outside, "record")} lie`} outside --from and --to`
      : "No record was read";
  const lines = [
    `${ink("NO RESULT", "red")}  ${why}, so nothing was decided and no question is answered.`,
    ...problems.map((problem) => `  ${forTerminal(problem)}`),
    ink(`Scripts are told: ${document.decision.action}, every answer cannot tell, exit status 2.`, "dim"),
    "",
    `${ink("Next", "bold")}  ${outside > 0 ? "the same command without --from and --to    to see from when to when the records are" : formatsCommand}`,
  ];
  return `${lines.join("\n")}\n`;
}

const formatsCommand = "vedette formats    what can be read, and how to describe your own format";

function sourceLine(document: ReportDocument, zone: string): string {
  const read = document.sources.filter(({ events }) => events > 0);
  const events = read.reduce((sum, { events: n }) => sum + n, 0);
  const outside = document.sources.reduce((sum, { outside: n }) => sum + n, 0);
  const rejected = document.sources.reduce((sum, { rejected: n }) => sum + n, 0) - outside;
  const left = outside === 0 ? "" : `; ${outside.toLocaleString("en")} outside the window`;
  // A log that lies outside the window altogether was read and understood.
  const other = document.sources.filter(({ events, outside: n }) => events === 0 && n === 0).length;
  const window =
    document.window === undefined
      ? ""
      : ` from ${localTime(document.window.first, zone)} to ${localTime(document.window.last, zone)}`;
  return `${counted(events, "record")} of ${counted(read.length, "file")}${window}; ${rejected.toLocaleString("en")} rejected${left}${other === 0 ? "" : `; ${counted(other, "file")} left aside`}${document.policy.id === "balanced" ? "" : `; policy ${document.policy.id}`}`;
}

/** How many cases are new since an earlier report. */
export function sinceLine({ since, cases }: ReportDocument, zone: string): string {
  const of = (change: ReportCase["change"]) => cases.filter((one) => one.change === change).length;
  return `Since the report of ${localTime(since?.generated_at ?? "", zone)}: ${counted(of("new"), "new case")}, ${of("grown")} grown, ${of("unchanged")} unchanged`;
}

/** A UTC time in a zone, to the minute. */
export function localTime(iso: string, zone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(new Date(iso));
  return zone === "UTC" ? `${parts} UTC` : `${parts} (${zone})`;
}

function tag(one: ReportCase): string {
  return (
    `${one.action}/${one.priority}`.padEnd(15) + (one.change === undefined ? "" : `  ${one.change.padEnd(9)}`)
  );
}

function entityName(entity: ReportEntity | undefined): string {
  return entity === undefined ? "?" : forTerminal(shorten(entity.value, 60));
}

function members(
  one: ReportCase,
  entities: ReadonlyMap<string, ReportEntity>,
  findings: ReadonlyMap<string, ReportFinding>,
  ruleTitles: ReadonlyMap<string, string>,
): string {
  const named = one.entities.slice(0, entitiesShown).map((id) => entityName(entities.get(id)));
  const more = one.entities.length - named.length;
  const counts = new Map<string, number>();
  for (const id of one.findings) {
    const indicator = findings.get(id)?.indicator;
    if (indicator !== undefined)
      counts.set(forTerminal(indicator), (counts.get(forTerminal(indicator)) ?? 0) + 1);
  }
  const seen = [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([indicator, n]) => `${ruleTitles.get(indicator) ?? indicator}${n === 1 ? "" : ` ×${n}`}`);
  return `${named.join(", ")}${more > 0 ? ` and ${more} more` : ""}: ${seen.join(", ")}`;
}

function nextCommand(document: ReportDocument): string {
  const first = document.cases[0];
  if (first === undefined) return "vedette triage --format html -o report.html PATH…    the full report";
  return `${ticketCommand(document, first.id)}    text for the ticket; --format html -o report.html for the full report`;
}
