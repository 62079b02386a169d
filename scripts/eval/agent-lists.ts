/**
 * Lists of agents that others keep, each read the way its users apply it. They are lists of agents, not engines that judge
 * behaviour: most name robots, wanted or not, and none claims to know who looks for configuration.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isbot } from "isbot";
import { z } from "zod";

export interface AgentList {
  readonly name: string;
  readonly says: string;
  readonly matches: (agent: string) => boolean;
}

interface Source {
  readonly name: string;
  /** Below the folder of lists. */
  readonly path: string;
  readonly says: string;
  readonly read: (text: string) => (agent: string) => boolean;
}

function lines(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}

function anyOf(patterns: readonly RegExp[]): (agent: string) => boolean {
  return (agent) => patterns.some((pattern) => pattern.test(agent));
}

const patterned = z.array(z.object({ pattern: z.string() }));

function patterns(text: string, flags: string): RegExp[] {
  return patterned.parse(JSON.parse(text)).map(({ pattern }) => new RegExp(pattern, flags));
}

const sources: readonly Source[] = [
  {
    name: "OWASP CRS, scanners-user-agents.data",
    path: "crs-scanners-user-agents.data",
    says: "security scanners; phrases anywhere in the agent, in either case (`@pmFromFile`)",
    read: (text) => {
      const phrases = lines(text).map((line) => line.toLowerCase());
      return (agent) => phrases.some((phrase) => agent.toLowerCase().includes(phrase));
    },
  },
  {
    name: "nginx-ultimate-bad-bot-blocker, bad-user-agents.list",
    path: "mitchellkrogza/bad-user-agents.list",
    says: "unwanted robots; whole words in either case, as its nginx map has them",
    read: (text) => anyOf(lines(text).map((line) => new RegExp(`(?:\\b)${line}(?:\\b)`, "i"))),
  },
  {
    name: "crawler-user-agents",
    path: "crawler-user-agents.json",
    says: "robots of any kind; case-sensitive patterns",
    read: (text) => anyOf(patterns(text, "")),
  },
  {
    name: "COUNTER robots",
    path: "COUNTER_Robots_list.json",
    says: "robots that usage statistics leave out; patterns in either case",
    read: (text) => anyOf(patterns(text, "i")),
  },
];

/** The lists that are there, and the paths of those that are not. */
export function agentLists(folder: string): { lists: AgentList[]; missing: string[] } {
  const there = sources.filter(({ path }) => existsSync(join(folder, path)));
  const read = there.map(({ name, says, path, read }) => ({
    name,
    says,
    matches: read(readFileSync(join(folder, path), "utf8")),
  }));
  const bots = { name: "isbot (npm)", says: "robots of any kind; `isbot(agent)`", matches: isbot };
  return {
    lists: [...read, bots],
    missing: sources.filter((one) => !there.includes(one)).map(({ name }) => name),
  };
}
