/**
 * How far a partition was read. It is committed to the spool together with the records, so that a record that comes again - after a kill, or
 * because the group was set back - is known by its offset, however long ago it came first.
 *
 * A topic that is made anew has the same offsets with other records. So what a position says is believed only where the last record in
 * front of it is still the same.
 */
import { createHash } from "node:crypto";
import type { Message } from "./batches.ts";

export interface Position {
  /** Offset of the first record that was not taken. */
  readonly next: string;
  /** Digest of the record in front of it. */
  readonly last: string;
}

export type Fresh =
  | { readonly kind: "take"; readonly messages: readonly Message[]; readonly repeated: number }
  /** The record in front of the position has to be looked at first. */
  | { readonly kind: "look"; readonly offset: string };

/** @param known what was committed; anything else is as if nothing was */
export function positionOf(known: unknown): Position | undefined {
  const { next, last } = (known ?? {}) as { next?: unknown; last?: unknown };
  return typeof next === "string" && /^\d{1,19}$/.test(next) && typeof last === "string"
    ? { next, last }
    : undefined;
}

export function positionBehind(message: Message): Position {
  return { next: String(BigInt(message.offset) + 1n), last: digestOf(message) };
}

/**
 * What of some messages was not taken yet.
 * @param looked whether the record in front of the position was asked for since the group was joined
 */
export function freshOf(messages: readonly Message[], known: Position | undefined, looked: boolean): Fresh {
  const all: Fresh = { kind: "take", messages, repeated: 0 };
  const [first] = messages;
  if (known === undefined || first === undefined) return all;
  const next = BigInt(known.next);
  if (BigInt(first.offset) >= next) return all;
  const at = messages.findIndex(({ offset }) => BigInt(offset) >= next - 1n);
  const last = messages[at];
  // Where it is asked for and not there, the log was cut off or made anew.
  if (last === undefined) return looked ? all : { kind: "look", offset: String(next - 1n) };
  if (BigInt(last.offset) !== next - 1n || digestOf(last) !== known.last) return all;
  return { kind: "take", messages: messages.slice(at + 1), repeated: at + 1 };
}

function digestOf({ timestamp, key, value }: Message): string {
  const hash = createHash("sha256").update(
    JSON.stringify([timestamp, key?.length ?? -1, value?.length ?? -1]),
  );
  for (const part of [key, value]) if (part !== null) hash.update(part);
  return hash.digest("base64url").slice(0, 22);
}
