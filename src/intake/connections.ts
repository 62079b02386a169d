/**
 * Which connections of senders are open. One that brings nothing stays open, since a quiet sender is no fault: a message that
 * was sent into a connection that is being closed may be lost. Only when another needs the room, one is closed.
 */

import type { Socket } from "node:net";
import { intakeLimits } from "../limits.ts";
import type { ConnectionLimits } from "./syslog-settings.ts";

export const connectionLimits: ConnectionLimits = {
  most: intakeLimits.connectionsMax,
  mostOfAddress: intakeLimits.addressConnectionsMax,
  idleMs: intakeLimits.connectionIdleMs,
};

/** A connection that is open. */
export interface Connection {
  readonly address: string;
  /** When its last whole message was taken, or it began; of a clock that only goes forward. */
  quietSince: number;
  /** Whether it waits for the disk: what it brought is not taken yet. */
  busy: boolean;
  /** What is read of it; under TLS not the socket that came. */
  socket: Socket;
}

/** What became of a connection that came. */
export interface Admission {
  /** Undefined where it was refused. */
  readonly connection: Connection | undefined;
  /** One that was closed for it. */
  readonly closed: Connection | undefined;
}

export class Connections {
  readonly #limits: ConnectionLimits;
  readonly #now: () => number;
  readonly #open = new Set<Connection>();
  readonly #leaving = new Set<Socket>();

  constructor(limits: Partial<ConnectionLimits> = {}, now: () => number = () => performance.now()) {
    this.#limits = { ...connectionLimits, ...limits };
    this.#now = now;
  }

  get size(): number {
    return this.#open.size;
  }

  /** Takes a connection in, where there is room for it, or it can be made. */
  admit(socket: Socket): Admission {
    const address = socket.remoteAddress ?? "";
    const own = [...this.#open].filter((one) => one.address === address);
    let closed: Connection | undefined;
    if (own.length >= this.#limits.mostOfAddress || this.#open.size >= this.#limits.most) {
      closed = this.#idlest(own.length >= this.#limits.mostOfAddress ? own : [...this.#open]);
      if (closed === undefined) {
        socket.destroy();
        return { connection: undefined, closed };
      }
      this.#leave(closed);
    }
    const connection = { address, quietSince: this.#now(), busy: false, socket };
    this.#open.add(connection);
    socket.once("close", () => this.#open.delete(connection));
    return { connection, closed };
  }

  /** Notes that a whole message of it was taken. */
  heard(connection: Connection): void {
    connection.quietSince = this.#now();
  }

  destroyAll(): void {
    for (const { socket } of this.#open) socket.destroy();
    for (const socket of this.#leaving) socket.destroy();
  }

  /** Of the addresses with most connections first, so that one that opens many does not put out the others; then the one that is quiet longest. */
  #idlest(among: readonly Connection[]): Connection | undefined {
    const counts = new Map<string, number>();
    for (const { address } of among) counts.set(address, (counts.get(address) ?? 0) + 1);
    const latest = this.#now() - this.#limits.idleMs;
    const count = ({ address }: Connection) => counts.get(address) ?? 0;
    return among
      .filter(({ busy, quietSince }) => !busy && quietSince <= latest)
      .sort((one, other) => count(other) - count(one) || one.quietSince - other.quietSince)[0];
  }

  /** Says that no more is read, and reads what is under way. */
  #leave(connection: Connection): void {
    const { socket } = connection;
    this.#open.delete(connection);
    if (this.#leaving.size >= intakeLimits.leavingMax) {
      socket.destroy();
      return;
    }
    this.#leaving.add(socket);
    socket.end();
    const timer = setTimeout(() => socket.destroy(), intakeLimits.leavingMs);
    socket.once("close", () => {
      clearTimeout(timer);
      this.#leaving.delete(socket);
    });
  }
}
