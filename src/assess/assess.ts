/** From findings to a decision: the whole of DESIGN section 7, as one value. */
import type { Content } from "../content/load.ts";
import type { Detection } from "../detect/indicators.ts";
import type { Parts } from "../detect/profiles.ts";
import type { Engine } from "../engine/engine.ts";
import type { SourceReport } from "../ingest/source.ts";
import { makeCases } from "./cases.ts";
import { type CoverageFacts, countOutside, coverageOf } from "./coverage.ts";
import { decide } from "./decision.ts";
import { gatherEntities } from "./entities.ts";
import { agentFacts, sourceFacts } from "./identity.ts";
import type { Case, Coverage, Decision, Entity, QuestionAnswer } from "./model.ts";
import { answerQuestions } from "./questions.ts";

export interface Assessment {
  readonly entities: readonly Entity[];
  readonly cases: readonly Case[];
  readonly coverage: readonly Coverage[];
  readonly questions: readonly QuestionAnswer[];
  readonly decision: Decision;
}

/** Assesses a run's findings. `parts` is undefined where no source was read. */
export async function assess(
  engine: Engine,
  content: Content,
  parts: Parts | undefined,
  detection: Detection,
  sources: readonly SourceReport[],
  coverageFacts: CoverageFacts,
): Promise<Assessment> {
  const named = (type: string) => [
    ...new Set(
      detection.findings
        .filter((finding) => (type === "user_agent") === (finding.entityType === "user_agent"))
        .map(({ entityValue }) => entityValue),
    ),
  ];
  const facts = parts === undefined ? new Map() : await sourceFacts(engine, parts, named("ip"));
  const agents = parts === undefined ? new Map() : await agentFacts(engine, parts, named("user_agent"));
  const entities = gatherEntities(
    detection.findings,
    facts,
    agents,
    content.policy,
    coverageFacts.clientsHidden,
  );
  const cases = makeCases(entities, sources, content.policy);
  const coverage = coverageOf(content.playbook, sources, coverageFacts);
  const questions = answerQuestions(content.playbook, entities, coverage, detection.runs, content.indicators);
  const events = sources.reduce((sum, source) => sum + source.events, 0);
  const outside = sources.reduce((sum, source) => sum + countOutside(source), 0);
  return {
    entities,
    cases,
    coverage,
    questions,
    decision: decide({ cases, entities, coverage, events, outside }),
  };
}
