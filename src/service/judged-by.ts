/** The register that looks and answers are judged by: a file of its own, of the one that was named and of what people accepted. */
import { createHash } from "node:crypto";
import { readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { type RegisterEntry, readRegister, registerText } from "../assess/register-file.ts";
import { asError, VedetteError } from "../errors.ts";

export class JudgedBy {
  readonly #path: string;
  readonly #named: string | undefined;
  readonly #accepted: () => readonly RegisterEntry[];
  readonly #told: (says: string) => void;
  /** The file that was named, as it was when it last could be read. */
  #last: readonly RegisterEntry[] = [];
  #written: string | undefined;
  #problem: string | undefined;

  /**
   * @param path where it is written
   * @param named the register that the service was started with
   * @param accepted entries of the casebook
   * @param told is told when it cannot be used any more, and when it can again
   * @throws VedetteError `register.invalid` where the file that was named is none
   */
  constructor(
    path: string,
    named: string | undefined,
    accepted: () => readonly RegisterEntry[],
    told: (says: string) => void = () => {},
  ) {
    this.#told = told;
    this.#path = path;
    this.#named = named;
    this.#accepted = accepted;
    if (named !== undefined) this.#last = readRegister(named).entries;
  }

  /** Entries of the file that was named, as it is now; where it cannot be read now, as it was. */
  get named(): readonly RegisterEntry[] {
    this.#read();
    return this.#last;
  }

  /** Why what is judged by is not what was written last; undefined where it is. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /**
   * Writes it where it has changed. A file that is broken or gone changes nothing: what people justified holds until it is mended.
   * @returns a mark that changes with it
   */
  bring(): string {
    const { named } = this;
    const ids = new Set(named.map(({ id }) => id));
    // An entry that somebody took over into the file is the file's.
    const text = registerText([...named, ...this.#accepted().filter(({ id }) => !ids.has(id))]);
    this.#written ??= textOf(this.#path);
    if (text !== this.#written) this.#write(text);
    return createHash("sha256")
      .update(this.#written ?? "")
      .digest("hex");
  }

  #read(): void {
    if (this.#named === undefined) return;
    try {
      const { entries } = readRegister(this.#named);
      // An editor empties a file before it writes it; a register without entries says so.
      if (entries.length === 0 && this.#last.length > 0 && statSync(this.#named).size === 0)
        throw new VedetteError("register.invalid", `${this.#named}: holds nothing.`);
      this.#last = entries;
      this.#note(undefined);
    } catch (thrown) {
      this.#note(`The register cannot be used, and its last good state holds. ${asError(thrown).message}`);
    }
  }

  #note(problem: string | undefined): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#told(problem ?? "The register is read again.");
  }

  #write(text: string): void {
    try {
      writeFileSync(`${this.#path}.new`, text, { mode: 0o600 });
      renameSync(`${this.#path}.new`, this.#path);
      this.#written = text;
    } catch (thrown) {
      // Without one that was written before, nothing can be judged.
      if (this.#written === undefined) throw thrown;
      this.#note(`The register cannot be written, and its last state holds. ${asError(thrown).message}`);
    }
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
