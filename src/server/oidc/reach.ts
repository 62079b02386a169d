/** Requests to the provider: where they may go, and how much may come back. */
import { oidcLimits } from "../../limits.ts";
import { isLoopback } from "../listen.ts";

const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/** A place that the provider named and that is not asked. */
export class NotReached extends Error {
  override readonly name = "NotReached";
}

export function onLoopback({ hostname }: URL): boolean {
  return isLoopback(hostname.replace(/^\[|\]$/g, ""));
}

/**
 * Whether an address may be an issuer's, or one that it names: https, and http on this machine. A provider elsewhere cannot name
 * this machine, where other services trust whoever asks.
 */
export function mayReach(url: URL, issuer: URL): boolean {
  if (url.username !== "" || url.password !== "") return false;
  if (!onLoopback(url)) return url.protocol === "https:";
  return onLoopback(issuer) && (url.protocol === "https:" || url.protocol === "http:");
}

/** @throws NotReached where it may not go there, or too much comes back */
export async function fetchFrom(issuer: URL, url: string, options: RequestInit): Promise<Response> {
  if (!URL.canParse(url) || !mayReach(new URL(url), issuer))
    throw new NotReached("it names an address that is neither https nor on its own machine");
  const answer = await fetch(url, { ...options, redirect: "manual" });
  const { status, statusText, headers } = answer;
  if (withoutBody.has(status) || answer.body === null)
    return new Response(null, { status, statusText, headers });
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body) {
    bytes += part.byteLength;
    if (bytes > oidcLimits.answerBytesMax) throw new NotReached("its answer is too large");
    parts.push(part);
  }
  return new Response(Buffer.concat(parts), { status, statusText, headers });
}
