/** Syslog over UDP. */

import { createSocket, type Socket } from "node:dgram";
import { intakeLimits } from "../limits.ts";
import { droppedBySystem } from "./dropped-by-system.ts";
import type { Spool } from "./model.ts";
import type { SyslogIntake, SyslogSettings } from "./syslog-settings.ts";
import { SyslogWriter } from "./syslog-writer.ts";

/** Asked of the system; it may give less (`net.core.rmem_max`). */
const receiveBufferBytes = 8 << 20;

export async function listenDatagrams(
  spool: Spool,
  { name, host, port }: SyslogSettings,
): Promise<SyslogIntake> {
  const writer = new SyslogWriter(spool, name);
  const family = host.includes(":") ? "udp6" : "udp4";
  const socket = createSocket({ type: family, recvBufferSize: receiveBufferBytes });
  const waiting = new Datagrams(writer);
  socket.on("message", (message) => waiting.take(message));
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, host, resolve);
  });
  const bound = socket.address().port;
  const buffer = socket.getRecvBufferSize();
  let isClosed = false;
  /** What the system dropped, as long as it can be asked. */
  let lost: number | undefined;
  const ask = () => {
    if (!isClosed) lost = droppedBySystem(family, bound) ?? lost;
    return lost;
  };
  return {
    port: bound,
    figures: () => {
      const dropped = ask();
      return { ...writer.counts, ...(dropped === undefined ? {} : { dropped_by_system: dropped }) };
    },
    notes: () => [...writer.notes.last(), ...noteOf(ask(), buffer)],
    close: async () => {
      writer.close();
      ask();
      if (!isClosed) await closed(socket);
      isClosed = true;
      await waiting.written();
    },
  };
}

function noteOf(lost: number | undefined, bufferBytes: number): string[] {
  if (lost === 0) return [];
  if (lost === undefined)
    return ["How many datagrams the system dropped before they were read is unknown here."];
  return [
    `The system dropped datagrams that came faster than they were read: its receive buffer has ${Math.floor(bufferBytes / 1024).toLocaleString("en")} KiB (net.core.rmem_max). Use TCP where each record counts.`,
  ];
}

const closed = (socket: Socket) => new Promise<void>((resolve) => socket.close(() => resolve()));

/** Datagrams that were read, and wait for the disk. */
export class Datagrams {
  readonly #writer: SyslogWriter;
  #waiting: Buffer[] = [];
  #bytes = 0;
  #writing: Promise<void> | undefined;

  constructor(writer: SyslogWriter) {
    this.#writer = writer;
  }

  take(message: Buffer): void {
    if (
      this.#bytes + message.length > intakeLimits.datagramBytesMax ||
      this.#waiting.length >= intakeLimits.datagramsMax
    ) {
      this.#writer.counts.dropped += 1;
      return;
    }
    this.#waiting.push(message);
    this.#bytes += message.length;
    this.#writing ??= this.#drain();
  }

  async written(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const messages = this.#waiting;
      this.#waiting = [];
      this.#bytes = 0;
      // What could not be written is counted by the writer.
      await this.#writer.write(messages).catch(() => {});
    }
    this.#writing = undefined;
  }
}
