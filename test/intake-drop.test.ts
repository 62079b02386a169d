/** The drop folder for mail. */
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { watchDrop } from "../src/intake/drop.ts";
import type { SpoolLimits } from "../src/intake/limits.ts";
import type { Intake, Spool } from "../src/intake/model.ts";
import { openSpool } from "../src/intake/spool.ts";

const effects = { now: () => Date.now() };
let root: string;
let folder: string;
let spool: Spool;
let intake: Intake | undefined;

async function start(limits: Partial<SpoolLimits> = {}): Promise<void> {
  spool = await openSpool(join(root, "state"), { effects, limits: { freeBytesMin: 0, ...limits } });
  intake = watchDrop(spool, { folder, pollMs: 50 }, effects);
}
async function stop(): Promise<void> {
  await intake?.close();
  await spool.close();
}
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "vedette-drop-"));
  folder = join(root, "drop");
  mkdirSync(join(root, "state"));
  mkdirSync(join(folder, "new"), { recursive: true });
});
afterEach(async () => {
  await stop();
  rmSync(root, { recursive: true, force: true });
});

const mail = (subject: string) => `From: a@example.org\r\nSubject: ${subject}\r\n\r\nText\n`;
const taken = () => spool.segments().map(({ path }) => readFileSync(path, "utf8"));
const put = (name: string, text: string) => writeFileSync(join(folder, name), text);

test("mails of a Maildir and .eml files are taken whole, each a segment, and moved", async () => {
  await start();
  put("new/1700.M1.host", mail("one"));
  put("two.eml", mail("two"));
  put("note.txt", "no mail");
  put(".hidden.eml", mail("hidden"));
  await expect.poll(taken).toEqual([mail("one"), mail("two")]);
  await expect.poll(() => readdirSync(join(folder, "taken")).sort()).toEqual(["1700.M1.host", "two.eml"]);
  expect(readdirSync(folder).sort()).toEqual([".hidden.eml", "new", "note.txt", "taken"]);
  expect(spool.segments().every(({ path, closed }) => path.endsWith(".eml") && closed)).toBe(true);
  await expect.poll(() => spool.positions().size).toBe(0);
  // Another mail of the same name.
  put("two.eml", mail("another"));
  await expect.poll(taken).toEqual([mail("one"), mail("two"), mail("another")]);
});

test("a file that grows is left until it has not changed between two looks", async () => {
  await start();
  for (let n = 1; n <= 8; n += 1) {
    put("slow.eml", mail("slow").slice(0, n * 3));
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  put("slow.eml", mail("slow"));
  await expect.poll(taken).toEqual([mail("slow")]);
});

test("a kill between the commit and the move takes nothing twice", async () => {
  await start();
  put("new/a", mail("a"));
  await expect.poll(() => readdirSync(join(folder, "new"))).toEqual([]);
  await expect.poll(() => spool.positions().size).toBe(0);
  // As the kill leaves it: committed, and still in its place.
  await intake?.close();
  const { createHash } = await import("node:crypto");
  const digest = createHash("sha256").update(mail("a")).digest("base64url");
  await spool.commit({ parts: [], positions: { [`mail:${folder}\0new/a`]: digest } });
  renameSync(join(folder, "taken", "a"), join(folder, "new", "a"));
  await spool.close();
  await start();
  await expect.poll(() => readdirSync(join(folder, "new"))).toEqual([]);
  await expect.poll(() => spool.positions().size).toBe(0);
  expect(taken()).toEqual([mail("a")]);
});

test("without room mails stay where they are", async () => {
  await start({ spoolBytesMax: 10 });
  put("new/a", mail("a"));
  await expect.poll(() => spool.figures().state.name).toBe("full");
  expect(readdirSync(join(folder, "new"))).toEqual(["a"]);
  await stop();
  await start();
  await expect.poll(taken).toEqual([mail("a")]);
});

test("a mail that cannot be moved, and what is no mail, keep nobody waiting", async () => {
  await start();
  const long = `${"n".repeat(246)}.eml`;
  put(long, mail("first"));
  await expect.poll(() => readdirSync(folder)).toEqual(["new", "taken"]);
  // The name has no room for a time behind it, and stands in taken/ already.
  put(long, mail("second"));
  writeFileSync(join(root, "outside"), mail("secret"));
  symlinkSync(join(root, "outside"), join(folder, "a.eml"));
  put("z.eml", mail("last"));
  await expect.poll(() => taken().sort()).toEqual([mail("first"), mail("last"), mail("second")]);
  await expect.poll(() => readdirSync(folder).sort()).toEqual(["a.eml", "new", "taken"]);
  // Now nothing can be moved there.
  rmSync(join(folder, "taken"), { recursive: true });
  put("taken", "");
  put("b.eml", mail("b"));
  put("c.eml", mail("c"));
  await expect.poll(() => taken().length).toBe(5);
  await expect.poll(() => intake?.notes().join("\n")).toContain("b.eml waits: ");
  rmSync(join(folder, "taken"));
  await expect.poll(() => readdirSync(folder).sort()).toEqual(["a.eml", "new", "taken"]);
  expect(taken()).toHaveLength(5);
});
