/** Limits of intake, each with its reason. */
import { VedetteError } from "../errors.ts";
import type { Batch, Stream } from "./model.ts";

export interface SpoolLimits {
  /** The engine reads records up to this length (policy `record_bytes`); a longer one would be a reject there. */
  readonly recordBytesMax: number;
  /** A mail with attachments; servers commonly refuse more than 25 to 50 MB. */
  readonly mailBytesMax: number;
  /** What one commit may hold; it is kept in memory twice while it is written. */
  readonly batchBytesMax: number;
  readonly batchRecordsMax: number;
  /** What may wait in memory for the disk; beyond it senders are asked to wait. */
  readonly queuedBytesMax: number;
  /** A segment is closed at this size: small enough to be released soon, large enough to be few files. */
  readonly segmentBytesMax: number;
  /** A segment is closed at this age, so that a quiet stream can be released too. */
  readonly segmentAgeMs: number;
  /** What may wait on disk for a reader; beyond it senders are asked to wait. */
  readonly spoolBytesMax: number;
  /** What has to stay free on the disk, for the store and for others; less on a small disk, see {@link freeShare}. */
  readonly freeBytesMin: number;
  /** Each is a folder and open file; senders choose names, so that they must not be without number. Those that senders name are counted by themselves. */
  readonly streamsMax: number;
  /** The journal is begun anew at this length; replaying it at a start takes time. */
  readonly journalBytesMax: number;
  /** Keys of batches and records by which repeats are known; each costs some 100 bytes of memory. */
  readonly keysMax: number;
}

export const spoolLimits: SpoolLimits = {
  recordBytesMax: 262_144,
  mailBytesMax: 50 << 20,
  batchBytesMax: 64 << 20,
  batchRecordsMax: 200_000,
  queuedBytesMax: 128 << 20,
  segmentBytesMax: 64 << 20,
  segmentAgeMs: 10 * 60_000,
  spoolBytesMax: 8 * 1024 ** 3,
  freeBytesMin: 512 << 20,
  streamsMax: 4096,
  journalBytesMax: 64 << 20,
  keysMax: 100_000,
};

/** Of a disk of less than 10 GiB a twentieth has to stay free; below some 64 MiB not even the files of the spool have room. */
const freeShare = 0.05;
const freeLeast = 64 << 20;

/** What has to stay free on a disk of some size, where nobody said how much. */
export function freeBytesOf(diskBytes: number): number {
  return Math.min(spoolLimits.freeBytesMin, Math.max(freeLeast, Math.floor(diskBytes * freeShare)));
}

/** Senders name these streams; they are not to take the places of files and of programs of this machine. */
function isSent({ kind }: Stream): boolean {
  return kind === "http" || kind === "kafka";
}

/** @throws VedetteError `intake.limit` where further streams would be too many */
export function checkStreams(
  more: readonly Stream[],
  known: readonly Stream[],
  { streamsMax }: SpoolLimits,
): void {
  for (const sent of [true, false]) {
    const count = (streams: readonly Stream[]) => streams.filter((one) => isSent(one) === sent).length;
    if (count(more) > 0 && count(known) + count(more) > streamsMax)
      throw beyond(`There are ${streamsMax.toLocaleString("en")} streams already.`);
  }
}

/**
 * The bytes of a batch.
 * @throws VedetteError `intake.limit`
 */
export function checkBatch({ parts }: Batch, limits: SpoolLimits): number {
  let bytes = 0;
  let records = 0;
  for (const part of parts) {
    const isMail = part.stream.kind === "mail";
    records += part.records.length;
    for (const record of part.records) {
      bytes += record.length + 1;
      if (record.length > (isMail ? limits.mailBytesMax : limits.recordBytesMax))
        throw beyond(`A record has ${record.length.toLocaleString("en")} bytes.`);
      if (!isMail && record.includes(lineFeed)) throw beyond("A record has a line feed inside.");
    }
  }
  if (bytes > limits.batchBytesMax || records > limits.batchRecordsMax)
    throw beyond(
      `A batch has ${records.toLocaleString("en")} records of ${bytes.toLocaleString("en")} bytes.`,
    );
  return bytes;
}

const lineFeed = 0x0a;

function beyond(sentence: string): VedetteError {
  return new VedetteError("intake.limit", sentence);
}
