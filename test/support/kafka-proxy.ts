/**
 * Stands between clients and a broker, as a network does: it can cut connections in the middle of an answer, and be away.
 * Answers that name the broker name the proxy, so that all goes through it.
 */
import { connect, createServer, type Server, type Socket } from "node:net";

export interface Proxy {
  readonly broker: string;
  readonly port: number;
  /** Cuts off each connection after so many more bytes of answers; -1 for never. */
  cutAfter(bytes: number): void;
  /** Lets the broker say of a topic that it does not have it. */
  hide(topic: string | undefined): void;
  /** Lets the broker say of a partition of the topic that it has no leader. */
  stick(topic: string, partition: number | undefined): void;
  /** Connections that were cut off. */
  readonly cuts: () => number;
  close(): Promise<void>;
}

/** @param port 0 for any that is free */
export async function startProxy(broker: string, port = 0): Promise<Proxy> {
  const target = Number(broker.split(":")[1]);
  const sockets = new Set<Socket>();
  let left = -1;
  let cuts = 0;
  let own = 0;
  let hidden: string | undefined;
  let stuck: { readonly topic: string; readonly partition: number } | undefined;
  const server: Server = createServer((client) => {
    const upstream = connect(target, "127.0.0.1");
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => {});
      socket.on("close", () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on("data", (piece) => upstream.write(piece));
    upstream.on("data", (piece) => {
      const told = withoutLeader(withoutTopic(renamed(piece, target, own), hidden), stuck);
      if (left === -1 || told.length <= left) {
        if (left !== -1) left -= told.length;
        client.write(told);
        return;
      }
      client.write(told.subarray(0, left), () => client.destroy());
      cuts += 1;
      left = -1;
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  own = typeof address === "object" && address !== null ? address.port : 0;
  return {
    broker: `127.0.0.1:${own}`,
    port: own,
    cutAfter: (bytes) => {
      left = bytes;
    },
    hide: (topic) => {
      hidden = topic;
    },
    stick: (topic, partition) => {
      stuck = partition === undefined ? undefined : { topic, partition };
    },
    cuts: () => cuts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** In metadata the code of an error stands in front of the name; 3 is that of a topic that is not known. */
function withoutTopic(piece: Buffer, topic: string | undefined): Buffer {
  if (topic === undefined) return piece;
  const name = Buffer.from(`\0\0\0${String.fromCharCode(topic.length)}${topic}`, "latin1");
  const at = piece.indexOf(name);
  if (at !== -1) piece.writeInt16BE(3, at);
  return piece;
}

/** A partition of metadata: code, number, leader, replicas and those in step; 5 is the code of one without a leader. */
function withoutLeader(
  piece: Buffer,
  stuck: { readonly topic: string; readonly partition: number } | undefined,
): Buffer {
  if (stuck === undefined || !piece.includes(stuck.topic)) return piece;
  const one = port(1);
  const entry = Buffer.concat([Buffer.alloc(2), port(stuck.partition), one, one, one, one, one]);
  const at = piece.indexOf(entry);
  if (at === -1) return piece;
  piece.writeInt16BE(5, at);
  piece.writeInt32BE(-1, at + 6);
  return piece;
}

/** A host stands as a text with its length in front, its port behind it as four bytes. */
export function renamed(piece: Buffer, from: number, to: number): Buffer {
  const host = Buffer.from("\0\u0009127.0.0.1");
  const wanted = Buffer.concat([host, port(from)]);
  const told = Buffer.from(piece);
  for (let at = told.indexOf(wanted); at !== -1; at = told.indexOf(wanted, at + 1))
    port(to).copy(told, at + host.length);
  return told;
}

function port(number: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(number);
  return bytes;
}
