/** Runs a command line in this process: same code as the program, captured streams. */
import { Readable } from "node:stream";
import { runCommandLine } from "../../src/cli/commands.ts";
import type { ReportDocument } from "../../src/report/model.ts";
import { silentEffects } from "./effects.ts";

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Temporary folders left behind. */
  readonly left: readonly string[];
}

export interface Surroundings {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
}

export async function vedette(
  argv: readonly string[],
  { stdin = "", env = {} }: Surroundings = {},
): Promise<Outcome> {
  const effects = silentEffects(env);
  const status = await runCommandLine(argv, effects, {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdinIsTerminal: false,
  });
  return { status, stdout: effects.out.text, stderr: effects.err.text, left: [...effects.left] };
}

/** A triage with `--json`, and its document. */
export async function triageJson(
  argv: readonly string[],
  surroundings: Surroundings = {},
): Promise<Outcome & { readonly report: ReportDocument }> {
  const outcome = await vedette(["triage", "--json", ...argv], surroundings);
  if (outcome.stdout === "") throw new Error(`no report; standard error said:\n${outcome.stderr}`);
  return { ...outcome, report: JSON.parse(outcome.stdout) as ReportDocument };
}
