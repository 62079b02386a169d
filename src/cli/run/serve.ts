/** Runs `vedette serve`: puts the service together, and takes it apart again. */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Casebook, openCasebook } from "../../casebook/casebook.ts";
import { openSqlite } from "../../casebook/sqlite.ts";
import { VedetteError } from "../../errors.ts";
import type { Credential } from "../../intake/http.ts";
import type { Spool } from "../../intake/model.ts";
import { openSpool } from "../../intake/spool.ts";
import { notifyLimits } from "../../limits.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { Accounts } from "../../server/accounts.ts";
import { makeApp } from "../../server/app.ts";
import { hostsOf, isLoopback, listen, peerBehindProxy, peerOf } from "../../server/listen.ts";
import { Notifier } from "../../server/notify/notifier.ts";
import { systemResolve } from "../../server/notify/permitted.ts";
import { type OidcSettings, rulesOf } from "../../server/oidc/model.ts";
import { Provider } from "../../server/oidc/provider.ts";
import { newSecret } from "../../server/secrets.ts";
import { AsideLooks } from "../../service/aside.ts";
import { ticks } from "../../service/clock.ts";
import { runCommand } from "../../service/commands.ts";
import { Continuity } from "../../service/continuity.ts";
import { EngineProcess } from "../../service/engine-process.ts";
import { pendingOf } from "../../service/followed.ts";
import { type OpenIntake, openIntakes } from "../../service/intakes.ts";
import { JudgedBy } from "../../service/judged-by.ts";
import { LongLooks } from "../../service/long-looks.ts";
import { newestMark, openCasesIn } from "../../service/passing.ts";
import { Retention } from "../../service/retention.ts";
import { Service } from "../../service/service.ts";
import { pendingIn, SegmentNames, segmentAt } from "../../service/spooled.ts";
import { type StateFolder, stateFolder } from "../../service/state-folder.ts";
import { StorePlace } from "../../service/store-place.ts";
import { Turns } from "../../service/turns.ts";
import type { Invocation } from "../command.ts";
import { registerPath, serverOf } from "../request.ts";
import { toolVersion } from "../version.ts";
import { tellOf } from "./oidc-note.ts";
import { commandOf, judgingOptions, type ServeSettings, settingsOf } from "./serve-settings.ts";

const stateDefault = "vedette-state";

/** What is taken apart at the end, the last first. */
type Closing = (() => Promise<void> | void)[];

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const settings = settingsOf(invocation);
  const closing: Closing = [];
  // What people say of others, and what others sent, is for nobody else's eyes.
  process.umask(0o077);
  try {
    const temporary =
      settings.demo && settings.state === undefined ? effects.makeTemporary("demo") : undefined;
    if (temporary !== undefined) closing.push(() => effects.removeTemporary(temporary));
    const state = stateFolder(temporary ?? settings.state ?? stateDefault);
    const told = (says: string) => {
      if (options.quiet !== true) effects.stderr(`${forTerminal(says)}\n`);
    };
    await start(invocation, settings, state, told, closing);
    await untilSignal();
    return 0;
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function start(
  { options, effects }: Invocation,
  settings: ServeSettings,
  state: StateFolder,
  told: (says: string) => void,
  closing: Closing,
): Promise<void> {
  const { place, tls } = settings;
  const store = new StorePlace(state, (await serverOf(options, effects))?.shown);
  const spool = await openSpool(state.path, {
    effects,
    ...(settings.freeBytes === undefined ? {} : { limits: { freeBytesMin: settings.freeBytes } }),
  });
  closing.push(() => spool.close());
  const book = openCasebook(state.book, true, bookWaitMs);
  closing.push(() => book.close());
  const accounts = accountsOf(state, closing, settings.oidc);
  if (!isLoopback(place.host) && accounts.none)
    throw new VedetteError("usage.option", `--listen ${place.host}:${place.port}: nobody can sign in yet.`, {
      hint: "Start it once on 127.0.0.1 and make the first account; then it may listen elsewhere.",
    });
  const turns = new Turns();
  const judgedBy = new JudgedBy(state.register, registerPath(options), () => book.register(), told);
  const judging = { ...options, register: state.register };
  const { service, names, changed, retention } = serviceOf({
    options: judging,
    judgedBy,
    effects,
    settings,
    state,
    store,
    told,
    spool,
    book,
    turns,
    closing,
  });
  const intakes: OpenIntake[] = [];
  const first = newSecret();
  const hosts = new Set<string>();
  const notifier = notifierOf(state, settings, book, effects, told);
  closing.push(() => notifier.stop());
  const provider =
    settings.oidc === undefined ? undefined : new Provider(settings.oidc, { now: effects.now, told });
  const { app, live } = makeApp(
    {
      book,
      accounts,
      notifier,
      provider,
      health: () => ({
        ...service.health,
        ...(service.health.document === undefined ? {} : { document: names.named(service.health.document) }),
        warnings: [judgedBy.problem, retention.figures.held].filter((says) => says !== undefined),
        unread: names.unread(service.health.unread),
        spool: spool.figures(),
        retention: retention.figures,
        intakes: intakes.map(({ name, intake }) => ({
          name,
          figures: intake.figures(),
          notes: intake.notes(),
        })),
      }),
      now: effects.now,
      newId: randomUUID,
      first: () => (accounts.none ? first : undefined),
      secure: settings.secure,
      peer: settings.secure && tls === undefined ? peerBehindProxy : peerOf,
      told,
      busy: () => turns.full,
      places: names,
      command: (words, input, writes) =>
        turns.take(() => {
          judgedBy.bring();
          return runCommand(mainModule, commandOf(words, state.store, judging), input, writes);
        }),
      register: judgedBy,
    },
    { hosts, pages: fileURLToPath(new URL("../../../web", import.meta.url)), version: toolVersion() },
  );
  changed(() => live.tell({ kind: "cases", sequence: book.auditHead().seq }));
  live.listen(() => notifier.wake());
  const listening = await listen(app, place, tls);
  closing.push(() => listening.close());
  for (const host of hostsOf(place, listening.port, settings.hostNames)) hosts.add(host);
  intakes.push(
    ...(await openIntakes(
      spool,
      {
        paths: settings.demo ? [] : settings.paths,
        places: settings.intakes,
        kafka: settings.kafka,
        tls,
        authorize: (credential) => mayShip(accounts, credential, effects.now()),
      },
      effects,
    )),
  );
  closing.push(async () => {
    await Promise.all(intakes.map(({ intake }) => intake.close()));
  });
  const shown = place.host.includes(":") ? `[${place.host}]` : place.host;
  const address = `${tls === undefined ? "http" : "https"}://${shown}:${listening.port}/`;
  effects.stdout(accounts.none ? `${address}first#${first}\n` : `${address}\n`);
  for (const { name } of intakes) if (name !== "files") told(`Records are taken at ${name}.`);
  if (accounts.none) told("Open this link once to make the first account.");
  if (provider !== undefined) tellOf(provider, hosts, told);
  told("Ctrl-C ends the service.");
  service.start();
  notifier.start();
}

/** How long the whole service stands still for another program that writes to the casebook. */
const bookWaitMs = 500;

const mainModule = fileURLToPath(new URL("../main.js", import.meta.url));

function accountsOf(state: StateFolder, closing: Closing, oidc: OidcSettings | undefined): Accounts {
  const rows = openSqlite(join(state.path, "accounts.db"));
  closing.push(() => rows.close());
  const accounts = new Accounts(rows);
  accounts.identities.keepTo(oidc === undefined ? undefined : rulesOf(oidc));
  return accounts;
}

/** Who is told of changes, in a file of its own: it holds secrets, and copies of the casebook are given away. */
function notifierOf(
  state: StateFolder,
  { notify }: ServeSettings,
  book: Casebook,
  effects: Invocation["effects"],
  told: (says: string) => void,
): Notifier {
  return new Notifier({
    path: join(state.path, "notify.db"),
    book,
    newId: randomUUID,
    publicUrl: notify.publicUrl,
    logins: notify.logins,
    reach: {
      allowed: notify.allowed,
      resolve: systemResolve,
      now: effects.now,
      timeoutMs: notifyLimits.attemptMs,
    },
    version: toolVersion(),
    chance: Math.random,
    haste: 1,
    told,
  });
}

/** The looks: engine process, what is looked at, and where it goes. */
function serviceOf({
  options,
  judgedBy,
  effects,
  settings,
  state,
  store,
  told,
  spool,
  book,
  turns,
  closing,
}: {
  readonly options: Invocation["options"];
  readonly judgedBy: JudgedBy;
  readonly effects: Invocation["effects"];
  readonly settings: ServeSettings;
  readonly state: StateFolder;
  readonly store: StorePlace;
  readonly told: (says: string) => void;
  readonly spool: Spool;
  readonly book: Casebook;
  readonly turns: Turns;
  readonly closing: Closing;
}): {
  service: Service;
  names: SegmentNames;
  changed: (tell: () => void) => void;
  retention: Retention;
} {
  const names = new SegmentNames(state.spool, join(state.path, "streams.json"));
  const entry = fileURLToPath(new URL("./serve-worker.js", import.meta.url));
  const given = [JSON.stringify(judgingOptions(options))];
  const long = new LongLooks({ ticks, told });
  const engine = new EngineProcess(
    entry,
    [...given, state.store],
    told,
    () => {},
    (progress) => long.progress(progress),
  );
  const aside = new AsideLooks({
    ...{ entry, given, told, store: state.store, copy: join(state.path, "store-copy"), now: effects.now },
    whileClosed: (work) => turns.take(work),
  });
  let tell = () => {};
  const continuity = new Continuity();
  continuity.takeUp(openCasesIn(book));
  const retention = new Retention(settings.keep, {
    ...{ now: effects.now, ticks, book, told },
    keep: (limits) => turns.take(() => engine.keep(limits)),
  });
  const service = new Service({
    retention,
    now: effects.now,
    ticks,
    judgedBy: () => judgedBy.bring(),
    begun: () => store.begun,
    look: async (look) => {
      const seen = await turns.take(() => long.during(() => engine.look(look)));
      store.looked();
      return seen;
    },
    // Files of a server's store are not here to be linked.
    ...(store.server === undefined ? { aside: () => aside.look() } : {}),
    pending: () => {
      names.learn(spool.segments());
      return settings.demo ? pendingOf(settings.paths) : pendingIn(spool);
    },
    release: async (path) => {
      const segment = segmentAt(spool, path);
      if (segment !== undefined) await spool.release(segment);
    },
    found: (document, whole, at) => {
      const named = names.named(document);
      const taken = whole ? continuity.whole(named) : continuity.newest(named);
      // That a look at everything shows nothing of a case any more is told as well.
      if (taken.cases.length > 0 || whole)
        book.applyReport(taken, { at, run: `${whole ? "" : newestMark}${document.generated_at}`, whole });
      tell();
    },
    told,
  });
  closing.push(async () => {
    await Promise.all([engine.close(), aside.close(), service.stop()]);
  });
  return {
    service,
    names,
    retention,
    changed: (then) => {
      tell = then;
    },
  };
}

/** Whether a sender's token lets it send; as the password of Basic, and as the key of ApiKey, it is the same token. */
function mayShip(accounts: Accounts, credential: Credential, at: number): boolean {
  const token =
    credential.kind === "none"
      ? undefined
      : credential.kind === "basic"
        ? credential.password
        : credential.kind === "apikey"
          ? Buffer.from(credential.token, "base64").toString().split(":").at(-1)
          : credential.token;
  return token !== undefined && accounts.ofToken(token, at)?.role === "shipper";
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    const end = () => resolve();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      // A signal that came already is lost where for a moment nobody listens.
      process.once(signal, end);
      for (const other of process.listeners(signal)) if (other !== end) process.removeListener(signal, other);
    }
  });
}
