/** One attempt over HTTP: to a checked address, without following a redirect, and without reading more than a little of the answer. */
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { notifyLimits } from "../../limits.ts";
import { forTerminal, shorten } from "../../report/safe-text.ts";
import { retryAfterOf } from "./backoff.ts";
import type { Attempt } from "./model.ts";
import { type CheckedAddress, checkedAddresses, type Network, type Resolve } from "./permitted.ts";

/** How a destination is reached. */
export interface Reach {
  readonly allowed: readonly Network[];
  readonly resolve: Resolve;
  readonly now: () => number;
  /** Milliseconds for a whole attempt. */
  readonly timeoutMs: number;
  /** Authorities that certificates may be of, as PEM; undefined for those of the system. */
  readonly ca?: string;
  /** Ends the attempt. */
  readonly signal: AbortSignal;
}

const { answerBytesMax, saidCharactersMax } = notifyLimits;

/** Posts JSON. It never throws. */
export async function post(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  reach: Reach,
): Promise<Attempt> {
  const url = new URL(address);
  try {
    const found = await withinTime(checkedAddresses(url.hostname, reach.allowed, reach.resolve), reach);
    if ("refused" in found) return { kind: "failed", says: `Not sent: ${found.refused}.` };
    if (url.protocol === "http:" && found.public)
      return { kind: "failed", says: "Not sent: plain HTTP goes to allowed private addresses alone." };
    const answer = await asked(url, body, headers, found.addresses, reach);
    return attemptOf(answer, reach.now());
  } catch (thrown) {
    return { kind: "failed", says: `Not sent: ${reasonOf(thrown)}.` };
  }
}

/** What went wrong with a connection, without the address, which may hold a secret. */
export function reasonOf(thrown: unknown): string {
  const { code, message } = thrown as { readonly code?: unknown; readonly message?: unknown };
  return shorten(forTerminal(String(code ?? message ?? "unknown")), saidCharactersMax);
}

const late = (ms: number) => new Error(`no answer within ${ms / 1000} s`);

/** What work comes to, unless it takes too long or the service ends. */
export async function withinTime<T>(
  work: Promise<T>,
  { timeoutMs, signal }: Pick<Reach, "timeoutMs" | "signal">,
): Promise<T> {
  let end = () => {};
  try {
    return await Promise.race([
      work,
      new Promise<never>((_, reject) => {
        const timer = setTimeout(() => reject(late(timeoutMs)), timeoutMs);
        const ended = () => reject(new Error("the service ended"));
        signal.addEventListener("abort", ended);
        end = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", ended);
        };
      }),
    ]);
  } finally {
    end();
  }
}

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly text: string;
}

/** The name is not resolved again: the connection goes to an address that was checked. */
export function lookupOf(addresses: readonly CheckedAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? "", first?.family);
  };
}

function asked(
  url: URL,
  body: string,
  headers: Readonly<Record<string, string>>,
  addresses: readonly CheckedAddress[],
  { timeoutMs, signal, ca }: Reach,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const bytes = Buffer.from(body);
    const request = (url.protocol === "https:" ? secureRequest : plainRequest)(url, {
      method: "POST",
      // A connection of its own: none that was made to an address that was checked long ago.
      agent: false,
      signal,
      ...(ca === undefined ? {} : { ca }),
      lookup: lookupOf(addresses),
      headers: { ...headers, "content-type": "application/json", "content-length": String(bytes.length) },
    });
    // One clock for everything: an answer that comes byte by byte ends with it, and its status counts.
    let end = () => void request.destroy(late(timeoutMs));
    const timer = setTimeout(() => end(), timeoutMs);
    let isAnswered = false;
    request.once("close", () => {
      clearTimeout(timer);
      // An answer that turns to another protocol (101) is none, and no error either.
      if (!isAnswered) reject(new Error("the connection ended without an answer"));
    });
    request.on("error", reject);
    request.once("response", (response) => {
      isAnswered = true;
      end = () => void response.destroy();
      request.removeListener("error", reject).on("error", () => {});
      answerOf(response).then(resolve, reject);
    });
    request.end(bytes);
  });
}

async function answerOf(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    // Whoever takes a message has nothing to say that anybody reads.
    for await (const part of taken(response.statusCode ?? 0) ? [] : response) {
      parts.push(part as Buffer);
      bytes += (part as Buffer).length;
      if (bytes >= answerBytesMax) break;
    }
  } catch {
    // The status is there; what it says besides is of no weight.
  }
  response.destroy();
  return {
    status: response.statusCode ?? 0,
    retryAfter: response.headers["retry-after"],
    text: Buffer.concat(parts).subarray(0, answerBytesMax).toString("utf8"),
  };
}

const taken = (status: number) => status >= 200 && status < 300;

function attemptOf({ status, retryAfter, text }: Answer, nowMs: number): Attempt {
  if (taken(status)) return { kind: "delivered", says: `Answered ${status}.` };
  const said = shorten(forTerminal(text.trim()), saidCharactersMax);
  const says = `Answered ${status}${said === "" ? "" : `: ${said}`}${/[.!?]$/.test(said) ? "" : "."}`;
  if (status === 410) return { kind: "gone", says };
  if (status >= 300 && status < 400)
    return { kind: "failed", says: `Answered ${status}: it is elsewhere, and redirects are not followed.` };
  const retryAfterMs = retryAfterOf(retryAfter, nowMs);
  return { kind: "failed", says, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
