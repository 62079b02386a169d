/** A person as records name one: an address, a user or a mail address, and the forms in which text holds it. */
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { VedetteError } from "../errors.ts";
import { personKinds } from "../person-kinds.ts";

export interface Person {
  readonly kind: (typeof personKinds)[number];
  readonly value: string;
}

/** What is looked for: the same pattern for RE2 (of the engine) and for JavaScript with the flags `iu`. */
export interface PersonPattern {
  /** Texts, each a form of the value: as it is, percent-encoded once and twice, as JSON escapes it. */
  readonly forms: readonly string[];
  /** A form of the value and one character on both sides, where there is one: groups 1, 2 and 3. */
  readonly source: string;
}

/** Shorter names would be found everywhere. */
const charactersMin = 3;

/**
 * @throws VedetteError `usage.option` where the value is none of its kind
 */
export function personOf(kind: string, value: string): Person {
  const wrong = (says: string, hint: string) => new VedetteError("usage.option", says, { hint });
  if (!personKinds.some((one) => one === kind))
    throw wrong(
      "It is not said what is to be erased.",
      `Say one of ${personKinds.join(", ")}, and its value.`,
    );
  const person = { kind: kind as Person["kind"], value: value.trim() };
  if (kind === "address" && isIP(person.value) === 0)
    throw wrong("That is no IP address.", "Write one whole address, such as 192.0.2.10.");
  if (kind === "mail" && !/^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/.test(person.value))
    throw wrong("That is no mail address.", "Write it as name@host.");
  if (person.value.length < charactersMin || /[\p{Cc}\p{Cs}]/u.test(person.value))
    throw wrong(
      `A name of less than ${charactersMin} characters stands everywhere.`,
      "Write the account's whole name, with its domain.",
    );
  return person;
}

export function patternOf({ kind, value }: Person): PersonPattern {
  const forms = [...new Set(kind === "address" ? addressForms(value) : nameForms(value))];
  const any = [...forms]
    .sort((a, b) => b.length - a.length)
    .map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
    .join("|");
  const [before, after] = kind === "address" ? addressEdges(value) : nameEdges;
  return { forms, source: `(${before})(${any})(${after})` };
}

function addressForms(value: string): string[] {
  const address = ipaddr.parse(value);
  if (address.kind() === "ipv4") return [address.toString()];
  const six = address as ipaddr.IPv6;
  const fixed = six.parts.map((part) => part.toString(16).padStart(4, "0")).join(":");
  const forms = [value, six.toRFC5952String(), six.toNormalizedString(), fixed];
  return forms.flatMap((form) => [form, encodeURIComponent(form)]).map((form) => form.toLowerCase());
}

function nameForms(value: string): string[] {
  const once = encodeURIComponent(value);
  return [value, once, encodeURIComponent(once), JSON.stringify(value).slice(1, -1)];
}

/** 192.0.2.1 is no part of 192.0.2.10; a dot behind it may end a sentence. */
function addressEdges(value: string): readonly [before: string, after: string] {
  return value.includes(":")
    ? ["^|[^0-9a-fA-F:.]|[g-zG-Z_]:", "$|[^0-9a-fA-F:.]|[.:]$|[.:][^0-9a-fA-F:.]"]
    : ["^|[^0-9.]", "$|[^0-9.]|\\.$|\\.[^0-9]"];
}

/** `ann` is no part of `ann.miller`, `hanna` or `ann@host`, and is one of `user%3Dann`. */
const nameEdges = [
  "^|[^\\p{L}\\p{N}_.@+-]|%[0-9a-fA-F]{2}",
  "$|[^\\p{L}\\p{N}_.@-]|\\.$|\\.[^\\p{L}\\p{N}]",
] as const;

/** Whether a text holds the person. */
export function holdsPerson({ source }: PersonPattern, text: string): boolean {
  return new RegExp(source, "iu").test(text);
}

/** The text with each form of the value replaced. */
export function withoutPerson({ source }: PersonPattern, text: string, mark: string): string {
  const found = new RegExp(source, "giu");
  const replaced = text.replace(
    found,
    (_, before: string, _form: string, after: string) => `${before}${mark}${after}`,
  );
  // Two that share the character between them are found one after the other.
  return holdsPerson({ forms: [], source }, replaced) && replaced !== text
    ? withoutPerson({ forms: [], source }, replaced, mark)
    : replaced;
}
