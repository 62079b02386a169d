/** `vedette serve` is killed with messages waiting: after a start each arrives under the id that it had, and none is lost. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openCasebook } from "../src/casebook/casebook.ts";
import { caseId, day, hour, makeReport } from "./support/casebook.ts";
import { temporaryFolder } from "./support/files.ts";
import { startReceiver, until } from "./support/notify.ts";
import { client, type Running, servicesIn } from "./support/serve-process.ts";

const folder = temporaryFolder();
const password = "seven blue horses walk";
const { serve, ended } = servicesIn(folder);

function asking(service: Running) {
  const ask = client(service);
  return async (method: string, path: string, body?: unknown) =>
    (await ask(method, `/api/v1${path}`, body)).body as Record<string, unknown>;
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
    let ask = asking(service);
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
    ask = asking(service);
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
