/** What stands in place of a value that is taken out: a mark that says nothing, or a pseudonym that is the same for the same value. */
import { createHmac } from "node:crypto";
import type { Wide } from "./mask-wide.ts";

export interface Masking {
  /** What stands in place of a value. */
  mark(value: string): string;
  /** Where more is taken out than secrets. */
  readonly wide?: Wide;
}

/** A mark as it stands in text: `[masked]`, numbered, or a pseudonym. */
const markForm = String.raw`\[masked(?:-[0-9a-f]+)?\]`;
const only = new RegExp(
  `^(?:(?:basic|bearer|digest|negotiate|ntlm|apikey|token)(?: |\\+|%20)+)?${markForm}$`,
  "i",
);
const anywhere = new RegExp(markForm);

/** A text that is a mark and nothing else, but perhaps for the scheme of a credential. */
export function isMark(text: string): boolean {
  return only.test(text);
}

export function holdsMark(text: string): boolean {
  return anywhere.test(text);
}

/** The same mark for everything. */
export const marks: Masking = { mark: () => "[masked]" };

/** Hexadecimal digits of a pseudonym: 64 bits, so that two values never share one by chance. */
const pseudonymDigits = 16;

/**
 * A pseudonym: HMAC-SHA-256 of the value without its encodings, so that the same value is told by the same pseudonym in whatever file and
 * however it is written. Without the key nobody can try values.
 */
export function pseudonymOf(key: Uint8Array): (value: string) => string {
  return (value) => `[masked-${keyed(key, plainValue(value)).slice(0, pseudonymDigits)}]`;
}

/** HMAC-SHA-256 in hexadecimal digits. */
export function keyed(key: Uint8Array, text: string): string {
  return createHmac("sha256", key).update(text, "utf8").digest("hex");
}

/** A value without percent-encoding, however often it was encoded, and without blanks around it. */
function plainValue(value: string): string {
  let plain = value;
  for (let round = 0; round < 3; round += 1) {
    try {
      const decoded = decodeURIComponent(plain);
      if (decoded === plain) break;
      plain = decoded;
    } catch {
      // A per cent sign that encodes nothing.
      break;
    }
  }
  return plain.trim();
}
