/**
 * Names of members of archives. Whoever made the archive chose them, as bytes of any kind; here they
 * become text that names a member in a report and means nothing to a file system.
 */
import { isUtf8 } from "node:buffer";
import { readingLimits } from "../../limits.ts";
import { memberMark } from "../discover.ts";

const nameLettersMax = readingLimits.memberNameCharactersMax;

/**
 * Code page 437 from 0x80 on, which names in zip archives are in by its specification (appendix D of
 * APPNOTE.TXT 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 2026-11-24; the
 * letters by https://www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/PC/CP437.TXT).
 */
const codePage437 =
  "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0";

/** Bytes of a name as text: UTF-8 where they are, else as the kind of archive has it. */
export function nameText(bytes: Uint8Array, otherwise: "cp437" | "latin1"): string {
  if (isUtf8(bytes)) return Buffer.from(bytes).toString("utf8");
  if (otherwise === "latin1") return Buffer.from(bytes).toString("latin1");
  return Array.from(bytes, (byte) =>
    byte < 0x80 ? String.fromCharCode(byte) : (codePage437[byte - 0x80] ?? "\ufffd"),
  ).join("");
}

/** A name that leads nowhere: no root, no `..`, no control characters. */
export function harmlessName(text: string): string {
  const parts = text
    .slice(0, 4 * nameLettersMax)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, "\ufffd")
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..");
  const name = parts.join("/");
  // A letter of two halves is not cut between them.
  return name.length > nameLettersMax
    ? `${name.slice(0, nameLettersMax).replace(/[\ud800-\udbff]$/, "")}…`
    : name;
}

/** Hidden files, and what macOS keeps beside files. */
export function isHidden(name: string): boolean {
  const parts = name.split("/");
  return parts.at(-1)?.startsWith(".") === true || parts.includes("__MACOSX");
}

/** How a member that was asked for was named. */
export interface Wish {
  /** The member itself was named. */
  readonly named: boolean;
  /** The wish that it fulfils, where it was not named itself but a folder around it. */
  readonly folder?: string;
  /** It is wanted as an archive only, for these members of it. */
  readonly inner?: readonly string[];
}

/** Which members of an archive are wanted, and which wishes were fulfilled. */
export class Wishes {
  readonly #names: readonly string[] | undefined;
  readonly #fulfilled = new Set<string>();

  /** @param members names as a person wrote them; undefined where all members are wanted */
  constructor(members: readonly string[] | undefined) {
    const names = members?.map((name) => name.split(memberMark).map(harmlessName).join(memberMark));
    // Nothing behind the mark is all of the archive.
    this.#names = names?.includes("") === true ? undefined : names;
  }

  /** What is wanted of a member; undefined where it is not. */
  of(name: string): Wish | undefined {
    if (this.#names === undefined) return { named: false };
    if (this.#names.includes(name)) return { named: true };
    const folder = this.#names.find((wish) => name.startsWith(`${wish}/`));
    if (folder !== undefined) return { named: false, folder };
    const start = `${name}${memberMark}`;
    const inner = this.#names.filter((wish) => wish.startsWith(start));
    return inner.length === 0
      ? undefined
      : { named: false, inner: inner.map((wish) => wish.slice(start.length)) };
  }

  /** Says that what was wished for is there, whatever becomes of it. */
  fulfil(name: string, wish: Wish): void {
    if (wish.inner === undefined) this.#fulfilled.add(wish.folder ?? name);
    // Those that the inner archive does not hold are told where it is read.
    else for (const inner of wish.inner) this.#fulfilled.add(`${name}${memberMark}${inner}`);
  }

  /** What was asked for and is not in the archive. */
  unfulfilled(): readonly string[] {
    return (this.#names ?? []).filter((name) => !this.#fulfilled.has(name));
  }
}
