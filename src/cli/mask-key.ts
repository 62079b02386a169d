/** `--mask` and `--mask-key`: what is taken out, and the key of pseudonyms. */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { asError, VedetteError } from "../errors.ts";
import { fileLimits } from "../limits.ts";
import type { MaskChoice } from "../report/mask-document.ts";
import { text, type Values } from "./command.ts";

/** A key of 32 digits in hexadecimal, or 16 bytes. */
const keyBytesMin = 16;
const keyBytesMax = fileLimits.maskKeyBytesMax;

/**
 * What was asked for; undefined where nothing was.
 * @throws VedetteError `usage.option` where the key does not fit
 */
export function maskOf(options: Values): MaskChoice | undefined {
  const how = text(options, "mask");
  const file = text(options, "mask-key");
  if (file !== undefined && how !== "pseudonyms")
    throw new VedetteError("usage.option", "--mask-key is of no use without pseudonyms.", {
      hint: "Ask for them: --mask pseudonyms",
    });
  if (how === undefined) return undefined;
  if (how === "marks") return {};
  return { key: file === undefined ? randomBytes(keyBytesMin * 2) : keyIn(file) };
}

function keyIn(path: string): Uint8Array {
  const wrong = (says: string, cause?: unknown) =>
    new VedetteError("usage.option", `${path}: ${says}`, {
      place: { path },
      hint: "Make one: (umask 077; head -c 32 /dev/urandom | base64 > site.key)",
      cause,
    });
  let key: Buffer;
  try {
    key = readFileSync(path);
  } catch (thrown) {
    throw wrong(`the key cannot be read (${asError(thrown).message}).`, thrown);
  }
  // A line feed at the end is an editor's.
  const end = key.at(-1) === 0x0a ? key.length - (key.at(-2) === 0x0d ? 2 : 1) : key.length;
  if (end < keyBytesMin || key.length > keyBytesMax)
    throw wrong(`it is no key of ${keyBytesMin} to ${keyBytesMax} bytes.`);
  return key.subarray(0, end);
}
