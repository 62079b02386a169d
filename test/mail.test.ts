/** Mail as a document: what becomes of mails, field by field. The expected values are read off the mails by eye. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { eml, mbox } from "../src/ingest/documents/mail.ts";
import { mailTime, separatorTime } from "../src/ingest/documents/mail-date.ts";
import { LeftOut } from "../src/ingest/documents/mail-limits.ts";
import { readAuthentication, readHops } from "../src/ingest/documents/mail-origin.ts";
import { mailKeys } from "../src/ingest/documents/mail-record.ts";
import { head, mailOf, mailsOf, pageOf, partOf, recordsOf, separator } from "./support/mails.ts";
import { missing, shared } from "./support/places.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

const full = [
  "Return-Path: <bounce@mail.example>",
  "Delivered-To: bo@site.example",
  "Received: from edge.site.example (localhost [127.0.0.1]) by mx.site.example; Tue, 3 Nov 2026 08:00:05 +0100",
  "Received: from out.mail.example (out.mail.example [203.0.113.9])",
  "\tby edge.site.example with ESMTPS; Tue, 3 Nov 2026 08:00:03 +0100",
  "Received: from [198.51.100.7] (helo=laptop) by out.mail.example; Tue, 3 Nov 2026 07:00:01 +0000",
  "Authentication-Results: mx.site.example; spf=pass smtp.mailfrom=mail.example;",
  ' dkim=fail reason="dkim=pass"; dmarc=quarantine (p=none) header.from=mail.example;',
  " auth=pass smtp.auth=anna; compauth=fail reason=001",
  "Received-SPF: neutral",
  "Date: Tue, 3 Nov 2026 08:00:00 +0100",
  "From: =?utf-8?q?Anna_M=C3=BCller?= <anna@mail.example>",
  "Sender: list@mail.example",
  'Reply-To: "Help, desk" <help@other.example>',
  "To: Bo <bo@site.example>, team: cy@site.example, di@site.example;",
  "Cc: ed@site.example",
  "Bcc: flo@site.example",
  "Subject: Which browser",
  "  do you use? =?iso-8859-1?b?5A==?=",
  "Message-ID: <1@mail.example>",
  "In-Reply-To: <0@site.example>",
  "References: <a@site.example>",
  " <0@site.example>",
  "List-Id: Staff <staff.site.example>",
  "List-Unsubscribe: <mailto:out@site.example>",
  "X-Mailer: Example Mailer 1.0",
  "MIME-Version: 1.0",
  'Content-Type: multipart/mixed; boundary="out"',
  "",
  "not shown",
  "--out",
  'Content-Type: multipart/alternative; boundary="in"',
  "",
  "--in",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Transfer-Encoding: quoted-printable",
  "",
  "Please run systeminfo=",
  " and see http://one.example/a?b=3D1.",
  "--in",
  "Content-Type: text/html",
  "",
  "<p>Log in at <a href='http://evil.example/x'>www.bank.example</a></p>",
  "<form action='https://collect.example/post'><input name=os><input type=hidden name=browser></form>",
  "<script>send(navigator.userAgent)</script>",
  "--in--",
  "--out",
  "Content-Type: application/pdf",
  "Content-Disposition: attachment; filename*=utf-8''r%C3%A4tsel.pdf",
  "Content-Transfer-Encoding: base64",
  "",
  "aGVsbG8=",
  "--out",
  "Content-Type: image/png",
  "",
  "png",
  "--out",
  "Content-Type: text/plain; charset=klingon",
  "",
  "last",
  "--out--",
  "",
].join("\r\n");

test("a record has every key that there is, and no other", async () => {
  const record = await mailOf(full);
  expect(record).toEqual({
    date: "2026-11-03T07:00:00.000Z",
    received: "2026-11-03T07:00:05.000Z",
    from: "anna@mail.example",
    from_name: "Anna Müller",
    sender: "list@mail.example",
    reply_to: "help@other.example",
    return_path: "bounce@mail.example",
    to: ["bo@site.example", "cy@site.example", "di@site.example"],
    cc: ["ed@site.example"],
    bcc: ["flo@site.example"],
    delivered_to: ["bo@site.example"],
    subject: "Which browser  do you use? ä",
    message_id: "<1@mail.example>",
    in_reply_to: "<0@site.example>",
    references: ["<a@site.example>", "<0@site.example>"],
    list_id: "Staff <staff.site.example>",
    list_unsubscribe: "<mailto:out@site.example>",
    mailer: "Example Mailer 1.0",
    source_ip: "203.0.113.9",
    source_hosts: ["127.0.0.1", "203.0.113.9", "198.51.100.7"],
    spf: "pass",
    dkim: "fail",
    dmarc: "quarantine",
    authentication:
      'mx.site.example; spf=pass smtp.mailfrom=mail.example; dkim=fail reason="dkim=pass"; dmarc=quarantine (p=none) header.from=mail.example; auth=pass smtp.auth=anna; compauth=fail reason=001',
    auth: "pass",
    compauth: "fail",
    text: "Please run systeminfo and see http://one.example/a?b=1.\n\nLog in at www.bank.example\n\n____\n\nlast",
    links: [
      "http://one.example/a?b=1",
      "http://evil.example/x",
      "https://collect.example/post",
      "www.bank.example",
    ],
    link_texts: ["www.bank.example → http://evil.example/x"],
    link_domains: ["one.example", "evil.example", "collect.example", "www.bank.example"],
    forms: ["https://collect.example/post"],
    form_fields: ["os", "browser"],
    scripts: ["send(navigator.userAgent)"],
    attachments: ["rätsel.pdf", "image/png"],
    attachment_types: ["application/pdf", "image/png"],
    attachment_hashes: [sha256("hello"), sha256("png")],
    headers_count: 23,
    bytes: full.length,
    parts: 7,
    left_out: ["a charset that is not known, read as latin1"],
  });
  expect(Object.keys(record)).toEqual([...mailKeys]);
});

test("what is not there has no key", async () => {
  expect(await mailOf("From: a@mail.example\n\n")).toEqual({
    from: "a@mail.example",
    headers_count: 1,
    bytes: 22,
    parts: 1,
  });
});

describe("an mbox", () => {
  const two = `${separator}${head}\r\nFirst\n>From here\n>>From there\nFrom inside\n\nFrom me to you\n\n${separator}Subject: b\n\nSecond\n\n`;

  test.each([1, 2, 7, 100, 65_536])(
    "is parted at its separators, read %d bytes at a time",
    async (chunkBytes) => {
      const records = await recordsOf(mbox, two, {}, chunkBytes);
      expect(records.map(({ line, value }) => [line, value?.text])).toEqual([
        [1, "First\nFrom here\n>From there\nFrom inside\n\nFrom me to you"],
        [13, "Second"],
      ]);
      expect(records[0]?.raw.startsWith(`${separator}From: Ann`)).toBe(true);
      expect(records[1]?.raw).toBe(`${separator}Subject: b\n\nSecond\n\n`);
      expect(records[1]?.value).toMatchObject({ received: "2002-08-22T12:36:23.000Z", bytes: 19 });
    },
  );

  test("may have carriage returns, and separators of several kinds", async () => {
    const mails = [
      "From - Thu Aug 22 12:36:23 2002",
      "From 1234567890@xxx Thu Aug 22 12:36:23 +0200 2002",
      "From ann at mail.example  Thu Aug  8 12:36:23 2002",
      "From ann Thu Aug 22 12:36 2002",
    ].map((line, index) => `${line}\r\nSubject: ${index}\r\n\r\ntext\r\n`);
    expect((await mailsOf(mails.join("\r\n"))).map((mail) => [mail?.subject, mail?.received])).toEqual([
      ["0", "2002-08-22T12:36:23.000Z"],
      ["1", "2002-08-22T10:36:23.000Z"],
      ["2", "2002-08-08T12:36:23.000Z"],
      ["3", "2002-08-22T12:36:00.000Z"],
    ]);
  });

  test("with a mail without header fields has a reject there", async () => {
    const records = await recordsOf(mbox, `${separator}\nonly text\n\n${separator}Subject: b\n\n`);
    expect(records.map(({ line, reject, value }) => [line, reject, value?.subject])).toEqual([
      [1, "no header fields", undefined],
      [5, undefined, "b"],
    ]);
  });

  test("with a mail over the limit has a reject there, and the next is read", async () => {
    const records = await recordsOf(
      mbox,
      `${separator}Subject: a\n\n${"x".repeat(10_000)}\n\n${separator}Subject: b\n\n`,
      { recordBytes: 5000 },
      1000,
    );
    expect(records.map(({ line, reject, value }) => [line, reject, value?.subject])).toEqual([
      [1, "longer than the limit of 5000 bytes", undefined],
      [6, undefined, "b"],
    ]);
    expect(records[0]?.raw).toHaveLength(4096);
  });
});

describe("recognition", () => {
  test.each([
    ["a mail", "Received: from a by b; x\nFrom: a@mail.example\n\n"],
    ["a draft", "From: a@mail.example\nTo: b@mail.example\nSubject: c\n\ntext"],
    ["with a byte order mark", "\ufeffReturn-Path: <a@mail.example>\r\nMessage-ID: <1@x>\r\n\r\n"],
    ["cut within a field", `Received: from a by b\n\tfor c\nX-A: b\nX-Long: ${"a".repeat(70_000)}`],
    ["lower case, with Received", "received: from a by b\nX-A: b\n\n"],
  ])("%s is a mail", (_, text) => {
    expect(eml.fits(text)).toBe(true);
    expect(mbox.fits(text)).toBe(false);
  });

  test.each([
    ["nothing", ""],
    ["an access log", '192.0.2.1 - - [03/Nov/2026:07:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "From: a@b"\n'],
    ["JSON", '{"From": "a@mail.example", "To": "b@mail.example"}\n'],
    ["a request", "GET / HTTP/1.1\nHost: site.example\nFrom: bot@mail.example\n\n"],
    [
      "request headers",
      "Host: site.example\nFrom: bot@mail.example\nX-A: b\nDate: Tue, 3 Nov 2026 07:00:00 GMT\n\n",
    ],
    ["response headers", "Date: Tue, 3 Nov 2026 07:00:00 GMT\nX-Powered-By: PHP\nServer: x\n\n"],
    ["SIP", "Via: SIP/2.0/UDP a\nFrom: <sip:a@mail.example>\nTo: <sip:b@mail.example>\nCSeq: 1 INVITE\n\n"],
    [
      "a saved page",
      "From: <Saved by Blink>\nSubject: a\nDate: Tue, 3 Nov 2026 07:00:00 GMT\nMIME-Version: 1.0\n\n",
    ],
    ["YAML", "from: a@mail.example\nto: b@mail.example\nsubject: hello\n"],
    ["INI", "[mail]\nFrom: a@mail.example\nTo: b@mail.example\n"],
    ["levels of a log", "INFO: from here\nWARN: to there\nDate: today\n"],
    ["syslog", "Nov  3 07:00:00 mx postfix/smtpd[1]: from=<a@mail.example>\n"],
    ["names without values", "From:\nTo:\nSubject:\n\n"],
    ["a field among lines", "From: a@mail.example\nTo: b@mail.example\nand then text\n\n"],
    ["W3C", "#Software: x\n#Date: 2026-11-03\n#Fields: from to\n"],
  ])("%s is no mail", (_, text) => {
    expect(eml.fits(text)).toBe(false);
    expect(mbox.fits(text)).toBe(false);
  });

  test("an mbox begins with a separator and a field", () => {
    expect(mbox.fits(`${separator}Subject: a\n`)).toBe(true);
    expect(mbox.fits(separator.trim())).toBe(true);
    expect(mbox.fits(`${separator}192.0.2.1 - - [x]\n`)).toBe(false);
    expect(mbox.fits("From here to eternity\nSubject: a\n")).toBe(false);
    expect(eml.fits(`${separator}Subject: a\nFrom: a@mail.example\n`)).toBe(false);
  });
});

test.each([
  ["Thu, 22 Aug 2002 12:36:23 +0700 (ICT)", "2002-08-22T05:36:23.000Z"],
  ["22 Aug 2002 12:36 -0330", "2002-08-22T16:06:00.000Z"],
  ["Thu, 22 Aug 02 12:36:23 EDT", "2002-08-22T16:36:23.000Z"],
  ["Thu, 22 Aug 0102 12:36:23 GMT", "2002-08-22T12:36:23.000Z"],
  ["Thu, 22 Aug 2002 12:36:23", "2002-08-22T12:36:23.000Z"],
  ["Thu, 22 Aug 2002 12:36:23 GMT+1", "2002-08-22T11:36:23.000Z"],
  ["Thu Aug 22 12:36:23 2002", "2002-08-22T12:36:23.000Z"],
  ["Thu, 32 Aug 2002 12:36:23", undefined],
  ["Thu, 22 Aug 2002 12:36:23 +9900", undefined],
  ["Thu, 22 Aug 1802 12:36:23", undefined],
  ["yesterday", undefined],
  ["", undefined],
])("the date %j is %s", (text, iso) => {
  expect(mailTime(text)).toBe(iso === undefined ? undefined : Date.parse(iso));
});

test("the date of a separator is in UTC where it has no zone", () => {
  expect(separatorTime("From a Thu Aug 22 12:36:23 EDT 2002")).toBe(Date.parse("2002-08-22T16:36:23Z"));
  expect(separatorTime("From a Thu Aug 22 12:36:23 2002")).toBe(Date.parse("2002-08-22T12:36:23Z"));
});

test.each([
  ["postfix", "from helo (name.example [203.0.113.9]) by x", "203.0.113.9"],
  ["an address for a name", "from [198.51.100.1] (name.example [203.0.113.9]) by x", "203.0.113.9"],
  ["exim", "from [203.0.113.9] (helo=[198.51.100.1]) by x", "203.0.113.9"],
  ["exim with a name", "from name.example ([203.0.113.9] helo=198.51.100.1) by x", "203.0.113.9"],
  ["qmail", "from unknown (HELO 198.51.100.1) (203.0.113.9) by x", "203.0.113.9"],
  ["sendmail", "from name.example (user@203.0.113.9) by x", "203.0.113.9"],
  ["IPv6", "from name.example ([IPv6:2001:db8::25]) by x", "2001:db8::25"],
  ["a mapped address", "from name.example ([::ffff:203.0.113.9]) by x", "203.0.113.9"],
  ["inside", "from name.example ([10.0.0.5]) by x", undefined],
  ["by an address", "by 203.0.113.9 with SMTP", undefined],
  ["fetched", "from pop.example [203.0.113.9] by localhost with POP3 (fetchmail)", undefined],
  ["a version", "from name.example (Mailer 1.2.3.4.5) by x", undefined],
])("the source of a mail received %s", (_, value, source) => {
  expect(readHops([value, "from x ([192.168.0.1]) by y"], new LeftOut()).source).toBe(source);
});

test.each([
  ["x; spf=pass; dkim=none; dmarc=fail", { spf: "pass", dkim: "none", dmarc: "fail" }],
  ["x; dkim=fail header.d=a; dkim=pass header.d=b", { spf: "softfail", dkim: "pass", dmarc: undefined }],
  [
    'x (spf=pass; dkim=pass); SPF=Fail reason="; dmarc=pass"',
    { spf: "fail", dkim: undefined, dmarc: undefined },
  ],
  ["x; none", { spf: "softfail", dkim: undefined, dmarc: undefined }],
  [undefined, { spf: "softfail", dkim: undefined, dmarc: undefined }],
])("the results in %j", (results, expected) => {
  expect(readAuthentication(results, "SoftFail (x) client-ip=203.0.113.9")).toEqual(expected);
});

describe("a page", () => {
  test("is read as it is seen", async () => {
    const html = `<html><head><title>no</title><style>no</style></head><body>One<br>two &amp; &#x74;hree
      four<div style="display: none">no<div>no</div></div><p hidden>no<p>five\u200b5</p><!-- no --><b>si</b>x
      <noscript>seven</noscript><template>no</template><iframe>no</iframe></body></html>`;
    expect((await pageOf(html)).text).toBe("One\ntwo & three four\n\nfive5\nsix seven");
  });

  test("leads where its attributes say", async () => {
    const html = `<base href="http://base.example/dir/"><a HREF="page?a=1&amp;b=2">x</a><img src=//img.example/a.png>
      <td background="http://bg.example/"><a href="java\nscript:x()">x</a><img src="cid:1"><a href="#top">x</a>
      <img src="data:image/png;base64,AA"><meta http-equiv=Refresh content="0; URL='http://meta.example/'">
      <button formaction="http://button.example/"><a href="http://bank.example@EVIL.example./">x</a>
      <a href="http://0x7f.1/">x</a><a href="mailto:a@mail.example">x</a> (see http://text.example/(a)), ftp://f.example.`;
    const { links, link_domains, forms } = await pageOf(html);
    expect(links).toEqual([
      "http://base.example/dir/",
      "http://base.example/dir/page?a=1&b=2",
      "//img.example/a.png",
      "http://bg.example/",
      "javascript:x()",
      "http://meta.example/",
      "http://button.example/",
      "http://bank.example@EVIL.example./",
      "http://0x7f.1/",
      "mailto:a@mail.example",
      "http://text.example/(a)",
      "ftp://f.example",
    ]);
    expect(link_domains).toEqual(
      "base.example img.example bg.example meta.example button.example evil.example 127.0.0.1 text.example f.example".split(
        " ",
      ),
    );
    expect(forms).toEqual(["http://button.example/"]);
  });

  test.each([
    [
      "<a href='http://evil.example/'><b>https://bank</b>.example/login</a>",
      ["https://bank.example/login → http://evil.example/"],
    ],
    ["<a href='http://www.bank.example/x'>bank.example</a>", undefined],
    ["<a href='http://evil.example/'>our bank.example page</a>", undefined],
    ["<a href='http://files.example/'>invoice.pdf</a>", undefined],
    ["<a href='mailto:a@mail.example'>mail.example</a>", undefined],
    ["<a href='javascript:x()'>bank.example", ["bank.example → javascript:x()"]],
  ])("shows another host than it leads to: %s", async (html, texts) => {
    expect((await pageOf(html)).link_texts).toEqual(texts);
  });

  test("may come as an attachment of any type", async () => {
    const fields =
      'Content-Type: application/octet-stream; name="check.html"\r\nContent-Transfer-Encoding: base64\r\n';
    const body = Buffer.from("<script src='http://js.example/a.js'></script>Your browser").toString("base64");
    expect(await partOf(fields, body)).toMatchObject({
      text: "Your browser",
      scripts: ["http://js.example/a.js"],
      links: ["http://js.example/a.js"],
      attachments: ["check.html"],
    });
  });
});

describe("parts", () => {
  test("of mails within mails count, as they stand or encoded", async () => {
    const inner = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nInner http://in.example/\r\n--b\r\nContent-Type: text/x; name=n.txt\r\n\r\nX\r\n--b--\r\n`;
    const outer = (encoded: string, how: string) =>
      `${head}Content-Type: multipart/mixed; boundary=b2\r\n\r\n--b2\r\n\r\nOuter\r\n--b2\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: ${how}\r\n\r\n${encoded}\r\n--b2--\r\n`;
    const expected = {
      subject: "Hello",
      text: "Outer\n\nInner http://in.example/\n\nX",
      links: ["http://in.example/"],
      attachments: ["message/rfc822", "n.txt"],
      attachment_hashes: [sha256(inner), sha256("X")],
      parts: 6,
    };
    const plain = outer(inner, "8bit").replace("--b--\r\n\r\n", "--b--\r\n\r\n");
    expect(await mailOf(plain)).toMatchObject(expected);
    expect(await mailOf(outer(Buffer.from(inner).toString("base64"), "base64"))).toMatchObject(expected);
  });

  test("end where the mail ends, where the boundary of a part around them comes, or at white space", async () => {
    const mail = `${head}Content-Type: multipart/mixed; boundary="a b"\n\n--a b  \nContent-Type: multipart/mixed; boundary=c\n\n--c\n\none\n--a b\n\ntwo\n--c\n--a bc\n`;
    expect((await mailOf(mail)).text).toBe("one\n\ntwo\n--c\n--a bc");
  });

  test("without a boundary that ever comes are text", async () => {
    expect((await partOf("Content-Type: multipart/mixed; boundary=x\r\n", "see www.a.example")).text).toBe(
      "see www.a.example",
    );
    expect((await partOf("Content-Type: multipart/mixed\r\n", "see www.a.example")).links).toEqual([
      "www.a.example",
    ]);
  });

  test.each([
    ["QQ==QUI=QUJD", "AABABC"],
    ["SGVs\r\nbG8", "Hello"],
    ["S G!V\0sbG8=", "Hello"],
  ])("in base64 %j", async (body, text) => {
    expect((await partOf("Content-Transfer-Encoding: base64\r\n", body)).text).toBe(text);
  });

  test.each([
    ["a=3Db =\r\nc=  \r\nd=", "a=b cd"],
    ["=zz=C3=a4=", "=zzä"],
  ])("in quoted-printable %j", async (body, text) => {
    expect((await partOf("Content-Transfer-Encoding: quoted-printable\r\n", body)).text).toBe(text);
  });
});

describe("charsets", () => {
  test.each([
    ["windows-1252", [0x80, 0x93, 0xe4], "€“ä"],
    ["iso-8859-1", [0x80, 0xe4], "€ä"],
    ["iso-8859-2", [0xb1], "ą"],
    ["koi8-r", [0xd7], "в"],
    ["ISO-2022-JP", [0x1b, 0x24, 0x42, 0x24, 0x22, 0x1b, 0x28, 0x42], "あ"],
    ["cp932", [0x82, 0xa0], "あ"],
    ["utf-16le", [0x61, 0x00], "a"],
    ["us-ascii", [0xc3, 0xa4], "ä"],
    ["us-ascii", [0xe4], "ä"],
  ])("%s", async (charset, bytes, text) => {
    expect(
      await partOf(`Content-Type: text/plain; charset="${charset}"\r\n`, Uint8Array.from(bytes)),
    ).toMatchObject({ text });
  });

  test("of header fields that are not encoded", async () => {
    const latin = Buffer.from("From: J\xf6rg <j@mail.example>\nSubject: J\xf6rg\x80\n\n", "latin1");
    expect(await mailOf(latin)).toMatchObject({ from_name: "Jörg", subject: "Jörg€" });
    expect(await mailOf("From: Jörg <j@mail.example>\nSubject: Jörg\n\n")).toMatchObject({
      from_name: "Jörg",
      subject: "Jörg",
    });
  });

  test("that are not known are said", async () => {
    const mail = await mailOf("From: =?x-none?q?a=E4?= <j@mail.example>\n\n");
    expect(mail).toMatchObject({
      from_name: "aä",
      left_out: ["a charset that is not known, read as latin1"],
    });
  });
});

const data = join(shared, "data", "mail_spamassassin");
/** Read off the files by eye. */
const facts: readonly (readonly [string, Record<string, unknown>])[] = [
  [
    "hard-ham-1/00006",
    {
      from: "newsletter@jobfair24.de",
      from_name: "jobfair24",
      date: "2002-06-24T21:17:49.000Z",
      source_ip: "134.147.64.14",
      link_domains: ["www.jobfair24.de"],
    },
  ],
  [
    "hard-ham-1/00012",
    { subject: "Save an extra $50 on the iPaq 3835 PDA (CNET SHOPPER)", date: "2002-07-09T23:06:08.000Z" },
  ],
  ["hard-ham-1/00018", { forms: ["http://www.search.com/redirect"], form_fields: ["q", "target"] }],
  ["hard-ham-1/00039", { attachments: ["マイルストーン表示.bmp"], parts: 3 }],
  ["easy-ham-1/00014", { attachments: ["application/pgp-signature"], parts: 3 }],
  ["easy-ham-1/00255", { from_name: "Colin Nevin", subject: "[ILUG] semaphores on linux RH7.3" }],
  [
    "spam-1/00022",
    {
      attachments: ["111111111111111111.txt"],
      attachment_types: ["application/octet-stream"],
      attachment_hashes: [sha256("")],
    },
  ],
  ["spam-1/00023", { date: "2002-08-22T04:07:35.000Z" }],
  [
    "spam-1/00063",
    {
      links: ["http://servicesma.com/leads.htm", "http://www.servicesma.com/remove.html"],
      source_ip: "205.210.42.30",
    },
  ],
  ["spam-1/00086", { link_texts: ["TawneeStone.com → http://lightspeed.d2g.com"] }],
  [
    "spam-1/00139",
    {
      source_ip: "61.253.17.131",
      from: "newpsychic414@mail.ru",
      subject: "Find Peace, Harmony, Tranquility, And Happiness Right Now!",
      link_domains: ["psychicrevenue.com", "giftedpsychic.com"],
    },
  ],
  [
    "spam-1/00217",
    { left_out: ["a charset that is not known, read as latin1"], reply_to: "w_h_martin2002@yahoo.com" },
  ],
  ["spam-1/00219", { attachments: ["warezcds.html"], link_domains: ["images.amazon.com", "www.relib.com"] }],
  [
    "spam-1/00250",
    { to: ["webmaster@efi.ie"], links: ["http://4tools4life.com/qs"], mailer: "The Bat! (v1.52f) Business" },
  ],
];

describe("real mail", () => {
  const folders = existsSync(data) ? ["easy-ham-1", "hard-ham-1", "spam-1"] : [];
  const files = folders.flatMap((folder) =>
    readdirSync(join(data, folder)).map((name) => join(folder, name)),
  );

  test("of each file becomes one record", async (context) => {
    if (!existsSync(data)) return context.skip(missing(data));
    expect(files).toHaveLength(750);
    const seen = new Map<string, number>();
    for (const file of files) {
      const bytes = readFileSync(join(data, file));
      const start = bytes.subarray(0, 65_536).toString();
      const fitting = [mbox, eml].filter((reader) => reader.fits(start));
      expect(fitting, file).toHaveLength(1);
      for (const reader of fitting) {
        const records = await recordsOf(reader, bytes);
        expect(
          records.map(({ line, reject }) => [line, reject]),
          file,
        ).toEqual([[1, undefined]]);
        for (const key of Object.keys(records[0]?.value ?? {})) seen.set(key, (seen.get(key) ?? 0) + 1);
      }
    }
    expect([...seen.keys()].filter((key) => !mailKeys.includes(key as "date"))).toEqual([]);
    expect([seen.get("from"), seen.get("date"), seen.get("received")]).toEqual([750, 750, 750]);
  });

  test.for(facts)("%s", async ([name, expected], context) => {
    const file = files.find((path) => path.startsWith(name));
    if (!existsSync(data)) return context.skip(missing(data));
    if (file === undefined) throw new Error(`${name} is not in the data`);
    const [record] = await recordsOf(
      readFileSync(join(data, file), "latin1").startsWith("From ") ? mbox : eml,
      readFileSync(join(data, file)),
    );
    expect(record?.value).toMatchObject(expected);
  });
});
