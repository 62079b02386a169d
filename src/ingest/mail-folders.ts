/**
 * Folders of mails - a Maildir, saved messages - are one source each: a mail is one record, and a
 * statement for every file would take longer than reading all of them.
 */
import { closeSync, mkdirSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { VedetteError } from "../errors.ts";
import type { ReadContext } from "./context.ts";
import type { Input } from "./discover.ts";
import type { DocumentReader } from "./documents/document.ts";
import { documentLimits } from "./documents/open.ts";
import { documentReaders } from "./documents/readers.ts";
import { type Member, Spool } from "./documents/spool.ts";
import type { Opened } from "./open.ts";

/** Bytes of a file by which a mail is known. */
const headBytes = 4096;
/** A single mail is read as it is; from this many on, they are one source. */
const mailsMin = 2;

const mailReaders = () => documentReaders.filter(({ id }) => id === "eml" || id === "mbox");

/** Puts the mails of a folder together; everything else passes untouched, in the same order. */
export function gatherMails(inputs: readonly Input[]): Input[] {
  const folders = new Map<string, Input[]>();
  for (const input of inputs) {
    if (input.once || readerOf(input) === undefined) continue;
    const folder = dirname(input.path);
    const mails = folders.get(folder);
    if (mails === undefined) folders.set(folder, [input]);
    else mails.push(input);
  }
  const gathered = new Map<Input, Input | undefined>();
  for (const [path, mails] of folders) {
    if (mails.length < mailsMin) continue;
    const [first, ...rest] = mails as [Input, ...Input[]];
    const named = mails.some((mail) => mail.named);
    gathered.set(first, { ...first, path, named, mails });
    for (const mail of rest) gathered.set(mail, undefined);
  }
  return inputs.flatMap((input) => {
    if (!gathered.has(input)) return [input];
    const one = gathered.get(input);
    return one === undefined ? [] : [one];
  });
}

/** Where the bytes of an input are. */
function contentOf(input: Input): string {
  return input.content ?? input.path;
}

function readerOf(input: Input): DocumentReader | undefined {
  try {
    const handle = openSync(contentOf(input), "r");
    try {
      const bytes = Buffer.alloc(headBytes);
      const head = bytes.subarray(0, readSync(handle, bytes, 0, headBytes, 0)).toString("latin1");
      return mailReaders().find((reader) => reader.fits(head));
    } finally {
      closeSync(handle);
    }
  } catch {
    // What cannot be opened is told of when it is read.
    return undefined;
  }
}

/** Reads the mails of a folder; one that cannot be read is a reject. */
export async function openMails(context: ReadContext, input: Input, fileNumber: number): Promise<Opened> {
  mkdirSync(context.folder, { recursive: true });
  const file = join(context.folder, `mails-${fileNumber}`);
  const spool = new Spool(file);
  const members: Member[] = [];
  const limits = documentLimits(context);
  let bytes = 0;
  let problem: VedetteError | undefined;
  try {
    for (const mail of input.mails ?? []) {
      // A member of an archive of which not all could be had.
      problem ??= mail.problem;
      try {
        const path = contentOf(mail);
        const size = statSync(path).size;
        bytes += size;
        const reader = readerOf(mail);
        if (reader === undefined) throw new Error("it is no mail any more");
        const chunks = size > limits.recordBytes ? [] : [readFileSync(path)];
        if (chunks.length === 0) {
          members.push({ path: mail.path, line: 1 });
          const reject = `longer than the limit of ${limits.recordBytes} bytes`;
          spool.add({ line: 1, value: undefined, raw: "", reject }, members.length);
        }
        for await (const record of reader.records(asChunks(chunks), limits)) {
          members.push({ path: mail.path, line: record.line });
          spool.add(record, members.length);
        }
      } catch (thrown) {
        problem ??= new VedetteError(
          "input.unreadable",
          `${mail.path}: the mail could not be read (${thrown instanceof Error ? thrown.message : String(thrown)}); the others were.`,
          { place: { path: mail.path }, hint: "Check that the file is still there and may be read." },
        );
      }
    }
  } finally {
    spool.close();
  }
  const notes = [`${members.length} mails of this folder are read as one source`];
  return {
    input,
    file,
    engineCompression: "none",
    compression: "none",
    bytes,
    document: "mails",
    members,
    notes,
    ...(problem === undefined ? {} : { problem }),
  };
}

async function* asChunks(chunks: readonly Uint8Array[]): AsyncIterable<Uint8Array> {
  yield* chunks;
}
