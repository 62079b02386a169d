/**
 * A small server that speaks ClickHouse's HTTP interface over chDB, in a process of its own because chDB binds one data
 * directory a process. Started by endpoint.ts with the folder, the port (0 for any), the user, the password, how rows are split
 * over two shards where there are any, and a configuration of the engine where there is one.
 */
import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createGzip } from "node:zlib";
import { Faults } from "./faults.mjs";
import { askedOf, credentialsOf } from "./request.mjs";
import { Statements } from "./statements.mjs";

const [folder = "", port = "0", user = "default", password = "", split = "", config] = process.argv.slice(2);
const statements = new Statements(
  join(folder, "db"),
  split === "client" || split === "random" ? split : undefined,
  config,
);
const faults = new Faults();
/** @type {{ sql: string, settings: Record<string, string>, queryId: string, user: string, multipart: boolean, rows: boolean }[]} */
let seen = [];
let spools = 0;

const server = createServer({ maxHeaderSize: 1 << 20, keepAliveTimeout: 30_000 }, (request, response) => {
  answer(request, response).catch((thrown) => {
    if (response.headersSent) response.destroy();
    else refuse(response, String(thrown?.message ?? thrown));
  });
});

async function answer(
  /** @type {import("node:http").IncomingMessage} */ request,
  /** @type {import("node:http").ServerResponse} */ response,
) {
  if (request.url?.split("?")[0] === "/ping") return response.end("Ok.\n");
  const who = credentialsOf(request);
  if (who.user !== user || who.password !== password) {
    request.resume();
    return refuse(
      response,
      `Code: 516. DB::Exception: ${who.user}: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)`,
    );
  }
  spools += 1;
  const spool = join(folder, `body-${spools}`);
  try {
    const asked = await askedOf(request, spool);
    seen.push({
      sql: asked.sql,
      settings: asked.settings,
      queryId: asked.queryId,
      user: who.user,
      multipart: String(request.headers["content-type"]).startsWith("multipart/"),
      rows: asked.data !== undefined,
    });
    await run(asked, request, response);
  } finally {
    rmSync(spool, { force: true });
  }
}

/** What ends a mid-result failure is told by; chosen by the server for each answer. */
let tags = 0;

async function run(
  /** @type {import("./request.mjs").Asked} */ asked,
  /** @type {import("node:http").IncomingMessage} */ request,
  /** @type {import("node:http").ServerResponse} */ response,
) {
  const fault = faults.next(asked.sql);
  if (fault?.kind === "delay") await wait(fault.ms ?? 0);
  if (fault?.kind === "refuse")
    return refuse(
      response,
      "Code: 202. DB::Exception: Too many simultaneous queries. (TOO_MANY_SIMULTANEOUS_QUERIES)",
    );
  if (fault?.kind === "cut-before") return request.socket.destroy();
  if (fault?.kind === "die-before") process.exit(1);
  tags += 1;
  const tag = `tag${String(tags).padStart(13, "0")}`;
  const begun = process.hrtime.bigint();
  /** @type {import("node:stream").Writable} */
  let out = response;
  const begin = () => {
    if (response.headersSent) return;
    response.writeHead(200, {
      "content-type": "text/plain; charset=UTF-8",
      "x-clickhouse-query-id": asked.queryId,
      "x-clickhouse-exception-tag": tag,
      "x-clickhouse-summary": JSON.stringify({ elapsed_ns: String(process.hrtime.bigint() - begun) }),
      ...(asked.gzip ? { "content-encoding": "gzip" } : {}),
    });
    if (asked.gzip) {
      const gzip = createGzip();
      gzip.pipe(response);
      out = gzip;
    }
  };
  try {
    let pieces = 0;
    await statements.run(asked, async (piece) => {
      if (fault?.kind === "cut-after" || fault?.kind === "die-after") return;
      begin();
      const cut = fault?.kind === "cut-mid" || fault?.kind === "error-mid";
      if (!out.write(cut && pieces === 0 ? piece.subarray(0, half(piece)) : piece))
        await new Promise((resolve) => {
          out.once("drain", resolve);
          response.once("close", resolve);
        });
      pieces += 1;
      if (!cut) return;
      // What was written is on its way before the end comes.
      await wait(20);
      if (fault.kind === "cut-mid") request.socket.destroy();
      throw new Error("Code: 241. DB::Exception: (total) memory limit exceeded. (MEMORY_LIMIT_EXCEEDED)");
    });
    if (fault?.kind === "die-after") process.exit(1);
    if (fault?.kind === "cut-after") return request.socket.destroy();
    begin();
    out.end();
  } catch (thrown) {
    const message = `${thrown instanceof Error ? thrown.message : thrown}`;
    if (!response.headersSent) return refuse(response, message, asked.queryId);
    const text = `${message}\n`;
    out.end(`\r\n__exception__\r\n${tag}\r\n${text}${Buffer.byteLength(text)} ${tag}\r\n__exception__\r\n`);
  }
}

/** Half of a piece, up to the end of a line where it has lines. */
function half(/** @type {Buffer} */ piece) {
  const at = piece.lastIndexOf(0x0a, piece.length / 2);
  return at < 0 ? Math.floor(piece.length / 2) : at + 1;
}

/** HTTP statuses of failures, as a server has them; 500 for any other. */
const statuses = { 516: 403, 60: 404, 81: 404, 47: 404, 62: 400, 36: 400, 115: 404, 202: 503, 159: 408 };

function refuse(
  /** @type {import("node:http").ServerResponse} */ response,
  /** @type {string} */ message,
  queryId = "",
) {
  const code = Number(/Code: (\d+)/.exec(message)?.[1] ?? 1001);
  response.writeHead(/** @type {Record<number, number>} */ (statuses)[code] ?? 500, {
    "content-type": "text/plain; charset=UTF-8",
    "x-clickhouse-exception-code": String(code),
    "x-clickhouse-query-id": queryId,
  });
  response.end(`${message} (version 26.7.2.1)\n`);
}

process.on(
  "message",
  (/** @type {{ id: number, do: string, fault?: import("./endpoint.ts").Fault }} */ message) => {
    if (message.do === "fault" && message.fault !== undefined) faults.add(message.fault);
    if (message.do === "clear") faults.clear();
    const answer = message.do === "seen" ? seen : undefined;
    if (message.do === "forget") seen = [];
    process.send?.({ id: message.id, answer });
  },
);
process.on("disconnect", () => process.exit(0));
server.listen(Number(port), "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0 });
});
