/** Limits of what comes over connections: from senders of records, from a broker and from a server that holds a store; each met. */
import { EventEmitter } from "node:events";
import type { FileHandle } from "node:fs/promises";
import type { Socket } from "node:net";
import { expect, vi } from "vitest";
import { checked } from "../../../src/engine/clickhouse/answers.ts";
import { Connection } from "../../../src/engine/clickhouse/connection.ts";
import { serverAddress } from "../../../src/engine/clickhouse.ts";
import type { LocalEngine, ServerEngine } from "../../../src/engine/engine.ts";
import { transfer } from "../../../src/engine/transfer.ts";
import { Connections } from "../../../src/intake/connections.ts";
import { readFrame } from "../../../src/intake/frames.ts";
import { headOf } from "../../../src/intake/head.ts";
import { readBatches } from "../../../src/intake/kafka/batches.ts";
import { Notes } from "../../../src/intake/notes.ts";
import { clickhouseLimits, engineLimits, intakeLimits, spoolLimits } from "../../../src/limits.ts";
import { batchOf } from "../record-batch.ts";
import type { Meets } from "./of-texts.ts";

/** A socket of which nothing comes, and that ends when it is told to. */
class Quiet extends EventEmitter {
  readonly remoteAddress: string;
  ended = false;
  destroyed = false;

  constructor(remoteAddress: string) {
    super();
    this.remoteAddress = remoteAddress;
  }

  end(): void {
    this.ended = true;
  }

  destroy(): void {
    this.destroyed = true;
  }
}

/** Connections by a clock that is set by hand. */
function connections(limits: ConstructorParameters<typeof Connections>[0] = {}) {
  const clock = { ms: 0 };
  const all = new Connections(limits, () => clock.ms);
  const open = (address: string) => {
    const socket = new Quiet(address);
    const { connection } = all.admit(socket as unknown as Socket);
    return { socket, isIn: connection !== undefined };
  };
  return { clock, open };
}

/** As many connections of one address as there may be. */
function manyOfOne() {
  const { clock, open } = connections();
  const own = Array.from({ length: intakeLimits.addressConnectionsMax }, () => open("192.0.2.1"));
  return { clock, open, own };
}

/** The words of a failure behind rows, of which there are so many bytes. */
async function failureOf(bytes: number): Promise<string> {
  async function* pieces() {
    yield Buffer.from("row\n\r\n__exception__\r\ntag\r\nCode: 241. ");
    for (let sent = 0; sent < bytes; sent += 1024) yield Buffer.alloc(1024, "x");
    yield Buffer.from(`\n${bytes} tag\r\n__exception__\r\n`);
  }
  const rows: string[] = [];
  try {
    for await (const piece of checked(pieces(), "tag")) rows.push(Buffer.from(piece).toString());
  } catch (thrown) {
    expect(rows.join("")).toBe("row\n");
    return (thrown as Error).message;
  }
  throw new Error("no failure");
}

export const ofSenders: Readonly<Record<string, Meets>> = {
  "engine.transferBytes": async () => {
    const sent: number[] = [];
    const from = {
      async *blocks() {
        for (let n = 0; n < 20; n += 1) yield Buffer.alloc(engineLimits.transferBytes / 8);
      },
    } as unknown as LocalEngine;
    const to = {
      add: async (_: string, blocks: Uint8Array) => void sent.push(blocks.length),
    } as unknown as ServerEngine;
    await transfer(from, to, { table: "t", sql: "SELECT 1", what: "rows" });
    const { transferBytes } = engineLimits;
    expect(sent).toEqual([transferBytes, transferBytes, transferBytes / 2]);
  },
  "clickhouse.addressBytesMax": async () => {
    // Nobody listens there.
    const connection = await Connection.to(serverAddress("clickhouse://127.0.0.1:9/x", () => undefined));
    const ask = async (bytes: number) => {
      const parameters = { v: "x".repeat(bytes) };
      for await (const _ of connection.stream({ sql: "SELECT {v:String}", parameters }));
    };
    await expect(ask(clickhouseLimits.addressBytesMax + 1)).rejects.toThrow(/more than 900,000 bytes/);
    await expect(ask(clickhouseLimits.addressBytesMax)).rejects.toThrow(/connection to the server/);
    await connection.close();
  },
  "clickhouse.failureBytesMax": async () => {
    const { failureBytesMax } = clickhouseLimits;
    expect(await failureOf(failureBytesMax / 2)).toBe(`Code: 241. ${"x".repeat(failureBytesMax / 2)}`);
    expect(await failureOf(failureBytesMax * 2)).toBe("");
  },

  "intake.addressConnectionsMax": () => {
    const { open, own } = manyOfOne();
    expect(own.every(({ isIn }) => isIn)).toBe(true);
    expect(open("192.0.2.1").isIn).toBe(false);
    expect(open("192.0.2.2").isIn).toBe(true);
  },
  "intake.connectionIdleMs": () => {
    const { clock, open, own } = manyOfOne();
    clock.ms = intakeLimits.connectionIdleMs - 1;
    expect(open("192.0.2.1").isIn).toBe(false);
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      clock.ms += 1;
      expect(open("192.0.2.1").isIn).toBe(true);
      expect(own.filter(({ socket }) => socket.ended)).toHaveLength(1);
    } finally {
      vi.useRealTimers();
    }
  },
  "intake.leavingMs": () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { open } = connections({ most: 1, idleMs: 0 });
      const { socket } = open("192.0.2.1");
      open("192.0.2.2");
      vi.advanceTimersByTime(intakeLimits.leavingMs - 1);
      expect([socket.ended, socket.destroyed]).toEqual([true, false]);
      vi.advanceTimersByTime(1);
      expect(socket.destroyed).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  },
  "intake.leavingMax": () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const { open } = connections({ most: 1, idleMs: 0 });
      const opened = Array.from({ length: intakeLimits.leavingMax + 2 }, () => open("192.0.2.1").socket);
      // The last one is open, and the one before it found no room among those that leave.
      expect(opened.map(({ destroyed }) => destroyed).indexOf(true)).toBe(intakeLimits.leavingMax);
      expect(opened.filter(({ ended }) => ended)).toHaveLength(intakeLimits.leavingMax);
    } finally {
      vi.useRealTimers();
    }
  },
  "intake.headBytesMax": () => {
    const head = (bytes: number) => headOf([Buffer.from(`#${"x".repeat(bytes - 2)}`), Buffer.from("a line")]);
    expect(head(intakeLimits.headBytesMax)).toHaveLength(intakeLimits.headBytesMax);
    expect(head(intakeLimits.headBytesMax + 1)).toHaveLength(0);
  },
  "intake.notesMax": () => {
    const notes = new Notes();
    for (let n = 0; n <= intakeLimits.notesMax; n += 1) notes.add(`note ${n}`);
    expect([notes.last().length, notes.last()[0]]).toEqual([intakeLimits.notesMax, "note 1"]);
  },
  "intake.kafkaAnswerBytes": async () => {
    const mib = Buffer.alloc(1 << 20);
    const batches = Array.from({ length: 20 }, (_, n) => batchOf([mib], { base: BigInt(n) }));
    // Each is a little longer than its value.
    expect(await readBatches(Buffer.concat(batches))).toHaveLength(intakeLimits.kafkaAnswerBytes >> 20);
  },
  "intake.kafkaAnswerRecords": async () => {
    const fifth = intakeLimits.kafkaAnswerRecords / 5;
    const values = Array.from({ length: fifth }, () => Buffer.from("x"));
    const batches = Array.from({ length: 8 }, (_, n) => batchOf(values, { base: BigInt(n * fifth) }));
    expect(await readBatches(Buffer.concat(batches))).toHaveLength(6 * fifth);
  },

  "spool.frameBytesMax": async () => {
    const framesRead = async (bytes: number) => {
      let more = 0;
      const file = {
        read: async (into: Buffer, _at: number, length: number, place: number) => {
          if (place > 0) {
            more += 1;
            return { bytesRead: 0 };
          }
          into.write("VJ1\n");
          into.writeUInt32LE(bytes, 4);
          return { bytesRead: length };
        },
      } as unknown as FileHandle;
      expect(await readFrame(file, 0, 2 ** 40)).toBeUndefined();
      return more;
    };
    expect(await framesRead(spoolLimits.frameBytesMax)).toBe(1);
    expect(await framesRead(spoolLimits.frameBytesMax + 1)).toBe(0);
  },
};
