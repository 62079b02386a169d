/** Sends bytes to a server as they are, and says what it answered. */
import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** Slowest answer that is waited for. */
const answerMsMax = 5000;

export interface Answer {
  /** 0 where there is no status line (HTTP/0.9, a connection that is just closed). */
  readonly status: number;
  /** Bytes behind the headers; all where there are none. */
  readonly bodyBytes: number;
  readonly bytes: number;
}

/** Sends bytes and reads to the end. */
export function send(port: number, bytes: Uint8Array): Promise<Answer> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(answerMsMax, () => socket.destroy());
    socket.on("data", (piece) => pieces.push(piece));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answerOf(Buffer.concat(pieces))));
  });
}

function answerOf(answer: Buffer): Answer {
  const status = /^HTTP\/\S+ (\d{3})/.exec(answer.subarray(0, 20).toString("latin1"))?.[1];
  if (status === undefined) return { status: 0, bodyBytes: answer.length, bytes: answer.length };
  const end = answer.indexOf("\r\n\r\n");
  return { status: Number(status), bodyBytes: answer.length - end - 4, bytes: answer.length };
}

export interface Ask {
  readonly method?: string;
  /** UTF-8 text, or bytes. */
  readonly target: string | Uint8Array;
  readonly agent?: string | Uint8Array;
  readonly referrer?: string | Uint8Array;
  readonly user?: string;
  readonly host?: string;
  readonly more?: readonly string[];
}

/** A request as bytes. */
export function requestBytes({
  method = "GET",
  target,
  agent,
  referrer,
  user,
  host,
  more = [],
}: Ask): Buffer {
  const line = (name: string, value: string | Uint8Array) =>
    Buffer.concat([Buffer.from(`${name}: `), Buffer.from(value as string), Buffer.from("\r\n")]);
  return Buffer.concat([
    Buffer.from(`${method} `),
    Buffer.from(target as string),
    Buffer.from(" HTTP/1.1\r\n"),
    line("Host", host ?? "www.example.test"),
    ...(agent === undefined ? [] : [line("User-Agent", agent)]),
    ...(referrer === undefined ? [] : [line("Referer", referrer)]),
    ...(user === undefined
      ? []
      : [line("Authorization", `Basic ${Buffer.from(`${user}:secret`).toString("base64")}`)]),
    Buffer.from(more.map((one) => `${one}\r\n`).join("")),
    Buffer.from("Connection: close\r\n\r\n"),
  ]);
}

export async function freePort(): Promise<number> {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until a server answers a request for /ready. */
export async function ready(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await send(port, requestBytes({ target: "/ready" }))).status > 0) return;
    await sleep(100);
  }
  throw new Error(`no server answers on port ${port}`);
}
