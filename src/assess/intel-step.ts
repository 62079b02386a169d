/** L1a, the comparison with threat intelligence: what it was compared with, what was found, and what a named tool is. */
import type { Content } from "../content/load.ts";
import { heldWords, kindsOf } from "../intel/feed.ts";
import { counted } from "../words.ts";
import type { Step } from "./model.ts";
import type { StepInput } from "./steps.ts";

/** Tools whose profile is told; the others by name. */
const profiledMax = 3;
const namedMax = 8;
const feedsNamedMax = 5;

export function intelStep(input: StepInput): Step {
  const { feeds, judged } = input;
  const tools = toolSentence(input);
  if (feeds.length === 0)
    return {
      clause: "L1a",
      state: "not_possible",
      sentence: `No feed of threat intelligence is kept, so nothing was compared with one. ${tools}`,
      command: "vedette intel add NAME FILE-OR-ADDRESS",
    };
  if (!judged)
    return {
      clause: "L1a",
      state: "not_possible",
      sentence: "Nothing was judged: no indicator looks at records like these.",
    };
  const names = feeds.slice(0, feedsNamedMax).map(({ name, updated }) => `${name} (${updated.slice(0, 10)})`);
  const more = feeds.length > feedsNamedMax ? ` and ${feeds.length - feedsNamedMax} more` : "";
  return {
    clause: "L1a",
    state: "done",
    sentence: `Compared with ${counted(feeds.length, "feed")} as of the last update, ${names.join(", ")}${more}: ${heldWords(feeds).join(", ")}. ${foundSentence(input)} ${tools}`,
    command: "vedette intel list",
  };
}

function foundSentence({ entities, feeds }: StepInput): string {
  const matches = entities.flatMap(({ findings }) =>
    findings.filter(({ indicator }) => indicator.startsWith("intel.")),
  );
  const exact = matches.filter(({ rule }) => rule === "intelligence-exact").length;
  const scanners = entities.filter(({ scanner }) => scanner !== undefined).length;
  const known =
    scanners === 0
      ? ""
      : ` ${counted(scanners, "source")} with findings ${scanners === 1 ? "is a known scanner" : "are known scanners"}.`;
  const none = feeds.every((feed) => feed.benign || kindsOf(feed).length === 0)
    ? "Only lists of known scanners are kept."
    : "Nothing matched.";
  return `${matches.length === 0 ? none : `${counted(matches.length, "match")}, ${exact} of them exact and of medium confidence or more.`}${known}`;
}

/** Agents by the bundled profiles, which say what a tool is, and nothing about who uses it. */
function toolSentence({ entities, agents, judged }: StepInput): string {
  if (!judged) return "No agent was compared with the catalogue.";
  const names = new Set(
    entities.flatMap(({ findings }) =>
      findings
        .filter(({ indicator }) => indicator === "ua.tool")
        .flatMap(({ facts }) => String(facts.tools).split(", ")),
    ),
  );
  const compared = `Agents were compared with ${agents.length} catalogued ones`;
  if (names.size === 0) return `${compared}; no tool was named.`;
  const sorted = [...names].sort();
  const profiled = profilesOf(sorted, agents).slice(0, profiledMax);
  const others = sorted.filter((name) => !profiled.some((one) => one.name === name));
  const told = profiled.map(({ name, what, source }) => `${name} (${what}; ${source})`);
  return `${compared}; named: ${[...told, ...others.slice(0, namedMax - told.length)].join(", ")}${others.length > namedMax - told.length ? " and others" : ""}.`;
}

/** Profiles of tools by name, attack tools first: those say most. */
function profilesOf(names: readonly string[], agents: Content["agents"]): Content["agents"] {
  const order = ["scanner", "headless", "library"];
  return names
    .flatMap((name) => agents.find((agent) => agent.name === name) ?? [])
    .sort((a, b) => order.indexOf(a.class) - order.indexOf(b.class) || (a.name < b.name ? -1 : 1));
}
