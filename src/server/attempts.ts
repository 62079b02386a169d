/**
 * Failed tries to sign in. They are counted by account and network together, so that nobody can lock somebody else out, and by network
 * alone, so that one network does not try many accounts.
 */
import { isIP } from "node:net";
import { accountLimits } from "../limits.ts";

const waitFirstMs = 1000;

interface Entry {
  failures: number;
  lastMs: number;
}

export class Attempts {
  readonly #entries = new Map<string, Entry>();

  /** Milliseconds until a network may try an account again; 0 where it may now. */
  waitMs(network: string, account: string, nowMs: number): number {
    return Math.max(
      this.#waitOf(`p ${network} ${account}`, accountLimits.failuresOfPair, nowMs),
      this.#waitOf(`n ${network}`, accountLimits.failuresOfNetwork, nowMs),
    );
  }

  failed(network: string, account: string, nowMs: number): void {
    for (const key of [`p ${network} ${account}`, `n ${network}`]) {
      const known = this.#known(key, nowMs);
      this.#entries.delete(key);
      this.#entries.set(key, { failures: (known?.failures ?? 0) + 1, lastMs: nowMs });
    }
    while (this.#entries.size > accountLimits.failuresMax) {
      const [oldest] = this.#entries.keys();
      if (oldest === undefined) break;
      this.#entries.delete(oldest);
    }
  }

  succeeded(network: string, account: string): void {
    this.#entries.delete(`p ${network} ${account}`);
  }

  #known(key: string, nowMs: number): Entry | undefined {
    const entry = this.#entries.get(key);
    // A clock that was set back must not make anybody wait for it.
    if (entry === undefined || Math.abs(nowMs - entry.lastMs) > accountLimits.failureMs) return undefined;
    return entry;
  }

  #waitOf(key: string, free: number, nowMs: number): number {
    const entry = this.#known(key, nowMs);
    if (entry === undefined || entry.failures < free) return 0;
    const wait = Math.min(accountLimits.failureWaitMaxMs, waitFirstMs * 2 ** (entry.failures - free));
    return Math.max(0, Math.min(wait, entry.lastMs + wait - nowMs));
  }
}

/** The network that an address counts as: an IPv6 customer has a /64. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "");
  if (isIP(plain) !== 6) return plain;
  const [head = "", tail = ""] = plain.split("::", 2);
  const before = head === "" ? [] : head.split(":");
  const after = tail === "" ? [] : tail.split(":");
  const whole = plain.includes("::")
    ? [
        ...before,
        ...Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => "0"),
        ...after,
      ]
    : before;
  return `${whole
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(":")}::/64`;
}
