/** Runs `vedette explain FILE:LINE`: what the line became, and what each indicator concluded and why. */

import { openContent } from "../../content/bundle.ts";
import { VedetteError } from "../../errors.ts";
import { type ColumnName, columnNames } from "../../ingest/columns.ts";
import type { SourceReport } from "../../ingest/source.ts";
import { jsonText } from "../../report/json.ts";
import { forTerminal, shorten } from "../../report/safe-text.ts";
import { type Explanation, explain } from "../../triage/explain.ts";
import { type OpenTriage, openTriage } from "../../triage/triage.ts";
import { counted, didYouMean } from "../../words.ts";
import { type Invocation, text } from "../command.ts";
import { showProblem } from "../problems.ts";
import { requestOf } from "../request.ts";
import { explainCase, isCase } from "./explain-case.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const [place, ...others] = invocation.arguments;
  if (isCase(place ?? "")) return explainCase(invocation, place as string, others);
  const match = /^(.+):(\d+)$/s.exec(place ?? "");
  const path = match?.[1];
  const line = Number(match?.[2]);
  if (path === undefined || line < 1) {
    throw new VedetteError(
      "usage.location",
      `${forTerminal(place ?? "")}: not FILE:LINE, and no id of a case.`,
      {
        hint: "Write the file and the number of a line in it (access.log:1042), or the id of a case (C-5f867083e4).",
      },
    );
  }
  if (text(options, "report") !== undefined)
    throw new VedetteError("usage.option", "A line is explained by logs; a report holds none.", {
      hint: "Leave out --report.",
    });
  const store = text(options, "store") ?? text(options, "engine");
  if (store !== undefined && others.length > 0) {
    throw new VedetteError(
      "usage.option",
      "A line of a store is judged by what the store holds; no further path may be named.",
      { hint: "Add logs to it with vedette triage, or leave out --store or --engine." },
    );
  }
  const open = await openTriage(
    await requestOf(invocation, store === undefined ? [path, ...others] : [], await openContent()),
    effects,
  );
  try {
    // What is wrong with another log is said and does not keep this line from being explained.
    for (const problem of open.result.problems) {
      if (problem.place?.path === path) throw problem;
      effects.stderr(showProblem(problem));
    }
    const { sources } = open.result;
    // A mail that is read together with the others of its folder is another record of what they are together.
    const [source, record] =
      (sources.some((one) => one.path === path) ? undefined : memberOf(sources, path, line)) ??
      ([store === undefined ? fileSource(open, path) : storedSource(open, path, store), line] as const);
    const explanation = { ...(await explain(open, source, record)), path, line };
    if (explanation.raw === undefined) throw noLine(source, line, store);
    effects.stdout(options.json === true ? jsonText(explanation) : renderExplanation(explanation));
    return 0;
  } finally {
    await open.close();
  }
}

/** The source that holds a file as one of several, the newest of them, and the number of the record there. */
function memberOf(
  sources: readonly SourceReport[],
  path: string,
  line: number,
): readonly [source: SourceReport, record: number] | undefined {
  for (const source of sources.toReversed()) {
    const index = source.members?.findIndex((one) => one.path === path && one.line === line) ?? -1;
    if (index !== -1) return [source, index + 1];
  }
  return undefined;
}

function fileSource(open: OpenTriage, path: string): SourceReport {
  const source = open.result.sources.find((candidate) => candidate.path === path);
  if (source === undefined)
    throw new VedetteError("usage.location", `${forTerminal(path)} is not a file.`, {
      hint: "Name one file, not a folder.",
    });
  if (source.problem !== undefined && source.events === 0) throw source.problem;
  return source;
}

/** The stored log of a name; of several that had the name in turn, as with rotation, the one that was added last. */
function storedSource(open: OpenTriage, path: string, store: string): SourceReport {
  const source = open.result.sources.findLast((candidate) => candidate.path === path);
  if (source !== undefined) return source;
  const known = [...new Set(open.result.sources.map((candidate) => candidate.path))].sort();
  throw new VedetteError(
    "usage.location",
    `The store ${forTerminal(store)} holds no log called ${forTerminal(path)}.`,
    {
      hint: forTerminal(
        known.length > 8
          ? `It holds ${known.length} logs, such as ${known.slice(0, 8).join(", ")}.`
          : didYouMean(path, known),
      ),
    },
  );
}

function noLine(source: SourceReport, line: number, store: string | undefined): VedetteError {
  if (store === undefined)
    return new VedetteError("usage.location", `${forTerminal(source.path)} has no line ${line}.`, {
      hint: `It has ${counted(source.lines, "record")}.`,
    });
  return new VedetteError(
    "usage.location",
    `The store holds no record of line ${line} of ${forTerminal(source.path)}.`,
    {
      hint: "A store keeps records only; a line that became none is explained from the file itself, without --store or --engine.",
    },
  );
}

/** Columns that a line may have besides its time; those that it does not fill are not shown. */
const shownColumns = columnNames.filter((column) => column !== "time_ms");

/** Statuses are always told: 0 is "not logged", which matters. */
function isFilled(column: ColumnName, value: unknown, kind: string): boolean {
  if (value === "" || value === -1 || value === undefined) return false;
  return value !== 0 || (column === "http_response_status_code" && kind === "http");
}

/** How common an agent is beyond the logs that were read. */
function commonness(agent: Readonly<Record<string, unknown>>): string {
  const [before, share] = [Number(agent.baseline_clients), Number(agent.world_share)];
  return [
    ...(before > 0
      ? [
          `, by ${counted(before, "client")} of the baseline on ${counted(Number(agent.baseline_days), "day")}`,
        ]
      : []),
    ...(share > 0 ? [`, ${(share * 100).toFixed(2)} % of the world's browsers`] : []),
  ].join("");
}

function renderExplanation(one: Explanation): string {
  const lines: string[] = [];
  const put = (text = "") => lines.push(text);
  const safe = (value: unknown) => forTerminal(Array.isArray(value) ? value.join(", ") : String(value));
  put(`${forTerminal(one.path)}:${one.line}  (${one.format})`);
  put(`  ${shorten(forTerminal(one.raw ?? ""), 400)}`);
  put();
  if (one.event === undefined) {
    put(`No event: ${one.reason}.`);
    put(one.verdict);
    return `${lines.join("\n")}\n`;
  }
  put("The line became");
  const time = Number(one.event.time_ms);
  put(`  time                        ${time > 0 ? new Date(time).toISOString() : "none"}`);
  for (const column of shownColumns) {
    const value = one.event[column];
    if (isFilled(column, value, String(one.event.event_class)))
      put(`  ${column.padEnd(27)} ${shorten(safe(value), 200)}`);
  }
  if (one.source !== undefined && one.source !== one.event.source_ip)
    put(`  the client is               ${forTerminal(one.source)}`);
  if (one.place !== undefined) {
    put(`  path in plain               ${safe(one.place.canonical_path)}`);
    if ((one.place.disguises as string[]).length > 0)
      put(`  disguised by                ${safe(one.place.disguises)}`);
    if (one.place.endpoint !== "")
      put(
        `  catalogued as               ${safe(one.place.endpoint)}: ${safe(one.place.product)}, ${safe(one.place.sensitivity)}; would tell ${safe(one.place.discloses)}`,
      );
  }
  if (one.agent !== undefined) {
    put(
      `  agent                       ${safe(one.agent.class)}${one.agent.name === "" ? "" : `: ${safe(one.agent.name)}, ${safe(one.agent.what)}`}; used by ${counted(Number(one.agent.clients), "source")}${commonness(one.agent)}`,
    );
    for (const key of ["impossible", "too_early", "unlikely"]) {
      const reasons = one.agent[key] as string[];
      if (reasons.length > 0) put(`  agent ${key.replace("_", " ").padEnd(21)} ${safe(reasons.join("; "))}`);
    }
  }
  put();
  if (one.indicators.length > 0) put("What each indicator concluded");
  const told = one.indicators.filter(({ outcome }) => outcome === "fired" || outcome === "did not fire");
  // What fired is read first.
  for (const indicator of [...told].sort(
    (a, b) => Number(b.outcome === "fired") - Number(a.outcome === "fired"),
  )) {
    put(
      `  ${indicator.id.padEnd(24)} ${indicator.outcome}${indicator.outcome === "did not fire" ? "" : `: ${shorten(forTerminal(indicator.sentence), 300)}`}`,
    );
    if (indicator.outcome === "fired") put(`      means: ${shorten(indicator.reason, 300)}`);
    for (const condition of indicator.conditions)
      put(`      ${condition.holds ? "holds" : "fails"}: ${shorten(forTerminal(condition.sentence), 300)}`);
  }
  const silent = one.indicators.filter(({ outcome }) => outcome === "saw nothing").map(({ id }) => id);
  if (silent.length > 0) put(`  saw nothing of their kind: ${silent.join(", ")}`);
  const byReason = new Map<string, string[]>();
  for (const { id, outcome, sentence } of one.indicators)
    if (outcome === "did not run") byReason.set(sentence, [...(byReason.get(sentence) ?? []), id]);
  for (const [reason, ids] of byReason)
    put(`  did not run: ${ids.join(", ")} (${shorten(forTerminal(reason), 300)})`);
  if (one.indicators.length > 0) put();
  put(shorten(forTerminal(one.verdict), 600));
  put(`In short: ${shorten(forTerminal(one.told), 500)}`);
  return `${lines.join("\n")}\n`;
}
