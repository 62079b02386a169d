/** A mail as it is written on the wire (RFC 5322): plain text, and no header that any text could end or begin. */
import type { Delivery } from "./model.ts";

/**
 * A mail address of ASCII without quotes, blanks or angle brackets: less than RFC 5321 allows, so that none can be more than an
 * address in a header or a command.
 */
export const mailAddress =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/;

export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

const subjectCharactersMax = 200;
/** Bytes of text in an encoded word of at most 75 characters (RFC 2047, section 2). */
const wordBytesMax = 42;
/** Characters in a line of base64 (RFC 2045, section 6.8). */
const lineMax = 76;

/** A header's text as encoded words, however harmless it looks: what it holds is not looked at by anybody who reads headers. */
export function encodedWords(text: string): string {
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    if (Buffer.byteLength(word + character) > wordBytesMax) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  words.push(word);
  return words.map((one) => `=?UTF-8?B?${Buffer.from(one).toString("base64")}?=`).join("\r\n ");
}

/** Mails about one case are a thread; the same delivery has the same id at every attempt. */
export function mailText(
  { from, to }: Envelope,
  delivery: Pick<Delivery, "id" | "subject" | "body" | "case" | "queuedMs">,
): string {
  for (const address of [from, ...to])
    if (!mailAddress.test(address)) throw new Error("an address that is none");
  const host = from.slice(from.indexOf("@") + 1);
  const thread = delivery.case?.replaceAll(/[^\w-]/g, "");
  const text = delivery.body.replaceAll(/\r?\n/g, "\r\n");
  const lines = Buffer.from(`${text}\r\n`)
    .toString("base64")
    .match(new RegExp(`.{1,${lineMax}}`, "g"));
  return [
    `Date: ${new Date(delivery.queuedMs).toUTCString().replace("GMT", "+0000")}`,
    `From: Vedette <${from}>`,
    `To: ${to.join(",\r\n ")}`,
    `Subject: ${encodedWords([...`[Vedette] ${delivery.subject}`].slice(0, subjectCharactersMax).join(""))}`,
    `Message-ID: <${delivery.id.replaceAll(/[^\w-]/g, "")}@${host}>`,
    ...(thread === undefined ? [] : [`References: <${thread}.vedette@${host}>`]),
    // No answering machine answers it (RFC 3834).
    "Auto-Submitted: auto-generated",
    "MIME-Version: 1.0",
    "Content-Type: text/plain; charset=utf-8",
    "Content-Transfer-Encoding: base64",
    "",
    ...(lines ?? []),
    "",
  ].join("\r\n");
}
