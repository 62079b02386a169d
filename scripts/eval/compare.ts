/** The same labelled clients, judged by their agents alone: lists that others keep, beside the program. */
import type { AgentList } from "./agent-lists.ts";
import { type Quality, quality, wanting } from "./count.ts";
import { isFlagged, type Outcome } from "./score.ts";

export interface Compared {
  readonly name: string;
  readonly says: string;
  readonly quality: Quality;
  readonly judgement: number;
}

/** Addresses of web logs with the agents they sent; the others have none to judge. */
export type Agents = ReadonlyMap<Outcome, ReadonlySet<string>>;

export function compare(agents: Agents, lists: readonly AgentList[]): Compared[] {
  const outcomes = [...agents.keys()];
  const row = (name: string, says: string, hit: (outcome: Outcome) => boolean): Compared => ({
    name,
    says,
    quality: quality(outcomes, hit),
    judgement: wanting(outcomes, "judgement").filter(hit).length,
  });
  return [
    row("Vedette, flagged", "agents, paths and behaviour; watch or escalate", ({ verdict }) =>
      isFlagged(verdict),
    ),
    row("Vedette, escalated", "the same, escalate only", ({ verdict }) => verdict === "escalate"),
    row("Vedette, findings on agents", "`ua.*` findings of any action", ({ indicators }) =>
      indicators.some((id) => id.startsWith("ua.")),
    ),
    ...lists.map(({ name, says, matches }) =>
      row(name, says, (outcome) => [...(agents.get(outcome) ?? [])].some(matches)),
    ),
  ];
}
