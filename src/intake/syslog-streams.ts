/** Syslog over TCP and TLS: connections, and the messages that they bring. */

import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { intakeLimits, spoolLimits } from "../limits.ts";
import { type Connection, Connections } from "./connections.ts";
import { Framer } from "./framing.ts";
import type { Spool } from "./model.ts";
import type { SyslogIntake, SyslogSettings } from "./syslog-settings.ts";
import { SyslogWriter } from "./syslog-writer.ts";

/** After so long a quiet connection is asked by the system whether the other end is still there. */
const keepAliveMs = 60_000;

export async function listenStreams(
  spool: Spool,
  { name, transport, host, port, tls, connections: limits }: SyslogSettings,
): Promise<SyslogIntake> {
  const writer = new SyslogWriter(spool, name);
  const connections = new Connections(limits);
  const readings = new Set<Promise<void>>();
  const read = (connection: Connection) => {
    const reading = readStream(connection, connections, writer).finally(() => readings.delete(reading));
    readings.add(reading);
  };
  const secured = transport === "tls" ? securedBy({ ...tls }, writer, read) : undefined;
  const server: Server = createServer({ keepAlive: true, keepAliveInitialDelay: keepAliveMs }, (socket) => {
    // It may go before anybody reads it.
    socket.on("error", () => {});
    writer.counts.connections += 1;
    const connection = admitted(socket, connections, writer);
    if (connection === undefined) return;
    if (secured === undefined) read(connection);
    else secured(connection);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    figures: () => ({ ...writer.counts, open: connections.size }),
    notes: () => writer.notes.last(),
    close: async () => {
      writer.close();
      server.close();
      const last = [...readings];
      connections.destroyAll();
      await Promise.allSettled(last);
    },
  };
}

function admitted(socket: Socket, connections: Connections, { counts, notes }: SyslogWriter) {
  const address = socket.remoteAddress ?? "an address that is gone";
  const { connection, closed } = connections.admit(socket);
  if (closed !== undefined) {
    counts.closed_idle += 1;
    notes.add(
      `A connection of ${closed.address} was closed for another: it was idle, and no more may be open.`,
    );
  }
  if (connection === undefined) {
    counts.refused += 1;
    notes.add(`A connection of ${address} was refused: as many are open as may be, and none is idle.`);
  }
  return connection;
}

/** Speaks TLS over connections that were taken in; until then each counts as one that is open. */
function securedBy(
  options: TlsOptions,
  { counts, notes }: SyslogWriter,
  read: (connection: Connection) => void,
): (connection: Connection) => void {
  const waiting = new Map<string, Connection>();
  const keyOf = ({ remoteAddress, remotePort }: Socket) => `${remoteAddress} ${remotePort}`;
  const asksCertificate = options.ca !== undefined;
  const server = createTlsServer(
    {
      ...options,
      requestCert: asksCertificate,
      rejectUnauthorized: asksCertificate,
      handshakeTimeout: intakeLimits.handshakeMs,
    },
    (socket) => {
      const connection = waiting.get(keyOf(socket));
      if (connection === undefined) {
        socket.destroy();
        return;
      }
      connection.socket = socket;
      read(connection);
    },
  );
  server.on("tlsClientError", (error, socket) => {
    counts.refused += 1;
    notes.add(`A sender was refused: ${error.message}.`);
    socket.destroy();
  });
  return (connection) => {
    const key = keyOf(connection.socket);
    waiting.set(key, connection);
    connection.socket.once("close", () => waiting.delete(key));
    server.emit("connection", connection.socket);
  };
}

/** Reads a connection; the next bytes are asked for when the last are on disk. */
async function readStream(
  connection: Connection,
  connections: Connections,
  writer: SyslogWriter,
): Promise<void> {
  const { socket } = connection;
  const framer = new Framer(spoolLimits.recordBytesMax);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      const { messages, tooLong } = framer.push(chunk);
      writer.counts.too_long += tooLong;
      connection.busy = true;
      await writer.write(messages);
      connection.busy = false;
      if (messages.length > 0) connections.heard(connection);
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
