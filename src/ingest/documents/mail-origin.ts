/**
 * Where a mail came from and what was checked of it: Received (RFC 5321 section 4.4), Authentication-Results
 * (RFC 8601), Received-SPF (RFC 7208). Any of these may be forged below the topmost, and the topmost too where no
 * server of one's own wrote it.
 */

import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { mailLimits } from "../../limits.ts";
import { mailTime } from "./mail-date.ts";
import type { LeftOut } from "./mail-limits.ts";

/** What the Received fields say. */
export interface Hops {
  /** Milliseconds since 1970 of the topmost, where it has a time. */
  readonly time: number | undefined;
  /** The first address from the top that handed the mail over and is neither private nor loopback. */
  readonly source: string | undefined;
  /** All addresses that handed it over or were given as names, top to bottom, each once. */
  readonly addresses: readonly string[];
}

/** Ranges of ipaddr.js in which no outsider is. */
const insideRanges = new Set([
  "private",
  "loopback",
  "linkLocal",
  "uniqueLocal",
  "carrierGradeNat",
  "unspecified",
  "multicast",
  "broadcast",
]);
const { hopCharacters } = mailLimits;
/** An address as it stands in brackets, behind `root@`, or alone in parentheses. */
const addressToken =
  /(?<![\w.:-])(?:IPv6:)?([0-9a-f]{0,4}:[0-9a-f:.]{2,43}|\d{1,3}(?:\.\d{1,3}){3})(?![\w:-]|\.\w)/gi;

/** Reads the Received fields, the topmost first. */
export function readHops(received: readonly string[], leftOut: LeftOut): Hops {
  const addresses = new Set<string>();
  let source: string | undefined;
  for (const [index, value] of received.entries()) {
    if (index >= mailLimits.hops) {
      leftOut.add(`Received fields beyond the limit of ${mailLimits.hops}`);
      break;
    }
    const hop = hopAddresses(value);
    const [peer] = hop;
    // A mail fetched from a mailbox (fetchmail and the like) was not handed over by the mailbox's host.
    const isFetched = /\swith\s(?:IMAP|POP[23]?)\b/i.test(value.slice(0, hopCharacters));
    if (source === undefined && peer !== undefined && !isFetched && !isInside(peer)) source = peer;
    for (const address of hop) if (addresses.size < mailLimits.hops) addresses.add(address);
  }
  const top = received[0];
  const time = top === undefined ? undefined : mailTime(top.slice(top.lastIndexOf(";") + 1));
  return { time, source, addresses: [...addresses] };
}

/** The addresses in the `from` of a Received field, the one of the connection first. */
function hopAddresses(value: string): readonly string[] {
  const clause = /^\s*from\s(.*?)(?:\sby\s|;|$)/is.exec(value.slice(0, hopCharacters))?.[1];
  if (clause === undefined) return [];
  // What the client called itself stands outside of the parentheses, or behind HELO within them.
  const told: string[] = [];
  const seen: string[] = [];
  for (const match of clause.matchAll(addressToken)) {
    const address = foldedAddress(match[1] ?? "");
    if (address === undefined) continue;
    const earlier = clause.slice(0, match.index);
    const isInParentheses = earlier.lastIndexOf("(") > earlier.lastIndexOf(")");
    const isName = /(?:helo|ehlo)[ =]\[?(?:IPv6:)?$/i.test(earlier);
    (isInParentheses && !isName ? seen : told).push(address);
  }
  // Within parentheses the bracketed address stands last, behind the name that was looked up.
  return [...seen.reverse(), ...told];
}

/** An address in its usual form, a mapped one as IPv4; undefined where it is none. */
function foldedAddress(text: string): string | undefined {
  return isIP(text) === 0 || !ipaddr.isValid(text) ? undefined : ipaddr.process(text).toString();
}

function isInside(address: string): boolean {
  return insideRanges.has(ipaddr.process(address).range());
}

/**
 * Results of SPF, DKIM and DMARC as words, such as `pass`; `auth` is whether the sender signed in (RFC 8601 section 2.7.4),
 * `compauth` what Exchange Online concludes of all.
 */
export interface Authentication {
  readonly spf: string | undefined;
  readonly dkim: string | undefined;
  readonly dmarc: string | undefined;
  readonly auth?: string;
  readonly compauth?: string;
}

/**
 * Reads the results from an Authentication-Results field; SPF else from Received-SPF.
 * Of several DKIM signatures one that passes is enough, as for DMARC.
 */
export function readAuthentication(
  results: string | undefined,
  receivedSpf: string | undefined,
): Authentication {
  const found = new Map<string, string>();
  for (const part of results === undefined ? [] : withoutComments(results).split(";")) {
    const [, method, result] =
      /^\s*(spf|dkim|dmarc|auth|compauth)(?:\/\d+)?\s*=\s*([a-z]{1,20})/i.exec(part) ?? [];
    if (method === undefined || result === undefined) continue;
    const [key, word] = [method.toLowerCase(), result.toLowerCase()];
    if (!found.has(key) || (key === "dkim" && word === "pass")) found.set(key, word);
  }
  const spf = found.get("spf") ?? /^\s*([a-z]{1,20})\b/i.exec(receivedSpf ?? "")?.[1]?.toLowerCase();
  const [auth, compauth] = [found.get("auth"), found.get("compauth")];
  return {
    spf,
    dkim: found.get("dkim"),
    dmarc: found.get("dmarc"),
    ...(auth === undefined ? {} : { auth }),
    ...(compauth === undefined ? {} : { compauth }),
  };
}

/** A field without comments and quoted text, in which anything may be written. */
function withoutComments(value: string): string {
  let plain = "";
  let depth = 0;
  let isQuoted = false;
  for (let at = 0; at < value.length; at++) {
    const character = value[at] ?? "";
    if (character === "\\" && (depth > 0 || isQuoted)) at++;
    else if (isQuoted) isQuoted = character !== '"';
    else if (character === '"' && depth === 0) isQuoted = true;
    else if (character === "(") depth++;
    else if (character === ")" && depth > 0) depth--;
    else if (depth === 0) plain += character;
  }
  return plain;
}
