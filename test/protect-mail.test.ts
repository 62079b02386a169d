/** Protection against a case's mails: which entries are recommended, what is never named, and what is written. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderMailProtection, renderMailProtectionPage } from "../src/report/mail-protection.ts";
import { warningText } from "../src/report/mail-warning.ts";
import { type MailMatcher, mailKinds, unmatchableMail } from "../src/respond/mail/matcher.ts";
import { neverMail } from "../src/respond/mail/never.ts";
import { type MailProtection, protectMail } from "../src/respond/mail/protect.ts";
import { mailTargetIds } from "../src/respond/mail/target-ids.ts";
import { exchange } from "../src/respond/mail/targets/exchange.ts";
import { powerShellString } from "../src/respond/mail/targets/powershell.ts";
import { mailTargets } from "../src/respond/mail/targets.ts";
import { expiresMs, fromMs, hostile, type Made, ordinary, written } from "./support/mail-case.ts";
import { content, open } from "./support/triage.ts";

/** Weighs the case that holds a mail of some name. */
async function protectionOf(mails: readonly Made[], name = "one.eml"): Promise<MailProtection> {
  const run = await open(written(mails), { events: true });
  try {
    const one = run.result.assessment.cases.find(({ entities }) =>
      entities.some(({ type, value }) => type === "mail" && value.includes(name)),
    );
    if (one === undefined) throw new Error(`no case of ${name}`);
    return await protectMail(run, {
      one,
      targets: mailTargets,
      ticket: "INC-7",
      fromMs,
      expiresMs,
      place: undefined,
    });
  } finally {
    await run.close();
  }
}

const entryOf = ({ weighed }: MailProtection, kind: string, value: string) =>
  weighed.entries.find(({ matcher }) => matcher.kind === kind && matcher.value === value);

describe("two mails of one domain", () => {
  test("are caught by their link, senders, answers, envelope and domain, and no other mail is", async () => {
    const done = await protectionOf([...hostile, ...ordinary]);
    expect(done.weighed.ofCase).toHaveLength(2);
    expect(done.weighed.caught).toHaveLength(2);
    expect(done.matchers).toEqual([
      { kind: "link-host", value: "collect.example.net" },
      { kind: "sender", value: "help@corp-support.example.net" },
      { kind: "sender", value: "it@corp-support.example.net" },
      { kind: "reply-to", value: "desk@answers.example.org" },
      { kind: "envelope", value: "bounce@mailer.example.org" },
      { kind: "sender-domain", value: "corp-support.example.net" },
    ]);
    expect(entryOf(done, "subject", "Browser check of this week")?.because).toBe(
      "other entries catch its mails",
    );
    expect(done.recipients).toEqual(["ann@corp.example", "bo@corp.example", "cy@corp.example"]);
    expect(done.files.map(({ target, stopped }) => [target.id, stopped])).toEqual(
      mailTargetIds.map((id) => [id, 2]),
    );
    const page = renderMailProtectionPage(done);
    expect(page).toContain("2 of 2 mails of the case, and none of 6 other mails at hand");
    expect(renderMailProtection(done)).toContain("* collect.example.net: 2 mails of the case, no other mail");
  });

  test("a host that an ordinary mail links to as well is not recommended, and that mail is named", async () => {
    const also = {
      ...(ordinary[0] as Made),
      name: "also.eml",
      body: "See http://collect.example.net/garden.",
    };
    const done = await protectionOf([...hostile, ...ordinary, also]);
    const entry = entryOf(done, "link-host", "collect.example.net");
    expect(entry?.recommended).toBe(false);
    expect(entry?.others.map(({ place }) => place)).toEqual([expect.stringMatching(/also\.eml:1$/)]);
    expect(renderMailProtection(done)).toMatch(/would also catch .*also\.eml:1, editor@paper\.example/);
    expect(done.matchers.map(({ kind }) => kind)).not.toContain("link-host");
  });

  test("a product that takes names below a host with it is not given one where other mail links there", async () => {
    const below = {
      ...(ordinary[0] as Made),
      name: "below.eml",
      body: "See http://www.collect.example.net/garden.",
    };
    const { files } = await protectionOf([...hostile, ...ordinary, below]);
    const left = (id: string) => files.find(({ target }) => target.id === id)?.leftOut ?? [];
    expect(left("defender")).toContainEqual({
      what: "link-host collect.example.net",
      because: "it stands for the names below it as well, to which 1 other mail links",
    });
    expect(left("spamassassin")).toEqual([]);
  });

  test("a forged sender of ours is left to authentication, and the mail is told by its subject", async () => {
    const forged: Made = {
      name: "one.eml",
      from: "ceo@corp.example",
      subject: "Browser versions for the board",
      body: "Please send us your browser version, the name of your VPN client and the output of ipconfig /all by reply today.",
    };
    const done = await protectionOf([forged, ...ordinary]);
    expect(entryOf(done, "sender", "ceo@corp.example")?.because).toMatch(/SPF, DKIM and DMARC/);
    expect(done.matchers).toEqual([{ kind: "subject", value: "Browser versions for the board" }]);
  });

  test("the warning names what came without a way to follow it", async () => {
    const text = warningText(await protectionOf([...hostile, ...ordinary]));
    expect(text).toContain("help[@]corp-support[.]example[.]net");
    expect(text).toContain("Links to: collect[.]example[.]net");
    expect(text).toContain("ticket INC-7");
    expect(text).not.toMatch(/https?:\/\/|[a-z]@[a-z]/);
  });
});

describe("what is never named", () => {
  const known = { own: new Set(["corp.example"]), clients: new Map([["busy.example", 6]]) };
  const register = [
    { id: "R1", sender: ["*@partner.example"], owner: "a", reason: "b", expires: "2099-01-01" },
  ];
  const why = (kind: MailMatcher["kind"], value: string) =>
    neverMail({ kind, value }, known, content(), register as never);

  test.each([
    ["sender", "ann@corp.example", /ours/],
    ["sender-domain", "gmail.com", /free addresses/],
    ["sender", "bo@partner.example", /register/],
    ["sender-domain", "partner.example", /register/],
    ["link-host", "busy.example", /6 inside clients/],
    ["link-host", "docs.google.com", /many use/],
    ["link-host", "bit.ly", /anybody/],
    ["link-host", "203.0.113.9", /no name/],
    ["sender", '"a b"@x.example', /no plain address/],
    ["sender", "a\\b@x.example", /no plain address/],
    ["sender", `${"a".repeat(65)}@x.example`, /longer/],
    ["subject", "two\nlines of it", /control/],
    ["subject", "turned \u202e round", /control/],
    ["subject", "Hello", /shorter/],
  ] as const)("%s %s", (kind, value, because) => {
    expect(why(kind, value)).toMatch(because);
  });

  test("a free address is, as a sender", () => {
    expect(why("sender", "collector@gmail.com")).toBeUndefined();
  });
});

describe("texts in PowerShell", () => {
  test("hold no quote of any kind", () => {
    for (const quote of ["'", "\u2018", "\u2019", "\u201a", "\u201b", "`", "\n"])
      expect(() => powerShellString(`a${quote}b`)).toThrow(RangeError);
  });

  test("any text becomes a script whose strings are plain, or is left out", () => {
    fc.assert(
      fc.property(fc.constantFrom(...mailKinds), fc.string({ unit: "binary" }), (kind, value) => {
        for (const target of mailTargets.filter(({ id }) => id === "exchange" || id === "defender")) {
          const matcher = { kind, value };
          if (!target.kinds.includes(kind) || unmatchableMail(matcher) !== undefined) continue;
          if (target.cannot?.(matcher) !== undefined) continue;
          const { files } = target.render(order([matcher]));
          for (const { text } of files)
            for (const line of text.split("\n").filter((one) => !one.startsWith("#")))
              expect(line).toMatch(/^(?:[^']|'[\x20-\x26\x28-\x7e]*')*$/);
        }
      }),
    );
  });

  test("rules that are added are those that are removed", () => {
    const [apply, undo] = exchange
      .render(
        order([
          { kind: "sender", value: "a+b@x.example" },
          { kind: "reply-to", value: "c@y.example" },
        ]),
      )
      .files.map(({ text }) => text);
    const names = (text = "", verb: RegExp) => [...text.matchAll(verb)].map((found) => found[1]);
    expect(names(apply, /New-TransportRule -Name '([^']*)'/g)).toEqual(
      names(undo, /Remove-TransportRule -Identity '([^']*)'/g),
    );
    expect(apply).toContain("'^a\\+b@x\\.example$'");
  });
});

const order = (matchers: readonly MailMatcher[]) => ({
  caseId: "C-0123456789",
  ticket: "INC-7",
  reason: "a test",
  fromMs,
  expiresMs,
  place: undefined,
  matchers,
});
