/** The contract of content/catalogues/agent-share.yaml: how common agents are among real browsers. */
import { z } from "zod";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** Shares of agents, versions folded; generated from public data by scripts/agent-share.ts. */
export const agentShare = z.strictObject({
  catalogue: z.literal("agent-share"),
  source: z.string(),
  package: z.string(),
  package_version: z.string(),
  licence: z.string(),
  copyright: z.string(),
  date: day,
  shares: z.array(z.strictObject({ template: z.string(), share: z.number().min(0).max(1) })),
});
export type AgentShare = z.infer<typeof agentShare>;

/** The text of an agent with its versions folded, as content/profiles/agents.yaml folds it. */
export function agentTemplate(agent: string): string {
  return agent.replace(/[0-9]+(?:[._][0-9]+)*/g, "N");
}
