/** Parses arguments by the table of commands, with commander; help texts come from the same table. */
import {
  Command as Commander,
  CommanderError,
  Option as CommanderOption,
  InvalidArgumentError,
} from "commander";
import { VedetteError } from "../errors.ts";
import type { Command, Values } from "./command.ts";

export interface Parsed {
  readonly command: Command;
  readonly arguments: readonly string[];
  readonly options: Values;
}

/** What parsing came to: a command to run, or text to show with an exit status. */
export type Outcome =
  | { readonly run: Parsed }
  | { readonly show: string; readonly status: number; readonly toStderr: boolean };

const exitStatusHelp = `
Exit status:
  0  done
  1  done, and the decision is at or above --fail-on
  2  an input was not recognised or not read to its end, or the command failed
`;

/** Parses a command line (without program name). */
export function parse(argv: readonly string[], commands: readonly Command[], version: string): Outcome {
  let shown = "";
  let parsed: Parsed | undefined;
  const program = new Commander("vedette")
    .description(
      "Says from logs who has been collecting client configuration (MITRE ATT&CK T1592.004), with the lines that prove it.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .showSuggestionAfterError(true)
    .addHelpText(
      "after",
      `${exitStatusHelp}\nExamples:\n  vedette triage /var/log/nginx/           triage a folder of logs\n  zcat access.log.gz | vedette triage -    read standard input\n`,
    );
  const quiet = (part: Commander) =>
    part.exitOverride().configureOutput({
      writeOut: (text) => {
        shown += text;
      },
      writeErr: (text) => {
        shown += text;
      },
    });
  quiet(program);
  for (const command of commands)
    quiet(program.addCommand(define(command, (run) => (parsed = run))).commands.at(-1) as Commander);
  if (argv.length === 0)
    return { show: program.helpInformation() + exitStatusHelp, status: 2, toStderr: true };
  try {
    program.parse(withLeftOut(argv, commands), { from: "user" });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    const status = thrown.exitCode === 0 ? 0 : 2;
    return { show: shown, status, toStderr: status !== 0 };
  }
  if (parsed === undefined)
    throw new VedetteError("usage.option", "Nothing to do.", { hint: "Run vedette --help." });
  return { run: parsed };
}

/** A value that was left out is put in, so that the word behind is no value: `--mask access.log`. */
function withLeftOut(argv: readonly string[], commands: readonly Command[]): string[] {
  const known =
    commands.find(({ name }) => name === argv[0])?.options.filter(({ optional }) => optional) ?? [];
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  return argv.map((word, index) => {
    const option = index < end ? known.find(({ name }) => word === `--${name}`) : undefined;
    const next = index + 1 < end ? argv[index + 1] : undefined;
    return option?.choices === undefined || option.choices.includes(next ?? "")
      ? word
      : `${word}=${option.choices[0]}`;
  });
}

function define(command: Command, parsed: (run: Parsed) => void): Commander {
  const part = new Commander(command.name)
    .summary(command.summary)
    .description(command.description)
    .helpOption("-h, --help", "show help");
  for (const argument of command.arguments) {
    const name = `${argument.name}${argument.many === true ? "..." : ""}`;
    part.argument(argument.required === true ? `<${name}>` : `[${name}]`, argument.says);
  }
  for (const option of command.options) {
    const flags = `${option.short === undefined ? "" : `-${option.short}, `}--${option.name}${option.value === undefined ? "" : ` <${option.value}>`}`;
    const defined = new CommanderOption(flags, option.says);
    if (option.choices !== undefined) defined.choices([...option.choices]);
    if (option.many === true)
      defined.argParser((value: string, before: readonly string[] | undefined) => {
        // A parser of its own takes the place of the one that checks choices.
        if (option.choices?.includes(value) === false)
          throw new InvalidArgumentError(`Allowed choices are ${option.choices.join(", ")}.`);
        return [...(before ?? []), value];
      });
    part.addOption(defined);
  }
  if (command.examples.length > 0) {
    part.addHelpText(
      "after",
      `\nExamples:\n${command.examples.map(({ line, says }) => `  ${line}\n      ${says}`).join("\n")}\n`,
    );
  }
  part.action((...given: unknown[]) => {
    const values = part.opts() as Record<string, string | boolean | string[]>;
    // Commander turns --no-color into color: false and --log-format into logFormat.
    const options: Record<string, string | boolean | readonly string[]> = {};
    for (const option of command.options) {
      const negated = option.name.startsWith("no-");
      const key = (negated ? option.name.slice(3) : option.name).replace(/-([a-z])/g, (_, letter: string) =>
        letter.toUpperCase(),
      );
      const value = values[key];
      if (negated) options[option.name] = value === false;
      else if (value !== undefined) options[option.name] = value;
    }
    const plain = given
      .slice(0, command.arguments.length)
      .flatMap((value) =>
        Array.isArray(value) ? (value as string[]) : value === undefined ? [] : [String(value)],
      );
    parsed({ command, arguments: plain, options });
  });
  return part;
}
