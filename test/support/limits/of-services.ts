/** Limits of the service, its intakes and the casebook, each met. */
import { connect, type Socket } from "node:net";
import { gzipSync } from "node:zlib";
import { Hono } from "hono";
import { expect, vi } from "vitest";
import { unpacked } from "../../../src/intake/body.ts";
import { checkBatch, checkStreams } from "../../../src/intake/limits.ts";
import type { Batch } from "../../../src/intake/model.ts";
import { Room } from "../../../src/intake/room.ts";
import { Datagrams } from "../../../src/intake/syslog-datagrams.ts";
import {
  apiLimits,
  casebookLimits,
  huntLimits,
  intakeLimits,
  notifyLimits,
  spoolLimits,
} from "../../../src/limits.ts";
import { listen } from "../../../src/server/listen.ts";
import { Live } from "../../../src/server/live.ts";
import { asked as destinationAsked } from "../../../src/server/routes/destinations.ts";
import { eventsQuery } from "../../../src/server/routes/records.ts";
import { runCommand } from "../../../src/service/commands.ts";
import { Turns } from "../../../src/service/turns.ts";
import { ada, caseId, makeBook } from "../casebook.ts";
import { temporaryFolder, write } from "../files.ts";
import type { Meets } from "./of-texts.ts";

const folder = temporaryFolder();
const book = () => makeBook([{ id: caseId(1) }]);
type Act = Parameters<ReturnType<typeof book>["act"]>[2];

/** An act whose text may have so many characters, and not one more. */
const actOf =
  (most: number, act: (text: string) => Act): Meets =>
  () => {
    const one = book();
    const { version } = one.get(caseId(1));
    expect(() => one.act(caseId(1), version, act("x".repeat(most + 1)), ada)).toThrow(
      new RegExp(`${most.toLocaleString("en")}|${most}`),
    );
    expect(one.act(caseId(1), version, act("x".repeat(most)), ada)).toBeGreaterThan(version);
    one.close();
  };

const hunt = (name: string, more: { description?: string; text?: string } = {}) => ({
  name,
  description: more.description ?? "",
  shared: false,
  question: { kind: "sql" as const, text: more.text ?? "SELECT 1", parameters: {}, filters: [] },
});

const refusesHunt =
  (given: ReturnType<typeof hunt>, says: RegExp): Meets =>
  () => {
    const one = book();
    expect(() => one.saveHunt(given, ada)).toThrow(says);
    expect(one.hunts("ada")).toEqual([]);
    one.close();
  };

const batch = (records: readonly Buffer[], names = ["a"], kind: "syslog" | "mail" = "syslog"): Batch => ({
  parts: names.map((name) => ({ stream: { kind, name }, records })),
});
const refusesBatch =
  (given: () => Batch, says: RegExp, streams = 0): Meets =>
  () =>
    expect(() => {
      const { parts } = given();
      const known = Array.from({ length: streams }, (_, n) => ({
        kind: "syslog" as const,
        name: `known-${n}`,
      }));
      checkBatch({ parts }, spoolLimits);
      checkStreams(
        parts.map(({ stream }) => stream),
        known,
        spoolLimits,
      );
    }).toThrow(says);

const untilTrue = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
};

export const ofServices: Readonly<Record<string, Meets>> = {
  "api.connectionsMax": async () => {
    const server = await listen(
      { fetch: () => new Response("") } as never,
      { host: "127.0.0.1", port: 0 },
      undefined,
    );
    const sockets: Socket[] = [];
    let ended = 0;
    for (let n = 0; n < apiLimits.connectionsMax + 5; n += 1) {
      const socket = connect(server.port, "127.0.0.1");
      socket.on("error", () => {});
      socket.on("close", () => {
        ended += 1;
      });
      sockets.push(socket);
    }
    await untilTrue(() => ended >= 5);
    expect(ended).toBe(5);
    for (const socket of sockets) socket.destroy();
    await server.close();
  },
  "api.listenersMax": async () => {
    const live = new Live();
    const app = new Hono();
    app.get("/", (context) => live.answer(context, context.req.query("name") ?? "", () => true));
    const pages: Response[] = [];
    for (let n = 0; n < apiLimits.listenersMax; n += 1) {
      expect(live.full("somebody")).toBe(false);
      pages.push(await app.request(`/?name=${n % 20}`));
    }
    expect(live.full("somebody")).toBe(true);
    for (const page of pages) await page.body?.cancel();
  },
  "api.waitingMax": async () => {
    const turns = new Turns();
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    const all = Array.from({ length: apiLimits.waitingMax }, () => {
      expect(turns.full).toBe(false);
      return turns.take(() => held);
    });
    expect(turns.full).toBe(true);
    go();
    await Promise.all(all);
    expect(turns.full).toBe(false);
  },
  "api.answerBytesMax": async () => {
    const main = write(
      folder,
      "prints.mjs",
      "const piece = 'x'.repeat(1 << 20); const go = () => process.stdout.write(piece, go); go();",
    );
    await expect(runCommand(main, ["any"])).rejects.toThrow(/printed more than 33,554,432 bytes/);
  },
  "api.answerSecondsMax": async () => {
    const main = write(folder, "waits.mjs", "setInterval(() => {}, 1000);");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const answer = expect(runCommand(main, ["any"])).rejects.toThrow(/took more than 600 s/);
      vi.advanceTimersByTime(apiLimits.answerSecondsMax * 1000 + 1);
      await answer;
    } finally {
      vi.useRealTimers();
    }
  },
  "api.eventsMax": () => {
    expect(eventsQuery.safeParse({ limit: "2000" }).success).toBe(true);
    expect(eventsQuery.safeParse({ limit: "2001" }).success).toBe(false);
  },

  "intake.bodyBytesMax": async () => {
    const most = Buffer.alloc(intakeLimits.bodyBytesMax);
    expect(await unpacked(most, undefined)).toHaveLength(intakeLimits.bodyBytesMax);
    await expect(unpacked(Buffer.alloc(intakeLimits.bodyBytesMax + 1), undefined)).rejects.toThrow(
      /beyond 33554432 bytes/,
    );
  },
  "intake.bodyRatioFreeBytes": async () => {
    const zeros = (bytes: number) => gzipSync(Buffer.alloc(bytes));
    expect(await unpacked(zeros(intakeLimits.bodyRatioFreeBytes), "gzip")).toHaveLength(1 << 20);
    await expect(unpacked(zeros(intakeLimits.bodyRatioFreeBytes + 1), "gzip")).rejects.toThrow(
      /beyond 200 times its size/,
    );
  },
  "intake.datagramsMax": () => {
    const writer = { counts: { dropped: 0 }, write: () => new Promise(() => {}) };
    const datagrams = new Datagrams(writer as never);
    // The first is being written, and waits no more.
    datagrams.take(Buffer.from("x"));
    for (let n = 0; n < intakeLimits.datagramsMax + 3; n += 1) datagrams.take(Buffer.from("x"));
    expect(writer.counts.dropped).toBe(3);
  },
  "intake.datagramBytesMax": () => {
    const writer = { counts: { dropped: 0 }, write: () => new Promise(() => {}) };
    const datagrams = new Datagrams(writer as never);
    datagrams.take(Buffer.from("x"));
    for (let n = 0; n < 18; n += 1) datagrams.take(Buffer.alloc(1 << 20));
    expect(writer.counts.dropped).toBe(2);
  },

  "spool.mailBytesMax": refusesBatch(
    () => batch([Buffer.alloc(spoolLimits.mailBytesMax + 1)], ["a"], "mail"),
    /A record has 52,428,801 bytes/,
  ),
  "spool.batchBytesMax": refusesBatch(
    () => batch(Array<Buffer>(257).fill(Buffer.alloc(spoolLimits.recordBytesMax))),
    /A batch has 257 records of 67,371,265 bytes/,
  ),
  "spool.batchRecordsMax": refusesBatch(
    () => batch(Array<Buffer>(spoolLimits.batchRecordsMax + 1).fill(Buffer.from("x"))),
    /A batch has 200,001 records/,
  ),
  "spool.streamsMax": refusesBatch(
    () => batch([Buffer.from("x")], ["a", "b"]),
    /There are 4,096 streams already/,
    spoolLimits.streamsMax - 1,
  ),
  "spool.queuedBytesMax": () => {
    const room = new Room(spoolLimits, {} as never, () => {});
    const { queuedBytesMax } = spoolLimits;
    expect(room.waits(queuedBytesMax - 1, 1)).toBeUndefined();
    expect(room.waits(queuedBytesMax, 1)).toMatchObject({ code: "intake.full" });
  },

  "casebook.noteCharactersMax": actOf(casebookLimits.noteCharactersMax, (text) => ({ kind: "note", text })),
  "casebook.nameCharactersMax": actOf(casebookLimits.nameCharactersMax, (owner) => ({
    kind: "assign",
    owner,
  })),
  "casebook.tagCharactersMax": actOf(casebookLimits.tagCharactersMax, (tag) => ({ kind: "tag", add: [tag] })),
  "casebook.tagsMax": () => {
    const one = book();
    const { version } = one.get(caseId(1));
    const tags = (count: number) => Array.from({ length: count }, (_, n) => `t${n}`);
    const { tagsMax } = casebookLimits;
    expect(() => one.act(caseId(1), version, { kind: "tag", add: tags(tagsMax + 1) }, ada)).toThrow(
      /more than 100 tags/,
    );
    one.act(caseId(1), version, { kind: "tag", add: tags(tagsMax) }, ada);
    one.close();
  },
  "casebook.reasonCharactersMax": () => {
    const one = book();
    const note = { kind: "note", text: "a" } as const;
    const version = one.act(caseId(1), one.get(caseId(1)).version, note, ada);
    const withdraw = (reason: string) => one.withdrawNote(1, version, reason, ada);
    expect(() => withdraw("x".repeat(casebookLimits.reasonCharactersMax + 1))).toThrow(/4,?000/);
    withdraw("x".repeat(casebookLimits.reasonCharactersMax));
    one.close();
  },
  "casebook.pageMax": () => {
    const one = book();
    expect(() => one.list({}, { limit: casebookLimits.pageMax + 1 })).toThrow(/no length of a page/);
    expect(one.list({}, { limit: casebookLimits.pageMax }).total).toBe(1);
    one.close();
  },
  "casebook.bulkMax": () => {
    const ids = Array.from({ length: casebookLimits.bulkMax + 1 }, (_, n) => ({ id: caseId(n + 1) }));
    const one = makeBook(ids);
    expect(() => one.previewBulk({})).toThrow(/More than 10,000 cases fit/);
    one.close();
  },
  "hunt.descriptionCharactersMax": refusesHunt(
    hunt("a", { description: "x".repeat(huntLimits.descriptionCharactersMax + 1) }),
    /description has more than 2000 characters/,
  ),
  "hunt.textCharactersMax": refusesHunt(
    hunt("a", { text: "x".repeat(huntLimits.textCharactersMax + 1) }),
    /text has more than 100000 characters/,
  ),
  "hunt.huntsMax": () => {
    const one = book();
    for (let n = 0; n < huntLimits.huntsMax; n += 1) one.saveHunt(hunt(`h${n}`), ada);
    expect(() => one.saveHunt(hunt("more"), ada)).toThrow(/ada has 500 saved hunts already/);
    one.close();
  },
  "notify.recipientsMax": () => {
    const mail = { name: "a", kind: "mail", address: "smtp://mail.example", from: "a@mail.example" };
    const to = (count: number) => Array.from({ length: count }, (_, n) => `a${n}@mail.example`);
    const { recipientsMax } = notifyLimits;
    expect(destinationAsked.safeParse({ ...mail, to: to(recipientsMax) }).success).toBe(true);
    expect(destinationAsked.safeParse({ ...mail, to: to(recipientsMax + 1) }).success).toBe(false);
  },
  "notify.addressCharactersMax": () => {
    const hook = (length: number) => ({
      name: "a",
      kind: "webhook",
      address: `https://a.example/${"x".repeat(length - 18)}`,
    });
    const { addressCharactersMax } = notifyLimits;
    expect(destinationAsked.safeParse(hook(addressCharactersMax)).success).toBe(true);
    expect(destinationAsked.safeParse(hook(addressCharactersMax + 1)).success).toBe(false);
  },
};
