/** A small server for the HTTP intake, for tests and for a machine that only takes records. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { intakeLimits } from "../limits.ts";
import { failed } from "./answers.ts";
import { answer, credentialOf, type HttpSettings, type IntakeRequest, pathOf } from "./http.ts";
import type { Committing } from "./model.ts";
import { type OtlpAnswer, refused } from "./otlp/answers.ts";
import { otlpPath, takeLogs } from "./otlp/export.ts";

/** Bytes of bodies that are in memory, whole or in part. It is bytes that count: a body that comes slowly takes no place of others. */
const heldBytesMax = intakeLimits.workingMax * intakeLimits.bodyBytesMax;

/** What there is room for. */
interface Room {
  bytes: number;
  working: number;
}

export function httpServer(spool: Committing, settings: HttpSettings): Server {
  const room: Room = { bytes: 0, working: 0 };
  const server = createServer((request, response) => {
    void handle(spool, settings, room, request, response);
  });
  server.headersTimeout = intakeLimits.headersMs;
  server.requestTimeout = intakeLimits.requestMs;
  server.maxConnections = intakeLimits.connectionsMax;
  return server;
}

async function handle(
  spool: Committing,
  settings: HttpSettings,
  room: Room,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let held = 0;
  try {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(", ") : value,
      ]),
    );
    // Nothing is read of who may not send; the answer says so whatever was sent.
    const isLetIn = await settings.authorize(credentialOf(headers.authorization));
    const pieces: Buffer[] = [];
    if (isLetIn && Number(headers["content-length"] ?? 0) > intakeLimits.bodyBytesMax)
      return refuse(request, response, 413);
    for await (const piece of isLetIn ? (request as AsyncIterable<Buffer>) : []) {
      held += piece.length;
      room.bytes += piece.length;
      if (held > intakeLimits.bodyBytesMax) return refuse(request, response, 413);
      if (room.bytes > heldBytesMax) return refuse(request, response, 429);
      pieces.push(piece);
    }
    if (room.working >= intakeLimits.workingMax) return refuse(request, response, 429);
    room.working += 1;
    try {
      const asked = {
        method: request.method ?? "GET",
        url: request.url ?? "/",
        headers,
        body: Buffer.concat(pieces),
      };
      const told = await answered(spool, asked, { ...settings, authorize: () => isLetIn }, isLetIn);
      response
        .writeHead(told.status, { ...told.headers, ...(isLetIn ? {} : { connection: "close" }) })
        .end(told.body);
    } finally {
      room.working -= 1;
    }
  } catch (thrown) {
    const told = failed(thrown);
    if (!response.headersSent) response.writeHead(told.status, told.headers);
    response.end(told.body);
  } finally {
    room.bytes -= held;
  }
}

/** OpenTelemetry has answers of its own. */
async function answered(
  spool: Committing,
  asked: IntakeRequest,
  settings: HttpSettings,
  isLetIn: boolean,
): Promise<OtlpAnswer | Awaited<ReturnType<typeof answer>>> {
  if (pathOf(asked.url) !== otlpPath) return answer(spool, asked, settings);
  return isLetIn
    ? takeLogs(spool, asked)
    : refused(401, asked.headers["content-type"], "A token is missing, or is not known.");
}

/** What is refused before it was read. */
function refuse(request: IncomingMessage, response: ServerResponse, status: 413 | 429): void {
  const told =
    pathOf(request.url ?? "/") === otlpPath
      ? refused(status, request.headers["content-type"], whyRefused[status])
      : { headers: status === 429 ? { "retry-after": "1" } : {}, body: "" };
  response.writeHead(status, { ...told.headers, connection: "close" }).end(told.body);
}

const whyRefused = {
  413: `A body is larger than ${intakeLimits.bodyBytesMax} bytes.`,
  429: "Too much is sent at a time.",
} as const;
