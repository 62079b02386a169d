/** Monitoring rules as people read them: what is offered, what each would have done, what is not offered and why. */
import type { RulesDocument } from "../respond/rules/folder.ts";
import { languageTitles } from "../respond/rules/model.ts";
import { counted, noun } from "../words.ts";
import { forMarkdown, forTerminal, shorten } from "./safe-text.ts";

type Rule = RulesDocument["rules"][number];

const listMax = 3;
const leftOutMax = 100;

const number = (n: number) => n.toLocaleString("en", { maximumFractionDigits: 2 });

/** What Suricata rules were tested with. */
export const notRun =
  "Suricata itself was not run: its rules were tested by a matcher that reads what is written (agent and target, byte for byte). It sees plain HTTP alone.";

function numbersOf({ back_test: test }: Pick<Rule, "back_test">, isCase: boolean): string {
  const of = isCase ? "of the case" : "of clients that are escalated";
  const others = test.hostile === 0 ? "" : `, ${number(test.hostile)} of other cases`;
  return `${number(test.hits)} of ${counted(test.of_case, "request")} ${of}${others}; ordinary traffic: ${counted(test.ordinary_alerts, "alert")} of ${counted(test.ordinary_clients, "client")} in ${counted(test.days, "day")}, ${number(test.per_day)} a day`;
}

/** Numbers of lines, in spans where three or more follow each other: "1, 2, 4 to 33". */
export function spans(lines: readonly number[]): string {
  const ordered = [...new Set(lines)].sort((a, b) => a - b);
  const told: string[] = [];
  for (let at = 0; at < ordered.length; at++) {
    const first = ordered[at] ?? 0;
    let length = 1;
    while (ordered[at + length] === first + length) length++;
    if (length < 3) told.push(String(first));
    else {
      told.push(`${first} to ${first + length - 1}`);
      at += length - 1;
    }
  }
  return told.join(", ") || "none";
}

/** Whether a rule leaves out what the one before does, as rules of one kind in several languages do. */
function sameLeftOut(rules: readonly Rule[], at: number): boolean {
  const told = (rule: Rule | undefined) => JSON.stringify(rule?.left_out ?? []);
  return at > 0 && told(rules[at]) !== "[]" && told(rules[at]) === told(rules[at - 1]);
}

/** The rules for a terminal. */
export function renderRules(document: RulesDocument): string {
  const { rules, not_offered, case: one } = document;
  const lines = [
    one === null
      ? "Standing rule pack: repeated and unauthorised access to configuration endpoints"
      : `Monitoring rules of ${one.id}: ${forTerminal(one.title)}`,
    "",
  ];
  for (const [at, rule] of rules.entries()) {
    lines.push(`  ${languageTitles[rule.language].padEnd(9)}  ${rule.file}  ${forTerminal(rule.title)}`);
    lines.push(`             fires on ${numbersOf(rule, one !== null)}`);
    const same = sameLeftOut(rules, at);
    if (same) lines.push("             left out: the same as of the rule before");
    for (const { what, because } of same ? [] : rule.left_out.slice(0, listMax))
      lines.push(`             left out: ${shorten(forTerminal(what), 80)}: ${forTerminal(because)}`);
    if (!same && rule.left_out.length > listMax)
      lines.push(`             … and ${rule.left_out.length - listMax} more left out`);
  }
  if (rules.length === 0) lines.push("  No rule is offered.");
  if (not_offered.length > 0) lines.push("", "Not offered:");
  for (const { language, title, because } of not_offered)
    lines.push(`  ${languageTitles[language].padEnd(9)}  ${forTerminal(title)}: ${forTerminal(because)}`);
  if ([...rules, ...not_offered].some(({ language }) => language === "suricata")) lines.push("", notRun);
  return `${lines.join("\n")}\n`;
}

/** The page beside the files. */
export function renderRulesPage(document: RulesDocument): string {
  const { rules, not_offered, case: one } = document;
  const lines = [
    one === null ? "# Standing rule pack" : `# Monitoring rules of ${one.id}`,
    "",
    one === null
      ? "Repeated and unauthorised access to configuration endpoints, from the catalogue of endpoints."
      : `${forMarkdown(one.title)}.`,
    `Each rule was tested on the requests of these logs before it was written; one on which ordinary traffic would have raised more than ${number(document.ordinary_alerts_per_day_max)} ${noun(document.ordinary_alerts_per_day_max, "alert")} a day is not offered. An alert is a request, or a window of one source where a rule counts.`,
    "",
    ...rules.flatMap((rule, at) => [
      `## ${forMarkdown(rule.title)} (${languageTitles[rule.language]})`,
      "",
      `\`${rule.file}\`: fires on ${numbersOf(rule, one !== null)}.`,
      rule.must_fire.length + rule.must_not_fire.length === 0
        ? "No sample: it fires on nothing in these logs."
        : `Samples: fires on lines ${spans(rule.must_fire)} of samples.ndjson, not on lines ${spans(rule.must_not_fire)}.`,
      ...(rule.left_out.length === 0 ? [] : [""]),
      ...(sameLeftOut(rules, at)
        ? ["- left out: the same as of the rule before"]
        : rule.left_out
            .slice(0, leftOutMax)
            .map(
              ({ what, because }) =>
                `- left out: ${forMarkdown(shorten(what, 200))}: ${forMarkdown(because)}`,
            )),
      "",
    ]),
    "## Not offered",
    "",
    ...(not_offered.length === 0
      ? ["None."]
      : not_offered.map(
          ({ language, title, because }) =>
            `- ${languageTitles[language]}, ${forMarkdown(title)}: ${forMarkdown(because)}`,
        )),
    "",
    "## To use them",
    "",
    "- Sigma: `vedette sigma FOLDER --store STORE`, or any tool that reads Sigma 2.1.",
    "- SQL: `vedette sql --store STORE - < check-….sql`, once a day; it looks at the last day that the store holds.",
    `- Suricata: add the files to \`rule-files\`. ${notRun}`,
    "- To test them again on these or newer logs: `vedette rules test FOLDER PATH…`.",
  ];
  return `${lines.join("\n")}\n`;
}
