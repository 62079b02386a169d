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

/**
 * The bytes of a batch.
 * @throws VedetteError `intake.limit`
 */
export function checkBatch(
  { parts }: Batch,
  limits: SpoolLimits,
  isKnown: (stream: Stream) => boolean,
  streams: number,
): number {
  let bytes = 0;
  let records = 0;
  let more = 0;
  for (const part of parts) {
    if (!isKnown(part.stream)) more += 1;
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
  if (more > 0 && streams + more > limits.streamsMax)
    throw beyond(`There are ${limits.streamsMax.toLocaleString("en")} streams already.`);
  return bytes;
}

const lineFeed = 0x0a;

function beyond(sentence: string): VedetteError {
  return new VedetteError("intake.limit", sentence);
}
