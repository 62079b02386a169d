/** Where the store of a service is: in its folder, or on a server. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { VedetteError } from "../errors.ts";
import type { StateFolder } from "./state-folder.ts";

/** Holds the address of the server, from the first look that succeeded on. */
const markName = "server.json";

export class StorePlace {
  readonly #folder: string;
  /** The server's address as it is shown; undefined for the folder. */
  readonly server: string | undefined;

  /**
   * @param server the address of a server without a password, where one is to hold the store
   * @throws VedetteError `usage.option` where the store of this state was begun elsewhere: its cases would tell of records that are not there
   */
  constructor({ path, store }: Pick<StateFolder, "path" | "store">, server: string | undefined) {
    this.#folder = store;
    this.server = server;
    const before = this.#before();
    if (before === undefined || before === (server ?? "")) return;
    throw new VedetteError(
      "usage.option",
      `${path}: the records of this state are ${before === "" ? "in its folder" : `at ${before}`}, not ${server === undefined ? "in its folder" : `at ${server}`}.`,
      {
        place: { path },
        hint:
          before === ""
            ? "Leave --engine out, or name another folder with --state."
            : `Give --engine ${before}, or name another folder with --state.`,
      },
    );
  }

  /** Whether a look has put something into it. */
  get begun(): boolean {
    return this.#before() !== undefined;
  }

  /** A look succeeded. */
  looked(): void {
    if (this.server !== undefined && !this.begun)
      writeFileSync(join(this.#folder, markName), `${JSON.stringify({ server: this.server })}\n`);
  }

  /** The address that the store is at, empty for the folder; undefined where nothing was begun. */
  #before(): string | undefined {
    if (existsSync(join(this.#folder, "db"))) return "";
    try {
      const { server } = JSON.parse(readFileSync(join(this.#folder, markName), "utf8"));
      return typeof server === "string" ? server : undefined;
    } catch {
      return undefined;
    }
  }
}
