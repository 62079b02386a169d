/** From labelled sets to everything that is known about accuracy. */
import { join } from "node:path";
import { agentLists } from "./agent-lists.ts";
import { compare } from "./compare.ts";
import { byIndicator, wanting } from "./count.ts";
import { countRealLogs } from "./real.ts";
import { type Accuracy, casesOf, classesOf, scoresOf, targetsOf } from "./result.ts";
import { agentsByAddress, triage } from "./run.ts";
import { type Outcome, type Scored, scoreSet } from "./score.ts";
import type { LabelledSet } from "./sets.ts";

/** One run of the program for each set. `shared` is the folder of lists and logs of others, which need not be there. */
export function evaluate(
  sets: readonly LabelledSet[],
  shared: string,
  say: (text: string) => void,
): Accuracy {
  const scored: Scored[] = [];
  const agents = new Map<Outcome, ReadonlySet<string>>();
  const indicators = new Set<string>();
  let digest = "";
  for (const set of sets) {
    const report = triage(set.folder, set.inputs, set.internal);
    digest = report.tool.content_sha256;
    for (const { id } of report.indicators) indicators.add(id);
    const result = scoreSet(set, report);
    scored.push(result);
    const known = agentsByAddress(set.folder, set.inputs);
    for (const outcome of result.outcomes) {
      const sent = outcome.subject.type === "ip" ? known.get(outcome.subject.value) : undefined;
      if (sent !== undefined) agents.set(outcome, sent);
    }
  }
  const { lists, missing } = agentLists(join(shared, "ua_lists"));
  for (const name of missing) say(`left out, since it is not below ${shared}: ${name}`);
  const real = countRealLogs(join(shared, "web"));
  for (const name of real.missing) say(`left out, since it is not below ${shared}: ${name}`);
  const outcomes = scored.flatMap((one) => one.outcomes);
  const scores = scoresOf(outcomes);
  return {
    schema: "vedette.accuracy/v1",
    content_sha256: digest,
    sets: sets.map((set, at) => describeSet(set, scored[at]?.outcomes ?? [])),
    scores,
    targets: targetsOf(scores),
    classes: classesOf(outcomes),
    indicators: byIndicator(outcomes, [...indicators]),
    ...casesOf(outcomes),
    unlabelled: scored.flatMap((one) => one.unlabelled),
    agent_lists: { compared: compare(agents, lists), missing },
    real_logs: real,
  };
}

function describeSet({ name, made }: LabelledSet, outcomes: readonly Outcome[]): Accuracy["sets"][number] {
  return {
    name,
    made,
    labels: {
      collector: wanting(outcomes, "collector").length,
      benign: wanting(outcomes, "benign").length,
      judgement: wanting(outcomes, "judgement").length,
    },
    scores: scoresOf(outcomes),
  };
}
