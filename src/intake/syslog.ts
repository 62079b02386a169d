/**
 * Syslog over UDP, TCP and TLS.
 *
 * Syslog has no answer, so nothing can be acknowledged: over TCP what was received and not yet written is
 * lost by a kill, as is what a sender's system had sent already. Without room, TCP is not read any
 * more, so that senders keep their messages; over UDP what cannot be kept is counted.
 */
import { createSocket, type Socket as Datagrams } from "node:dgram";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { asError, VedetteError } from "../errors.ts";
import { Framer } from "./framing.ts";
import { spoolLimits } from "./limits.ts";
import { otherProgram, programOf, recordOf } from "./message.ts";
import type { Intake, Part, Spool } from "./model.ts";
import { Notes } from "./notes.ts";

export interface SyslogSettings {
  /** Names the input; streams are called `NAME:PROGRAM`. */
  readonly name: string;
  readonly transport: "udp" | "tcp" | "tls";
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** PEM; with `ca`, senders have to show a certificate of it (RFC 5425). */
  readonly tls?: {
    readonly key: string | Buffer;
    readonly cert: string | Buffer;
    readonly ca?: string | Buffer;
  };
}

export interface SyslogIntake extends Intake {
  readonly port: number;
}

/** Programs of an input that have streams of their own; senders choose the names. */
const programsMax = 100;
/** Each connection may hold one record in memory. */
const connectionsMax = 512;
/** Datagrams that wait for the disk; beyond them they are counted and dropped. */
const datagramBytesMax = 16 << 20;
const datagramsMax = 50_000;
/** Asked of the system; it may give less (`net.core.rmem_max`). */
const receiveBufferBytes = 8 << 20;

interface Counts {
  records: number;
  too_long: number;
  /** Messages of which the connection did not bring all. */
  cut: number;
  dropped: number;
  connections: number;
  refused: number;
}

/** @throws VedetteError `intake.setting` where the port cannot be used */
export async function listenSyslog(spool: Spool, settings: SyslogSettings): Promise<SyslogIntake> {
  try {
    return settings.transport === "udp"
      ? await listenDatagrams(spool, settings)
      : await listenStreams(spool, settings);
  } catch (thrown) {
    const { host, port, transport } = settings;
    throw new VedetteError(
      "intake.setting",
      `Syslog cannot listen on ${transport} ${host}:${port}: ${asError(thrown).message}.`,
      {
        cause: thrown,
      },
    );
  }
}

/** Sorts messages by program, and commits them; where there is no room it waits. */
class Writer {
  readonly counts: Counts = { records: 0, too_long: 0, cut: 0, dropped: 0, connections: 0, refused: 0 };
  readonly notes = new Notes();
  readonly #spool: Spool;
  readonly #name: string;
  readonly #programs: Set<string>;
  readonly #closing: Promise<void>;
  #close: () => void = () => {};
  #closed = false;

  constructor(spool: Spool, name: string) {
    this.#closing = new Promise((resolve) => {
      this.#close = resolve;
    });
    this.#spool = spool;
    this.#name = name;
    const own = spool
      .segments()
      .filter(({ stream }) => stream.kind === "syslog" && stream.name.startsWith(`${name}:`));
    this.#programs = new Set(own.map(({ stream }) => stream.name.slice(name.length + 1)));
  }

  /** Waits for room no more. */
  close(): void {
    this.#closed = true;
    this.#close();
  }

  async write(messages: readonly Buffer[]): Promise<void> {
    const parts = this.#partsOf(messages.map(recordOf).filter(({ length }) => length > 0));
    const records = parts.reduce((sum, part) => sum + part.records.length, 0);
    while (records > 0) {
      try {
        await this.#spool.commit({ parts });
        this.counts.records += records;
        return;
      } catch (thrown) {
        const isFull = thrown instanceof VedetteError && thrown.code === "intake.full";
        if (!isFull || this.#closed) {
          this.counts.dropped += records;
          this.notes.add(asError(thrown).message);
          throw thrown;
        }
        await Promise.race([this.#spool.room(), this.#closing]);
      }
    }
  }

  #partsOf(records: readonly Buffer[]): Part[] {
    const byProgram = new Map<string, Buffer[]>();
    for (const record of records) {
      if (record.length > spoolLimits.recordBytesMax) {
        this.counts.too_long += 1;
        continue;
      }
      const program = this.#kept(programOf(record));
      const known = byProgram.get(program);
      if (known === undefined) byProgram.set(program, [record]);
      else known.push(record);
    }
    return [...byProgram].map(([program, of]) => ({
      stream: { kind: "syslog", name: `${this.#name}:${program}` },
      records: of,
    }));
  }

  #kept(program: string): string {
    if (this.#programs.has(program)) return program;
    if (this.#programs.size >= programsMax) return otherProgram;
    this.#programs.add(program);
    return program;
  }
}

async function listenStreams(
  spool: Spool,
  { name, transport, host, port, tls }: SyslogSettings,
): Promise<SyslogIntake> {
  const writer = new Writer(spool, name);
  const sockets = new Map<Socket, Promise<void>>();
  const take = (socket: Socket) => {
    writer.counts.connections += 1;
    const reading = readStream(socket, writer).finally(() => sockets.delete(socket));
    sockets.set(socket, reading);
  };
  const server: Server =
    transport === "tls"
      ? createTlsServer(
          { ...tls, requestCert: tls?.ca !== undefined, rejectUnauthorized: tls?.ca !== undefined },
          take,
        )
      : createServer(take);
  server.maxConnections = connectionsMax;
  server.on("drop", () => {
    writer.counts.refused += 1;
  });
  server.on("tlsClientError", (error) => {
    writer.counts.refused += 1;
    writer.notes.add(`A sender was refused: ${error.message}.`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    figures: () => ({ ...writer.counts }),
    notes: () => writer.notes.last(),
    close: async () => {
      writer.close();
      server.close();
      const readings = [...sockets.values()];
      for (const socket of sockets.keys()) socket.destroy();
      await Promise.allSettled(readings);
    },
  };
}

/** Reads a connection; the next bytes are asked for when the last are on disk. */
async function readStream(socket: Socket, writer: Writer): Promise<void> {
  const framer = new Framer(spoolLimits.recordBytesMax);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      const { messages, tooLong } = framer.push(chunk);
      writer.counts.too_long += tooLong;
      await writer.write(messages);
    }
    const last = framer.end();
    if (last === "cut") writer.counts.cut += 1;
    else if (last !== undefined) await writer.write([last]);
  } catch {
    // The sender has gone in the middle, or the disk has failed, which the spool tells.
    if (framer.end() !== undefined) writer.counts.cut += 1;
  } finally {
    socket.destroy();
  }
}

async function listenDatagrams(spool: Spool, { name, host, port }: SyslogSettings): Promise<SyslogIntake> {
  const writer = new Writer(spool, name);
  const socket: Datagrams = createSocket({
    type: host.includes(":") ? "udp6" : "udp4",
    recvBufferSize: receiveBufferBytes,
  });
  let waiting: Buffer[] = [];
  let bytes = 0;
  let writing: Promise<void> | undefined;
  let isClosed = false;
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      const messages = waiting;
      waiting = [];
      bytes = 0;
      // What could not be written is counted by the writer.
      await writer.write(messages).catch(() => {});
    }
    writing = undefined;
  };
  socket.on("message", (message) => {
    if (bytes + message.length > datagramBytesMax || waiting.length >= datagramsMax) {
      writer.counts.dropped += 1;
      return;
    }
    waiting.push(message);
    bytes += message.length;
    writing ??= drain();
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, host, resolve);
  });
  return {
    port: socket.address().port,
    figures: () => ({ ...writer.counts }),
    notes: () => writer.notes.last(),
    close: async () => {
      writer.close();
      if (!isClosed) await new Promise<void>((resolve) => socket.close(() => resolve()));
      isClosed = true;
      await writing;
    },
  };
}
