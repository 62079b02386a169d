/**
 * Checks every file under content/catalogues/ and exits with 1 when something is wrong.
 *
 *     npx tsc -p tsconfig.build.json && node dist/scripts/check-catalogues.js [FOLDER-OF-AGENT-LISTS]
 *
 * With a folder that holds crawler-user-agents.json and uap-core/test_ua.yaml it also reports coverage, which
 * is for people to judge and never fails the run.
 */
import { join } from "node:path";
import {
  type ClassedAgent,
  checkAgents,
  checkEndpoints,
  checkFacts,
  duplicates,
} from "./catalogue-checks.ts";
import { coverage } from "./catalogue-coverage.ts";
import {
  AgentFile,
  EndpointFile,
  Networks,
  PlatformFacts,
  readCatalogue,
  readFolder,
} from "./catalogue-files.ts";
import { compile, patternProblems } from "./catalogue-patterns.ts";

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function main(listFolder: string | undefined): number {
  const root = join("content", "catalogues");
  const problems: string[] = [];
  const endpointFiles = readFolder(join(root, "endpoints"), EndpointFile, problems);
  const agentFiles = readFolder(join(root, "agents"), AgentFile, problems);
  const facts = readCatalogue(join(root, "platform-facts.yaml"), PlatformFacts, problems);
  const networks = readCatalogue(join(root, "networks.yaml"), Networks, problems);

  const endpoints = endpointFiles.flatMap((file) => file.content.entries);
  const agents: ClassedAgent[] = agentFiles.flatMap((file) =>
    file.content.entries
      .filter((entry) => patternProblems(entry.pattern).length === 0 || report(problems, file.file, entry))
      .map((entry) => ({ class: file.content.class, entry, expression: compile(entry.pattern) })),
  );
  for (const file of endpointFiles) checkName(problems, file.file, file.content.purpose);
  for (const file of agentFiles) checkName(problems, file.file, file.content.class);
  problems.push(
    ...duplicates("id", [...endpoints.map((entry) => entry.id), ...agents.map((agent) => agent.entry.id)]),
    ...checkEndpoints(endpoints),
    ...checkAgents(agents),
    ...(facts === undefined ? [] : checkFacts(facts.content)),
  );

  const lines = [
    ...endpointFiles.map((file) => `${file.file}: ${countPaths(file.content.entries)}`),
    ...agentFiles.map((file) => `${file.file}: ${counted(file.content.entries.length, "agent")}`),
    `endpoints: ${countPaths(endpoints)}; agents: ${agents.length}`,
    `networks: ${networks?.content.reserved.length ?? 0} reserved, ${networks?.content.edge_proxies.length ?? 0} edge proxies`,
    ...(listFolder === undefined ? [] : coverage(listFolder, agents, facts?.content)),
    ...problems.map((problem) => `PROBLEM ${problem}`),
    `${problems.length} problems`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
  return problems.length === 0 ? 0 : 1;
}

function report(problems: string[], file: string, entry: { id: string; pattern: string }): false {
  for (const reason of patternProblems(entry.pattern)) problems.push(`${file}: ${entry.id}: ${reason}`);
  return false;
}

function checkName(problems: string[], file: string, name: string): void {
  if (!file.endsWith(`${name}.yaml`)) problems.push(`${file}: the file's name is not ${name}.yaml`);
}

function countPaths(entries: readonly { paths: readonly string[] }[]): string {
  const paths = entries.reduce((sum, entry) => sum + entry.paths.length, 0);
  return `${entries.length} entries, ${paths} paths`;
}

process.exitCode = main(process.argv[2]);
