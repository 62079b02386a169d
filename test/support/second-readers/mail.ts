/**
 * Mails by their header lines (RFC 5322) and encoded words (RFC 2047), and the text of those that are one plain part.
 * What the parts of a multipart mail hold is left to the tests of the mail reader: it is no value of a line.
 */
import type { SecondReader, Values } from "./values.ts";

/** Header fields by lower-case name, unfolded, in their order; a mail is given as latin1. */
function fieldsOf(mail: string): {
  fields: Map<string, string[]>;
  body: string;
  separator: string | undefined;
} {
  const separator = /^From .*\r?\n/.exec(mail)?.[0];
  const whole = separator === undefined ? mail : mail.slice(separator.length);
  const end = /\r?\n\r?\n/.exec(whole);
  const head = end === null ? whole : whole.slice(0, end.index);
  const fields = new Map<string, string[]>();
  for (const line of head.replaceAll(/\r?\n(?=[ \t])/g, "").split(/\r?\n/)) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(line) ?? [];
    if (name === undefined) continue;
    const key = name.toLowerCase();
    fields.set(key, [...(fields.get(key) ?? []), (value ?? "").trim()]);
  }
  return { fields, body: end === null ? "" : whole.slice(end.index + end[0].length), separator };
}

/** What mail and the web mean by the bytes 0x80 to 0x9f of latin1: windows-1252 (https://encoding.spec.whatwg.org/index-windows-1252.txt). */
const windows =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";
const asWindows = (latin1: string) =>
  latin1.replaceAll(/[\u0080-\u009f]/g, (one) => windows[one.charCodeAt(0) - 128] ?? one);

/** Bytes in a charset; what says nothing is UTF-8 where it can be, and latin1 else. */
function decoded(latin1: string, charset = ""): string {
  const bytes = Buffer.from(latin1, "latin1");
  const utf8 = bytes.toString("utf8");
  if (/^(utf-8|us-ascii|)$/i.test(charset) && !utf8.includes("\ufffd")) return utf8;
  if (/^(us-ascii|utf-8|iso-8859-1|windows-1252|)$/i.test(charset)) return asWindows(latin1);
  return new TextDecoder(charset).decode(bytes);
}

function words(value: string): string {
  return decoded(value.replaceAll(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?[^?]+\?[bq]\?)/gi, "$1")).replaceAll(
    /=\?([^?*]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi,
    (_, charset: string, how: string, text: string) =>
      decoded(
        how.toLowerCase() === "b"
          ? Buffer.from(text, "base64").toString("latin1")
          : unquoted(text.replaceAll("_", " ")),
        charset,
      ),
  );
}

function unquoted(text: string): string {
  return text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** The addresses of a field: what stands in angle brackets, or the whole without comments. */
function addressesOf(value: string | undefined): string[] {
  const list = (value ?? "").match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|\([^)]*\)|[^,;])+/g) ?? [];
  return list
    .map((one) =>
      (
        /<([^<>]*)>/.exec(one.replaceAll(/"(?:[^"\\]|\\.)*"/g, ""))?.[1] ?? one.replaceAll(/\([^)]*\)/g, "")
      ).trim(),
    )
    .filter((one) => one.includes("@"));
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const zones: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
};

/** A date of RFC 5322, or of the line that parts mails in an mbox; undefined where it is neither. */
function timeOf(text: string | undefined): number | undefined {
  const plain = (text ?? "").replaceAll(/\([^)]*\)/g, " ").replaceAll(/\s+/g, " ");
  const [, day, month, year, hour, minute, second, zone = ""] =
    /(\d{1,2})[ -]([A-Z][a-z]{2})[ -](\d{2,4}) (\d+):(\d+)(?::(\d+))? ?([+-]\d{4}|[A-Z]+)?/.exec(plain) ?? [];
  if (day === undefined) {
    const mbox = /([A-Z][a-z]{2}) +(\d{1,2}) (\d+:\d+:\d+) (\d{4})/.exec(plain);
    return mbox === null ? undefined : timeOf(`${mbox[2]} ${mbox[1]} ${mbox[4]} ${mbox[3]} +0000`);
  }
  const full = (year ?? "").length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  const east = /^[+-]/.test(zone)
    ? Number(`${zone.slice(0, 1)}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)))
    : (zones[zone] ?? 0) * 60;
  return Date.UTC(
    full,
    months.indexOf(month ?? ""),
    Number(day),
    Number(hour),
    Number(minute) - east,
    Number(second ?? 0),
  );
}

/** The text of a mail that is one plain part, undefined of any other. */
function plainText(fields: ReadonlyMap<string, readonly string[]>, body: string): string | undefined {
  const type = fields.get("content-type")?.[0] ?? "text/plain";
  if (!/^text\/plain\s*(;|$)/i.test(type) || /\bname\s*=/i.test(type) || fields.has("content-disposition"))
    return undefined;
  const transfer = (fields.get("content-transfer-encoding")?.[0] ?? "7bit").toLowerCase();
  const charset = /charset\s*=\s*"?([^";\s]+)/i.exec(type)?.[1];
  if (transfer === "quoted-printable")
    return decoded(unquoted(body.replaceAll(/=[ \t]*\r?\n/g, "")), charset);
  if (transfer === "base64") return decoded(Buffer.from(body, "base64").toString("latin1"), charset);
  return decoded(body, charset);
}

export const mailReader: SecondReader = (records) => (line) => {
  const { fields, body, separator } = fieldsOf(records[line - 1] ?? "");
  const first = (name: string) => fields.get(name)?.[0];
  const one = (name: string) => addressesOf(first(name))[0];
  const received = first("received");
  const to = [...(fields.get("to") ?? [])].flatMap(addressesOf);
  const delivered = [...(fields.get("delivered-to") ?? [])].flatMap(addressesOf);
  // In an mbox a line of the text that looks like its separator has a ">" in front of it.
  const whole = plainText(fields, separator === undefined ? body : body.replaceAll(/^>(>*From )/gm, "$1"));
  // Of longer texts the beginning is kept.
  const text = whole !== undefined && whole.length > 60_000 ? undefined : whole;
  const parts: Values =
    text === undefined
      ? {
          email_text: undefined,
          email_attachments: undefined,
          file_hash_sha256: undefined,
          email_forms: undefined,
          email_scripts: undefined,
        }
      : { email_text: text.trim() };
  return {
    event_class: "mail",
    time_ms:
      timeOf(received?.slice(received.lastIndexOf(";") + 1)) ??
      timeOf(separator) ??
      timeOf(first("date")) ??
      0,
    email_from: one("from") ?? "",
    email_sender: one("return-path") ?? one("sender") ?? "",
    email_reply_to: one("reply-to") ?? "",
    email_to: (to.length > 0 ? to : delivered).join("\n"),
    email_subject: words(first("subject") ?? ""),
    email_message_id: first("message-id") ?? "",
    email_list_id: words(first("list-id") ?? ""),
    email_list_unsubscribe: first("list-unsubscribe") ?? "",
    email_references:
      first("references") === undefined
        ? words(first("in-reply-to") ?? "")
        : (first("references") ?? "")
            .split(/[\s,]+/)
            .filter((id) => id !== "")
            .join("\n"),
    // What is a name beside an address is left to the tests of the mail reader: comments, quotes and encoded words mix.
    email_from_name: undefined,
    email_mailer: words(first("user-agent") ?? first("x-mailer") ?? ""),
    email_links: undefined,
    // What our reader could not take is its own word, no value of the file; test/mail-limits.test.ts holds it.
    email_left_out: undefined,
    source_ip: undefined,
    ...parts,
  };
};
