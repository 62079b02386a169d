/** Stands in front of a broker, speaks TLS, and lets nobody in who has not signed in by SASL PLAIN or SCRAM. */
import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";
import { connect, type Socket } from "node:net";
import { createServer } from "node:tls";
import { renamed } from "./kafka-proxy.ts";

const handshakeKey = 17;
const versionsKey = 18;
const authenticateKey = 36;
const saslError = 58;

export interface Guard {
  readonly broker: string;
  /** Mechanisms by which somebody signed in. */
  readonly signedIn: readonly string[];
  close(): Promise<void>;
}

export async function startGuard(
  broker: string,
  tls: { readonly key: string; readonly cert: string },
  login: { readonly username: string; readonly password: string },
): Promise<Guard> {
  const target = Number(broker.split(":")[1]);
  const sockets = new Set<Socket>();
  const signedIn: string[] = [];
  let own = 0;
  const server = createServer(tls, (client) => {
    const upstream = connect(target, "127.0.0.1");
    for (const socket of [client as Socket, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    let isIn = false;
    let mechanism = "";
    let scram: Scram | undefined;
    const answer = (correlation: Buffer, ...parts: Buffer[]) => client.write(framed(correlation, ...parts));
    const authenticate = (correlation: Buffer, version: number, given: Buffer) => {
      scram ??= new Scram(mechanism, login);
      const told =
        mechanism === "PLAIN"
          ? given.toString() === `\0${login.username}\0${login.password}`
            ? { isIn: true, says: "" }
            : undefined
          : scram.answer(given.toString());
      if (told?.isIn === true) {
        isIn = true;
        signedIn.push(mechanism);
      }
      const says = Buffer.from(told?.says ?? "");
      const code = int16(told === undefined ? saslError : 0);
      answer(
        correlation,
        code,
        int16(-1),
        int32(says.length),
        says,
        version > 0 ? Buffer.alloc(8) : Buffer.alloc(0),
      );
    };
    let waitsForVersions = false;
    eachFrame(client, (frame) => {
      const key = frame.readInt16BE(4);
      const version = frame.readInt16BE(6);
      const correlation = frame.subarray(8, 12);
      const clientBytes = Math.max(0, frame.readInt16BE(12));
      const body = frame.subarray(14 + clientBytes);
      if (key === versionsKey) {
        waitsForVersions = true;
        upstream.write(frame);
      } else if (key === handshakeKey) {
        mechanism = body.subarray(2).toString();
        const name = Buffer.from(mechanism);
        answer(correlation, int16(0), int32(1), int16(name.length), name);
      } else if (key === authenticateKey) authenticate(correlation, version, body.subarray(4));
      else if (isIn) upstream.write(frame);
      else client.destroy();
    });
    eachFrame(upstream, (frame) => {
      client.write(waitsForVersions ? withSasl(frame) : renamed(frame, target, own));
      waitsForVersions = false;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  own = typeof address === "object" && address !== null ? address.port : 0;
  return {
    broker: `127.0.0.1:${own}`,
    signedIn,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Hands on what comes, one message with its length at a time. */
function eachFrame(socket: NodeJS.ReadableStream, take: (frame: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on("data", (piece: Buffer) => {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE(0)) {
      const end = 4 + rest.readInt32BE(0);
      take(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
}

/** The versions that a broker speaks, and those of signing in besides. */
function withSasl(frame: Buffer): Buffer {
  const own = [handshakeKey, authenticateKey].flatMap((key) => [int16(key), int16(0), int16(1)]);
  const count = frame.readInt32BE(10) + 2;
  return framed(frame.subarray(4, 8), frame.subarray(8, 10), int32(count), ...own, frame.subarray(14));
}

/** The server's side of RFC 5802. */
class Scram {
  readonly #hash: string;
  readonly #login: { readonly username: string; readonly password: string };
  readonly #salt = Buffer.from("a salt of a test");
  #first = "";
  #own = "";

  constructor(mechanism: string, login: { readonly username: string; readonly password: string }) {
    this.#hash = mechanism === "SCRAM-SHA-512" ? "sha512" : "sha256";
    this.#login = login;
  }

  answer(given: string): { readonly isIn: boolean; readonly says: string } | undefined {
    if (this.#first === "") {
      this.#first = given.replace(/^n,,/, "");
      const [, user, nonce] = /^n=([^,]*),r=(.*)$/.exec(this.#first) ?? [];
      if (user !== this.#login.username) return undefined;
      this.#own = `r=${nonce}server,s=${this.#salt.toString("base64")},i=4096`;
      return { isIn: false, says: this.#own };
    }
    const [, bare = "", proof = ""] = /^(.*),p=(.*)$/.exec(given) ?? [];
    const length = this.#hash === "sha512" ? 64 : 32;
    const salted = pbkdf2Sync(this.#login.password, this.#salt, 4096, length, this.#hash);
    const mac = (key: Buffer, text: string) => createHmac(this.#hash, key).update(text).digest();
    const message = `${this.#first},${this.#own},${bare}`;
    const clientKey = mac(salted, "Client Key");
    const signature = mac(createHash(this.#hash).update(clientKey).digest(), message);
    const wanted = clientKey.map((byte, at) => byte ^ (signature[at] ?? 0));
    const shown = Buffer.from(proof, "base64");
    if (shown.length !== wanted.length || !timingSafeEqual(shown, wanted)) return undefined;
    return { isIn: true, says: `v=${mac(mac(salted, "Server Key"), message).toString("base64")}` };
  }
}

function framed(...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([int32(content.length), content]);
}

function int16(number: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeInt16BE(number);
  return bytes;
}

function int32(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(number);
  return bytes;
}
