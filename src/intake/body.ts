/** Bodies of requests, unpacked within limits. */

import { promisify } from "node:util";
import { gunzip, inflate } from "node:zlib";
import { VedetteError } from "../errors.ts";
import { intakeLimits } from "../limits.ts";

/** A body that is not what its header says. */
export class NotWhole extends VedetteError {}

/** @throws VedetteError `intake.limit`; of it NotWhole where the body is at fault, and not its size */
export async function unpacked(body: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  if (body.length > intakeLimits.bodyBytesMax) throw tooLarge();
  const encoding = contentEncoding ?? "identity";
  if (encoding === "identity") return body;
  if (encoding !== "gzip" && encoding !== "deflate")
    throw new NotWhole("intake.limit", `A body in the encoding ${encoding} is not taken; send gzip.`);
  const maxOutputLength = Math.min(
    intakeLimits.bodyBytesMax,
    Math.max(intakeLimits.bodyRatioFreeBytes, body.length * intakeLimits.bodyRatioMax),
  );
  try {
    return await promisify<Buffer, { maxOutputLength: number }, Buffer>(
      encoding === "gzip" ? gunzip : inflate,
    )(body, { maxOutputLength });
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge();
    throw new NotWhole("intake.limit", `The body is no whole ${encoding}.`, { cause: thrown });
  }
}

function tooLarge(): VedetteError {
  return new VedetteError(
    "intake.limit",
    `A body grows beyond ${intakeLimits.bodyBytesMax} bytes, or beyond ${intakeLimits.bodyRatioMax} times its size.`,
  );
}
