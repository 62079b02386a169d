/** `vedette completion`: scripts for shells, made from the same table as the parser. */
import type { Command, Invocation, Option } from "./command.ts";

/** Makes the command for a table of commands (which includes itself). */
export function completionCommand(commands: () => readonly Command[]): Command {
  return {
    name: "completion",
    summary: "print a completion script for a shell",
    description: "Prints a completion script. Load it from the shell's start file.",
    arguments: [
      { name: "shell", required: true, says: "bash, zsh or fish", choices: ["bash", "zsh", "fish"] },
    ],
    options: [],
    examples: [
      { line: "source <(vedette completion bash)", says: "in ~/.bashrc" },
      {
        line: "source <(vedette completion zsh)",
        says: "in ~/.zshrc, behind `autoload -Uz compinit && compinit`",
      },
      { line: "vedette completion fish > ~/.config/fish/completions/vedette.fish", says: "for fish" },
    ],
    async run({ arguments: [shell], effects }: Invocation): Promise<number> {
      const script = { bash, zsh, fish }[shell ?? ""];
      if (script === undefined) {
        effects.stderr("vedette: completion knows bash, zsh and fish\n");
        return 2;
      }
      effects.stdout(script(commands()));
      return 0;
    },
  };
}

function flags(option: Option): string[] {
  return [...(option.short === undefined ? [] : [`-${option.short}`]), `--${option.name}`];
}

function bash(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const words = command.options.flatMap(flags).concat("-h", "--help");
    const values = command.options
      .filter(({ choices }) => choices !== undefined)
      .map(
        (option) =>
          `      ${flags(option).join("|")}) COMPREPLY=($(compgen -W "${option.choices?.join(" ")}" -- "$word")); return ;;`,
      );
    const first = command.arguments[0]?.choices?.join(" ");
    const files = 'COMPREPLY=($(compgen -f -- "$word"))';
    const plain =
      first === undefined
        ? files
        : `if [[ $COMP_CWORD -eq 2 ]]; then COMPREPLY=($(compgen -W "${first}" -- "$word"));${command.arguments.length > 1 ? ` else ${files};` : ""} fi`;
    return `    ${command.name})
      case "$before" in
${values.join("\n")}
      esac
      if [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$word")); else ${plain}; fi ;;`;
  });
  return `# bash completion for vedette
_vedette() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  if [[ $COMP_CWORD -eq 1 ]]; then COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(" ")} --help --version" -- "$word")); return; fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
  esac
}
complete -o filenames -F _vedette vedette
`;
}

/** A text inside a specification between single quotes: what parts its pieces is escaped. */
function zshWord(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("'", "'\\''")
    .replace(/[[\]:]/g, (sign) => `\\${sign}`);
}

function zsh(commands: readonly Command[]): string {
  const cases = commands.map((command) => {
    const specs = command.options.map((option) => {
      const offered =
        option.choices === undefined
          ? option.value === "file"
            ? "_files"
            : option.value === "folder"
              ? "_files -/"
              : " "
          : `(${option.choices.join(" ")})`;
      const value = option.value === undefined ? "" : `:${zshWord(option.value)}:${offered}`;
      const rest = `[${zshWord(option.says)}]${value}'`;
      const names = flags(option);
      // Of two names for one option only one is offered at a time.
      return option.many === true || names.length === 1
        ? `        '${option.many === true ? "*" : ""}--${option.name}${rest}`
        : `        '(${names.join(" ")})'{${names.join(",")}}'${rest}`;
    });
    const plain = command.arguments.map(
      (argument) =>
        `        '${argument.many === true ? "*" : ""}:${zshWord(argument.name)}:${argument.choices === undefined ? "_files" : `(${argument.choices.join(" ")})`}'`,
    );
    return `    ${command.name})
      _arguments \\\n${[...specs, ...plain, "        '--help[show help]'"].join(" \\\n")} ;;`;
  });
  return `#compdef vedette
_vedette() {
  local -a commands
  commands=(
${commands.map(({ name, summary }) => `    '${name}:${zshWord(summary)}'`).join("\n")}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  local command="$words[2]"
  shift words
  (( CURRENT-- ))
  case "$command" in
${cases.join("\n")}
  esac
}
# Loaded by completion from a folder of $fpath, this file is the function; sourced, it registers it.
if [[ "\${funcstack[1]}" == _vedette ]]; then _vedette "$@"
elif (( $+functions[compdef] )); then compdef _vedette vedette
else print -u2 "vedette: run 'autoload -Uz compinit && compinit' in ~/.zshrc before loading this"
fi
`;
}

function fish(commands: readonly Command[]): string {
  const quote = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
  const lines = ["# fish completion for vedette"];
  for (const command of commands) {
    lines.push(
      `complete -c vedette -n __fish_use_subcommand -f -a ${command.name} -d ${quote(command.summary)}`,
    );
    for (const option of command.options) {
      const short = option.short === undefined ? "" : ` -s ${option.short}`;
      const value =
        option.value === undefined
          ? ""
          : option.choices === undefined
            ? " -r"
            : ` -x -a ${quote(option.choices.join(" "))}`;
      lines.push(
        `complete -c vedette -n '__fish_seen_subcommand_from ${command.name}' -l ${option.name}${short}${value} -d ${quote(option.says)}`,
      );
    }
    const first = command.arguments[0]?.choices;
    if (first !== undefined)
      lines.push(
        `complete -c vedette -n '__fish_seen_subcommand_from ${command.name}'${command.arguments.length > 1 ? "" : " -f"} -a '${first.join(" ")}'`,
      );
  }
  return `${lines.join("\n")}\n`;
}
