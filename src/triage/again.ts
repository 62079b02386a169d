/** Commands that ask about a run again, complete, so that they work when they are pasted into a shell. */
import type { Case } from "../assess/model.ts";
import { type EvidenceLine, firstLine } from "../detect/evidence.ts";
import { isStored, type TriageRequest } from "./request.ts";

/** The commands of a run; undefined where it cannot be run again, because standard input is gone. */
export interface AgainCommands {
  /** Explains one line, as FILE and 1-based line, judged by the same logs. */
  explain(path: string, line: number): string;
  /** The same triage, with further options put first. */
  triage(options: string): string;
  /** Another command about the same logs, such as `contain C-5f867083e4`. */
  other(words: string): string;
}

/** The commands that read what a request read, as it read it. */
export function againCommands(request: TriageRequest): AgainCommands | undefined {
  if (request.paths.includes("-")) return undefined;
  const options = optionsOf(request);
  // What was given is in the store by now, and a store is not added to twice.
  const paths = isStored(request) ? [] : request.paths;
  const playbook = request.playbook === undefined ? [] : [`--playbook ${shellWord(request.playbook.path)}`];
  const command = (words: readonly string[]) => words.filter((word) => word !== "").join(" ");
  return {
    explain: (path, line) =>
      command([
        "vedette explain",
        ...options,
        shellWord(`${asPath(path)}:${line}`),
        ...paths.filter((other) => other !== path).map((other) => shellWord(asPath(other))),
      ]),
    other: (words) =>
      command([`vedette ${words}`, ...options, ...paths.map((path) => shellWord(asPath(path)))]),
    triage: (more) =>
      command([
        "vedette triage",
        more,
        ...options,
        ...playbook,
        ...paths.map((path) => shellWord(asPath(path))),
      ]),
  };
}

/** By the id of each case, the command that explains the first line of its evidence. */
export function explainedCases(
  cases: readonly Case[],
  evidence: ReadonlyMap<number, EvidenceLine>,
  again: AgainCommands | undefined,
): Map<string, string> {
  const commands = new Map<string, string>();
  for (const { id, entities } of cases) {
    const line = firstLine(entities, evidence);
    if (line !== undefined && again !== undefined) commands.set(id, again.explain(line.path, line.line));
  }
  return commands;
}

/** Options that change what is read or how it is judged; times are absolute, since `-6h` means another time later. */
function optionsOf({
  ownFormats,
  as,
  trustedProxies,
  internalNetworks,
  baseline,
  register,
  policy,
  since,
  sigma,
  feedFolder,
  locationFolder,
  fromMs,
  toMs,
  store,
  server,
}: TriageRequest): string[] {
  const pairs: [name: string, value: string | undefined][] = [
    ...ownFormats.map(({ template }): [string, string] => ["log-format", template]),
    ["as", as],
    ...trustedProxies.map((network): [string, string] => ["trusted-proxy", network]),
    ...internalNetworks.map((network): [string, string] => ["internal", network]),
    ["baseline", baseline?.path],
    ["policy", policy],
    ["since", since?.path],
    ["register", register?.path],
    ...(sigma?.paths ?? []).map((path): [string, string] => ["sigma", path]),
    ["intel", feedFolder],
    ["ip-location", locationFolder],
    ["from", fromMs === undefined ? undefined : new Date(fromMs).toISOString()],
    ["to", toMs === undefined ? undefined : new Date(toMs).toISOString()],
    ["store", store],
    ["engine", server?.shown],
  ];
  return pairs.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${shellWord(value)}`]));
}

/** A path that no command takes for an option. */
function asPath(path: string): string {
  return path.startsWith("-") ? `./${path}` : path;
}

/** A word that a shell takes as one. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
