/** The limits of the spool, as they hold for a batch and for a disk. */

import { VedetteError } from "../errors.ts";
import { spoolLimits } from "../limits.ts";
import type { Batch, Stream } from "./model.ts";

/** The limits of a spool; tests have smaller ones. */
export type SpoolLimits = Readonly<Record<keyof typeof spoolLimits, number>>;

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
