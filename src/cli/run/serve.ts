/** Runs `vedette serve`. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Casebook, openCasebook } from "../../casebook/casebook.ts";
import type { Action, CaseEntity, Priority } from "../../casebook/model.ts";
import { openSqlite } from "../../casebook/sqlite.ts";
import { VedetteError } from "../../errors.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { Accounts } from "../../server/accounts.ts";
import { makeApp } from "../../server/app.ts";
import { hostsOf, isLoopback, listen, peerOf, placeOf } from "../../server/listen.ts";
import { newSecret } from "../../server/secrets.ts";
import { runCommand } from "../../service/commands.ts";
import { Continuity } from "../../service/continuity.ts";
import { EngineProcess } from "../../service/engine-process.ts";
import { pendingOf } from "../../service/followed.ts";
import { Service } from "../../service/service.ts";
import { stateFolder } from "../../service/state-folder.ts";
import { Turns } from "../../service/turns.ts";
import { type Invocation, text, texts } from "../command.ts";
import { commands } from "../commands.ts";
import { toolVersion } from "../version.ts";

const stateDefault = "vedette-state";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const demo = options.demo === true;
  const paths = demo ? [demoLogs()] : invocation.arguments;
  if (paths.length === 0)
    throw new VedetteError("usage.option", "No log was named.", {
      hint: "Name files, folders or patterns: vedette serve /var/log/nginx/; or --demo to look around.",
    });
  if (demo && invocation.arguments.length > 0)
    throw new VedetteError("usage.option", "--demo looks at recorded logs alone.", {
      hint: "Leave --demo or the logs out.",
    });
  const cert = text(options, "tls-cert");
  const key = text(options, "tls-key");
  if ((cert === undefined) !== (key === undefined))
    throw new VedetteError("usage.option", "--tls-cert and --tls-key go together.", {
      hint: "Give both, or none.",
    });
  const place = placeOf(text(options, "listen"));
  const temporary = demo && text(options, "state") === undefined ? effects.makeTemporary("demo") : undefined;
  // What people say of others, and what others sent, is for nobody else's eyes.
  process.umask(0o077);
  const state = stateFolder(temporary ?? text(options, "state") ?? stateDefault);
  const told = (says: string) => {
    if (options.quiet !== true) effects.stderr(`${forTerminal(says)}\n`);
  };
  const book = openCasebook(state.book, true);
  const accounts = new Accounts(openSqlite(join(state.path, "accounts.db")));
  if (!isLoopback(place.host) && accounts.none)
    throw new VedetteError("usage.option", `--listen ${place.host}:${place.port}: nobody can sign in yet.`, {
      hint: "Start it once on 127.0.0.1 and make the first account; then it may listen elsewhere.",
    });
  const engine = new EngineProcess(
    fileURLToPath(new URL("./serve-worker.js", import.meta.url)),
    [JSON.stringify(given(options)), state.store],
    told,
  );
  const first = newSecret();
  const secure = cert !== undefined || options["behind-tls"] === true;
  let tell = () => {};
  const continuity = new Continuity();
  const turns = new Turns();
  const main = fileURLToPath(new URL("../main.js", import.meta.url));
  continuity.takeUp(passingIn(book));
  const service = new Service({
    now: effects.now,
    look: (look) => turns.take(() => engine.look(look)),
    pending: () => pendingOf(paths),
    release: async () => {},
    found: (document, whole, at) => {
      const taken = whole ? continuity.whole(document) : continuity.newest(document);
      if (taken.cases.length > 0)
        book.applyReport(taken, { at, run: `${whole ? "" : newestMark}${document.generated_at}` });
      tell();
    },
    told,
  });
  const hosts = new Set<string>();
  const { app, live } = makeApp(
    {
      book,
      accounts,
      health: () => service.health,
      now: effects.now,
      newId: randomUUID,
      first: () => (accounts.none ? first : undefined),
      secure,
      peer: peerOf,
      told,
      busy: () => turns.full,
      command: (words, input, writes) =>
        turns.take(() => runCommand(main, commandOf(words, state.store, options), input, writes)),
    },
    { hosts, pages: fileURLToPath(new URL("../../../web", import.meta.url)), version: toolVersion() },
  );
  tell = () => live.tell({ kind: "cases", sequence: book.auditHead().seq });
  const listening = await listen(
    app,
    place,
    cert === undefined || key === undefined ? undefined : { cert, key },
  );
  for (const host of hostsOf(place, listening.port, texts(options, "host-name"))) hosts.add(host);
  const shown = place.host.includes(":") ? `[${place.host}]` : place.host;
  const address = `${cert === undefined ? "http" : "https"}://${shown}:${listening.port}/`;
  effects.stdout(accounts.none ? `${address}first#${first}\n` : `${address}\n`);
  told(
    accounts.none
      ? "Open this link once to make the first account. Ctrl-C ends the service."
      : "Ctrl-C ends the service.",
  );
  service.start();
  await untilSignal();
  await Promise.all([listening.close(), engine.close(), service.stop()]);
  book.close();
  if (temporary !== undefined) effects.removeTemporary(temporary);
  return 0;
}

/** A command's words with the store, and with the options that cases are judged by where it has them. */
function commandOf(words: readonly string[], store: string, options: Invocation["options"]): string[] {
  const [name = "", ...rest] = words;
  const known = new Set(
    commands.find((command) => command.name === name)?.options.map((option) => option.name),
  );
  const judging = Object.entries(given(options)).flatMap(([option, value]) =>
    !known.has(option)
      ? []
      : [value].flat().map((one) => (one === true ? `--${option}` : `--${option}=${String(one)}`)),
  );
  return [name, `--store=${store}`, ...judging, ...rest];
}

/** How the casebook names runs that looked at the newest records alone. */
const newestMark = "newest ";

/** Open cases that only looks at the newest records have shown. */
function passingIn(book: Casebook) {
  const passing: { id: string; action: Action; priority: Priority; entities: readonly CaseEntity[] }[] = [];
  let after: string | undefined;
  do {
    const page = book.list(
      { state: ["new", "in-progress", "escalated", "contained"] },
      { sort: "id", limit: 1000, after },
    );
    for (const { id } of page.items) {
      const { run, snapshot, machine_action, priority } = book.get(id);
      if (run.startsWith(newestMark))
        passing.push({ id, action: machine_action, priority, entities: snapshot.entities });
    }
    after = page.next ?? undefined;
  } while (after !== undefined);
  return passing;
}

/** Options that the engine process reads logs with. */
function given(options: Invocation["options"]): Invocation["options"] {
  const own = new Set(["state", "listen", "host-name", "tls-cert", "tls-key", "behind-tls", "demo", "quiet"]);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !own.has(name)));
}

/** @throws VedetteError where this installation has no recorded logs */
function demoLogs(): string {
  const folder = fileURLToPath(new URL("../../../../samples", import.meta.url));
  if (!existsSync(folder))
    throw new VedetteError("input.missing", "This installation has no recorded logs.", {
      hint: "Name your own: vedette serve /var/log/nginx/",
    });
  return folder;
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      process.removeAllListeners(signal);
      process.once(signal, () => resolve());
    }
  });
}
