/** What a block of mail stops, before any product's grammar: one property of a mail that must be one text. */

/** Kinds of entries, the narrowest first. A sender is the address of the From header, an envelope that of SMTP. */
export const mailKinds = ["link-host", "sender", "reply-to", "envelope", "sender-domain", "subject"] as const;
export type MailKind = (typeof mailKinds)[number];

export interface MailMatcher {
  readonly kind: MailKind;
  /** Addresses and hosts in lower case; a subject as it reads decoded. */
  readonly value: string;
}

export const mailKindTitles: Readonly<Record<MailKind, string>> = {
  "link-host": "host of a link",
  sender: "sender (From)",
  "reply-to": "address for answers (Reply-To)",
  envelope: "sender of the envelope",
  "sender-domain": "domain of senders (From)",
  subject: "subject",
};

export const nameOfMail = ({ kind, value }: MailMatcher): string => `${kind} ${value}`;
export const mailKey = ({ kind, value }: MailMatcher): string => `${kind}\n${value}`;

/** Values of one kind. */
export const valuesOf = (matchers: readonly MailMatcher[], kind: MailKind): string[] =>
  matchers.flatMap((one) => (one.kind === kind ? [one.value] : []));

/** Signs of an atom (RFC 5322) and dots between: what needs no quotes in an address. */
const localPattern = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** Two labels at least, each of letters, digits, hyphens and underscores. */
const hostPattern =
  /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;
const subjectBytesMax = 200;

/** Why a text cannot be matched exactly by any product; undefined where it can. */
export function unmatchableMail({ kind, value }: MailMatcher): string | undefined {
  if (kind === "subject") return unmatchableSubject(value);
  if (kind === "link-host" || kind === "sender-domain")
    return hostPattern.test(value) ? undefined : "it is no name that DNS could answer for";
  const at = value.lastIndexOf("@");
  const [local, host] = [value.slice(0, Math.max(at, 0)), value.slice(at + 1)];
  if (value.length > 254 || local.length > 64) return "it is longer than an address may be";
  if (!localPattern.test(local) || !hostPattern.test(host))
    return "it is no plain address: one with quotes, spaces, backslashes or letters beyond ASCII is written in several ways";
  return undefined;
}

function unmatchableSubject(value: string): string | undefined {
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u.test(value))
    return "it holds a control character, or one that is not seen or could not be read";
  if (value.trim() !== value || /\s{2}|[^\S ]/.test(value))
    return "it has spaces that a header may be folded at, or that are no plain ones";
  if (Buffer.byteLength(value) > subjectBytesMax) return `it is longer than ${subjectBytesMax} bytes`;
  if ([...value].length < subjectCharactersMin)
    return `it is shorter than ${subjectCharactersMin} characters, which many mails may have`;
  return undefined;
}

/** A subject of one word is anybody's. */
const subjectCharactersMin = 8;

export const isPlainAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
