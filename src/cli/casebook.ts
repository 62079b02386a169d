/** `vedette casebook`: what people decide about cases, kept from run to run. */
import { closingReasons, actions as decisions, priorities, sorts, states } from "../casebook/model.ts";
import type { Command, Option } from "./command.ts";

/** What its first argument may be. */
export const actions = [
  "import",
  "list",
  "show",
  "note",
  "assign",
  "tag",
  "state",
  "override",
  "check",
  "close",
  "reopen",
  "merge",
  "unmerge",
  "proposals",
  "audit",
  "backup",
  "restore",
];

const typed = (name: string, value: string, says: string, more: Partial<Option> = {}): Option => ({
  name,
  value,
  typedOnly: true,
  says,
  ...more,
});
const many = { many: true } as const;

/** Where the casebook is; `review` takes the first of them too. */
export const bookOption = typed(
  "book",
  "file",
  "the casebook (default: casebook.db in the user's state folder)",
);

/** Options that choose cases. */
const filters: readonly Option[] = [
  typed("in", "state", "cases in this state", { ...many, choices: states }),
  typed("owner", "name", "cases of this owner; nobody for those without one", many),
  typed("tagged", "tag", "cases with this tag", many),
  typed("decision", "action", "cases with this decision: what was overridden, else the machine's", {
    ...many,
    choices: decisions,
  }),
  typed("priority", "priority", "cases with this priority", { ...many, choices: priorities }),
  typed("verdict", "reason", "cases closed for this reason", { ...many, choices: closingReasons }),
  typed("clause", "clause", "cases with a finding of this clause of the playbook", many),
  typed("indicator", "indicator", "cases with a finding of this indicator", many),
  typed("entity", "text", "cases of which an entity, the title or the id holds this text"),
  typed("from", "time", "cases active at this time or later: 2026-05-17, 2026-05-17T10:00Z, -6h"),
  typed("to", "time", "cases active at this time or earlier"),
];

export const casebookCommand: Command = {
  name: "casebook",
  summary: "keep what people decide about cases: state, owner, notes, closing, with an audit",
  description:
    "Import takes over the cases of a JSON report: new ones begin, known ones get the newest findings, and what people decided stays. The other actions change a case or show it; each change is one entry of an audit that cannot be changed unseen. Note, assign, tag, state, override, close and reopen work on one CASE, or with --all on every case that the options choose: first the exact number and a token are said, and with that --token it is done to exactly those.",
  arguments: [
    { name: "action", required: true, says: "what to do", choices: actions },
    {
      name: "name",
      many: true,
      says: "the case, and what is set: note CASE TEXT (- for standard input), assign CASE OWNER (nobody for none), tag CASE TAG, state CASE STATE, override CASE escalate|watch|close|none, check CASE CLAUSE done|not-applicable|open, merge CASE INTO, proposals accept|dismiss NUMBER; files of import, backup and restore",
      completes: "files",
    },
  ],
  options: [
    bookOption,
    typed("state", "folder", "the folder that holds casebook.db"),
    typed("as", "name", "who does it (default: the user)"),
    { name: "json", typedOnly: true, says: "print JSON" },
    typed("reason", "reason", "close: why", { choices: closingReasons }),
    typed(
      "why",
      "text",
      "close, reopen, override, merge, unmerge, dismiss, not-applicable, withdraw: the reason in words",
    ),
    typed("of", "case", "close as duplicate: of which case"),
    typed("remove", "tag", "tag: take this tag away", many),
    typed("edit", "number", "note: a new text for this note"),
    typed("withdraw", "number", "note: withdraw this note"),
    typed("seen", "version", "refuse where the case has another version than this"),
    { name: "all", typedOnly: true, says: "every case that the options choose" },
    typed("token", "token", "with --all: do it to the cases that this token stands for"),
    ...filters,
    typed("sort", "order", "list: by what", { choices: sorts }),
    { name: "reverse", typedOnly: true, says: "list: the other way round" },
    typed("limit", "number", "list, audit: how many (50)"),
    typed("after", "mark", "list: the next page; audit: entries after this number"),
    typed(
      "since",
      "number",
      "list: cases that changed after this entry of the audit, in the order of change",
    ),
    { name: "facets", typedOnly: true, says: "list: numbers of cases by value" },
    { name: "verify", typedOnly: true, says: "audit: check that it holds" },
    typed("head", "number:hash", "audit: with --verify, an earlier end that must still be in it"),
    typed("register", "file", "proposals accept: the register that the entry is added to", {
      typedOnly: false,
    }),
  ],
  examples: [
    { line: "vedette casebook import report.json", says: "take over the cases of a run" },
    { line: "vedette casebook list --in new --priority now", says: "what nobody has looked at yet" },
    {
      line: "vedette casebook close C-5f867083e4 --reason benign-positive --why 'our weekly scan'",
      says: "close a case, and get an entry for the register proposed",
    },
    {
      line: "vedette casebook close --all --entity 192.0.2.10 --reason false-positive --why 'the own scanner'",
      says: "says how many, and with which --token it is done",
    },
    { line: "vedette casebook audit --verify", says: "whether nobody changed the record" },
  ],
  run: async (given) => (await import("./run/casebook.ts")).run(given),
};
