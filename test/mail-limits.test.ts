/** Mail made to exhaust or crash its reader: limits are kept and said, time grows with the size and no faster. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DocumentRecord } from "../src/ingest/documents/document.ts";
import { eml, mbox } from "../src/ingest/documents/mail.ts";
import { mailKeys } from "../src/ingest/documents/mail-record.ts";
import { head, limits, mailOf, pageOf, partOf, recordsOf, separator } from "./support/mails.ts";

const mixed = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n`;
const times = (text: string, bytes: number) => text.repeat(Math.ceil(bytes / text.length));
const numbered = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join("");

describe("what is beyond a limit is left out and said", () => {
  test("parts", async () => {
    const mail = await mailOf(
      `${mixed}${numbered(10_000, (n) => `--b\r\nContent-Type: image/png; name=${n}\r\n\r\n\r\n`)}--b--`,
    );
    expect(mail).toMatchObject({ parts: 1000, left_out: ["parts beyond the limit of 1000"] });
    expect(mail.attachments).toEqual(Array.from({ length: 999 }, (_, n) => `${n}`));
  });

  test("depth of multiparts", async () => {
    const nested = numbered(
      10_000,
      (n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
    );
    const mail = await mailOf(`${head}${nested}\r\ndeep\r\n--b3\r\n\r\nshallow\r\n`);
    expect(mail).toMatchObject({ text: "shallow", left_out: ["parts nested deeper than the limit of 32"] });
  });

  test("depth of mails", async () => {
    const mail = await mailOf(
      `${"Subject: in\r\nContent-Type: message/rfc822\r\n\r\n".repeat(10_000)}Subject: end\r\n\r\nx`,
    );
    expect(mail.subject).toBe("in");
    expect(mail.attachments).toHaveLength(33);
    expect(mail.left_out).toEqual([
      "parts nested deeper than the limit of 32",
      "hashes of mails in attached mails",
    ]);
  });

  test("mails encoded in mails", async () => {
    const wrap = (mail: string) =>
      `${head}Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from(mail).toString("base64")}`;
    let mail = `${head}\r\nend`;
    for (let times = 0; times < 4; times++) mail = wrap(mail);
    expect((await mailOf(mail)).text).toBe("end");
    expect(await mailOf(wrap(mail))).not.toHaveProperty("text");
    expect((await mailOf(wrap(mail))).left_out).toContain(
      "mails encoded in mails deeper than the limit of 4",
    );
  });

  test("a long header field, and the fields behind it are read", async () => {
    const mail = await mailOf(
      `From: a@mail.example\r\nX-Long: ${"x".repeat(10_000_000)}\r\nReply-To: b@other.example\r\n\r\n`,
    );
    expect(mail).toMatchObject({
      from: "a@mail.example",
      reply_to: "b@other.example",
      left_out: ["a header beyond the limit of 65536 bytes"],
    });
  });

  test("all header fields together", async () => {
    const mail = await mailOf(`${head}${times("X-A: b\r\n", 2_000_000)}\r\ntext`);
    expect(mail).toMatchObject({ text: "text", left_out: ["headers beyond the limit of 1048576 bytes"] });
  });

  test("text between its beginning and its end", async () => {
    const gap = "\n\n[text left out]\n\n";
    const mail = await partOf("", `${"ä".repeat(50_000)}ö`);
    expect(mail.text).toBe(`${"ä".repeat(16_384)}${gap}${"ä".repeat(16_383)}ö`);
    expect(mail.left_out).toEqual(["text between the first and the last 32768 bytes"]);
    const halves = await partOf("", `x${"😀".repeat(50_000)}y`);
    expect(halves.text).toBe(`x${"😀".repeat(8191)}${gap}${"😀".repeat(8191)}y`);
    expect((await partOf("", "x".repeat(65_536))).left_out).toBeUndefined();
  });

  test("text of one part", async () => {
    const mail = await partOf("", `http://a.example/ ${" ".repeat(4_194_304)} http://b.example/`);
    expect(mail.links).toEqual(["http://a.example/"]);
    expect(mail.left_out).toContain("text of a part beyond the limit of 4194304 bytes");
  });

  test("text of one part, cut within a character", async () => {
    const { text } = await partOf("", "€".repeat(1_500_000));
    expect(text).toBe(`${"€".repeat(10_922)}\n\n[text left out]\n\n${"€".repeat(10_922)}`);
  });

  test("links", async () => {
    const mail = await partOf(
      "",
      numbered(600, (n) => `http://a${n}.example/ `),
    );
    expect(mail.links).toHaveLength(500);
    expect(mail.left_out).toEqual(["links beyond the limit of 500"]);
  });

  test("long links, names and subjects", async () => {
    const long = "x".repeat(5000);
    const mail = await partOf(
      `Subject: ${long}\r\nSender: ${long} <a@mail.example>\r\n`,
      `http://a.example/${long}`,
    );
    expect(mail.subject).toBe("Hello");
    expect(mail.links).toEqual([`http://a.example/${"x".repeat(2048 - 17)}`]);
    expect(mail.left_out).toEqual([
      "more than one Subject field, the first is read",
      "a word of a header beyond the limit of 998 characters",
      "a link beyond the limit of 2048 characters",
    ]);
    expect((await mailOf(`Subject: ${long}\n\n`)).subject).toBe("x".repeat(4096));
    expect((await pageOf(`<a href="data:text/html,${long}">x</a>`)).links).toEqual([
      `data:text/html,${"x".repeat(185)}`,
    ]);
  });

  test("addresses, hops, references and forms", async () => {
    const to = numbered(1100, (n) => `To: a${n}@mail.example\r\n`);
    const hops = numbered(200, (n) => `Received: from x ([198.51.100.${n}]) by y\r\n`);
    const mail = await partOf(`${to}${hops}References: ${"<a> ".repeat(300)}\r\n`, "");
    expect(mail.to).toHaveLength(1000);
    expect(mail.source_hosts).toHaveLength(100);
    expect(mail.references).toHaveLength(200);
    expect(mail.left_out).toEqual([
      "addresses beyond the limit of 1000",
      "references beyond the limit of 200",
      "Received fields beyond the limit of 100",
    ]);
    const page = await pageOf(numbered(150, (n) => `<input name=n${n}><script>${n}</script>`));
    expect([page.form_fields, page.scripts].map((list) => (list as string[]).length)).toEqual([100, 100]);
  });

  test("a second field of a kind that comes once", async () => {
    expect(
      await mailOf(
        "From: a@mail.example\nFrom: b@mail.example\nReply-To: c@mail.example, d@mail.example\n\n",
      ),
    ).toMatchObject({
      from: "a@mail.example",
      reply_to: "c@mail.example",
      left_out: [
        "more than one From field, the first is read",
        "further addresses in From",
        "further addresses in Reply-To",
      ],
    });
  });

  test("transfer encodings and dates", async () => {
    expect((await partOf("Date: soon\r\nContent-Transfer-Encoding: x-uuencode\r\n", "a")).left_out).toEqual([
      "a transfer encoding that is not known, read as it is",
      "a date that cannot be read",
    ]);
  });
});

describe("odd mail", () => {
  test("with names of every object", async () => {
    const fields =
      "__proto__: a\r\nconstructor: b\r\nContent-Type: text/plain; __proto__=x; constructor*0=y; toString*=utf-8''z\r\n";
    const mail = await partOf(fields, "<input name=__proto__>");
    expect(Object.keys(mail)).toEqual([
      "from",
      "from_name",
      "to",
      "subject",
      "text",
      "headers_count",
      "bytes",
      "parts",
    ]);
    expect((await pageOf("<form action=x><input name=__proto__>")).form_fields).toEqual(["__proto__"]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test("with carriage returns alone, NUL bytes or no end", async () => {
    expect(await mailOf("From: a@mail.example\rSubject: b\r\rtext\rmore")).toMatchObject({
      subject: "b",
      text: "text\nmore",
    });
    expect(await mailOf("Subject: a\0b\n\nc\0d")).toMatchObject({ subject: "a\0b", text: "c\0d" });
    expect(await mailOf("Subject: a")).toMatchObject({ subject: "a" });
    expect(await mailOf("Subject: a\n folded")).toMatchObject({ subject: "a folded" });
  });

  test("with half characters", async () => {
    const mail = await pageOf("<a href='http://a.example/&#xd800;'>&#xdfff;x&#x110000;</a>");
    expect(JSON.stringify(mail)).not.toMatch(/\\ud[89a-f]/);
    expect(mail.text).toBe("\ufffdx\ufffd");
  });
});

describe("time grows with the size", () => {
  const html = (body: string) => `${head}Content-Type: text/html\r\n\r\n${body}`;
  const mails: readonly (readonly [string, (bytes: number) => string])[] = [
    ["parts", (n) => mixed + times("--b\r\n\r\nhi\r\n", n)],
    ["boundaries", (n) => mixed + times("--b\r\n", n)],
    ["near boundaries", (n) => mixed + times("--\n", n)],
    [
      "multiparts in each other",
      (n) => head + times("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n", n),
    ],
    ["mails in each other", (n) => times("From: a@mail.example\r\nContent-Type: message/rfc822\r\n\r\n", n)],
    ["header fields", (n) => `${head}${times("X-A: b\r\n", n)}\r\n`],
    ["folds", (n) => `${head}X-A: ${times("a\r\n ", n)}\r\n\r\n`],
    ["encoded words", (n) => `Subject: ${times("=?utf-8?q?=41?= ", n)}\r\n\r\n`],
    ["half of encoded words", (n) => `Subject: ${times("=?x?q?", n)}\r\n\r\n`],
    ["brackets in addresses", (n) => `From: ${times('("<', n)}\r\n\r\n`],
    ["parameters", (n) => `Content-Type: text/plain${times("; a*0=b", n)}\r\n\r\n`],
    ["open quotes", (n) => `Content-Type: text/plain; a="${times('\\"', n)}\r\n\r\n`],
    ["padding", (n) => `${head}Content-Transfer-Encoding: base64\r\n\r\n${times("QQ==", n)}`],
    ["equals signs", (n) => `${head}Content-Transfer-Encoding: quoted-printable\r\n\r\n${times("= ", n)}`],
    ["elements", (n) => html(times("<div>", n))],
    ["elements closed wrongly", (n) => html(times("<div>", n / 2) + times("</b>", n / 2))],
    ["hidden elements", (n) => html(`<i hidden>${times("<i>", n / 2)}${times("</i>", n / 2)}`)],
    ["attributes", (n) => html(`<a ${times("href=x ", n)}>`)],
    ["styles", (n) => html(`<b style="${times("display: ", n)}">`)],
    ["entities", (n) => html(times("&amp;&", n))],
    ["comments", (n) => html(times("<!--", n))],
    ["scripts", (n) => html(times("<script>a</script>", n))],
    ["white space", (n) => html(times(" \n", n))],
    ["links", (n) => html(times("<a href=http://a.example>a.example", n))],
    ["links in text", (n) => `${head}\r\n${times("http://", n)}`],
    ["closed brackets", (n) => `${head}\r\nhttp://a${times(")", n)}`],
    ["quoted separators", (n) => `${separator}${head}\n${times(">From ", n)}`],
    ["quotes", (n) => `${separator}${head}\n${times(">", n)}From `],
    ["near separators", (n) => `${separator}${head}${times("\n\nFrom ", n)}`],
    ["a long separator", (n) => `${separator}${head}\n\nFrom ${times("Mon ", n)}`],
    ["separators", (n) => times(separator, n)],
  ];
  const timeOf = async (text: string) => {
    const bytes = Buffer.from(text);
    const start = performance.now();
    await recordsOf(text.startsWith("From ") ? mbox : eml, bytes);
    return performance.now() - start;
  };

  test.each(mails)(
    "%s",
    async (_, make) => {
      await timeOf(make(50_000));
      const [small, large] = [make(400_000), make(1_600_000)];
      const least = async (text: string) => Math.min(await timeOf(text), await timeOf(text));
      const [one, four] = [await least(small), await least(large)];
      // Four times the size takes four times the time, and sixteen times where time is quadratic, which is many
      // seconds then; short times are noise on a busy machine.
      expect(four).toBeLessThan(Math.max(10 * one, 1500));
    },
    30_000,
  );
});

test("a mail over the limit is not held in memory", async () => {
  const piece = Buffer.alloc(1_048_576, "QUJD\n");
  let most = 0;
  const before = process.memoryUsage();
  async function* chunks() {
    yield Buffer.from(`${separator}${head}Content-Type: application/zip; name=a.zip\n\n`);
    for (let index = 0; index < 400; index++) {
      const now = process.memoryUsage();
      most = Math.max(most, now.arrayBuffers + now.heapUsed - before.arrayBuffers - before.heapUsed);
      yield Buffer.from(piece);
    }
    yield Buffer.from(`\n\n${separator}Subject: next\n\n`);
  }
  const records: DocumentRecord[] = [];
  for await (const record of mbox.records(chunks(), { ...limits, recordBytes: 1_000_000 }))
    records.push(record);
  expect(records.map(({ reject, value }) => [reject, value?.subject])).toEqual([
    ["longer than the limit of 1000000 bytes", undefined],
    [undefined, "next"],
  ]);
  expect(most).toBeLessThan(200 * 1_048_576);
}, 30_000);

describe("any bytes", () => {
  const check = (records: readonly DocumentRecord[], mailsMax: number) => {
    expect(records.length).toBeLessThanOrEqual(mailsMax);
    for (const { value, reject, raw, line } of records) {
      expect(line).toBeGreaterThan(0);
      expect(Buffer.byteLength(raw)).toBeLessThanOrEqual(3 * 4096);
      expect((value === undefined) === (reject !== undefined)).toBe(true);
      expect(reject).not.toBe("cannot be read as a mail");
      const json = JSON.stringify(value ?? {});
      expect(json.length).toBeLessThan(4_000_000);
      for (const key of Object.keys(value ?? {})) expect(mailKeys).toContain(key);
    }
  };
  const separators = (bytes: Uint8Array) =>
    Buffer.from(bytes)
      .toString("latin1")
      .split(/(?:^|\n)From /).length;
  const word = fc.constantFrom(
    "\r\n",
    "\n",
    "\r",
    "\n\n",
    "--b",
    "--b--",
    "--b\r\n",
    "\0",
    " ",
    "From ",
    ">From ",
    separator,
    head,
    "From: ",
    "To: a@b.example, ",
    "Received: from x ([192.0.2.1]) by y; ",
    "Subject: =?utf-8?b?4pi5?=",
    "=?",
    "?=",
    "Content-Type: ",
    "multipart/mixed; boundary=b\r\n\r\n",
    "message/rfc822\r\n\r\n",
    "text/html\r\n\r\n",
    "Content-Transfer-Encoding: base64\r\n\r\n",
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n",
    "=E4",
    "=",
    "QUJD",
    "; charset=",
    "utf-16",
    "; name*0*=",
    "''%E4",
    '"',
    "(",
    ")",
    "<a href=",
    "http://",
    "www.",
    "<script>",
    "</script>",
    "<div style='display:none'>",
    "<form action=",
    "<input name=",
    ">",
    "<!--",
    "&#",
    "&amp;",
    "Authentication-Results: ",
    "spf=pass;",
    "Date: ",
    "Thu, 22 Aug 2002 12:36:23 +0700",
    "__proto__",
  );
  const mailLike = fc
    .array(
      fc.oneof(
        { weight: 9, arbitrary: word.map((text) => Buffer.from(text)) },
        fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
      ),
      { maxLength: 80 },
    )
    .map((pieces) => Buffer.concat(pieces));

  test.each(["random", "like mail"])(
    "%s: no throw, no more records than mails",
    async (kind) => {
      const bytes = kind === "random" ? fc.uint8Array({ maxLength: 3000 }) : mailLike;
      await fc.assert(
        fc.asyncProperty(bytes, fc.integer({ min: 1, max: 200 }), async (given, chunkBytes) => {
          check(await recordsOf(eml, given, { depth: 4, parts: 20 }, chunkBytes), 1);
          const whole = await recordsOf(mbox, given, { depth: 4, parts: 20 });
          check(whole, separators(given));
          // How the bytes come in must not matter.
          expect(await recordsOf(mbox, given, { depth: 4, parts: 20 }, chunkBytes)).toEqual(whole);
          const start = Buffer.from(given).toString();
          expect(eml.fits(start) && mbox.fits(start)).toBe(false);
        }),
        { numRuns: 1500 },
      );
    },
    60_000,
  );

  test("a mail cut anywhere is a mail still", async () => {
    const mail = Buffer.from(
      `${mixed}--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<a href=3D"http://a.example/=C3=A4">x</a>\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n${mixed}--b\r\n\r\nx\r\n--b--\r\n--b--\r\n`,
    );
    for (let end = head.indexOf("\n"); end <= mail.length; end++) {
      const records = await recordsOf(eml, mail.subarray(0, end));
      check(records, 1);
      expect(records[0]?.value?.from).toBe("ann@mail.example");
    }
  });
});
