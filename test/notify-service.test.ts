/** `vedette serve` is killed with messages waiting: after a start each arrives under the id that it had, and none is lost. */
import { type ChildProcess, spawn } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { openCasebook } from "../src/casebook/casebook.ts";
import { caseId, day, hour, makeReport } from "./support/casebook.ts";
import { temporaryFolder } from "./support/files.ts";
import { startReceiver, until } from "./support/notify.ts";
import { root } from "./support/places.ts";

const folder = temporaryFolder();
const main = join(root, "dist/src/cli/main.js");
const password = "seven blue horses walk";
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
});

interface Running {
  readonly child: ChildProcess;
  readonly address: string;
  readonly first: string;
}

function serve(...given: readonly string[]): Promise<Running> {
  const child = spawn(process.execPath, [main, "serve", "--listen", "127.0.0.1:0", ...given], {
    cwd: folder,
  });
  running.add(child);
  let out = "";
  let err = "";
  child.stderr.on("data", (bytes: Buffer) => {
    err += bytes.toString();
  });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`ended with ${code}: ${err}`)));
    child.stdout.on("data", (bytes: Buffer) => {
      out += bytes.toString();
      const [, address, first = ""] = /^(http:\/\/127\.0\.0\.1:\d+)\/(?:first#(\S+))?\n/.exec(out) ?? [];
      if (address !== undefined) resolve({ child, address, first });
    });
  });
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    child.once("exit", (code) => {
      running.delete(child);
      resolve(code);
    });
    child.kill(signal);
  });
}

function client({ address }: Running) {
  let cookie = "";
  return async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    cookie = /^[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? cookie;
    return (await answer.json()) as Record<string, unknown>;
  };
}

interface Item {
  readonly id: string;
  readonly case: string | null;
  readonly state: string;
  readonly attempts: number;
}

describe("a service that is killed", () => {
  test("tells everything that waited, and what nobody had put into the outbox yet", async () => {
    const state = join(folder, "state");
    const given = ["--state", state, "--notify-to", "127.0.0.1", "x.log"];
    const receiver = await startReceiver();
    receiver.answer = (_, response) => void response.writeHead(503).end();
    let service = await serve(...given);
    let ask = client(service);
    await ask("POST", "/first", { secret: service.first, name: "ada", password });
    const ids: string[] = [];
    for (const name of ["one", "two", "three"])
      ids.push(
        String(
          (
            await ask("POST", "/destinations", {
              name,
              kind: "webhook",
              address: `${receiver.address}/${name}`,
            })
          ).id,
        ),
      );
    const book = openCasebook(join(state, "casebook.db"));
    /** A look by another process, of which nobody tells the service. */
    const found = (...numbers: readonly number[]) =>
      book.applyReport(
        makeReport(
          numbers.map((n) => ({ id: caseId(n) })),
          { at: day + 9 * hour + (numbers[0] ?? 0) },
        ),
        {
          at: day + 9 * hour,
          run: String(numbers[0]),
        },
      );
    const items = async () =>
      (
        await Promise.all(
          ids.map(
            async (id) => (await ask("GET", `/destinations/${id}/deliveries`)).items as unknown as Item[],
          ),
        )
      ).flat();
    found(1, 2, 3);
    await until(async () => (await items()).length === 9);
    found(4);
    const waited = await until(async () => {
      const all = await items();
      return all.length === 12 && all.some(({ attempts }) => attempts > 0) ? all : undefined;
    });
    expect(waited.every(({ state: one }) => one === "waiting")).toBe(true);
    // It happens within the moments for which changes are gathered.
    found(5, 6);
    expect(await ended(service.child, "SIGKILL")).toBeNull();
    const tried = new Set(receiver.got.map(({ headers }) => headers["webhook-id"]));
    receiver.got.length = 0;
    receiver.answer = (_, response) => void response.writeHead(200).end();

    service = await serve(...given);
    ask = client(service);
    await ask("POST", "/session", { name: "ada", password });
    const all = await until(async () => {
      const now = await items();
      return now.length === 18 && now.every((one) => one.state === "delivered") ? now : undefined;
    });
    const arrived = receiver.got.map(({ headers }) => String(headers["webhook-id"]));
    // Nobody was told twice here, though a kill between an answer and its note in the file would do that, under the same id.
    expect(arrived.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    expect(arrived).toEqual(expect.arrayContaining(waited.map(({ id }) => id)));
    expect(arrived).toEqual(expect.arrayContaining([...tried]));
    for (const name of ["one", "two", "three"])
      expect(
        receiver.got
          .filter(({ path }) => path === `/${name}`)
          .map(({ body }) => JSON.parse(body).data.case.id)
          .toSorted(),
      ).toEqual([1, 2, 3, 4, 5, 6].map(caseId));
    expect(statSync(join(state, "notify.db")).mode & 0o077).toBe(0);
    book.close();
    expect(await ended(service.child, "SIGTERM")).toBe(0);
    await receiver.close();
  });
});

describe("what it is asked wrongly", () => {
  test.each([
    [["--notify-to", "example.org"], /not an address or a network/],
    [["--public-url", "sentry.example"], /not where a console is reached/],
    [["--public-url", "https://ada:x@sentry.example"], /not where a console is reached/],
    [["--mail-login", "none"], /ENOENT/],
  ])("%j", async (given, says) => {
    await expect(serve("--state", join(folder, "wrong"), ...given, "x.log")).rejects.toThrow(says);
  });
});
