/**
 * Asks the servers of feeds: only the host that was configured, only addresses that are public unless allowed otherwise, and
 * within limits of size and time. A name is resolved once, and the connection goes to the address that was looked at.
 */

import { lookup } from "node:dns/promises";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import ipaddr from "ipaddr.js";
import { asError, VedetteError } from "../errors.ts";
import type { AskFeed, FeedAnswer, FeedRequest } from "../intel/fetching.ts";
import { fetchLimits } from "../limits.ts";

/** Limits of the answers of one server. */
export type FetchLimits = Readonly<Record<Exclude<keyof typeof fetchLimits, "pageBytesMax">, number>>;

/** Of a server that gives JSON in pages: a page is held whole. */
export const pageLimits: FetchLimits = { ...fetchLimits, bytesMax: fetchLimits.pageBytesMax };

export interface FetchOptions {
  /** Private, loopback and link-local addresses too. */
  readonly allowPrivate: boolean;
  /** Value of the Authorization header. */
  readonly authorization: string | undefined;
  readonly agent: string;
  readonly limits: FetchLimits;
}

function unreachable(host: string, says: string, hint: string, cause?: unknown): VedetteError {
  return new VedetteError("intel.unreachable", `${host}: ${says}`, { hint, cause });
}

/** What asks one server. */
export function feedAsker(options: FetchOptions): AskFeed {
  const begun = performance.now();
  const received = { bytes: 0 };
  return async (request) => {
    let url = request.url;
    if (performance.now() - begun > options.limits.totalSecondsMax * 1000)
      throw unreachable(
        url.host,
        `not done after ${options.limits.totalSecondsMax} seconds.`,
        "Nothing of it was taken. Check that the address is that of a feed.",
      );
    for (let hops = 0; ; hops += 1) {
      const message = await askOnce({ ...request, url }, options);
      const status = message.statusCode ?? 0;
      if (status >= 200 && status < 300) return answerOf(url, message, options.limits, received);
      message.destroy();
      const location = message.headers.location;
      if (status < 300 || status >= 400 || location === undefined)
        throw unreachable(
          url.host,
          `it answered ${status}.`,
          status === 401 || status === 403
            ? "Check the credentials that --credentials names."
            : "Check the address of the feed.",
        );
      if (hops >= options.limits.redirectsMax)
        throw unreachable(url.host, "it redirects without end.", "Check the address of the feed.");
      url = redirected(url, location);
    }
  };
}

/** Where a redirect leads: the same host and port, and not from HTTPS to HTTP. */
function redirected(from: URL, location: string): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from.href) : undefined;
  if (to === undefined || to.host !== from.host || to.protocol !== from.protocol)
    throw unreachable(
      from.host,
      `it redirects elsewhere (${to === undefined ? "no address" : to.origin.slice(0, 100)}), which is not followed.`,
      "If that is where the feed is now, add it anew with that address.",
    );
  return to;
}

/** The addresses that may be connected to, each looked at. */
async function addressesOf(
  url: URL,
  allowPrivate: boolean,
): Promise<readonly { address: string; family: number }[]> {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  let found: { address: string; family: number }[];
  try {
    found = ipaddr.isValid(host)
      ? [{ address: host, family: ipaddr.parse(host).kind() === "ipv6" ? 6 : 4 }]
      : await lookup(host, { all: true });
  } catch (thrown) {
    throw unreachable(
      url.host,
      `its name cannot be resolved (${asError(thrown).message}).`,
      "Check the address of the feed and the network.",
      thrown,
    );
  }
  const [first] = found;
  if (first === undefined)
    throw unreachable(url.host, "its name has no address.", "Check the address of the feed.");
  // One inside among several would be chosen by chance.
  const inside = found.find(({ address }) => ipaddr.process(address).range() !== "unicast");
  if (inside !== undefined && !allowPrivate)
    throw unreachable(
      url.host,
      `${inside.address} is no public address.`,
      "A feed inside the own network needs --allow-private.",
    );
  return found;
}

async function askOnce(
  { url, method = "GET", accept, body }: FeedRequest,
  options: FetchOptions,
): Promise<IncomingMessage> {
  const { authorization, allowPrivate, limits } = options;
  if (authorization !== undefined && url.protocol !== "https:" && !allowPrivate)
    throw unreachable(
      url.host,
      "credentials are not sent without TLS.",
      "Use https; --allow-private allows http inside the own network.",
    );
  const addresses = await addressesOf(url, allowPrivate);
  const send = url.protocol === "https:" ? secureRequest : plainRequest;
  return new Promise((resolve, reject) => {
    const fail = (thrown: Error) =>
      reject(
        thrown instanceof VedetteError
          ? thrown
          : unreachable(
              url.host,
              `it cannot be asked (${thrown.message}).`,
              "Check the address of the feed and the network.",
              thrown,
            ),
      );
    const asked = send(url, {
      method,
      headers: {
        accept,
        "accept-encoding": "identity",
        "user-agent": options.agent,
        ...(authorization === undefined ? {} : { authorization }),
        ...(body === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      },
      agent: false,
      timeout: limits.idleSecondsMax * 1000,
      lookup: (_host, settings, found) => {
        const [first] = addresses;
        if (settings.all === true) found(null, [...addresses]);
        else found(null, first?.address ?? "", first?.family ?? 4);
      },
    });
    // Once it answers, the answer is what ends, with the reason.
    let answer: IncomingMessage | undefined;
    const giveUp = (reason: Error) => (answer ?? asked).destroy(reason);
    asked.on("timeout", () =>
      giveUp(unreachable(url.host, `no byte for ${limits.idleSecondsMax} seconds.`, "Try again later.")),
    );
    asked.on("error", fail);
    asked.on("response", (message) => {
      answer = message;
      resolve(message);
    });
    // Also a server that sends its headers byte by byte comes to an end.
    const end = setTimeout(
      () =>
        giveUp(
          unreachable(
            url.host,
            `not done after ${limits.secondsMax} seconds.`,
            "Try again later, or fetch the file by other means and add that.",
          ),
        ),
      limits.secondsMax * 1000,
    );
    asked.on("close", () => {
      clearTimeout(end);
      // An answer that turns to another protocol (101) is none, and no error either.
      if (answer === undefined) fail(new Error("the connection ended without an answer"));
    });
    asked.end(body);
  });
}

/** @param received what came of all answers of the feed */
function answerOf(
  url: URL,
  message: IncomingMessage,
  limits: FetchLimits,
  received: { bytes: number },
): FeedAnswer {
  const headers = Object.fromEntries(
    Object.entries(message.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(", ") : value,
    ]),
  );
  return { headers, body: bodyOf(url, message, limits, received) };
}

async function* bodyOf(
  url: URL,
  message: IncomingMessage,
  { bytesMax, totalBytesMax }: FetchLimits,
  received: { bytes: number },
): AsyncIterable<Uint8Array> {
  const tooMuch = (most = bytesMax) =>
    unreachable(
      url.host,
      `it sends more than ${most.toLocaleString("en")} bytes.`,
      "Nothing of it was taken. Check that the address is that of a feed.",
    );
  if (Number(message.headers["content-length"] ?? 0) > bytesMax) {
    message.destroy();
    throw tooMuch();
  }
  let bytes = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      received.bytes += chunk.length;
      if (bytes > bytesMax) throw tooMuch();
      if (received.bytes > totalBytesMax) throw tooMuch(totalBytesMax);
      yield chunk;
    }
  } catch (thrown) {
    if (thrown instanceof VedetteError) throw thrown;
    throw unreachable(
      url.host,
      `it broke off after ${bytes.toLocaleString("en")} bytes (${asError(thrown).message}).`,
      "Nothing of it was taken. Try again later.",
      thrown,
    );
  } finally {
    message.destroy();
  }
  if (!message.complete)
    throw unreachable(
      url.host,
      `it broke off after ${bytes.toLocaleString("en")} bytes.`,
      "Nothing of it was taken. Try again later.",
    );
}
