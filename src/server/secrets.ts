/** Passwords, tokens and the secrets of sessions. What is kept of them does not give them away. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";
import { accountLimits } from "../limits.ts";

/** The library's number of argon2id, whose names are a const enum. */
const argon2id = 2;
/** Parameters of argon2id: the second recommended choice of RFC 9106 (section 4), 64 MiB and 3 passes. */
const cost = { algorithm: argon2id, memoryCost: 65_536, timeCost: 3, parallelism: 1 };

export const passwordLeast = 12;

let hashing = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (hashing >= accountLimits.hashesMax) await new Promise<void>((resolve) => waiting.push(resolve));
  hashing += 1;
  try {
    return await work();
  } finally {
    hashing -= 1;
    waiting.shift()?.();
  }
}

/** How many wait for a hash; beyond some, a server is better busy than slow. */
export function hashesWaiting(): number {
  return waiting.length;
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost));
}

export async function isPassword(hashed: string, password: string): Promise<boolean> {
  try {
    return await inTurn(() => verify(hashed, password));
  } catch {
    return false;
  }
}

/** A secret that nobody guesses: 256 bits. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret of 256 bits: a plain hash is enough, since nobody can try them all. */
export function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(digestOf(one)), Buffer.from(digestOf(other))];
  return timingSafeEqual(a, b);
}
