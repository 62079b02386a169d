/** The real API and the built console over a casebook of arrays. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqlite } from "../../../src/casebook/sqlite.ts";
import type { ReportDocument } from "../../../src/report/model.ts";
import { Accounts } from "../../../src/server/accounts.ts";
import { makeApp } from "../../../src/server/app.ts";
import { listen, peerOf } from "../../../src/server/listen.ts";
import type { Live } from "../../../src/server/live.ts";
import type { Notifier } from "../../../src/server/notify/notifier.ts";
import type { OidcSettings } from "../../../src/server/oidc/model.ts";
import { Provider } from "../../../src/server/oidc/provider.ts";
import type { Outcome } from "../../../src/service/commands.ts";
import type { Health } from "../../../src/service/service.ts";
import { openNotifier } from "../notify.ts";
import { fakeCommands } from "./answers.ts";
import { type FakeBook, fakeBook } from "./book.ts";
import { hostile, makeCases, nowMs } from "./cases.ts";

export const password = "seven horses under one lamp";
export const firstSecret = "first-secret-of-a-test";

export interface ConsoleServer {
  readonly address: string;
  readonly book: FakeBook;
  readonly accounts: Accounts;
  readonly live: Live;
  readonly notifier: Notifier;
  /** What was asked of the store, in order. */
  readonly asked: { readonly words: readonly string[]; readonly input: string }[];
  stop(): Promise<void>;
}

export interface ConsoleOptions {
  readonly empty?: boolean;
  readonly port?: number;
  /** By whom people may sign in besides; where it sends them back to is this console's. */
  readonly oidc?: Omit<OidcSettings, "redirect">;
  /** Runs a command over a store. */
  readonly command?: (words: readonly string[], input: string) => Promise<Outcome>;
}

/**
 * @param pages folder of the built console
 * @param empty without accounts and cases, as a service that was just started
 */
export async function startConsole(
  pages: string,
  { empty = false, port = 0, oidc, command: given }: ConsoleOptions = {},
): Promise<ConsoleServer> {
  const folder = mkdtempSync(join(tmpdir(), "vedette-console-"));
  const sql = openSqlite(join(folder, "accounts.sqlite"));
  const accounts = new Accounts(sql);
  const book = fakeBook(empty ? [] : makeCases());
  if (!empty) {
    await accounts.add("kim", "administrator", password, nowMs);
    await accounts.add("ria", "reader", password, nowMs);
  }
  const hosts = new Set<string>();
  let ids = 0;
  const notifier = openNotifier(join(folder, "notify.db"), { book });
  const { asked, command } = fakeCommands(given);
  const told = (says: string) => void process.stderr.write(`${says}\n`);
  let address = "";
  const provider =
    oidc === undefined
      ? undefined
      : new Provider(
          {
            ...oidc,
            get redirect() {
              return `${address}/signed-in`;
            },
          },
          { now: Date.now, told },
        );
  const { app, live } = makeApp(
    {
      book,
      accounts,
      notifier,
      provider,
      health: () => (empty ? { state: "starting", events: 0, unread: {} } : fakeHealth()),
      now: () => Date.now(),
      newId: () => `T-${++ids}`,
      first: () => firstSecret,
      secure: false,
      peer: peerOf,
      told,
      busy: () => false,
      command,
      register: { named: [] },
    },
    { hosts, pages, version: "0.0.0" },
  );
  const server = await listen(app, { host: "127.0.0.1", port }, undefined);
  hosts.add(`127.0.0.1:${server.port}`);
  address = `http://127.0.0.1:${server.port}`;
  return {
    address,
    book,
    accounts,
    live,
    notifier,
    asked,
    stop: async () => {
      await server.close();
      await notifier.stop();
      sql.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function fakeHealth(): Health {
  const document = {
    generated_at: new Date(nowMs).toISOString(),
    coverage: [
      { clause: "LS1", state: "present", sentence: "Two web servers, the whole window." },
      { clause: "LS2", state: "partial", sentence: `Suricata, one hour only. ${hostile.markup}` },
      { clause: "LS4", state: "absent", sentence: "No endpoint records came in." },
    ],
    sources: [
      fakeSource("access.log", 184_223),
      {
        ...fakeSource(`up/${hostile.markup}.log`, 12),
        problem: { code: "ingest.cut", message: `It ends early. ${hostile.bidi}` },
      },
      { ...fakeSource("sensor/eve.json", 2_300), kind: "nids", format: "suricata-eve", rejected: 3 },
    ],
    indicators: Array.from({ length: 40 }, (_, at) => ({
      id: `config.probe-${at}`,
      title: at === 0 ? hostile.markup : "Repeated tries at configuration endpoints",
      clause: "KI2",
      techniques: [],
      ran: at % 7 !== 3,
      findings: at % 5,
      ...(at % 7 === 3 ? { note: "no source of the kind proxy" } : {}),
      reason: "",
      false_positives: [],
      not_covered: [],
    })),
    notes: [],
  };
  return {
    state: "ready",
    events: 186_535,
    lastLookMs: nowMs,
    tookMs: 2_310,
    unread: { [`in/${hostile.escapes}`]: `Its format is not known. ${hostile.template}` },
    document: document as unknown as ReportDocument,
  };
}

function fakeSource(path: string, events: number) {
  return {
    path,
    format: "combined",
    formats: ["combined"],
    kind: "web",
    confidence: 1,
    bytes: 1,
    lines: events,
    events,
    classes: { http: events },
    rejected: 2,
    outside: 0,
    rejects: [{ reason: "no time", count: 2, sample: hostile.escapes, line: 17 }],
    first: new Date(nowMs - 86_400_000).toISOString(),
    last: new Date(nowMs).toISOString(),
    fields: [],
    notes: [],
  };
}
