/** The files on the real programs: they catch the mails of a case and no others, and read arbitrary texts as they were meant. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findProgram, run, start, stop } from "../lab/process.ts";
import { type MailMatcher, mailKinds, unmatchableMail } from "../src/respond/mail/matcher.ts";
import type { MailTarget } from "../src/respond/mail/target.ts";
import { mailTargets } from "../src/respond/mail/targets.ts";
import { temporaryFolder } from "./support/files.ts";
import { expiresMs, fromMs, hostile, type Made, ordinary, textOf } from "./support/mail-case.ts";
import { freePort } from "./support/raw-client.ts";

const programs = ["postmap", "sievec", "sieve-test", "spamassassin", "rspamd", "rspamc"];
const absent = programs.filter((name) => findProgram(name) === undefined);
// Where everything is installed by the suite itself, a missing program is a mistake.
if (absent.length > 0 && process.env.CI === "true") throw new Error(`${absent.join(", ")} not installed`);
const having = (...names: string[]) => !names.some((name) => absent.includes(name));

const folder = temporaryFolder();
// Where the suite runs as root, sieve-test takes another user's rights to read what is here.
chmodSync(folder, 0o755);
const program = (name: string) => findProgram(name) ?? name;
const targetOf = (id: string) => mailTargets.find((one) => one.id === id) as MailTarget;
const plainMatchers: readonly MailMatcher[] = [
  { kind: "link-host", value: "collect.example.net" },
  { kind: "sender", value: "help@corp-support.example.net" },
  { kind: "reply-to", value: "desk@answers.example.org" },
  { kind: "envelope", value: "bounce@mailer.example.org" },
  { kind: "sender-domain", value: "corp-support.example.net" },
  { kind: "subject", value: "Browser check of this week" },
];

/** Writes what a target makes of entries; the folder. */
function put(id: string, matchers: readonly MailMatcher[], name: string): { place: string; files: string[] } {
  const place = join(folder, name);
  mkdirSync(place, { recursive: true });
  chmodSync(place, 0o777);
  const target = targetOf(id);
  const fit = matchers.filter(
    (one) =>
      target.kinds.includes(one.kind) &&
      unmatchableMail(one) === undefined &&
      target.cannot?.(one) === undefined,
  );
  const { files } = target.render({
    caseId: "C-0123456789",
    ticket: "INC-7",
    reason: "a test",
    fromMs,
    expiresMs,
    place,
    matchers: fit,
  });
  for (const file of files) writeFileSync(join(place, file.name), file.text);
  return { place, files: files.map((file) => join(place, file.name)) };
}

/** A mail that one entry is meant for, and one that differs from it by a sign. */
function pairFor({ kind, value }: MailMatcher): [Made, Made] {
  const base: Made = {
    name: "",
    from: "zed@other.example",
    envelope: "zed@other.example",
    subject: "Quite another subject",
    body: "No link here.",
  };
  const near = `x${value}`;
  switch (kind) {
    case "link-host":
      return [
        { ...base, body: `See http://${value}/a now` },
        { ...base, body: `See http://${near}/a and http://${value}.example/ now` },
      ];
    case "sender":
      return [
        { ...base, from: value },
        { ...base, from: near },
      ];
    case "reply-to":
      return [
        { ...base, replyTo: value },
        { ...base, replyTo: near },
      ];
    case "envelope":
      return [
        { ...base, envelope: value },
        { ...base, envelope: near },
      ];
    case "sender-domain":
      return [
        { ...base, from: `a@${value}` },
        { ...base, from: `a@${near}` },
      ];
    case "subject":
      return [
        { ...base, subject: value },
        { ...base, subject: `${value}x` },
      ];
  }
}

const atom = [..."abcxyz019!#$%&'*+/=?^_`{|}~-"];
const local = fc
  .array(fc.string({ unit: fc.constantFrom(...atom), minLength: 1, maxLength: 8 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join("."));
const host = fc
  .array(fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,6}[a-z0-9])?$/), { minLength: 1, maxLength: 3 })
  .map((parts) => `${parts.join(".")}.example`);
const address = fc.tuple(local, host).map(([a, b]) => `${a}@${b}`);
const subject = fc
  .array(
    fc.string({
      unit: fc.constantFrom(...[..."aZ9 \"\\'`$@#%&(){}[]|;:/<>?*+.^~=-,!_äß€漢"]),
      minLength: 4,
      maxLength: 12,
    }),
  )
  .map((parts) => parts.join(" ").replaceAll(/ +/g, " ").trim());

/** Some entries of arbitrary texts, each kind in its turn; the same ones in each run. */
const arbitrary: readonly MailMatcher[] = mailKinds
  .flatMap((kind) =>
    fc
      .sample(
        kind === "subject" ? subject : kind === "link-host" || kind === "sender-domain" ? host : address,
        {
          numRuns: 8,
          seed: 7,
        },
      )
      .map((value): MailMatcher => ({ kind, value })),
  )
  .filter((one) => unmatchableMail(one) === undefined);

function mailFile(mail: Made, name: string): string {
  const path = join(folder, "mails", name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${textOf(mail).join("\n")}\n`);
  return path;
}

describe.skipIf(!having("postmap"))("Postfix", () => {
  const ask = async (files: readonly string[], what: string, mail: Made): Promise<string> => {
    const table = files.find((file) => file.endsWith(`_${what}.regexp`));
    if (table === undefined) return "";
    const input = what === "sender" ? `${mail.envelope ?? mail.from}\n` : `${textOf(mail).join("\n")}\n`;
    const flags = what === "sender" ? [] : what === "header" ? ["-hm"] : ["-bm"];
    const { output } = await run([program("postmap"), ...flags, "-q", "-", `regexp:${table}`], { input });
    expect(output).not.toMatch(/warning|fatal/);
    return output;
  };
  const caught = async (files: readonly string[], mail: Made) =>
    (await Promise.all(["sender", "header", "body"].map((what) => ask(files, what, mail)))).join("");

  test("catches the case's mails and no other", async () => {
    for (const one of plainMatchers) {
      const { files } = put("postfix", [one], `postfix-${one.kind}`);
      expect(await caught(files, hostile[0] as Made), one.kind).toContain(`REJECT ${one.kind} of a case`);
      expect(await caught(files, ordinary[0] as Made)).toBe("");
    }
  }, 60_000);

  test("reads arbitrary texts as they were meant", async () => {
    const able = arbitrary.filter((one) => targetOf("postfix").cannot?.(one) === undefined);
    expect(able.length).toBeGreaterThan(40);
    for (const one of able) {
      const { files } = put("postfix", [one], "postfix-any");
      const only = files.filter((file) => file.includes(postfixTable(one)));
      const [meant, near] = pairFor(one);
      expect(await caught(only, meant), `${one.kind} ${one.value}`).toContain("REJECT");
      expect(await caught(only, near), `${one.kind} ${one.value}`).toBe("");
    }
  }, 120_000);
});

const postfixTable = ({ kind }: MailMatcher) =>
  kind === "envelope" ? "_sender" : kind === "link-host" ? "_body" : "_header";

describe.skipIf(!having("sievec", "sieve-test"))("Sieve", () => {
  const outcome = async (script: string, mail: Made): Promise<string> => {
    const { output } = await run([
      program("sieve-test"),
      "-o",
      `mail_uid=${process.getuid?.() || 65_534}`,
      "-o",
      `mail_gid=${process.getgid?.() || 65_534}`,
      "-f",
      mail.envelope ?? mail.from,
      script,
      mailFile(mail, "sieve.eml"),
    ]);
    expect(output).toContain("final result: success");
    return output;
  };

  test("files the case's mails into a folder and no other", async () => {
    const { files } = put("sieve", plainMatchers, "sieve-plain");
    const [script = ""] = files;
    expect((await run([program("sievec"), script])).code).toBe(0);
    for (const mail of hostile)
      expect(await outcome(script, mail)).toContain("store message in folder: Junk");
    for (const mail of ordinary) expect(await outcome(script, mail)).not.toContain("Junk");
  }, 60_000);

  test("reads arbitrary texts as they were meant", async () => {
    const able = arbitrary.filter(({ kind }) => targetOf("sieve").kinds.includes(kind));
    const { files } = put("sieve", able, "sieve-any");
    const [script = ""] = files;
    expect((await run([program("sievec"), script])).output).toBe("");
    for (const one of able) {
      const [meant, near] = pairFor(one);
      expect(await outcome(script, meant), `${one.kind} ${one.value}`).toContain("folder: Junk");
      expect(await outcome(script, near), `${one.kind} ${one.value}`).not.toContain("folder: Junk");
    }
  }, 120_000);
});

describe.skipIf(!having("spamassassin"))("SpamAssassin", () => {
  /** Rules with nothing beside them but the plugins that come with it. */
  const rules = (matchers: readonly MailMatcher[], name: string): string => {
    const { place } = put("spamassassin", matchers, name);
    for (const file of readdirSync("/etc/spamassassin").filter((one) => one.endsWith(".pre")))
      writeFileSync(join(place, file), readFileSync(join("/etc/spamassassin", file)));
    writeFileSync(
      join(place, "10_endings.cf"),
      "util_rb_tld com net org example\nreport_safe 0\nadd_header all Hits _TESTS(,)_\n",
    );
    return place;
  };
  /** Numbers of the rules that each mail hits; SpamAssassin takes the mails of a file in an order of its own. */
  const scan = async (place: string, mails: readonly Made[], name: string): Promise<number[][]> => {
    const box = mails.map(
      (mail, n) => `From a@b.example Mon May 18 08:00:00 2026\nX-Number: ${n}\n${textOf(mail).join("\n")}\n`,
    );
    const path = join(folder, `${name}.mbox`);
    writeFileSync(path, box.join("\n"));
    const { output } = await run(
      [
        program("spamassassin"),
        "-L",
        "-x",
        `--configpath=${place}`,
        `--siteconfigpath=${place}`,
        "--mbox",
        path,
      ],
      { home: folder },
    );
    const found = output.split(/^From a@/m).slice(1);
    expect(found).toHaveLength(mails.length);
    return mails.map((_, n) => {
      const text = found.find((one) => one.includes(`\nX-Number: ${n}\n`)) ?? "";
      const [, hits = ""] = /^X-Spam-Hits: ((?:.|\n[ \t])*)/m.exec(text) ?? [];
      return [...hits.replaceAll(/\s/g, "").matchAll(/VEDETTE_C_0123456789_(\d+)/g)].map(([, one]) =>
        Number(one),
      );
    });
  };

  test("catches the case's mails and no other, and reads arbitrary texts as they were meant", async () => {
    const all = [...plainMatchers, ...arbitrary];
    const place = rules(all, "spamassassin");
    const lint = await run(
      [program("spamassassin"), "--lint", "-x", `--configpath=${place}`, `--siteconfigpath=${place}`],
      { home: folder },
    );
    expect(lint.output).toBe("");
    expect(lint.code).toBe(0);
    const pairs = all.map(pairFor);
    const mails = [...pairs.flat(), ...ordinary];
    const hits: number[][] = [];
    for (let at = 0; at < mails.length; at += 20)
      hits.push(...(await scan(place, mails.slice(at, at + 20), `sa${at}`)));
    for (const [n, one] of all.entries()) {
      expect(hits[2 * n], `${one.kind} ${one.value}`).toContain(n + 1);
      expect(hits[2 * n + 1], `${one.kind} ${one.value}`).not.toContain(n + 1);
    }
    expect(hits.slice(-ordinary.length).flat()).toEqual([]);
  }, 180_000);
});

describe.skipIf(!having("rspamd", "rspamc"))("Rspamd", () => {
  test("catches the case's mails and no other, and reads arbitrary texts as they were meant", async () => {
    const all = [...plainMatchers, ...arbitrary];
    const { place, files } = put("rspamd", all, "rspamd");
    const port = await freePort();
    const config = join(place, "daemon.conf");
    writeFileSync(join(place, "init.lua"), 'require "global_functions"()\n');
    writeFileSync(join(place, "endings"), "com\nnet\norg\nexample\n");
    writeFileSync(
      config,
      `options { pidfile = "${place}/pid"; filters = ""; check_all_filters = true; tempdir = "${place}"; dns { nameserver = ["127.0.0.1:1"]; } url_tld = "${place}/endings"; }
lua = "${place}/init.lua"
logging { type = "console"; level = "warning"; }
worker "normal" { bind_socket = "127.0.0.1:${port}"; count = 1; }
actions { reject = 15; }
modules { path = "/usr/share/rspamd/plugins/multimap.lua"; }
multimap {
  .include "${files[0]}"
}
`,
    );
    const daemon = start([program("rspamd"), "-f", "--insecure", "-c", config], "ignore", folder);
    const symbols = async (mail: Made): Promise<string> => {
      const { output } = await run([
        program("rspamc"),
        "-h",
        `127.0.0.1:${port}`,
        "-F",
        mail.envelope ?? mail.from,
        mailFile(mail, "rspamd.eml"),
      ]);
      return output;
    };
    try {
      for (let n = 0; n < 60 && !(await symbols(ordinary[0] as Made)).includes("Action:"); n++)
        await new Promise((resolve) => setTimeout(resolve, 500));
      for (const mail of hostile) expect(await symbols(mail)).toContain("Action: reject");
      for (const mail of ordinary) expect(await symbols(mail)).toContain("Action: no action");
      for (const one of all) {
        const symbol = `VEDETTE_C_0123456789_${one.kind.replace("-", "_").toUpperCase()} `;
        const [meant, near] = pairFor(one);
        expect(await symbols(meant), `${one.kind} ${one.value}`).toContain(symbol);
        expect(await symbols(near), `${one.kind} ${one.value}`).not.toContain(symbol);
      }
    } finally {
      await stop(daemon);
    }
  }, 180_000);
});
