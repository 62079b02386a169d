/**
 * What an archive may cost. A bomb is known by what comes out of it, not by what it declares, so
 * every byte and every member is counted, those of inner archives and those nobody wants too.
 */
import { VedetteError } from "../../errors.ts";
import { bytesMost, displayName, type OpenLimits } from "../open.ts";

/** Named limits of archives; each holds for all that is inside one that was named. */
export interface ArchiveLimits extends OpenLimits {
  readonly membersMax: number;
  /** Archives around a file at most. */
  readonly depthMax: number;
}

export class Budget {
  readonly #archive: string;
  readonly #limits: ArchiveLimits;
  readonly #bytesMost: number;
  #bytes = 0;
  #members = 0;
  #exceeded: VedetteError | undefined;

  /** @param bytes size of the archive on disk */
  constructor(archive: string, bytes: number, limits: ArchiveLimits) {
    this.#archive = archive;
    this.#limits = limits;
    this.#bytesMost = Math.min(bytesMost(bytes, limits), limits.spoolBytesMax);
  }

  /** The limit that was met; then nothing more is read of the archive. */
  get exceeded(): VedetteError | undefined {
    return this.#exceeded;
  }

  /** @throws VedetteError `input.archive` when there are too many */
  countMembers(archive: string, more: number): void {
    this.#members += more;
    if (this.#members <= this.#limits.membersMax) return;
    this.#exceeded = new VedetteError(
      "input.archive",
      `${displayName({ path: archive })}: more than ${this.#limits.membersMax.toLocaleString("en")} members (limit archive_members); it was not read.`,
      { place: { path: archive }, hint: "Unpack the logs among them, and name their folder." },
    );
    throw this.#exceeded;
  }

  /** @throws VedetteError `input.ratio` when there are too many */
  countBytes(more: number): void {
    this.#bytes += more;
    if (this.#bytes <= this.#bytesMost) return;
    const { ratioMax, spoolBytesMax } = this.#limits;
    const much =
      this.#bytesMost === spoolBytesMax
        ? `more than ${spoolBytesMax} bytes (limit spool_bytes)`
        : `more than ${ratioMax} times its size (limit decompressed_ratio)`;
    this.#exceeded = new VedetteError(
      "input.ratio",
      `${displayName({ path: this.#archive })}: the archive unpacks to ${much}; reading stopped there, and the members before were used.`,
      {
        place: { path: this.#archive },
        hint: "Logs do not pack like this. If you trust the archive, unpack it yourself and name the folder.",
      },
    );
    throw this.#exceeded;
  }
}
