/**
 * Mail as a document: an mbox of mails, or one mail. One mail is one record; see `mailKeys` for its keys.
 *
 * Mails within it belong to it: their text, links and attachments are its own, down to the limit of depth (each
 * mail and each multipart is one step), and through four mails that are encoded as a whole.
 */
import { rawOfText } from "./bytes.ts";
import { type DocumentLimits, type DocumentReader, type DocumentRecord, rawBytesMax } from "./document.ts";
import { beginsWithMail, beginsWithMbox } from "./mail-recognise.ts";
import type { mailRecord } from "./mail-record.ts";
import { type MailBytes, splitMails, unquoteFrom } from "./mail-split.ts";
import { wholeCharacters } from "./mail-text.ts";

/**
 * Mails one after another, each behind a line "From ", its own such lines quoted with ">" (mboxo, mboxrd;
 * RFC 4155). Also one mail that was saved with such a line.
 */
export const mbox: DocumentReader = {
  id: "mbox",
  title: "mails in an mbox",
  fits: beginsWithMbox,
  records: (chunks, limits) => readMails(chunks, limits, true),
};

/** One mail (RFC 5322), as in a Maildir or an .eml file. */
export const eml: DocumentReader = {
  id: "eml",
  title: "mail (RFC 5322)",
  fits: beginsWithMail,
  records: (chunks, limits) => readMails(chunks, limits, false),
};

async function* readMails(
  chunks: AsyncIterable<Uint8Array>,
  limits: DocumentLimits,
  isMbox: boolean,
): AsyncGenerator<DocumentRecord> {
  // With the libraries that it needs, which other logs are spared.
  const { mailRecord } = await import("./mail-record.ts");
  for await (const mail of splitMails(chunks, limits.recordBytes, isMbox)) {
    yield {
      line: mail.line,
      raw: rawOfText(wholeCharacters(mail.head.subarray(0, rawBytesMax))),
      ...read(mailRecord, mail, limits, isMbox),
    };
  }
}

function read(
  toRecord: typeof mailRecord,
  mail: MailBytes,
  limits: DocumentLimits,
  isMbox: boolean,
): Pick<DocumentRecord, "value" | "reject"> {
  if (mail.bytes === undefined)
    return { value: undefined, reject: `longer than the limit of ${limits.recordBytes} bytes` };
  try {
    const bytes = isMbox ? unquoteFrom(mail.bytes) : mail.bytes;
    const value = toRecord(withLineFeeds(bytes), mail.separator, limits);
    return value === undefined ? { value, reject: "no header fields" } : { value };
  } catch {
    // A fault of the libraries with one mail must not cost the others.
    return { value: undefined, reject: "cannot be read as a mail" };
  }
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** A mail without byte order mark, and with line feeds where it has carriage returns alone. */
function withLineFeeds(bytes: Buffer): Buffer {
  const plain = bytes.subarray(0, 3).toString("hex") === "efbbbf" ? bytes.subarray(3) : bytes;
  if (plain.includes(lineFeed) || !plain.includes(carriageReturn)) return plain;
  return plain.map((byte) => (byte === carriageReturn ? lineFeed : byte)) as Buffer;
}
