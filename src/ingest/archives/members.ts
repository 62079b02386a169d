/**
 * The members of one archive: which of them are wanted, what they are called, and their copies,
 * which are files named by numbers alone.
 */
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { VedetteError } from "../../errors.ts";
import { memberMark } from "../discover.ts";
import { displayName } from "../open.ts";
import type { Budget } from "./budget.ts";
import { harmlessName, isHidden, nameText, type Wish, type Wishes } from "./names.ts";
import type { LeftOut, Told } from "./told.ts";

/** What a member is; only of files the content is wanted. */
export type MemberType = "file" | "directory" | "link" | "device" | "sparse" | "other";

/** Takes bytes of a member's content, which are its own. */
export type Take = (piece: Uint8Array) => void;

/** A member that was extracted. */
export interface Member {
  readonly name: string;
  readonly wish: Wish;
  /** Path of the copy. */
  readonly content: string;
  /** Why the copy is not all of it. */
  readonly problem: VedetteError | undefined;
}

/** What reading an archive needs of the run. */
export interface Surroundings {
  readonly budget: Budget;
  readonly told: Told;
  readonly problems: VedetteError[];
  /** A path for a copy, a new one each time. */
  newFile(): string;
}

interface Writing {
  readonly name: string;
  readonly key: string;
  readonly wish: Wish;
  readonly file: string;
  handle: number | undefined;
}

export class Members {
  readonly #path: string;
  readonly #wishes: Wishes;
  readonly #around: Surroundings;
  /** By the bytes of their names. */
  readonly #members = new Map<string, Member>();
  readonly #names = new Map<string, string>();
  /** Names that were given out, and how often they were asked for. */
  readonly #taken = new Map<string, number>();
  #writing: Writing | undefined;

  /** @param path the archive as reports name it */
  constructor(path: string, wishes: Wishes, around: Surroundings) {
    this.#path = path;
    this.#wishes = wishes;
    this.#around = around;
  }

  /** How the member that is being written is named in reports. */
  get present(): string {
    return `${this.#path}${memberMark}${this.#writing?.name ?? ""}`;
  }

  /**
   * Begins a member.
   * @param left why its content cannot be had, where it is known before
   * @returns what takes its content; undefined where that is not wanted
   */
  begin(
    bytes: Buffer,
    otherwise: "cp437" | "latin1",
    type: MemberType,
    left: LeftOut | undefined = type === "file" || type === "directory" ? undefined : type,
  ): Take | undefined {
    if (type === "directory") return undefined;
    const key = bytes.toString("latin1");
    const name = this.#names.get(key) ?? this.#nameOf(bytes, otherwise);
    this.#names.set(key, name);
    const wish = this.#wishes.of(name);
    if (wish === undefined || (isHidden(name) && !wish.named)) return undefined;
    if (left !== undefined) {
      this.#around.told.leave(left, `${this.#path}${memberMark}${name}`);
      this.fulfil(name, wish);
      return undefined;
    }
    const writing: Writing = { name, key, wish, file: this.#around.newFile(), handle: undefined };
    this.#writing = writing;
    return (piece) => {
      writing.handle ??= openSync(writing.file, "wx", 0o600);
      for (let at = 0; at < piece.length; ) at += writeSync(writing.handle, piece, at);
    };
  }

  /**
   * Ends the member that was begun last.
   * @param problem why not all of it was given
   */
  end(problem?: VedetteError): void {
    const writing = this.#writing;
    this.#writing = undefined;
    if (writing === undefined) return;
    const { name, key, wish, file, handle } = writing;
    const path = `${this.#path}${memberMark}${name}`;
    if (handle === undefined) {
      // Damage may hit thousands of members; the end of an archive cuts off one.
      if (problem?.code === "input.corrupt") this.#around.told.leave("headless", path);
      else if (problem !== undefined) this.#around.problems.push(problem);
      else if (wish.named) this.#around.problems.push(emptyProblem(path));
      if (problem !== undefined || wish.named) this.fulfil(name, wish);
      return;
    }
    closeSync(handle);
    const earlier = this.#members.get(key);
    if (earlier !== undefined) {
      // As unpacking has it: the later one takes the place of the earlier.
      rmSync(earlier.content);
      this.#around.told.leave("replaced", path);
    }
    this.#members.set(key, { name, wish, content: file, problem });
  }

  /** Takes back the member that was begun last and has not ended. */
  abandon(): void {
    const writing = this.#writing;
    this.#writing = undefined;
    if (writing?.handle === undefined) return;
    closeSync(writing.handle);
    rmSync(writing.file);
  }

  /** Number of members that were extracted. */
  get extracted(): number {
    return this.#members.size;
  }

  /** Says that what was wished for was found. */
  fulfil(name: string, wish: Wish): void {
    this.#wishes.fulfil(name, wish);
  }

  /** The members that were extracted, by name; they are this object's no more. */
  sorted(): readonly Member[] {
    const members = [...this.#members.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#members.clear();
    return members;
  }

  /** Removes all copies. */
  removeAll(): void {
    this.abandon();
    for (const { content } of this.sorted()) rmSync(content);
  }

  /** A name that no other member has. */
  #nameOf(bytes: Buffer, otherwise: "cp437" | "latin1"): string {
    const text = nameText(bytes, otherwise);
    // Archives made on Windows may part folders so.
    const name = harmlessName(otherwise === "cp437" ? text.replaceAll("\\", "/") : text) || "unnamed";
    for (let given = name; ; ) {
      const times = this.#taken.get(name) ?? 0;
      this.#taken.set(name, times + 1);
      if (times > 0) given = `${name} (${times + 1})`;
      if (given === name || !this.#taken.has(given)) {
        this.#taken.set(given, Math.max(1, this.#taken.get(given) ?? 1));
        return given;
      }
    }
  }
}

function emptyProblem(path: string): VedetteError {
  return new VedetteError("input.empty", `${displayName({ path })}: empty.`, {
    place: { path },
    hint: "There is nothing to read in it.",
  });
}
