/** Opens a data directory of the embedded engine, and says why where it cannot be opened. */
import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Session as ChdbSession } from "chdb";
import { asError, VedetteError } from "../errors.ts";
import { engineLimits } from "../limits.ts";
import { checkAddressSpace } from "./address-space.ts";
import { freeBytesOf } from "./disk-room.ts";
import { holderOf, writtenHolder } from "./holder.ts";
import { baseSettings } from "./settings.ts";
import { removeUnwritten } from "./unwritten.ts";

/**
 * Opens a data directory, and gives what hands out its connections, the opened one first.
 * @throws VedetteError as `openChdb`
 */
export async function opened(path: string, more: readonly string[]): Promise<() => ChdbSession> {
  checkAddressSpace();
  mkdirSync(path, { recursive: true });
  const Session = await loadSession();
  // Asked before the engine tries: it would write its own words to standard error.
  const holder = holderOf(path);
  if (holder !== undefined) throw locked(path, holder);
  const held = existsSync(join(path, "metadata"));
  if (held) removeUnwritten(path);
  // A statement that streams is cut short before its own settings are read.
  const args = [`--max_query_size=${baseSettings.max_query_size}`, ...more];
  let first: ChdbSession | undefined;
  try {
    first = new Session(path, { connectionArgs: args });
  } catch (thrown) {
    const cause = asError(thrown);
    // Another process may have come first in between, or this system does not tell who holds a file.
    const other = writtenHolder(path);
    if (other !== undefined) throw locked(path, other);
    throw openEngineFailure(path, held, cause, freeBytesOf(path));
  }
  return () => {
    const session = first ?? new Session(path, { connectionArgs: args });
    first = undefined;
    return session;
  };
}

/** Why a data directory could not be opened; `held` where it had a store. */
export function openEngineFailure(
  path: string,
  held: boolean,
  cause: Error,
  freeBytes: number,
): VedetteError {
  const place = { path: dirname(path) };
  if (freeBytes < engineLimits.freeBytesLeast || /no space left/i.test(cause.message))
    return new VedetteError(
      "engine.failed",
      `${dirname(path)}: the engine cannot open this store: its disk is full.`,
      { place, hint: "Make room on its disk; nothing that the store holds is lost by it.", cause },
    );
  return held
    ? new VedetteError("store.damaged", `${dirname(path)}: the engine cannot open this store.`, {
        place,
        hint: "Take the folder back from a backup, or name a new one with --store and give the logs again.",
        cause,
      })
    : new VedetteError("engine.failed", `Cannot open ${path}: ${firstLine(cause.message)}`, {
        place: { path },
        hint: "Check that the folder is writable and that its disk has room.",
        cause,
      });
}

function locked(path: string, holder: number): VedetteError {
  return new VedetteError("store.locked", `${dirname(path)}: the store is in use by process ${holder}.`, {
    place: { path: dirname(path) },
    hint: "Wait until that run has ended, end it, or name another folder with --store.",
  });
}

async function loadSession(): Promise<typeof ChdbSession> {
  try {
    const chdb = await import("chdb");
    return chdb.Session;
  } catch (thrown) {
    throw new VedetteError(
      "engine.missing",
      "The embedded ClickHouse engine (npm package chdb) cannot be loaded.",
      {
        hint: "It is prebuilt for Linux (glibc) and macOS on x64 and arm64. Run npm install again without --omit=optional.",
        cause: thrown,
      },
    );
  }
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}
