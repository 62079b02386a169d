/** How a report is masked for others: whose names are known from it, which senders stay, and what its ids become. */

import { maskDeep } from "./mask.ts";
import { keyed, type Masking, pseudonymOf } from "./masking.ts";
import type { ReportDocument, ReportEntity } from "./model.ts";

/** With a key there are pseudonyms, without one marks that say nothing. */
export interface MaskChoice {
  readonly key?: Uint8Array;
}

/** Where something stands on the reader's own disk, and what a shell is given: these stay, but for names of people. */
export const keptFields: ReadonlySet<string> = new Set(["path", "command", "sha256", "content_sha256"]);

/** Accounts that are nobody's own: to mask them would hide what was tried and protect nobody. */
const sharedAccounts: ReadonlySet<string> = new Set(
  "- root admin administrator guest anonymous nobody system user test daemon www www-data nginx apache http mysql postgres oracle ftp git ubuntu debian ec2-user pi null true false".split(
    " ",
  ),
);

export function maskDocument(document: ReportDocument, choice: MaskChoice): ReportDocument {
  return maskDeep(document, keptFields, maskingOf(document, choice));
}

/** Names are those of the whole report, so that each is the same in all that is made of it. */
export function maskingOf(document: ReportDocument, { key }: MaskChoice): Masking {
  const isCommon = (value: string) => value === "" || sharedAccounts.has(value.toLowerCase());
  const hidden = document.entities.filter((entity) => isPersonal(entity) && !isCommon(entity.value));
  const names = new Set([
    ...hidden.flatMap(({ value }) => namesIn(value)),
    ...(document.register ?? []).map(({ owner }) => owner),
  ]);
  const ordered = [...names].filter((name) => name.length > 1 && !isCommon(name)).sort();
  const markOf = key === undefined ? numbered(ordered) : pseudonymOf(key);
  const replaced = new Map([
    ...ordered.map((name) => [name.toLowerCase(), markOf(name)] as const),
    ...idsOf(document, hidden, key),
  ]);
  const senders = document.entities
    .filter(({ type, internal }) => type === "mail" && !internal)
    .map(({ value }) => value.toLowerCase());
  return {
    mark: key === undefined ? () => "[masked]" : pseudonymOf(key),
    wide: { known: replacer(replaced), senders: new Set(senders), isCommon },
  };
}

function isPersonal({ type, internal }: ReportEntity): boolean {
  return type === "user" || (type === "mail" && internal);
}

/** A name, what stands behind the domain of a Windows account, and what stands in front of that of an address. */
function namesIn(value: string): string[] {
  const tail = value.slice(value.lastIndexOf("\\") + 1);
  const local = tail.replace(/@[^@]*$/, "");
  return [value, tail, ...(local.length > 3 ? [local] : [])];
}

function numbered(names: readonly string[]): (name: string) => string {
  const numbers = new Map(names.map((name, index) => [name, index + 1]));
  return (name) => `[masked-${numbers.get(name) ?? 0}]`;
}

/**
 * Ids of findings, cases and campaigns are digests of what they are about: whoever guesses a name could try it. Those of masked entities are made anew.
 * They keep their form: a letter and ten digits.
 */
function idsOf(
  document: ReportDocument,
  hidden: readonly ReportEntity[],
  key: Uint8Array | undefined,
): (readonly [id: string, made: string])[] {
  const entities = new Set(hidden.map(({ id }) => id));
  const holds = (ids: readonly string[]) => ids.some((id) => entities.has(id));
  const cases = document.cases.filter((one) => holds(one.entities));
  const caseIds = new Set(cases.map(({ id }) => id));
  const ids = [
    ...document.findings.filter(({ entity }) => entities.has(entity)).map(({ id }) => id),
    ...cases.flatMap(({ id, aliases }) => [id, ...aliases]),
    ...document.campaigns.filter((one) => one.cases.some((id) => caseIds.has(id))).map(({ id }) => id),
  ];
  return [...new Set(ids)].map((id, index) => {
    const digits = key === undefined ? String(index + 1).padStart(10, "0") : keyed(key, id).slice(0, 10);
    return [id.toLowerCase(), `${id.slice(0, 2)}${digits}`];
  });
}

/** Replaces whole words, however they are encoded. */
function replacer(replaced: ReadonlyMap<string, string>): (text: string) => string {
  const forms = new Map<string, string>();
  for (const [name, made] of replaced)
    for (const form of [name, encodeURIComponent(wellFormed(name)), JSON.stringify(name).slice(1, -1)])
      forms.set(form.toLowerCase(), made);
  if (forms.size === 0) return (text) => text;
  const any = [...forms.keys()]
    .sort((a, b) => b.length - a.length)
    .map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    .join("|");
  const words = new RegExp(`(?:(?<=%[0-9a-f]{2})|(?<![\\p{L}\\p{N}_]))(?:${any})(?![\\p{L}\\p{N}_])`, "giu");
  return (text) => text.replace(words, (found) => forms.get(found.toLowerCase()) ?? "[masked]");
}

/** Halves of pairs have no encoding. */
function wellFormed(text: string): string {
  return text.replaceAll(/\p{Cs}/gu, "\ufffd");
}
