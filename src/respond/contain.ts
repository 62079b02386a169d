/** Containment of a case (C1): what could be blocked, what that would have cost on the history, and the files of each product. */

import type { Case } from "../assess/model.ts";
import type { Engine, Row } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import type { OpenTriage } from "../triage/triage.ts";
import { counted } from "../words.ts";
import { type Candidate, impactOf, type LeftOut, nameOf, type Weighed, weigh } from "./candidates.ts";
import { type HistoryRow, historyOf } from "./history.ts";
import { commonAgentSql } from "./history-rows.ts";
import { type Stops, stopsOf } from "./matching.ts";
import { type AgentStanding, never, overlap } from "./never.ts";
import { neverDomain, outgoingOf } from "./outgoing.ts";
import { type Rendered, shapeOf, type Target } from "./target.ts";

/** What somebody asks for. */
export interface ContainRequest {
  readonly one: Case;
  readonly targets: readonly Target[];
  readonly ticket: string | undefined;
  readonly fromMs: number;
  readonly expiresMs: number;
  /** Which block; the recommended one where none is named. */
  readonly kind: Candidate["kind"] | undefined;
  /** Networks that may be blocked though others come from them, too. */
  readonly shared: readonly string[];
  readonly allowReserved: boolean;
  /** Folder in which the products will find the files; undefined for their usual ones. */
  readonly place: string | undefined;
}

export interface TargetFiles {
  readonly target: Target;
  /** Undefined where it can match nothing of the block. */
  readonly rendered: Rendered | undefined;
  /** Requests of the case that its files stop. */
  readonly stopped: number;
  readonly leftOut: readonly LeftOut[];
}

export interface Containment {
  readonly request: ContainRequest;
  readonly weighed: Weighed;
  /** The block that the files are of. */
  readonly chosen: Candidate | undefined;
  readonly files: readonly TargetFiles[];
  /** What each matcher would have stopped by itself, by its key. */
  readonly stops: ReadonlyMap<string, Stops>;
}

/** Weighs blocks of a case and writes those of some products. */
export async function contain(open: OpenTriage, request: ContainRequest): Promise<Containment> {
  const { engine, parts, result } = open;
  if (parts === undefined)
    throw new VedetteError("usage.option", "No record was read, so nothing can be weighed.");
  const history = await historyOf(engine, parts, result.sources, request.one, result.assessment.entities);
  const standings = await standingsOf(engine, parts.agents ?? "", [
    ...new Set(history.filter(({ malicious }) => malicious).map(({ agent }) => agent)),
  ]);
  const all = {
    content: result.content,
    inside: open.inside,
    trusted: open.trusted,
    register: open.request.register?.entries ?? [],
    allowReserved: request.allowReserved,
  };
  const shared = (network: string) => request.shared.some((one) => overlap(one, network));
  const outgoing = await outgoingOf(engine, parts, request.one);
  const weighed = bothWays(
    weigh(history, (matcher) => never(matcher, all, standings), {
      shared,
      common: (agent) => standings.get(agent)?.common === true,
    }),
    weigh(outgoing.history, ({ domain = "" }) => neverDomain(domain, outgoing.standings, all.register)),
  );
  const chosen =
    request.kind === undefined
      ? weighed.recommended
      : // What was asked for by name is written with what it costs.
        weighed.candidates
          .filter(({ kind, matchers }) => kind === request.kind && matchers.length > 0)
          .at(request.shared.length > 0 ? -1 : 0);
  const files =
    chosen === undefined
      ? []
      : request.targets.map((target) =>
          filesOf(target, chosen, request, chosen.kind === "destination" ? outgoing.history : history),
        );
  const matchers = weighed.candidates.flatMap((one) => one.matchers);
  return { request, weighed, chosen, files, stops: stopsOf(matchers, [...history, ...outgoing.history]) };
}

/** What comes in and what goes out, weighed apart: no product stops both. */
function bothWays(incoming: Weighed, outgoing: Weighed): Weighed {
  if (outgoing.candidates.length === 0) return incoming;
  if (incoming.candidates.length === 0) return outgoing;
  return {
    candidates: [...incoming.candidates, ...outgoing.candidates],
    recommended: incoming.recommended ?? outgoing.recommended,
    because: `${incoming.because} Its hosts outside are a block of their own: --kind destination.`,
  };
}

function filesOf(
  target: Target,
  chosen: Candidate,
  request: ContainRequest,
  history: readonly HistoryRow[],
): TargetFiles {
  const leftOut: LeftOut[] = [];
  const matchers = chosen.matchers.filter((matcher) => {
    const because = target.shapes.includes(shapeOf(matcher))
      ? target.cannot?.(matcher)
      : `${target.title} cannot match ${shapeOf(matcher).replaceAll("-", " ")}`;
    if (because !== undefined) leftOut.push({ what: nameOf(matcher), because });
    return because === undefined;
  });
  const { stopped } = leftOut.length === 0 ? chosen.impact : impactOf(matchers, history);
  return {
    target,
    rendered:
      matchers.length === 0
        ? undefined
        : target.render({
            caseId: request.one.id,
            ticket: request.ticket,
            reason: `${counted(stopped, "request")} of case ${request.one.id}`,
            fromMs: request.fromMs,
            expiresMs: request.expiresMs,
            place: request.place,
            matchers,
          }),
    stopped,
    leftOut,
  };
}

/** What is known of agents, as far as a block by agent alone asks. */
async function standingsOf(
  engine: Engine,
  agents: string,
  named: readonly string[],
): Promise<Map<string, AgentStanding>> {
  if (agents === "" || named.length === 0) return new Map();
  const rows: Row[] = [];
  for (let at = 0; at < named.length; at += atOnce)
    rows.push(
      ...(await engine.rows(
        `SELECT agent, multiIf(name != '', name, class = 'anonymous', 'many a program', 'an ordinary browser') AS name, ${commonAgentSql} AS common FROM ${agents} WHERE agent IN ({named:Array(String)}) ORDER BY agent`,
        { named: named.slice(at, at + atOnce) },
      )),
    );
  return new Map(
    rows.map((row) => [
      String(row.agent),
      {
        common: Number(row.common) === 1,
        name: String(row.name),
      },
    ]),
  );
}

/** Agents that one statement looks up. All are: one that is not could be a browser's among thousands made up. */
const atOnce = 5000;
