/**
 * One mail as a record: flat keys, lists of strings, only what there is.
 *
 * The keys are a contract: the formats of mail read them by name.
 */

import { addressParser, type Mailbox } from "postal-mime";
import { mailLimits } from "../../limits.ts";
import type { DocumentLimits, Json, JsonObject } from "./document.ts";
import { readContents } from "./mail-contents.ts";
import { isoTime, mailTime, separatorTime } from "./mail-date.ts";
import { type Fields, first, noteCharsets, words } from "./mail-fields.ts";
import { LeftOut } from "./mail-limits.ts";
import { readAuthentication, readHops } from "./mail-origin.ts";
import { readParts } from "./mail-parts.ts";
import { cut, withWindowsCharacters } from "./mail-text.ts";

/** All keys that a mail's record may have, in their order. */
export const mailKeys = [
  "date",
  "received",
  "from",
  "from_name",
  "sender",
  "reply_to",
  "return_path",
  "to",
  "cc",
  "bcc",
  "delivered_to",
  "subject",
  "message_id",
  "in_reply_to",
  "references",
  "list_id",
  "list_unsubscribe",
  "mailer",
  "source_ip",
  "source_hosts",
  "spf",
  "dkim",
  "dmarc",
  "auth",
  "compauth",
  "authentication",
  "text",
  "links",
  "link_texts",
  "link_domains",
  "forms",
  "form_fields",
  "scripts",
  "attachments",
  "attachment_types",
  "attachment_hashes",
  "headers_count",
  "bytes",
  "parts",
  "left_out",
] as const;

/** A key of a mail's record. */
export type MailKey = (typeof mailKeys)[number];
type Values = Readonly<Partial<Record<MailKey, string | number | readonly string[] | undefined>>>;

/**
 * The record of a mail, undefined where it has no header field.
 * @param bytes the mail, without the separator of its mbox
 * @param separator that separator, where there is one
 */
export function mailRecord(
  bytes: Buffer,
  separator: string | undefined,
  limits: DocumentLimits,
): JsonObject | undefined {
  const leftOut = new LeftOut();
  const { fields, leaves, count } = readParts(bytes, limits, leftOut);
  if (fields.count === 0) return undefined;
  const values: Values = {
    ...people(fields, leftOut),
    ...origin(fields, separator, leftOut),
    ...readContents(leaves, leftOut),
    headers_count: fields.count,
    bytes: bytes.length,
    parts: count,
  };
  const record: [string, Json][] = [];
  for (const key of mailKeys) {
    const value = key === "left_out" ? leftOut.list() : values[key];
    if (value === undefined || value === "" || (Array.isArray(value) && value.length === 0)) continue;
    record.push([key, wellFormed(value)]);
  }
  return Object.fromEntries(record);
}

/** Who wrote to whom, and which mail it is. */
function people(fields: Fields, leftOut: LeftOut): Values {
  for (const [name, title] of [
    ["from", "From"],
    ["sender", "Sender"],
    ["reply-to", "Reply-To"],
    ["subject", "Subject"],
    ["date", "Date"],
    ["message-id", "Message-ID"],
  ] as const) {
    if ((fields.values.get(name)?.length ?? 0) > 1)
      leftOut.add(`more than one ${title} field, the first is read`);
  }
  const one = (name: string, title: string): Mailbox | undefined => {
    const found = mailboxes(fields, name, leftOut);
    if (found.length > 1) leftOut.add(`further addresses in ${title}`);
    return found[0];
  };
  const author = one("from", "From");
  const word = (name: string) => text(fields, name, mailLimits.wordCharacters, leftOut);
  const sent = first(fields, "date");
  const time = sent === undefined ? undefined : mailTime(sent);
  if (sent !== undefined && time === undefined) leftOut.add("a date that cannot be read");
  return {
    date: time === undefined ? undefined : isoTime(time),
    from: author?.address,
    from_name: author?.name,
    sender: one("sender", "Sender")?.address,
    reply_to: one("reply-to", "Reply-To")?.address,
    return_path: one("return-path", "Return-Path")?.address,
    to: addresses(fields, "to", leftOut),
    cc: addresses(fields, "cc", leftOut),
    bcc: addresses(fields, "bcc", leftOut),
    delivered_to: addresses(fields, "delivered-to", leftOut),
    subject: text(fields, "subject", mailLimits.fieldCharacters, leftOut),
    message_id: word("message-id"),
    in_reply_to: word("in-reply-to"),
    references: identifiers(first(fields, "references") ?? "", leftOut),
    list_id: word("list-id"),
    list_unsubscribe: word("list-unsubscribe"),
    mailer: word("user-agent") ?? word("x-mailer"),
  };
}

/** The way that the mail took, and what servers found out about it. */
function origin(fields: Fields, separator: string | undefined, leftOut: LeftOut): Values {
  const hops = readHops(fields.values.get("received") ?? [], leftOut);
  const received = hops.time ?? (separator === undefined ? undefined : separatorTime(separator));
  const results = first(fields, "authentication-results");
  return {
    received: received === undefined ? undefined : isoTime(received),
    source_ip: hops.source,
    source_hosts: hops.addresses,
    ...readAuthentication(results, first(fields, "received-spf")),
    authentication: results === undefined ? undefined : limited(results, mailLimits.fieldCharacters, leftOut),
  };
}

function text(fields: Fields, name: string, charactersMax: number, leftOut: LeftOut): string | undefined {
  const value = first(fields, name);
  return value === undefined ? undefined : limited(words(value, leftOut).trim(), charactersMax, leftOut);
}

/** The mailboxes in all fields of a name, those of groups too. */
function mailboxes(fields: Fields, name: string, leftOut: LeftOut): readonly Mailbox[] {
  const found: Mailbox[] = [];
  let bytes = 0;
  for (const value of fields.values.get(name) ?? []) {
    bytes += value.length;
    if (found.length >= mailLimits.addresses || bytes > mailLimits.headerBytes) {
      leftOut.add(`addresses beyond the limit of ${mailLimits.addresses}`);
      break;
    }
    noteCharsets(value, leftOut);
    for (const mailbox of addressParser(value, { flatten: true })) {
      if (mailbox.group !== undefined) continue;
      found.push({
        name: limited(withWindowsCharacters(mailbox.name).trim(), mailLimits.wordCharacters, leftOut),
        address: limited(mailbox.address.trim(), mailLimits.wordCharacters, leftOut),
      });
    }
  }
  return found;
}

function addresses(fields: Fields, name: string, leftOut: LeftOut): readonly string[] {
  const found = mailboxes(fields, name, leftOut)
    .map(({ address }) => address)
    .filter((address) => address !== "");
  if (found.length > mailLimits.addresses)
    leftOut.add(`addresses beyond the limit of ${mailLimits.addresses}`);
  return found.slice(0, mailLimits.addresses);
}

function identifiers(value: string, leftOut: LeftOut): readonly string[] {
  const found = value.split(/[\s,]+/).filter((identifier) => identifier !== "");
  if (found.length > mailLimits.references)
    leftOut.add(`references beyond the limit of ${mailLimits.references}`);
  return found
    .slice(0, mailLimits.references)
    .map((identifier) => limited(identifier, mailLimits.wordCharacters, leftOut));
}

function limited(value: string, charactersMax: number, leftOut: LeftOut): string {
  if (value.length > charactersMax)
    leftOut.add(`a word of a header beyond the limit of ${charactersMax} characters`);
  return cut(value, charactersMax);
}

/** Text in which no half of a character is left: databases refuse those. */
function wellFormed(value: string | number | readonly string[]): Json {
  if (typeof value === "number") return value;
  return typeof value === "string" ? wholeText(value) : value.map(wholeText);
}

function wholeText(value: string): string {
  // The second look, which knows halves from wholes, is the slower one.
  return /[\ud800-\udfff]/.test(value) ? value.replace(/\p{Surrogate}/gu, "\ufffd") : value;
}
