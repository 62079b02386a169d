/** What `vedette serve` does not start with: each is told in a sentence, with what to do, and ends it with status 2. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openSqlite } from "../src/casebook/sqlite.ts";
import { makeCertificate } from "./support/certificate.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { root } from "./support/places.ts";

const folder = temporaryFolder();
const main = join(root, "dist/src/cli/main.js");
let states = 0;

/** A state folder of its own. */
function stateAt(): string {
  states += 1;
  const path = join(folder, `state-${states}`);
  mkdirSync(path);
  return path;
}

function started(given: readonly string[], user?: number) {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [main, "serve", "--listen", "127.0.0.1:0", ...given, "x.log"],
    {
      ...{
        cwd: user === undefined ? folder : "/",
        encoding: "utf8",
        timeout: 100_000,
        killSignal: "SIGKILL",
      },
      ...(user === undefined ? {} : { uid: user }),
    },
  );
  expect(stdout).toBe("");
  expect(status, stderr).toBe(2);
  return stderr;
}

describe("a state folder", { timeout: 120_000 }, () => {
  test.each(["casebook.db", "accounts.db", "notify.db"])("whose %s is of a newer version", (name) => {
    const state = stateAt();
    const db = openSqlite(join(state, name));
    db.script("PRAGMA user_version = 99");
    db.close();
    expect(started(["--state", state])).toMatch(
      new RegExp(
        `/${name}: a newer version of the program wrote it \\(version 99.*\\n +Use the newer program`,
      ),
    );
  });

  test.each([
    ["casebook.db", /casebook restore/],
    ["accounts.db", /Put it back from a backup.*accounts and tokens/],
    ["notify.db", /Put it back from a backup/],
  ])("whose %s is damaged", (name, hint) => {
    const state = stateAt();
    writeFileSync(join(state, name), "this is no database. ".repeat(500));
    const says = started(["--state", state]);
    expect(says).toContain(`${name}: not a`);
    expect(says).toMatch(hint);
  });

  test("that may not be written to", () => {
    const state = stateAt();
    chmodSync(state, 0o500);
    const isRoot = process.getuid?.() === 0;
    expect(started(["--state", state], isRoot ? 65_534 : undefined)).toMatch(
      /the state cannot be kept there \(EACCES.*\n +Name a folder that may be made or written to/,
    );
    chmodSync(state, 0o700);
  });

  test("where no folder can be", () => {
    expect(started(["--state", "/proc/vedette/state"])).toMatch(/the state cannot be kept there/);
  });
});

describe("a certificate", { timeout: 120_000 }, () => {
  const one = makeCertificate(folder, "one.test");
  const other = makeCertificate(folder, "other.test");
  const cert = write(folder, "cert.pem", [one.cert]);
  const key = write(folder, "key.pem", [one.key]);
  const wrongKey = write(folder, "wrong.pem", [other.key]);
  const junk = write(folder, "junk.pem", ["nothing"]);
  test.each([
    ["that is not there", join(folder, "none.pem"), key, /--tls-cert .*none\.pem: cannot be read/],
    ["that is none", junk, key, /--tls-cert .*junk\.pem: no certificate in PEM/],
    ["whose key is none", cert, junk, /--tls-key .*junk\.pem: no key in PEM/],
    [
      "of another key",
      cert,
      wrongKey,
      /--tls-key .*wrong\.pem: not the key of the certificate in .*cert\.pem/,
    ],
    ["in the place of its key", key, cert, /--tls-cert .*key\.pem: no certificate in PEM/],
  ])("%s", (_, certPath, keyPath, says) => {
    expect(started(["--state", stateAt(), "--tls-cert", certPath, "--tls-key", keyPath])).toMatch(says);
  });
});

test("a register that is broken", { timeout: 120_000 }, () => {
  const register = write(folder, "register.yaml", ["register: 1", "entries: [{id: x}]"]);
  expect(started(["--state", stateAt(), "--register", register])).toMatch(
    /register\.yaml: entry x: .*register\.invalid/,
  );
});
