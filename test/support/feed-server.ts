/** A server on loopback for one test file: what it answers is set by each test. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";

export type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

export interface FeedServer {
  /** Its address, without a path. */
  readonly origin: () => string;
  /** Requests so far: method, path with query, and headers. */
  readonly seen: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[];
  answer: Answer;
}

export function feedServer(): FeedServer {
  const one: FeedServer = {
    origin: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: [],
    answer: (_, response) => response.end(),
  };
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (part) => {
      body += String(part);
    });
    request.on("end", () => {
      one.seen.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers, body });
      one.answer(request, response, body);
    });
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return one;
}

export function json(response: ServerResponse, value: unknown, headers: Record<string, string> = {}): void {
  response.writeHead(200, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(value));
}
