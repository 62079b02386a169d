/** Entries of the audit as sentences. What an entry has besides stands in its fields. */
import type { AuditEntry } from "./model.ts";
import { counted } from "./times.ts";
import { wordOf } from "./words.ts";

type Detail = AuditEntry["detail"];

/** Characters of a text that somebody wrote, within a sentence. */
const textMost = 200;

function text(detail: Detail, name: string): string {
  const value = detail[name];
  return typeof value === "string" || typeof value === "number" ? String(value).slice(0, textMost) : "";
}

const word = (detail: Detail, name: string) => wordOf(text(detail, name));

function list(detail: Detail, name: string): string {
  const value = detail[name];
  return Array.isArray(value) ? value.map(String).join(", ").slice(0, textMost) : "";
}

/** `: reason`, or nothing. */
function because(detail: Detail, ...names: readonly string[]): string {
  const said = names.map((name) => text(detail, name)).find((one) => one !== "");
  return said === undefined ? "" : `: ${said}`;
}

function many(detail: Detail, name: string, one: string, more = `${one}s`): string {
  const value = detail[name];
  return typeof value === "number" && value > 0 ? counted(value, one, more) : "";
}

/** `before → after`, or what it is now. */
function step(detail: Detail, from: string, to: string): string {
  return [from, to]
    .map((name) => word(detail, name))
    .filter((one) => one !== "")
    .join(" → ");
}

const joined = (parts: readonly string[]) => parts.filter((part) => part !== "").join(", ");

function pair(detail: Detail, name: string): string {
  const value = detail[name];
  if (!Array.isArray(value) || value.length !== 2) return "";
  return value[0] === value[1] ? `other ${name}, ${value[0]} as before` : `${name} ${value[0]} → ${value[1]}`;
}

function entryOf(detail: Detail): Detail {
  const entry = detail.entry ?? detail.body;
  return typeof entry === "object" && entry !== null ? (entry as Detail) : {};
}

const sentences: Readonly<Record<string, (detail: Detail) => string>> = {
  "case.created": (d) =>
    `A look found it: ${joined([text(d, "action"), text(d, "priority"), many(d, "entities", "entity", "entities"), many(d, "findings", "finding")])}`,
  "case.updated": (d) =>
    `A look changed it: ${joined([pair(d, "action"), pair(d, "priority"), pair(d, "entities"), pair(d, "findings")]) || list(d, "changed").replaceAll("_", " ")}`,
  "case.folded": (d) => `${text(d, "from")} and this are one case, a look found`,
  "case.set-aside": (d) => `Nothing of it is found any more; the register explains it: ${list(d, "entries")}`,
  "case.set-aside-ended": (d) => `The register explains it no more: ${list(d, "entries")}`,
  "case.state": (d) => `State: ${step(d, "from", "to")}`,
  "case.assigned": (d) =>
    text(d, "to") === ""
      ? `Taken from ${text(d, "from")}`
      : `Given to ${text(d, "to")}${text(d, "from") === "" ? "" : `, before ${text(d, "from")}`}`,
  "case.tagged": (d) =>
    `Tags: ${joined([list(d, "added") && `added ${list(d, "added")}`, list(d, "removed") && `removed ${list(d, "removed")}`])}`,
  "case.closed": (d) =>
    `Closed as ${word(d, "reason")}${text(d, "duplicate_of") === "" ? "" : ` of ${text(d, "duplicate_of")}`}${because(d, "note")}`,
  "case.reopened": (d) =>
    `Opened again${text(d, "closed_as") === "" ? "" : `; it was closed as ${word(d, "closed_as")}`}${because(d, "reason")}`,
  "case.override": (d) =>
    `Action replaced: ${text(d, "from")} → ${text(d, "to")}, the machine's is ${text(d, "machine")}${because(d, "reason")}`,
  "case.override-withdrawn": (d) =>
    `The machine's action holds again: ${text(d, "to")}${because(d, "reason")}`,
  "case.checked": (d) => `${text(d, "clause")}: ${step(d, "from", "to")}${because(d, "reason")}`,
  "case.merged": (d) => `${text(d, "from")} was merged into it${because(d, "note")}`,
  "case.unmerged": (d) => `${text(d, "out")} was taken out again${because(d, "note")}`,
  "note.added": (d) => `Note ${text(d, "note")} written`,
  "note.edited": (d) => `Note ${text(d, "note")} edited, now its ${text(d, "edition")}. text`,
  "note.withdrawn": (d) => `Note ${text(d, "note")} withdrawn${because(d, "reason")}`,
  "proposal.made": (d) => `Proposal ${text(d, "proposal")} made, for the ${text(d, "kind")}`,
  "proposal.accepted": (d) => `Proposal ${text(d, "proposal")} accepted`,
  "proposal.dismissed": (d) => `Proposal ${text(d, "proposal")} dismissed${because(d, "reason")}`,
  "proposal.withdrawn": (d) => `Proposal ${text(d, "proposal")} withdrawn: its case is open again`,
  "proposal.impossible": (d) => `No entry of the register can be proposed${because(d, "because")}`,
  "register.added": (d) => {
    const entry = entryOf(d);
    return `Justified in the register until ${text(entry, "expires")}, by ${text(entry, "owner")}${because(entry, "reason")}`;
  },
  "register.withdrawn": (d) => `Entry ${text(d, "entry")} of the register withdrawn${because(d, "reason")}`,
  "report.applied": (d) =>
    `A look was taken over: ${joined([many(d, "created", "case is new", "cases are new"), many(d, "updated", "changed", "changed"), many(d, "folded", "folded into another", "folded into others"), many(d, "reopened", "opened again", "opened again")]) || "answers and steps changed"}`,
  "records.removed": (d) =>
    `${many(d, "records", "record")} removed because of age or size${text(d, "until") === "" ? "" : `, up to ${text(d, "until")}`}`,
  "hunt.saved": (d) => `Hunt ${text(d, "hunt")} saved${because(d, "name")}`,
  "hunt.changed": (d) => `Hunt ${text(d, "hunt")} changed${because(d, "name")}`,
  "hunt.removed": (d) => `Hunt ${text(d, "hunt")} removed${because(d, "name")}`,
  "destination.added": (d) => `Others are told of changes${because(d, "name")}`,
  "destination.changed": (d) => `Destination changed${because(d, "name")}`,
  "destination.removed": (d) => `Destination removed${because(d, "name")}`,
  "destination.secret": (d) => `Destination got a new secret${because(d, "name")}`,
  "destination.off": (d) => `Destination switched off${because(d, "because", "name")}`,
  "files.given": (d) =>
    `Files taken away: ${joined([text(d, "what").replaceAll("-", " "), Array.isArray(d.files) ? counted(d.files.length, "file") : ""])}`,
  "sign-in.password": (d) => `Signed in with a password, from ${text(d, "network")}`,
  "sign-in.provider": (d) =>
    `Signed in by ${text(d, "issuer")} as ${text(d, "role")}, from ${text(d, "network")}`,
  "sign-in.refused": (d) => `Refused at ${text(d, "issuer")}${because(d, "because")}`,
  "account.first": (d) => `First account made: ${text(d, "account")}, ${text(d, "role")}`,
  "account.added": (d) => `Account made: ${text(d, "account")}, ${text(d, "role")}`,
  "account.changed": (d) =>
    `Account ${text(d, "account")}: ${joined([text(d, "role") && `role ${text(d, "role")}`, d.disabled === true ? "disabled" : d.disabled === false ? "allowed again" : ""])}`,
  "account.password": (d) => `Password of ${text(d, "account")} changed`,
  "account.sessions-ended": (d) =>
    `Sessions of ${text(d, "account")} ended${many(d, "sessions", "session") && `: ${many(d, "sessions", "session")}`}`,
  "token.made": (d) => `Token made: ${text(d, "name")}, ${text(d, "role")}`,
  "token.taken-back": (d) => `Token taken back: ${text(d, "name")}`,
  "book.backed-up": (d) => `The casebook was copied${because(d, "file")}`,
  "book.restored": (d) => `The casebook was taken up from a copy${because(d, "from")}`,
};

/** Without a full stop. */
export function sentenceOf({ act, detail }: Pick<AuditEntry, "act" | "detail">): string {
  const known = Object.hasOwn(sentences, act) ? sentences[act] : undefined;
  if (known !== undefined) return known(detail);
  const said = Object.keys(detail).flatMap((name) => text(detail, name) || []);
  return joined([act.replace(/^[a-z]+\./, "").replaceAll(/[.-]/g, " "), ...said]);
}
