/** Mail: what is on the wire, over TLS where it is offered, and what no text of others can do to it. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import PostalMime from "postal-mime";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { encodedWords, mailAddress, mailText } from "../src/server/notify/mail.ts";
import { readLogins } from "../src/server/notify/mail-login.ts";
import type { Notifier } from "../src/server/notify/notifier.ts";
import { caseId, day, hour, makeBook, makeReport } from "./support/casebook.ts";
import { makeCertificate } from "./support/certificate.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { destination, makeNotifier, until } from "./support/notify.ts";
import { type MailServer, startMailServer } from "./support/smtp-server.ts";

const folder = temporaryFolder();
const tls = makeCertificate(folder, "mail.test");

const servers = new Set<MailServer>();
const notifiers = new Set<Notifier>();
const closeAll = async () => {
  for (const one of notifiers) await one.stop();
  for (const one of servers) await one.close();
  notifiers.clear();
  servers.clear();
};
afterEach(closeAll);
afterAll(closeAll);

async function server(...given: Parameters<typeof startMailServer>): Promise<MailServer> {
  const made = await startMailServer(...given);
  servers.add(made);
  return made;
}

function notifier(given: Partial<Parameters<typeof makeNotifier>[0]> = {}): Notifier {
  const made = makeNotifier({
    book: makeBook(),
    ...given,
    reach: { resolve: async () => ["127.0.0.1"], ca: tls.cert, ...given.reach },
  }).notifier;
  notifiers.add(made);
  return made;
}

function add(to: Notifier, port: number, scheme = "smtp", recipients = ["soc@example.org"]): string {
  to.destinations.add(
    "D",
    destination({
      name: "soc",
      kind: "mail",
      address: `${scheme}://mail.test:${port}`,
      from: "vedette@example.org",
      to: recipients,
    }),
    "ada",
    1,
  );
  return "D";
}

describe("a mail", () => {
  test("tells of a case, in a thread of the case, once however often it is tried", async () => {
    const at = await server();
    const book = makeBook();
    const made = notifier({ book });
    const id = add(made, at.port, "smtp", ["soc@example.org", "ada@example.org"]);
    at.instead.set("MAIL", "451 later\r\n");
    made.start();
    const title = "probed by 203.0.113.9\r\nBcc: eve@evil.example\r\n\r\n https://evil.example/ \u202egpj";
    book.applyReport(makeReport([{ id: caseId(1), title, action: "escalate" }]), {
      at: day + 9 * hour,
      run: "r",
    });
    await until(() => (made.outbox.list(id, 1)[0]?.attempts ?? 0) > 0);
    expect(made.outbox.list(id, 1)[0]?.because).toBe("Refused MAIL: 451 later");
    at.instead.clear();
    const got = await until(() => at.got[0]);
    expect(got).toMatchObject({
      from: "vedette@example.org",
      to: ["soc@example.org", "ada@example.org"],
      secure: false,
    });
    // An own reader of mail, which is not what wrote it.
    const mail = await PostalMime.parse(got.text);
    expect(mail.headers.map((header) => header.key)).toEqual([
      "date",
      "from",
      "to",
      "subject",
      "message-id",
      "references",
      "auto-submitted",
      "mime-version",
      "content-type",
      "content-transfer-encoding",
    ]);
    expect(mail.messageId).toBe(`<${made.outbox.list(id, 1)[0]?.id}@example.org>`);
    expect(mail.references).toBe(`<${caseId(1)}.vedette@example.org>`);
    expect(mail.subject).toContain(
      `[Vedette] ${caseId(1)} opened: probed by 203.0.113[.]9\\x0d\\x0aBcc: eve[@]`,
    );
    expect(mail.text).toContain("hxxps://evil[.]example/ \\u202egpj");
    expect(mail.text).toContain(`https://sentry.example/case/${caseId(1)}`);
    expect(got.text.split("\r\n").every((line) => line.length <= 78)).toBe(true);
    expect(at.commands.filter((line) => line.startsWith("RCPT"))).toHaveLength(2);
  });

  test("takes STARTTLS where it is offered, with a certificate that is the host's, and then the login", async () => {
    const at = await server(tls);
    const logins = new Map([["mail.test", { user: "vedette", password: "s3cret" }]]);
    const made = notifier({ logins });
    expect(await made.test(add(made, at.port))).toMatchObject({
      state: "delivered",
      because: "Answered 250.",
    });
    expect(at.got[0]).toMatchObject({ secure: true, login: "\0vedette\0s3cret" });
  });

  test("takes TLS from the start", async () => {
    const at = await server(tls, { fromStart: true });
    const made = notifier();
    expect((await made.test(add(made, at.port, "smtps"))).state).toBe("delivered");
    expect(at.got[0]?.secure).toBe(true);
  });

  test("is not sent where the certificate is another's, nor a login without TLS or to another host", async () => {
    const at = await server(tls);
    const stranger = notifier({ reach: { ca: undefined as unknown as string } });
    expect((await stranger.test(add(stranger, at.port))).because).toMatch(
      /Not sent: (DEPTH_ZERO_)?SELF_SIGNED/,
    );
    const plain = await server();
    const made = notifier({ logins: new Map([["mail.test", { user: "u", password: "p" }]]) });
    expect((await made.test(add(made, plain.port))).because).toContain("it offers no TLS");
    const other = notifier({ logins: new Map([["other.test", { user: "u", password: "p" }]]) });
    expect((await other.test(add(other, plain.port))).state).toBe("delivered");
    expect([...at.got, ...plain.got].map(({ login }) => login)).toEqual([""]);
    expect(plain.commands.join()).not.toContain("AUTH");
  });

  test("goes to those who are taken; where nobody is, it is given up or tried again as the server says", async () => {
    const at = await server();
    const made = notifier();
    const id = add(made, at.port, "smtp", ["gone@example.org", "soc@example.org"]);
    at.instead.set("RCPT TO:<gone", "550 nobody of this name\r\n");
    expect(await made.test(id)).toMatchObject({
      state: "delivered",
      because: "Answered 250. 1 of 2 recipients were refused: RCPT: 550 nobody of this name",
    });
    expect(at.got[0]?.to).toEqual(["soc@example.org"]);
    const message = { type: "test", subject: "x", body: "y", case: null };
    at.instead.clear();
    at.instead.set("RCPT", "550-no\r\n550 not here\r\n");
    made.outbox.post([{ id: "m-1", destination: id, message }], undefined, Date.now());
    made.start();
    await until(() => made.outbox.get("m-1")?.state === "given-up");
    expect(made.outbox.get("m-1")?.because).toBe("Refused RCPT: 550 no not here");
    at.instead.clear();
    at.instead.set("text", "452 full\r\n");
    made.outbox.post([{ id: "m-2", destination: id, message }], undefined, Date.now());
    made.sender.wake();
    await until(() => (made.outbox.get("m-2")?.attempts ?? 0) > 0);
    expect(made.outbox.get("m-2")?.state).toBe("waiting");
    at.instead.clear();
    await until(() => made.outbox.get("m-2")?.state === "delivered");
  });

  test("a server that says too much, nothing, or no SMTP is given up on", async () => {
    const at = await server();
    const made = notifier({ reach: { timeoutMs: 1000 } });
    const id = add(made, at.port);
    at.instead.set("greeting", "");
    expect((await made.test(id)).because).toContain("no answer within 1 s");
    at.instead.set("greeting", "HTTP/1.1 200 OK\r\n");
    expect((await made.test(id)).because).toContain("no SMTP");
    at.instead.set("greeting", `220-${"x".repeat(100_000)}`);
    expect((await made.test(id)).because).toContain("an answer without an end");
    at.instead.set("greeting", "");
    const secure = notifier({ reach: { timeoutMs: 1000 } });
    expect((await secure.test(add(secure, at.port, "smtps"))).because).toContain("no answer within 1 s");
    at.instead.set("greeting", "554 \u001b[2Jgo away\r\n");
    expect((await made.test(id)).because).toBe("Refused greeting: 554 \\x1b[2Jgo away");
    expect(at.got).toEqual([]);
  });
});

describe("headers", () => {
  test.each(["a@b", "soc+x@example.org", "o'neil@mail.example"])("%s is an address", (one) =>
    expect(one).toMatch(mailAddress),
  );

  test.each([
    "soc",
    "Soc <soc@example.org>",
    "soc@example.org\r\nBcc: eve@evil.example",
    "soc@example.org>",
    '"a b"@example.org',
    "a@b, c@d",
    "söc@example.org",
    "soc@-example.org",
    "a@example.org\n",
  ])("%j is none, and no mail is written to it", (one) => {
    expect(mailAddress.test(one)).toBe(false);
    const delivery = { id: "i", subject: "s", body: "b", case: null, queuedMs: 0 };
    expect(() => mailText({ from: "v@example.org", to: [one] }, delivery)).toThrow(/address that is none/);
  });

  test("a subject of any characters is words of at most 75, which end nowhere within a character", async () => {
    const subject = `${"ä€😀".repeat(30)}\r\nBcc: eve@evil.example`;
    const words = encodedWords(subject).split("\r\n ");
    expect(words.every((word) => word.length <= 75 && /^=\?UTF-8\?B\?[A-Za-z0-9+/=]+\?=$/.test(word))).toBe(
      true,
    );
    const read = await PostalMime.parse(`Subject: ${words.join("\r\n ")}\r\n\r\n`);
    expect(read.subject).toContain("ä€😀".repeat(30));
    expect(read.headers).toHaveLength(1);
  });
});

describe("logins", () => {
  const file = (text: string, mode: number) => {
    const path = write(folder, `login-${mode}-${text.length}`, text);
    spawnSync("chmod", [mode.toString(8), path]);
    return path;
  };

  test("are read by host, from a file of their own", () => {
    const path = file("# relay\n\nmachine Mail.test login ada password s3:cret\n", 0o600);
    expect([...readLogins(path)]).toEqual([["mail.test", { user: "ada", password: "s3:cret" }]]);
  });

  test.each([
    ["machine a login b password c\n", 0o644, /others may read it/],
    ["machine a login b\n", 0o600, /line 1 is not understood/],
  ])("%j with %i is refused", (text, mode, says) => {
    expect(() => readLogins(file(text, mode))).toThrow(says);
  });

  test("a file that is not there", () => {
    expect(() => readLogins(join(folder, "none"))).toThrow(/ENOENT/);
  });
});
