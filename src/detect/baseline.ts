/**
 * How common agents are beyond the logs of a run: in a baseline of earlier logs, and in the world.
 */
import type { Content } from "../content/load.ts";
import type { Engine } from "../engine/engine.ts";
import type { Baseline } from "./baseline-file.ts";

/** What a file of a baseline says it is. */
export const baselineSchemaName = "vedette.baseline/v1";

/**
 * Tables of what is common in the world and in a baseline, as parts that content may name. They are called as those of
 * catalogues are, which a kept store throws away when it is opened.
 */
export async function commonnessParts(
  engine: Engine,
  content: Content,
  baseline: Baseline | undefined,
): Promise<Record<string, string>> {
  await engine.run("CREATE TABLE catalogue_agent_share (template String, share Float64) ENGINE = Memory");
  await engine.run(
    "CREATE TABLE catalogue_baseline_agents (template String, clients UInt32, days UInt32) ENGINE = Memory",
  );
  await engine.run("CREATE TABLE catalogue_baseline_paths (domain String, path String) ENGINE = Memory");
  await engine.insert("catalogue_agent_share", content.agentShare.shares);
  if (baseline !== undefined && baseline.agents.length > 0)
    await engine.insert(
      "catalogue_baseline_agents",
      baseline.agents.map(({ template, clients, days }) => ({ template, clients, days })),
    );
  if (baseline !== undefined && baseline.paths.length > 0)
    await engine.insert(
      "catalogue_baseline_paths",
      baseline.paths.map(({ domain, path }) => ({ domain, path })),
    );
  return {
    agent_share: "catalogue_agent_share",
    baseline_agents: "catalogue_baseline_agents",
    baseline_paths: "catalogue_baseline_paths",
    baseline_clients: `toUInt64(${baseline?.clients ?? 0})`,
    baseline_days: `toUInt64(${baseline?.days ?? 0})`,
  };
}
