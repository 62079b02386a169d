/**
 * A sign-in that is under way at the provider. The browser keeps it, sealed, so that beginning thousands of them takes no room here
 * and pushes nobody's out.
 */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { z } from "zod";
import { oidcLimits } from "../../limits.ts";

/** What was sent along, and has to come back. */
const transaction = z.object({
  state: z.string(),
  nonce: z.string(),
  /** Of PKCE. */
  verifier: z.string(),
  /** Path of the console to go on at. */
  to: z.string(),
  atMs: z.number(),
});
export type Transaction = z.infer<typeof transaction>;

const algorithm = "aes-256-gcm";
const ivBytes = 12;
const tagBytes = 16;

export class Transactions {
  /** A start of the service makes another: who is at the provider then begins again. */
  readonly #key = randomBytes(32);
  readonly #used = new Set<string>();

  seal(given: Transaction): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv(algorithm, this.#key, iv);
    const sealed = Buffer.concat([cipher.update(JSON.stringify(given), "utf8"), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url");
  }

  /** What was sealed here; undefined where it is something else, or too old. */
  open(sealed: string, nowMs: number): Transaction | undefined {
    const bytes = Buffer.from(sealed, "base64url");
    if (bytes.length <= ivBytes + tagBytes) return undefined;
    try {
      const decipher = createDecipheriv(algorithm, this.#key, bytes.subarray(0, ivBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      const plain = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
      const opened = transaction.parse(JSON.parse(plain.toString("utf8")));
      return Math.abs(nowMs - opened.atMs) <= oidcLimits.transactionMs ? opened : undefined;
    } catch {
      return undefined;
    }
  }

  /** Takes it for its only use. @returns whether it was not used before */
  use({ state }: Transaction): boolean {
    if (this.#used.has(state)) return false;
    this.#used.add(state);
    for (const oldest of this.#used) {
      if (this.#used.size <= oidcLimits.usedMax) break;
      this.#used.delete(oldest);
    }
    return true;
  }
}

/** A path of this console; `/` for everything that could lead elsewhere. */
export function localPath(given: string | undefined): string {
  const { pathCharactersMax } = oidcLimits;
  if (given === undefined || given.length > pathCharactersMax || !/^\/(?![/\\])[\x21-\x7e]*$/.test(given))
    return "/";
  const base = "https://console.invalid";
  const url = URL.canParse(given, base) ? new URL(given, base) : undefined;
  if (url?.origin !== base || url.pathname.startsWith("//")) return "/";
  // Whoever comes back from the provider is not sent to where providers send people, nor to the making of the first account.
  return /^\/(?:signed-in|first|api)(?:\/|$)/.test(url.pathname) ? "/" : `${url.pathname}${url.search}`;
}
