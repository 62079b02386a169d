/** Defanging: every address and URL, and nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { defang } from "../src/report/defang.ts";

const always = { seed: 1592, numRuns: 3000 };

/** What may stand around an address in a log line or a sentence. */
const around = fc.constantFrom(
  [" ", " "],
  ['"', '"'],
  ["(", ")"],
  ["", ","],
  ["", ""],
  ["[", "]"],
  ["from ", "."],
  ["client=", ";"],
  ["", ": said"],
  ["<", ">"],
);
const inside = <T>(value: fc.Arbitrary<T>) => fc.tuple(around, value);

const number = (most: number, digits = 1) =>
  fc.integer({ min: 0, max: most }).map((n) => String(n).padStart(digits, "0"));
const clock = fc.tuple(number(23, 2), number(59, 2), number(59, 2)).map((parts) => parts.join(":"));
const day = fc.integer({ min: 0, max: 2_000_000_000_000 }).map((ms) => new Date(ms).toISOString());
const months = fc.constantFrom("Jan", "Feb", "May", "Aug", "Dec");
const time = fc.oneof(
  clock,
  day,
  day.map((iso) => iso.slice(0, 19).replace("T", " ")),
  fc.tuple(number(28, 2), months, clock).map(([date, month, at]) => `[${date}/${month}/2026:${at} +0000]`),
  fc.tuple(months, number(28, 2), clock).map(([month, date, at]) => `${month} ${date} ${at}`),
);
const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/);
const ending = fc.constantFrom(
  "log",
  "log.1",
  "log.1.gz",
  "gz",
  "json",
  "txt",
  "com",
  "access.log",
  "2026-11-20.log",
);
const place = fc
  .tuple(
    fc.constantFrom("", "/", "./", "../"),
    fc.array(name, { minLength: 1, maxLength: 4 }),
    ending,
    fc.integer({ min: 1, max: 10_000_000 }),
  )
  .map(([root, folders, end, line]) => `${root}${folders.join("/")}.${end}:${line}`);
const product = fc
  .tuple(
    fc.constantFrom("Chrome", "Firefox", "Version", "HTTP", "curl"),
    number(200),
    number(9),
    number(9999),
    number(255),
  )
  .map(([what, ...parts]) => `${what}/${parts.join(".")}`);

describe("left as it is", () => {
  test("times, path:line and versions", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(time, place, product), { minLength: 1, maxLength: 4 }), (words) => {
        const text = words.join(" ");
        expect(defang(text)).toBe(text);
      }),
      always,
    );
  });

  test.each([
    "access.log",
    "samples/nginx-combined.log.1.gz:920",
    "21:14:09",
    "2026-11-20T00:02:03.000Z",
    "[17/May/2026:10:05:03 +0000]",
    "Seen 2026-11-20 00:02:11 to 2026-11-23 22:50:00",
    '"GET /actuator/env.json HTTP/1.1" 200',
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    "evil.example",
    "std::vector, Foo::Bar",
    "see http and https: both",
    "1.2.3 and 1.2.3.4.5 and 999.1.1.1",
    "a ratio of 3:1, 10:20:30:40",
    "C-669fe20095: escalate, priority now",
  ])("%s", (text) => expect(defang(text)).toBe(text));
});

describe("made harmless", () => {
  test.each([
    ["203.0.113.5", "203.0.113[.]5"],
    ["GET /proxy/203.0.113.5 HTTP/1.1", "GET /proxy/203.0.113[.]5 HTTP/1.1"],
    ["(see https://evil.example.)", "(see hxxps://evil[.]example.)"],
    ["203.0.113.5:443 and 203.0.113.0/24", "203.0.113[.]5:443 and 203.0.113[.]0/24"],
    ["see http://evil.example/a?b=c", "see hxxp://evil[.]example/a?b=c"],
    ["HTTPS://Evil.Example/", "hxxps://Evil[.]Example/"],
    ["http://user:secret@cdn.evil.example:8080/x.js", "hxxp://user:secret@cdn[.]evil[.]example:8080/x.js"],
    ["http://203.0.113.5/", "hxxp://203.0.113[.]5/"],
    ["http://[2001:db8::15]:80/", "hxxp://[2001:db8:[:]15]:80/"],
    ["ftp://files.example/x", "fxp://files[.]example/x"],
    ["ws://evil.example/", "ws[:]//evil[.]example/"],
    ["www.evil.example", "www[.]evil[.]example"],
    ["2001:db8:bad:1::15", "2001:db8:bad:1:[:]15"],
    ["2001:db8::/32", "2001:db8:[:]/32"],
    ["from:2001:db8::15:", "from:2001:db8:[:]15:"],
    ["::ffff:203.0.113.5", "::ffff[:]203.0.113[.]5"],
    ["::1 and ::", ":[:]1 and :[:]"],
    ["mallory@mail.evil.example", "mallory[@]mail[.]evil[.]example"],
    ["mailto:mallory@evil.example", "mailto:mallory[@]evil[.]example"],
    [
      "access.log:12 203.0.113.5 [17/May/2026:10:05:03 +0000]",
      "access.log:12 203.0.113[.]5 [17/May/2026:10:05:03 +0000]",
    ],
  ])("%s becomes %s", (text, safe) => expect(defang(text)).toBe(safe));

  test("every IPv4 address, wherever it stands", () => {
    fc.assert(
      fc.property(inside(fc.ipV4()), ([[before, after], ip]) => {
        const safe = defang(`${before}${ip}${after}`);
        expect(safe).toBe(`${before}${ip.replace(/\.(\d+)$/, "[.]$1")}${after}`);
      }),
      always,
    );
  });

  test("every IPv6 address, wherever it stands", () => {
    fc.assert(
      fc.property(inside(fc.ipV6()), ([[before, after], ip]) => {
        const safe = defang(`${before}${ip}${after}`);
        expect(safe).not.toContain(ip);
        expect(safe.replaceAll("[:]", ":").replaceAll("[.]", ".")).toBe(`${before}${ip}${after}`);
      }),
      always,
    );
  });

  test("every URL: neither its scheme nor its host is left, its path is", () => {
    const urls = fc.webUrl({
      validSchemes: ["http", "https", "ftp", "ws", "gopher"],
      withQueryParameters: true,
      authoritySettings: { withPort: true, withUserInfo: true },
    });
    fc.assert(
      fc.property(inside(urls), ([[before, after], url]) => {
        const safe = defang(`${before}${url}${after}`);
        expect(safe).not.toMatch(/(?:https?|ftp|ws|gopher):\/\//i);
        const host = new URL(url).hostname;
        expect(safe).not.toContain(`@${host}`);
        expect(safe).not.toContain(`//${host}`);
      }),
      always,
    );
  });

  test("every mail address", () => {
    fc.assert(
      fc.property(fc.tuple(name, fc.domain()), ([user, host]) => {
        expect(defang(`mail from ${user}@${host} to`)).toBe(
          `mail from ${user}[@]${host.replaceAll(".", "[.]")} to`,
        );
      }),
      always,
    );
  });

  test("twice is the same as once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(time, place, fc.ipV4(), fc.webUrl(), fc.emailAddress()), { maxLength: 4 }),
        (words) => {
          const once = defang(words.join(" "));
          expect(defang(once)).toBe(once);
        },
      ),
      always,
    );
  });

  test("a long hostile text takes no time", () => {
    const began = performance.now();
    for (const text of [
      ":".repeat(100_000),
      "1.".repeat(50_000),
      "a@".repeat(50_000),
      "www.".repeat(30_000),
      "a://".repeat(30_000),
      "a.b-".repeat(30_000),
      "0:".repeat(60_000),
    ])
      expect(defang(text).length).toBeGreaterThanOrEqual(text.length);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
