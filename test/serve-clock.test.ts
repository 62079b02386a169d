/** `vedette serve` under a clock that is set forward by 400 days and back by one, while it runs and over a start. */
import { appendFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { client, type Running, servicesIn } from "./support/serve-process.ts";

/** Debian's libfaketime: it reads at each look at the clock by how much the clock is wrong. */
const library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
const folder = temporaryFolder();
const shift = join(folder, "shift");
const day = 86_400_000;
const password = "seven blue horses walk";
const { serve, ended } = servicesIn(folder, {
  LD_PRELOAD: library,
  FAKETIME_TIMESTAMP_FILE: shift,
  FAKETIME_NO_CACHE: "1",
  // A clock that is set leaves the even clock of the machine alone, and the times of files.
  FAKETIME_DONT_FAKE_MONOTONIC: "1",
  NO_FAKE_STAT: "1",
});

/** Sets the clock of the services; a file that is half written is no time. */
function setClock(by: string): void {
  writeFileSync(`${shift}.new`, by);
  renameSync(`${shift}.new`, shift);
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/** As a log writes a time. */
function written(ms: number): string {
  const [date = "", time = ""] = new Date(ms).toISOString().split(/[T.]/);
  const [year, month, dayOf] = date.split("-");
  return `${dayOf}/${months[Number(month) - 1]}/${year}:${time} +0000`;
}

const wanted = [
  "/.env",
  "/server-status",
  "/phpinfo.php",
  "/actuator/env",
  "/.git/config",
  "/wp-config.php.bak",
];
const scanner = (ip: string, byMs: number) =>
  wanted
    .map((path) =>
      combined({
        ...{ ip, time: written(Date.now() + byMs), request: `GET ${path} HTTP/1.1`, status: 404 },
        agent: "python-requests/2.31.0",
      }),
    )
    .map((line) => `${line}\n`)
    .join("");

async function until<T>(what: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await what();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("it did not come");
}

const here = existsSync(library) ? describe : () => console.warn(`${library} is not here: not tested.`);

here("a service whose clock is set", () => {
  setClock("+0");
  const state = join(folder, "state");
  const logs = join(folder, "logs");
  mkdirSync(logs);
  const log = write(
    logs,
    "access.log",
    Array.from({ length: 40 }, (_, at) =>
      combined({
        ip: `198.51.100.${at}`,
        request: `GET /page/${at} HTTP/1.1`,
        time: written(Date.now() - day),
      }),
    ),
  );
  const options = ["--state", state, "--keep", "90d", logs];
  let lines = 40;
  let known = false;
  const signedIn = async (service: Running) => {
    const ask = client(service);
    const answer = known
      ? await ask("POST", "/api/v1/session", { name: "ada", password })
      : await ask("POST", "/api/v1/first", { secret: service.first, name: "ada", password });
    expect(answer.status).toBe(200);
    known = true;
    return ask;
  };
  /** A scanner comes, and its case; whoever was signed out by the clock signs in again. */
  const comes = async (service: Running, ask: ReturnType<typeof client>, ip: string, byMs: number) => {
    appendFileSync(log, scanner(ip, byMs));
    lines += wanted.length;
    let asks = ask;
    await until(async () => {
      const { status, body } = await asks("GET", `/api/v1/cases?text=${ip}`);
      if (status === 401) asks = await signedIn(service);
      return status === 200 && Number(body.total) > 0 ? true : undefined;
    });
    const { body } = await asks("POST", "/api/v1/sql", { statement: "SELECT count() AS n FROM events" });
    expect(body.rows).toEqual([{ n: lines }]);
    expect((await asks("GET", "/api/v1/health")).body).toMatchObject({ state: "ready" });
    expect((await asks("GET", "/api/v1/audit/verification")).body.holds).toBe(true);
    return asks;
  };

  test("finds who scans after each, and loses no record of 90 days to retention", {
    timeout: 400_000,
  }, async () => {
    const service = await serve(...options);
    let ask = await signedIn(service);
    ask = await comes(service, ask, "192.0.2.1", 0);
    setClock("+400d");
    ask = await comes(service, ask, "192.0.2.2", 400 * day);
    setClock("-1d");
    ask = await comes(service, ask, "192.0.2.3", -day);
    setClock("+0");
    await comes(service, ask, "192.0.2.4", 0);
    expect(await ended(service.child, "SIGKILL")).toBeNull();
  });

  test("starts again a day earlier, and a day later", { timeout: 400_000 }, async () => {
    for (const [at, [by, ms]] of (
      [
        ["-1d", -day],
        ["+1d", day],
      ] as const
    ).entries()) {
      setClock(by);
      const service = await serve(...options);
      await comes(service, await signedIn(service), `192.0.2.${5 + at}`, ms);
      expect(await ended(service.child, "SIGKILL")).toBeNull();
    }
  });
});
