/** Runs the program itself, as a user would, on the inputs of a set. */
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { z } from "zod";
import { contentFolder } from "../../src/content/load.ts";

export const root = dirname(contentFolder());

const entity = z.object({
  id: z.string(),
  type: z.string(),
  value: z.string(),
  action: z.enum(["escalate", "watch", "justified", "close"]),
  findings: z.array(z.string()),
});
const report = z.object({
  tool: z.object({ content_sha256: z.string() }),
  sources: z.array(
    z.object({ path: z.string(), lines: z.number(), events: z.number(), rejected: z.number() }),
  ),
  entities: z.array(entity),
  findings: z.array(z.object({ id: z.string(), indicator: z.string() })),
  indicators: z.array(z.object({ id: z.string() })),
  notes: z.array(z.string()),
});

export type Report = z.infer<typeof report>;
export type ReportedEntity = Report["entities"][number];

const outputBytesMax = 512 * 1024 * 1024;

/** Settings of whoever runs this must not change the score, so that the program is started without them. */
export function program(given: readonly string[], folder: string): string {
  const kept = Object.entries(process.env).filter(
    ([name]) => !name.startsWith("VEDETTE_") && name !== "XDG_CONFIG_HOME",
  );
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(root, "dist", "src", "cli", "main.js"), ...given],
    {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: outputBytesMax,
      env: { ...Object.fromEntries(kept), XDG_CONFIG_HOME: join(root, "dist", "no-settings") },
    },
  );
  // 2 with output: an input was not read to its end, which the sources of the report tell.
  if (error !== undefined || stdout === "")
    throw new Error(`vedette ${given[0]} in ${folder}: ${stderr.trim()}`, { cause: error });
  if (status !== 0)
    process.stderr.write(`vedette ${given[0]} in ${folder} ended with ${status}: ${stderr.trim()}\n`);
  return stdout;
}

/** `internal` names the organisation's own networks. */
export function triage(folder: string, inputs: readonly string[], internal: readonly string[] = []): Report {
  const own = internal.flatMap((network) => ["--internal", network]);
  return report.parse(JSON.parse(program(["triage", "--quiet", "--json", ...own, "--", ...inputs], folder)));
}

/**
 * The agents that each client sent in web requests; an agent that was not sent is an empty text. Where a proxy names the
 * client, the last address of its list is the one that the proxy itself saw.
 */
export function agentsByAddress(folder: string, inputs: readonly string[]): Map<string, Set<string>> {
  const agents = new Map<string, Set<string>>();
  for (const line of program(["events", "--quiet", "--", ...inputs], folder).split("\n")) {
    if (line === "") continue;
    const event = JSON.parse(line) as Record<string, string | undefined>;
    const client = event.forwarded_for?.split(",").at(-1)?.trim() ?? event.source_ip;
    if (event.kind !== "web" || client === undefined) continue;
    agents.set(client, (agents.get(client) ?? new Set()).add(event.user_agent_original ?? ""));
  }
  return agents;
}
