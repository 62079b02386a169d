/** Runs `vedette erase`: takes one person out of what is kept. */
import { existsSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { type ErasedTexts, eraseFromBook } from "../../casebook/erase.ts";
import { migrate } from "../../casebook/migrations.ts";
import { openSqlite } from "../../casebook/sqlite.ts";
import { openContent } from "../../content/bundle.ts";
import type { ServerAddress } from "../../engine/clickhouse/address.ts";
import { VedetteError } from "../../errors.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { notifyVersions } from "../../server/notify/migrations.ts";
import { type Person, type PersonPattern, patternOf, personOf } from "../../triage/person.ts";
import { type ErasedFromStore, eraseFromStore } from "../../triage/store-erase.ts";
import { counted } from "../../words.ts";
import { byOf } from "../casebook-place.ts";
import { type Invocation, text } from "../command.ts";
import { filesHolding } from "../files-holding.ts";
import { serverOf } from "../request.ts";

/** Messages of a service that go out or went out. */
const messagesFile = "notify.db";

/** What is kept, each where it was named or is there. */
interface Places {
  readonly store: string | ServerAddress | undefined;
  readonly books: readonly string[];
  /** Folders and files in which nothing of the person may be left. */
  readonly searched: readonly string[];
}

interface Told {
  readonly erased: boolean;
  readonly kind: Person["kind"];
  readonly store?: ErasedFromStore;
  readonly files: readonly ({ readonly path: string } & ErasedTexts)[];
  /** Files that still hold the value. */
  readonly left: readonly string[];
}

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const [kind = "", value = ""] = invocation.arguments;
  const person = personOf(kind, value);
  const pattern = patternOf(person);
  const places = await placesOf(invocation);
  const by = options.yes === true ? byOf(invocation) : undefined;
  // The casebook is held by a service as well: the store tells first whether one runs.
  const store =
    places.store === undefined
      ? undefined
      : await eraseFromStore(places.store, await openContent(), pattern, by !== undefined);
  const files = places.books.map((path) => ({ path, ...eraseFile(path, person, pattern, by) }));
  const left = by === undefined ? [] : filesHolding(places.searched, pattern);
  const told: Told = {
    erased: by !== undefined,
    kind: person.kind,
    ...(store === undefined ? {} : { store }),
    files,
    left,
  };
  effects.stdout(options.json === true ? `${JSON.stringify(told)}\n` : textOf(told));
  if (by === undefined) effects.stderr("Nothing was changed. To erase it: the same line with --yes\n");
  return left.length > 0 ? 2 : 0;
}

async function placesOf({ options, effects }: Invocation): Promise<Places> {
  const server = await serverOf(options, effects);
  const state = text(options, "state");
  const inState = (name: string) => (state === undefined ? undefined : join(resolve(state), name));
  const store = text(options, "store") ?? inState("store");
  const book = text(options, "book") ?? inState("casebook.db");
  if (server === undefined && store === undefined && book === undefined)
    throw new VedetteError("usage.option", "It is not said where to erase.", {
      hint: "Name the service's folder with --state, or --store or --engine, and --book.",
    });
  const books = [book, inState(messagesFile)].filter((path) => path !== undefined && existsSync(path));
  if (text(options, "book") !== undefined && !existsSync(book ?? ""))
    throw new VedetteError("casebook.missing", `${book}: there is no casebook.`, {
      place: { path: book ?? "" },
      hint: "Name the file with --book.",
    });
  // A folder of state that has had no record yet has no store.
  const begun =
    store !== undefined && (text(options, "store") !== undefined || existsSync(join(store, "db")));
  return {
    store: server ?? (begun ? store : undefined),
    books: books as string[],
    searched: [state, text(options, "store"), text(options, "book")].filter((one) => one !== undefined),
  };
}

function eraseFile(
  path: string,
  person: Person,
  pattern: PersonPattern,
  by: ReturnType<typeof byOf> | undefined,
): ErasedTexts {
  const db = openSqlite(path);
  try {
    // Another program's file is refused before anything is changed.
    migrate(db, basename(path) === messagesFile ? notifyVersions : undefined);
    return eraseFromBook(db, person, pattern, by);
  } finally {
    db.close();
  }
}

function textOf({ erased, store, files, left }: Told): string {
  const did = erased ? "erased" : "found";
  const lines = [
    ...(store === undefined
      ? []
      : [
          `store: ${counted(store.events, "record")} of ${counted(store.sources, "log")}, ${counted(store.samples, "log")} with samples of rejected lines, ${counted(store.marks, "row")} about entities: ${did}`,
        ]),
    ...files.map(({ path, rows, cases, tables }) => {
      const of = Object.entries(tables).map(([table, n]) => `${table} ${n}`);
      return `${forTerminal(path)}: ${counted(rows, "row")}${of.length === 0 ? "" : ` (${of.join(", ")})`}, of ${counted(cases, "case")}: ${did}`;
    }),
    ...left.map((path) => `${forTerminal(path)}: still holds it; see the guide on privacy`),
  ];
  return `${lines.join("\n")}\n`;
}
