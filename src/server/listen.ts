/** The HTTP server: where it listens, under which names it is called, and how it ends. */

import { createServer as createSecure } from "node:https";
import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import ipaddr from "ipaddr.js";
import { asError, VedetteError } from "../errors.ts";
import { apiLimits } from "../limits.ts";
import type { App } from "./app.ts";

/** A place to listen at. */
export interface Place {
  readonly host: string;
  readonly port: number;
}

const portDefault = 8592;

/** @throws VedetteError `usage.option` */
export function placeOf(given: string | undefined, option = "listen"): Place {
  const written = given ?? `127.0.0.1:${portDefault}`;
  const [, bracketed, plain, port] = /^(?:\[([0-9a-fA-F:.]+)\]|([^:[\]\s]+)):(\d{1,5})$/.exec(written) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535)
    throw new VedetteError("usage.option", `--${option} ${written}: not a place to listen at.`, {
      hint: "For example 127.0.0.1:8592, or [::1]:8592.",
    });
  return { host, port: Number(port) };
}

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Names by which a server at a place is called. */
export function hostsOf({ host }: Place, port: number, names: readonly string[]): Set<string> {
  const own = isLoopback(host) ? ["localhost", "127.0.0.1", "[::1]"] : [];
  const bare = host.includes(":") ? `[${host}]` : host;
  const all = [...own, bare, ...names].map((name) => name.toLowerCase());
  return new Set(all.flatMap((name) => [`${name}:${port}`, name]));
}

export interface Listening {
  readonly port: number;
  /** Takes no new requests; those under way end, or are ended after a while. */
  close(): Promise<void>;
}

const keepAliveMs = 15_000;
const closeMs = 3000;

/**
 * Listens.
 * @param tls certificate and key, in PEM
 * @throws VedetteError `usage.option` where the place is taken, or not to be had
 */
export async function listen(
  app: App,
  { host, port }: Place,
  tls: { readonly cert: string; readonly key: string } | undefined,
): Promise<Listening> {
  const server = await new Promise<ServerType>((resolve, reject) => {
    try {
      const made = serve(
        {
          fetch: app.fetch,
          hostname: host,
          port,
          ...(tls === undefined
            ? {}
            : {
                createServer: createSecure,
                serverOptions: tls,
              }),
        },
        () => resolve(made),
      );
      made.once("error", reject);
    } catch (thrown) {
      reject(thrown);
    }
  }).catch((thrown: unknown) => {
    const { code, message } = asError(thrown) as NodeJS.ErrnoException;
    throw new VedetteError(
      "usage.option",
      `--listen ${host}:${port}: ${code === "EADDRINUSE" ? "another program listens there already" : message}.`,
      { hint: "Name another address or port.", cause: thrown },
    );
  });
  if ("headersTimeout" in server) {
    server.headersTimeout = apiLimits.headersMs;
    server.requestTimeout = apiLimits.requestMs;
    server.keepAliveTimeout = keepAliveMs;
    server.maxConnections = apiLimits.connectionsMax;
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeIdleConnections" in server) server.closeIdleConnections();
        setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), closeMs).unref();
      }),
  };
}

/** Address of the other end of a request. */
export function peerOf(context: Context): string {
  return getConnInfo(context).remote.address ?? "";
}

/**
 * Address of the browser, where a proxy in front speaks TLS: what the proxy itself wrote last of X-Forwarded-For. Without it all people
 * would be one network, and whoever tries passwords would make all of them wait.
 */
export function peerBehindProxy(context: Context): string {
  return forwardedPeer(peerOf(context), context.req.header("x-forwarded-for"));
}

const near: ReadonlySet<string> = new Set(["loopback", "private", "uniqueLocal", "linkLocal"]);

/** Only a proxy on this machine or in its networks is believed: anybody may write the header. */
export function forwardedPeer(peer: string, forwarded: string | undefined): string {
  const last = forwarded?.split(",").at(-1)?.trim() ?? "";
  const plain = peer.replace(/%.*$/, "");
  if (!ipaddr.isValid(last) || !ipaddr.isValid(plain)) return peer;
  return near.has(ipaddr.process(plain).range()) ? last : peer;
}
