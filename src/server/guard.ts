/** What every request has to be before anything looks at it: meant for this server, from its own pages, and small. */

import type { MiddlewareHandler } from "hono";
import { Problem } from "./problems.ts";

/**
 * Headers that keep text of attackers text, and the pages to themselves. Scripts and styles come from this server alone, nothing is
 * framed, nothing is told to others.
 */
const headers: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

export interface GuardOptions {
  /** Names, with port where it is not the usual one, by which this server is called. */
  readonly hosts: ReadonlySet<string>;
}

const safe: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses requests to another name (a name that an attacker lets point here), and changes that another site's page asks for.
 * A program that is no browser sends neither Origin nor Sec-Fetch-Site, and no cookie of a person either.
 */
export function guard({ hosts }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const host = (context.req.header("host") ?? "").toLowerCase();
    if (!hosts.has(host))
      throw new Problem(421, "host", "The request names a host that this server is not called by.", {
        hint: "Call it by one of its own names, or add the name with --host-name.",
      });
    if (!safe.has(context.req.method)) {
      const origin = context.req.header("origin");
      const site = context.req.header("sec-fetch-site");
      if (
        (origin !== undefined && !ownOrigin(origin, hosts)) ||
        (site !== undefined && site !== "same-origin" && site !== "none")
      )
        throw new Problem(403, "origin", "Another site's page asks for a change.");
    }
    await next();
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
    if (!context.res.headers.has("cache-control")) context.res.headers.set("cache-control", "no-store");
  };
}

function ownOrigin(origin: string, hosts: ReadonlySet<string>): boolean {
  try {
    const { protocol, host } = new URL(origin);
    return (protocol === "http:" || protocol === "https:") && hosts.has(host.toLowerCase());
  } catch {
    return false;
  }
}
