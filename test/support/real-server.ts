/** A real server: what a client sent, byte for byte, is what is read from its logs. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { findProgram, start, stop } from "../../lab/process.ts";
import type { Row } from "../../src/engine/engine.ts";
import { notText, type Sent } from "./awkward.ts";
import { ownFormat } from "./own-format.ts";
import { type Answer, ready, send } from "./raw-client.ts";
import { type Reading, readFiles } from "./reading.ts";

/** A log of a server: how it is recognised and read. */
export interface Log {
  readonly name: string;
  readonly format: string | RegExp;
  /** The server's own format string, where it is none that is known. */
  readonly template?: string;
  /** Which number of bytes it holds; absent where it is one that no client can know. */
  readonly bytes?: "bodyBytes" | "bytes";
  /** Set where nothing is logged of a request that the server refuses for its first line. */
  readonly refused?: "nothing";
  /** Set where the name of a user that is not let in is not logged. */
  readonly strangers?: "nobody";
  /** Set where a target that names a host is logged without it. */
  readonly absolute?: "path";
  /** How a target stands in it, where that is not undone. */
  written?(target: string): string;
  /** Columns that it does not fill. */
  readonly without: readonly string[];
  /** What it writes for the bytes FF and FE. */
  readonly notText: string;
}

export interface Exchange {
  readonly sent: Sent;
  readonly answer: Answer;
}

/** Starts a server, sends all requests in turn, and ends it. */
export async function exchange(
  command: readonly string[],
  port: number,
  all: readonly Sent[],
): Promise<Exchange[]> {
  const server = start(command, "ignore");
  try {
    await ready(port);
    const exchanges: Exchange[] = [];
    for (const sent of all) exchanges.push({ sent, answer: await send(port, sent.bytes) });
    await sleep(1_000);
    return exchanges;
  } finally {
    await stop(server);
  }
}

/** The events of a log but those of waiting for the server, in order. */
async function eventsOf(path: string, log: Log): Promise<{ reading: Reading; events: Row[] }> {
  const readings = await readFiles(
    [path],
    log.template === undefined ? {} : { ownFormats: [ownFormat(log.template, { specificity: 100 })] },
  );
  const reading = readings.get(path);
  if (reading === undefined) throw new Error(`${path} was not read`);
  const events = [...reading.events]
    .sort(([a], [b]) => a - b)
    .map(([, row]) => row)
    .filter(({ url_original }) => url_original !== "/ready");
  return { reading, events };
}

/** What must be read of an exchange; a header that is missing or empty is a dash or nothing. */
function expected({ sent, answer }: Exchange, log: Log): Readonly<Record<string, unknown>> {
  const said = {
    source_ip: "127.0.0.1",
    http_response_status_code: answer.status,
    ...(log.bytes === undefined ? {} : { http_response_body_bytes: answer[log.bytes] }),
  };
  const ask = sent.notText === true ? notText(log.notText) : sent.ask;
  // What is no request has no method. A server logs what came, a part of it, or a dash.
  if (ask === undefined)
    return {
      ...said,
      http_request_method: expect.stringMatching(/^-?$/),
      url_original:
        sent.name === "nonsense" ? expect.stringMatching(/^(nonsense|[-/]?)$/) : expect.any(String),
    };
  // A request that is refused for its first line has no headers yet, and no target of its own.
  if (answer.status === 400 && log.refused === "nothing") return said;
  const { pathname, search } = new URL(`${ask.target}`, "http://www.example.test");
  const relative = log.absolute === "path" && ask.target.startsWith("http:");
  const target = relative ? `${pathname}${search}` : ask.target;
  const asked = {
    ...said,
    http_request_method: ask.method ?? "GET",
    url_original: expect.toBeOneOf([target, ...(log.written === undefined ? [] : [log.written(target)])]),
  };
  if (answer.status === 400) return asked;
  const text = (value = "") => (value === "" ? expect.stringMatching(/^-?$/) : value);
  const all = {
    http_version: "1.1",
    user_agent_original: text(ask.agent),
    http_request_referrer: text(ask.referrer),
    user_name: text(log.strangers === "nobody" && answer.status === 401 ? "" : ask.user),
  };
  const logged = Object.entries(all).filter(([column]) => !log.without.includes(column));
  return { ...asked, ...Object.fromEntries(logged) };
}

/** A test for each log of a server: all that was sent comes back. */
export function testLogs(
  logs: readonly Log[],
  given: () => { exchanges: readonly Exchange[]; pathOf: (name: string) => string },
): void {
  test.each(logs.map((log) => [log.name, log] as const))("%s", async (_, log) => {
    const { exchanges, pathOf } = given();
    const { reading, events } = await eventsOf(pathOf(log.name), log);
    expect(reading.source.rejects).toEqual([]);
    expect(reading.source.format).toEqual(
      typeof log.format === "string" ? log.format : expect.stringMatching(log.format),
    );
    expect(events).toHaveLength(exchanges.length);
    for (const [index, one] of exchanges.entries()) {
      expect(events[index], one.sent.name).toMatchObject(expected(one, log));
      expect(Math.abs(Number(events[index]?.time_ms) - Date.now())).toBeLessThan(300_000);
    }
  });
}

/** Why the tests of a server cannot run; undefined where they can. */
export function skipReason(program: string): string | undefined {
  const reason = findProgram(program) === undefined ? `${program} is not installed` : undefined;
  // Where everything is installed by the suite itself, a missing program is a mistake.
  if (reason !== undefined && process.env.CI === "true") throw new Error(reason);
  return reason;
}
