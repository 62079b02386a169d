/** How the agent catalogue fares on public lists of labelled agents, which are data to test with, not to copy. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { type ClassedAgent, factMatcher } from "./catalogue-checks.ts";
import type { PlatformFacts } from "./catalogue-files.ts";

const CrawlerList = z.array(z.object({ pattern: z.string(), instances: z.array(z.string()).default([]) }));
const UapTests = z.object({
  test_cases: z.array(z.object({ user_agent_string: z.string(), family: z.string() })),
});

/** Classes that make an agent a tool: a person's browser must never land there. */
const TOOL_CLASSES = new Set(["scanner", "library", "headless"]);

function classesOf(agents: readonly ClassedAgent[], text: string): string[] {
  const hits = agents.filter((agent) => agent.expression.test(text));
  const named = hits.filter((agent) => agent.entry.generic !== true);
  return [...new Set((named.length > 0 ? named : hits).map((agent) => agent.class))].sort();
}

function crawlerCoverage(file: string, agents: readonly ClassedAgent[]): string[] {
  const list = CrawlerList.parse(JSON.parse(readFileSync(file, "utf8")));
  const instances = list.flatMap((item) => item.instances);
  const hits = instances.map((text) => ({ text, classes: classesOf(agents, text) }));
  const covered = hits.filter((hit) => hit.classes.length > 0).length;
  const several = hits.filter((hit) => hit.classes.length > 1);
  const named = list.filter((item) =>
    item.instances.some((text) => classesOf(agents, text).length > 0),
  ).length;
  return [
    `crawler list: ${covered} of ${instances.length} instances have a class (${percent(covered, instances.length)})`,
    `crawler list: ${named} of ${list.length} patterns have an instance with a class (${percent(named, list.length)})`,
    ...several.map((hit) => `  several classes (${hit.classes.join(", ")}): ${hit.text}`),
  ];
}

function browserCheck(file: string, agents: readonly ClassedAgent[]): string[] {
  const cases = UapTests.parse(parse(readFileSync(file, "utf8"))).test_cases;
  const suspects = cases.filter(
    (one) =>
      /^(Mozilla|Opera)\//.test(one.user_agent_string) &&
      classesOf(agents, one.user_agent_string).some((name) => TOOL_CLASSES.has(name)),
  );
  return [
    `browser tests: ${suspects.length} of ${cases.length} agents that begin like a browser's are tools; judge each:`,
    ...suspects.map((one) => {
      const by = agents.filter(
        (agent) => TOOL_CLASSES.has(agent.class) && agent.expression.test(one.user_agent_string),
      );
      const names = by.map((agent) => `${agent.class}/${agent.entry.id}`).join(", ");
      return `  ${names} <- ${one.family}: ${one.user_agent_string}`;
    }),
  ];
}

function factCheck(file: string, facts: PlatformFacts): string[] {
  const cases = UapTests.parse(parse(readFileSync(file, "utf8"))).test_cases;
  const strong = [...facts.contradictions.filter((fact) => fact.strength === "strong"), ...facts.malformed];
  const lines = strong.flatMap((fact) => {
    const matches = factMatcher(fact);
    const hits = cases.filter((one) => matches(one.user_agent_string));
    return hits.map((one) => `  ${fact.id} <- ${one.family}: ${one.user_agent_string}`);
  });
  return [`browser tests: ${lines.length} strong contradictions or malformed agents; judge each:`, ...lines];
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / Math.max(whole, 1)).toFixed(1)} %`;
}

/** Lines of a report on the lists found in `folder`; a missing list is said. */
export function coverage(
  folder: string,
  agents: readonly ClassedAgent[],
  facts: PlatformFacts | undefined,
): string[] {
  const crawlers = join(folder, "crawler-user-agents.json");
  const browsers = join(folder, "uap-core", "test_ua.yaml");
  return [
    ...(existsSync(crawlers) ? crawlerCoverage(crawlers, agents) : [`not found: ${crawlers}`]),
    ...(existsSync(browsers) ? browserCheck(browsers, agents) : [`not found: ${browsers}`]),
    ...(existsSync(browsers) && facts !== undefined ? factCheck(browsers, facts) : []),
  ];
}
