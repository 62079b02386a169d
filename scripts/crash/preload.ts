/**
 * Kills its own process at the point that a file names. It is loaded ahead of the program (`node --import`), and wraps what the
 * program calls: files, answers, databases, the engine; the program itself knows nothing of it.
 */
import fsSync, { existsSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import fs from "node:fs/promises";
import http from "node:http";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { type Armed, armedVariable, type Point } from "./points.ts";

const file = process.env[armedVariable] ?? "";
const require = createRequire(import.meta.url);

function at(point: Point): void {
  if (!existsSync(file)) return;
  let armed: Armed;
  try {
    armed = JSON.parse(readFileSync(file, "utf8")) as Armed;
  } catch {
    // It is written just now.
    return;
  }
  if (armed.point !== point) return;
  if (armed.after > 0) {
    writeFileSync(file, JSON.stringify({ ...armed, after: armed.after - 1 }));
    return;
  }
  unlinkSync(file);
  process.kill(process.pid, "SIGKILL");
  // Nothing may happen any more until the signal has come.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

type Method = (this: unknown, ...given: unknown[]) => unknown;

/** Does something before and after a method, also where that answers later. */
function around(
  owner: object,
  name: string,
  before: (given: readonly unknown[], self: unknown) => void,
  after: (given: readonly unknown[], self: unknown) => void,
): void {
  const methods = owner as Record<string, Method>;
  const method = methods[name];
  if (method === undefined) throw new Error(`there is no ${name} to be wrapped`);
  methods[name] = function (...given) {
    before(given, this);
    const result = method.apply(this, given);
    if (!(result instanceof Promise)) {
      after(given, this);
      return result;
    }
    return result.then((value: unknown) => {
      after(given, this);
      return value;
    });
  };
}

const nothing = () => undefined;

async function wrapFiles(): Promise<void> {
  for (const [module, name] of [
    [fs, "rename"],
    [fsSync, "renameSync"],
  ] as const)
    around(
      module,
      name,
      () => at("before a file takes the place of another"),
      () => at("after a file took the place of another"),
    );
  syncBuiltinESMExports();
  const handle = await fs.open(process.execPath);
  const prototype = Object.getPrototypeOf(handle) as object;
  await handle.close();
  for (const name of ["datasync", "sync"])
    around(
      prototype,
      name,
      () => at("before the journal or a segment is synced"),
      () => at("after the journal or a segment was synced"),
    );
}

/** Requests to merge cases that are being answered. */
let merging = 0;

function wrapAnswers(): void {
  around(
    http.Server.prototype,
    "emit",
    ([event, request, response]) => {
      if (event !== "request" || !String((request as http.IncomingMessage).url).endsWith("merge")) return;
      merging += 1;
      (response as http.ServerResponse).once("close", () => {
        merging -= 1;
      });
    },
    nothing,
  );
  around(
    http.ServerResponse.prototype,
    "end",
    (_, self) => {
      const response = self as http.ServerResponse;
      if (response.req?.url !== "/_bulk") return;
      response.once("finish", () => at("after a batch was answered"));
      at("before a batch is answered");
    },
    nothing,
  );
}

function wrapDatabases(): void {
  const { prototype } = require("libsql") as { prototype: object };
  around(
    prototype,
    "exec",
    ([sql]) => {
      if (sql !== "COMMIT") return;
      if (merging > 0) at("before a merge of cases is committed");
      at("before a change of the casebook is committed");
    },
    ([sql]) => {
      if (sql === "BEGIN IMMEDIATE") at("after a change of the casebook began");
      if (/CREATE TABLE|user_version =/.test(String(sql))) at("while a database is given its tables");
      if (sql !== "COMMIT") return;
      if (merging > 0) at("after a merge of cases was committed");
      at("after a change of the casebook was committed");
    },
  );
}

function wrapEngine(): void {
  const { Session } = require("chdb") as { Session: { prototype: object } };
  for (const name of ["queryAsync", "queryBindAsync"])
    around(
      Session.prototype,
      name,
      ([sql]) => {
        if (String(sql).startsWith("INSERT INTO events")) at("before records go into the store");
        else at("in the middle of a look");
      },
      ([sql]) => {
        if (String(sql).startsWith("INSERT INTO events")) at("after records went into the store");
      },
    );
  const send = process.send?.bind(process);
  if (send === undefined) return;
  process.send = ((message: unknown, ...rest: unknown[]) => {
    at("before a look is answered");
    const sent = (send as (...given: unknown[]) => boolean)(message, ...rest);
    // The message is on its way when this is done.
    setTimeout(() => at("after a look was answered"), 5);
    return sent;
  }) as NonNullable<typeof process.send>;
}

await wrapFiles();
wrapAnswers();
wrapDatabases();
wrapEngine();
