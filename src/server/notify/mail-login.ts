/** Logins of mail servers, from a file in the form of netrc: each is for one host, so that no destination can send it to another. */
import { readFileSync, statSync } from "node:fs";
import { asError, VedetteError } from "../../errors.ts";

export type Logins = ReadonlyMap<string, { readonly user: string; readonly password: string }>;

/** @throws VedetteError `usage.option` */
export function readLogins(path: string): Logins {
  const wrong = (says: string, cause?: unknown) =>
    new VedetteError("usage.option", `--mail-login ${path}: ${says}`, {
      place: { path },
      hint: "A line for each server, readable by its owner alone: machine mail.example login NAME password SECRET",
      ...(cause === undefined ? {} : { cause }),
    });
  let text: string;
  try {
    if ((statSync(path).mode & 0o077) !== 0) throw new Error("others may read it");
    text = readFileSync(path, "utf8");
  } catch (thrown) {
    throw wrong(asError(thrown).message, thrown);
  }
  const logins = new Map<string, { user: string; password: string }>();
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(?:#|$)/.test(line)) continue;
    const [, host, user, password] =
      /^\s*machine\s+(\S+)\s+login\s+(\S+)\s+password\s+(\S+)\s*$/.exec(line) ?? [];
    if (host === undefined || user === undefined || password === undefined)
      throw wrong(`line ${at + 1} is not understood`);
    logins.set(host.toLowerCase(), { user, password });
  }
  return logins;
}
