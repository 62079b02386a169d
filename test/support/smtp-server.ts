/** A mail server for tests, written from RFC 5321 and RFC 3207: it keeps what it is sent, and refuses what it is told to refuse. */
import { createServer, type Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";

export interface GotMail {
  readonly from: string;
  readonly to: readonly string[];
  /** As it was on the wire, without the end and its doubled dots. */
  readonly text: string;
  readonly secure: boolean;
  readonly login: string;
}

export interface MailServer {
  readonly port: number;
  readonly got: GotMail[];
  /** Every command. */
  readonly commands: string[];
  /** An answer in place of the usual one, by the beginning of a command. */
  readonly instead: Map<string, string>;
  close(): Promise<void>;
}

interface Session {
  from: string;
  to: string[];
  login: string;
  secure: boolean;
  data: string[] | undefined;
}

export async function startMailServer(
  tls?: { readonly cert: string; readonly key: string },
  { fromStart = false } = {},
): Promise<MailServer> {
  const sockets = new Set<Socket>();
  const made: MailServer = {
    port: 0,
    got: [],
    commands: [],
    instead: new Map(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  const wrap = (socket: Socket) => {
    if (tls === undefined) throw new Error("no certificate");
    return new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(tls) });
  };
  const server = createServer((plain) => {
    sockets.add(plain);
    plain.on("error", () => {});
    const session: Session = { from: "", to: [], login: "", secure: fromStart, data: undefined };
    const socket = fromStart ? wrap(plain) : plain;
    serve(socket, session);
    socket.write(made.instead.get("greeting") ?? "220 mail.test here\r\n");
  });

  function serve(socket: Socket, session: Session): void {
    let text = "";
    socket.on("error", () => {});
    socket.on("data", (bytes) => {
      text += bytes.toString("latin1");
      for (let end = text.indexOf("\r\n"); end >= 0; end = text.indexOf("\r\n")) {
        const line = text.slice(0, end);
        text = text.slice(end + 2);
        if (take(socket, session, line)) return;
      }
    });
  }

  /** @returns whether TLS takes the connection over */
  function take(socket: Socket, session: Session, line: string): boolean {
    if (session.data !== undefined) {
      if (line !== ".") session.data.push(line.replace(/^\./, ""));
      else {
        const { from, to, login, secure, data } = session;
        session.data = undefined;
        const refused = made.instead.get("text");
        if (refused === undefined)
          made.got.push({ from, to: [...to], login, secure, text: data.join("\r\n") });
        socket.write(refused ?? "250 kept\r\n");
      }
      return false;
    }
    made.commands.push(line);
    const instead = [...made.instead].find(([begin]) => line.startsWith(begin))?.[1];
    if (instead !== undefined) {
      socket.write(instead);
      return false;
    }
    if (line === "STARTTLS") {
      socket.write("220 go on\r\n");
      socket.removeAllListeners("data");
      serve(wrap(socket), Object.assign(session, { secure: true, from: "", to: [] }));
      return true;
    }
    socket.write(`${usual(session, line)}\r\n`);
    return false;
  }

  function usual(session: Session, line: string): string {
    const argument = /:<(.*)>$/.exec(line)?.[1] ?? "";
    if (line.startsWith("EHLO "))
      return tls === undefined || session.secure
        ? "250-mail.test\r\n250 AUTH PLAIN"
        : "250-mail.test\r\n250-8BITMIME\r\n250 STARTTLS";
    if (line.startsWith("AUTH PLAIN ")) {
      session.login = Buffer.from(line.slice(11), "base64").toString();
      return "235 welcome";
    }
    if (line.startsWith("MAIL FROM:")) {
      Object.assign(session, { from: argument, to: [] });
      return "250 fine";
    }
    if (line.startsWith("RCPT TO:")) {
      session.to.push(argument);
      return "250 fine";
    }
    if (line === "DATA") {
      session.data = [];
      return "354 go on";
    }
    return line === "QUIT" ? "221 bye" : "500 what";
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(made, { port: (server.address() as { port: number }).port });
}
