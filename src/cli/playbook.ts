/** `vedette playbook`: playbooks of others, and the built-in one for others. */
import type { Command } from "./command.ts";

/** What its first argument may be. */
export const actions = ["import", "export", "show"];

export const playbookCommand: Command = {
  name: "playbook",
  summary: "bring in playbooks of others, show them, hand out the built-in one",
  description:
    "Import reads a playbook's Markdown table, gives each item a clause id, binds it to the indicators and steps that there are, and writes it as YAML for `vedette triage --playbook`; what a person has to do is marked. Export writes the built-in playbook, or a given one, as such a table or as CACAO 2.0. Show prints clauses and bindings.",
  arguments: [
    { name: "action", required: true, says: "import, export or show", choices: actions },
    {
      name: "file",
      says: "the playbook, Markdown or YAML; the built-in one where none is named",
      completes: "files",
    },
  ],
  options: [
    { name: "output", short: "o", value: "file", typedOnly: true, says: "import, export: write to a file" },
    {
      name: "format",
      value: "format",
      typedOnly: true,
      choices: ["md", "cacao"],
      says: "export: md (default) or cacao",
    },
    { name: "json", says: "show: print the playbook as JSON" },
    { name: "quiet", short: "q", says: "no notes on standard error" },
  ],
  examples: [
    { line: "vedette playbook import ours.md -o ours.yaml", says: "a playbook from a table" },
    {
      line: "vedette playbook export --format cacao -o t1592-004.json",
      says: "the built-in one as CACAO 2.0",
    },
    { line: "vedette playbook show ours.yaml", says: "what is bound, and what a person has to do" },
  ],
  run: async (given) => (await import("./run/playbook.ts")).run(given),
};
