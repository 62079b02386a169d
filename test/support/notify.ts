/** Notifications in tests: a notifier whose waits are short, and an HTTP server that answers as it is told to. */
import { randomUUID } from "node:crypto";
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Casebook } from "../../src/casebook/casebook.ts";
import type { Given } from "../../src/server/notify/destinations.ts";
import { eventKinds } from "../../src/server/notify/model.ts";
import { Notifier, type NotifierParts } from "../../src/server/notify/notifier.ts";
import { networkOf } from "../../src/server/notify/permitted.ts";
import { temporaryFolder } from "./files.ts";

const loopback = [networkOf("127.0.0.0/8"), networkOf("::1")];

type Some = Partial<Omit<NotifierParts, "reach" | "book">> & {
  readonly book: Casebook;
  readonly reach?: Partial<NotifierParts["reach"]>;
};

export function openNotifier(path: string, given: Some): Notifier {
  return new Notifier({
    newId: randomUUID,
    publicUrl: "https://sentry.example",
    logins: new Map(),
    version: "0",
    chance: () => 0.5,
    // Seconds become milliseconds: a first wait of 3.75 s is one of 37 ms.
    haste: 100,
    told: () => {},
    ...given,
    path,
    reach: {
      allowed: loopback,
      resolve: async () => [],
      now: () => Date.now(),
      timeoutMs: 30_000,
      ...given.reach,
    },
  });
}

let made = 0;
const folder = temporaryFolder();

/** A notifier over a file of its own. */
export function makeNotifier(given: Some): { notifier: Notifier; path: string } {
  made += 1;
  const path = join(folder, `notify-${made}.db`);
  return { notifier: openNotifier(path, given), path };
}

export function destination(given: Partial<Given> & Pick<Given, "name" | "address">): Given {
  return {
    kind: "webhook",
    from: "",
    to: [],
    events: eventKinds,
    leastSeverity: "info",
    escalateOnly: false,
    enabled: true,
    ...given,
  };
}

export interface Got {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly address: string;
  readonly port: number;
  readonly got: Got[];
  /** How the next requests are answered; 204 where it is not said. */
  answer: (got: Got, response: ServerResponse) => void;
  close(): Promise<void>;
}

/** A server that keeps what it got. */
export async function startReceiver(tls?: {
  readonly key: string;
  readonly cert: string;
}): Promise<Receiver> {
  const got: Got[] = [];
  const take: RequestListener = (request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const one = {
        path: request.url ?? "",
        headers: request.headers,
        body: Buffer.concat(parts).toString("utf8"),
      };
      got.push(one);
      receiver.answer(one, response);
    });
  };
  const server: Server = tls === undefined ? createServer(take) : createSecureServer(tls, take);
  const receiver = {
    got,
    address: "",
    port: 0,
    answer: (_: Got, response: ServerResponse) => void response.writeHead(204).end(),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  receiver.port = (server.address() as AddressInfo).port;
  receiver.address = `http://127.0.0.1:${receiver.port}`;
  return receiver;
}

/** Waits until something is so; what it is waited for is looked at often, and for long. */
export async function until<T>(
  what: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  for (let tries = 0; tries < 6000; tries += 1) {
    const found = await what();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  throw new Error("it did not come");
}
