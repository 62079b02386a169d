/** The lines of an SMTP session: what is sent, and answers of one or several lines, within limits. */
import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectSecure } from "node:tls";
import { notifyLimits } from "../../limits.ts";
import type { CheckedAddress } from "./permitted.ts";

export interface SmtpAnswer {
  readonly code: number;
  readonly lines: readonly string[];
}

/** What a server refused, with its code. */
export class SmtpRefused extends Error {
  override readonly name = "SmtpRefused";
  readonly answer: SmtpAnswer;
  /** What was asked: a word, without its arguments. */
  readonly asked: string;

  constructor(asked: string, answer: SmtpAnswer) {
    super(`${asked}: ${answer.code} ${answer.lines.join(" ")}`);
    this.answer = answer;
    this.asked = asked;
  }
}

export class SmtpTalk {
  #socket: Socket;
  #text = "";
  #ended: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(socket: Socket) {
    this.#socket = this.#listen(socket);
  }

  #listen(socket: Socket): Socket {
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      this.#text += text;
      if (this.#text.length > notifyLimits.mailAnswerBytesMax)
        socket.destroy(new Error("an answer without an end"));
      this.#wake?.();
    });
    const end = (error?: Error) => {
      this.#ended ??= error ?? new Error("the server ended the connection");
      this.#wake?.();
    };
    socket.on("error", end);
    socket.on("close", () => end());
    return socket;
  }

  destroy(error?: Error): void {
    this.#ended ??= error ?? new Error("ended");
    this.#socket.destroy();
    this.#wake?.();
  }

  /** Speaks TLS from here on; what came in before it was not protected, and is forgotten (RFC 3207, section 4.2). */
  async secure(host: string, ca: string | undefined): Promise<void> {
    const plain = this.#socket;
    for (const event of ["data", "error", "close"]) plain.removeAllListeners(event);
    plain.on("error", () => {});
    this.#text = "";
    this.#socket = this.#listen(await secured(plain, host, ca));
  }

  async answer(asked: string, ...codes: readonly number[]): Promise<SmtpAnswer> {
    for (;;) {
      const answer = this.#taken();
      if (answer !== undefined) {
        if (codes.includes(answer.code)) return answer;
        throw new SmtpRefused(asked, answer);
      }
      if (this.#ended !== undefined) throw this.#ended;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** A whole answer, once its last line is there: a code and a blank. */
  #taken(): SmtpAnswer | undefined {
    const lines: string[] = [];
    let at = 0;
    for (;;) {
      const end = this.#text.indexOf("\n", at);
      if (end < 0) return undefined;
      const [, code, mark, says = ""] =
        /^(\d{3})(?:([ -])(.*))?$/.exec(this.#text.slice(at, end).replace(/\r$/, "")) ?? [];
      if (code === undefined) throw new Error("an answer that is no SMTP");
      at = end + 1;
      lines.push(says);
      if (mark === "-") continue;
      this.#text = this.#text.slice(at);
      return { code: Number(code), lines };
    }
  }

  /** Sends a command, which holds no line end, and waits for one of the codes. */
  async ask(command: string, ...codes: readonly number[]): Promise<SmtpAnswer> {
    if (/[\r\n\0]/.test(command)) throw new Error("a command of two lines");
    this.#socket.write(`${command}\r\n`);
    return this.answer(command.split(/[ :]/, 1)[0] ?? "", ...codes);
  }

  /** Sends the text of a mail. */
  async data(text: string): Promise<SmtpAnswer> {
    // A line with a dot alone would end it (RFC 5321, section 4.5.2).
    this.#socket.write(`${text.replaceAll(/^\./gm, "..").replace(/(?:\r\n)*$/, "\r\n")}.\r\n`);
    return this.answer("DATA", 250);
  }
}

/** Connects to the first of the checked addresses that takes it. */
export async function connectTo(
  addresses: readonly CheckedAddress[],
  port: number,
  timeoutMs: number,
): Promise<Socket> {
  let last: unknown = new Error("no address");
  for (const { address, family } of addresses)
    try {
      return await new Promise<Socket>((resolve, reject) => {
        const socket = connectPlain({ host: address, port, family });
        socket.setTimeout(timeoutMs, () =>
          socket.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)),
        );
        socket.once("error", reject);
        socket.once("connect", () => {
          // Whoever takes it up listens as well; nobody may be there when its time is over.
          socket.removeAllListeners("error").on("error", () => {});
          resolve(socket);
        });
      });
    } catch (thrown) {
      last = thrown;
    }
  throw last;
}

/** TLS over a connection; the certificate has to be the host's. */
export function secured(socket: Socket, host: string, ca: string | undefined): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const secure = connectSecure({
      socket,
      host,
      ...(ca === undefined ? {} : { ca }),
      // An address has no name to be told (RFC 6066, section 3).
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    secure.once("error", reject);
    secure.once("secureConnect", () => {
      secure.removeAllListeners("error").on("error", () => {});
      resolve(secure);
    });
  });
}
