/** The table of commands, and the run of one command line over it. */
import type { Readable } from "node:stream";
import type { Effects } from "../effects.ts";
import { baselineCommand } from "./baseline.ts";
import { briefCommand } from "./brief.ts";
import { casebookCommand } from "./casebook.ts";
import type { Command } from "./command.ts";
import { completionCommand } from "./completion.ts";
import { containCommand } from "./contain.ts";
import { eraseCommand } from "./erase.ts";
import { eventsCommand } from "./events.ts";
import { explainCommand } from "./explain.ts";
import { formatsCommand } from "./formats.ts";
import { huntCommand } from "./hunt.ts";
import { intelCommand } from "./intel.ts";
import { justifyCommand } from "./justify.ts";
import { parse } from "./parse.ts";
import { playbookCommand } from "./playbook.ts";
import { showProblem, statusOf } from "./problems.ts";
import { protectMailCommand } from "./protect-mail.ts";
import { recogniseCommand } from "./recognise.ts";
import { reviewCommand } from "./review.ts";
import { reviewControlsCommand } from "./review-controls.ts";
import { rulesCommand } from "./rules.ts";
import { schemaCommand } from "./schema.ts";
import { serveCommand } from "./serve.ts";
import { withSettings } from "./settings.ts";
import { sigmaCommand } from "./sigma.ts";
import { sqlCommand } from "./sql.ts";
import { triageCommand } from "./triage.ts";
import { toolVersion } from "./version.ts";

/** All commands, in the order of help. */
export const commands: readonly Command[] = [
  triageCommand,
  serveCommand,
  eventsCommand,
  recogniseCommand,
  explainCommand,
  briefCommand,
  containCommand,
  protectMailCommand,
  reviewControlsCommand,
  reviewCommand,
  casebookCommand,
  eraseCommand,
  rulesCommand,
  baselineCommand,
  intelCommand,
  justifyCommand,
  huntCommand,
  sqlCommand,
  schemaCommand,
  playbookCommand,
  sigmaCommand,
  formatsCommand,
  completionCommand(() => commands),
];

/** Where standard input comes from. */
export interface Input {
  readonly stdin: Readable;
  readonly stdinIsTerminal: boolean;
}

/** Runs a command line (without program name); the number is the exit status. Failures are shown, not thrown. */
export async function runCommandLine(
  argv: readonly string[],
  effects: Effects,
  input: Input,
): Promise<number> {
  try {
    const outcome = parse(argv, commands, toolVersion());
    if ("show" in outcome) {
      (outcome.toStderr ? effects.stderr : effects.stdout)(outcome.show);
      return outcome.status;
    }
    const { command, arguments: given, options } = outcome.run;
    return await command.run({
      arguments: given,
      options: await withSettings(options, command.options, effects),
      effects,
      ...input,
    });
  } catch (thrown) {
    effects.stderr(showProblem(thrown));
    if (effects.env("VEDETTE_DEBUG") === "1" && thrown instanceof Error) effects.stderr(`${thrown.stack}\n`);
    return statusOf(thrown);
  }
}
