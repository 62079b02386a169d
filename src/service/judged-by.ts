/** The register that looks and answers are judged by: a file of its own, of the one that was named and of what people accepted. */
import { createHash } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type RegisterEntry, readRegister, registerText } from "../assess/register-file.ts";

export class JudgedBy {
  readonly #path: string;
  readonly #named: string | undefined;
  readonly #accepted: () => readonly RegisterEntry[];
  #written: string | undefined;

  /**
   * @param path where it is written
   * @param named the register that the service was started with
   * @param accepted entries of the casebook
   */
  constructor(path: string, named: string | undefined, accepted: () => readonly RegisterEntry[]) {
    this.#path = path;
    this.#named = named;
    this.#accepted = accepted;
  }

  /** Entries of the file that was named, as it is now. */
  get named(): readonly RegisterEntry[] {
    return this.#named === undefined ? [] : readRegister(this.#named).entries;
  }

  /**
   * Writes it where it has changed.
   * @returns a mark that changes with it
   * @throws VedetteError `register.invalid` where the file that was named is none
   */
  bring(): string {
    const { named } = this;
    const ids = new Set(named.map(({ id }) => id));
    // An entry that somebody took over into the file is the file's.
    const text = registerText([...named, ...this.#accepted().filter(({ id }) => !ids.has(id))]);
    this.#written ??= textOf(this.#path);
    if (text !== this.#written) {
      writeFileSync(`${this.#path}.new`, text, { mode: 0o600 });
      renameSync(`${this.#path}.new`, this.#path);
      this.#written = text;
    }
    return createHash("sha256").update(text).digest("hex");
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
