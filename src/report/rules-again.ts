/** Which rules of a folder still hold, as people read it. */
import { type Language, languageTitles, perDay, type Tally } from "../respond/rules/model.ts";
import { counted } from "../words.ts";
import { notRun } from "./rules.ts";
import { forTerminal } from "./safe-text.ts";

export interface Outcome {
  readonly file: string;
  readonly language: Language;
  readonly title: string;
  /** What it did on the history; undefined where there was none. */
  readonly tally: Tally | undefined;
  /** Why it does not hold; empty where it does. */
  readonly because: readonly string[];
}

export function renderAgain(
  folder: string,
  outcomes: readonly Outcome[],
  history: { readonly days: number; readonly hasCase: boolean } | undefined,
  isCase: boolean,
): string {
  const held = outcomes.filter(({ because }) => because.length === 0).length;
  const whose = !isCase
    ? "of clients that are escalated"
    : history?.hasCase === false
      ? "of the addresses and hosts that the case had"
      : "of the case";
  const lines = [`Rules of ${folder}: ${held} of ${outcomes.length} hold`, ""];
  for (const { file, language, tally, because } of outcomes) {
    lines.push(
      `  ${because.length === 0 ? "holds" : "FAILS"}  ${languageTitles[language].padEnd(9)}  ${forTerminal(file)}`,
    );
    if (tally !== undefined)
      lines.push(
        `         ${counted(tally.hits, "request")} ${whose}, ${counted(tally.ordinaryAlerts, "ordinary alert")}, ${perDay(tally).toLocaleString("en", { maximumFractionDigits: 2 })} a day`,
      );
    for (const reason of because) lines.push(`         ${forTerminal(reason)}`);
  }
  if (history === undefined) lines.push("", "No log was named: the samples alone were tested.");
  else if (history.days === 0)
    lines.push("", "No web server's log is among these: the samples alone were tested.");
  else if (isCase && !history.hasCase)
    lines.push(
      "",
      "The case is not among those of these logs. That rules fire on what it did was tested on the samples alone; what is counted here is of whoever has its addresses now.",
    );
  if (outcomes.some(({ language }) => language === "suricata")) lines.push("", notRun);
  return `${lines.join("\n")}\n`;
}
