/** A small server for the HTTP intake, for tests and for a machine that only takes records. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { failed } from "./answers.ts";
import { answer, bodyBytesMax, credentialOf, type HttpSettings } from "./http.ts";
import type { Spool } from "./model.ts";

/** Bodies that are in memory at a time; further senders are asked to wait. */
const bodiesMax = 8;

export function httpServer(spool: Spool, settings: HttpSettings): Server {
  let bodies = 0;
  return createServer((request, response) => {
    if (bodies >= bodiesMax) {
      response.writeHead(429, { "retry-after": "1", connection: "close" }).end();
      return;
    }
    bodies += 1;
    void handle(spool, settings, request, response).finally(() => {
      bodies -= 1;
    });
  });
}

async function handle(
  spool: Spool,
  settings: HttpSettings,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : value,
      ]),
    );
    // Nothing is read of who may not send; the answer says so whatever was sent.
    const isLetIn = await settings.authorize(credentialOf(headers.authorization));
    const body = isLetIn ? await bodyOf(request) : Buffer.alloc(0);
    if (body === undefined) {
      response.writeHead(413, { connection: "close" }).end();
      return;
    }
    const told = await answer(
      spool,
      { method: request.method ?? "GET", url: request.url ?? "/", headers, body },
      settings,
    );
    response
      .writeHead(told.status, { ...told.headers, ...(isLetIn ? {} : { connection: "close" }) })
      .end(told.body);
  } catch (thrown) {
    const told = failed(thrown);
    if (!response.headersSent) response.writeHead(told.status, told.headers);
    response.end(told.body);
  }
}

/** @returns undefined where it is too large */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > bodyBytesMax) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
