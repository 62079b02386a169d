/** What is taken out of text that is handed to others, and what stays. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mask, maskDeep } from "../src/report/mask.ts";

/** A value that nothing else in a line could be. */
const value = fc
  .tuple(
    fc.constantFrom("Zq", "9x", "Hunter"),
    fc.string({
      unit: fc.constantFrom(..."abcXYZ019-_.~!*'();:@,/?$#[]{}|<>=+".split("")),
      minLength: 0,
      maxLength: 12,
    }),
    fc.constantFrom("kV7", "qQ3"),
  )
  .map((parts) => parts.join(""));
const name = fc.constantFrom(
  "password",
  "passwd",
  "pwd",
  "PassWord",
  "p%61ssword",
  "user[password]",
  "access_token",
  "csrf-token",
  "api_key",
  "apiKey",
  "client_secret",
  "sessionid",
  "JSESSIONID",
  "PHPSESSID",
  "sid",
);
const encoded = (text: string) => encodeURIComponent(text);
const before = '203.0.113.9 - - [17/May/2026:10:00:00 +0000] "GET /config';
const after = ' HTTP/1.1" 200 12 "-" "curl/8.5.0"';
const shapes: readonly (readonly [id: string, write: (name: string, value: string) => string])[] = [
  ["query", (key, secret) => `${before}?a=1&${key}=${secret}${after}`],
  ["encoded query", (key, secret) => `${before}?${key}=${encoded(secret)}&b=2${after}`],
  ["query inside a query", (key, secret) => `${before}?next=%2Fa%3F${key}%3D${encoded(secret)}${after}`],
  [
    "twice encoded",
    (key, secret) => `${before}?next=%252Fa%253F${key}%253D${encoded(encoded(secret))}${after}`,
  ],
  ["path parameter", (key, secret) => `${before};${key}=${secret}${after}`],
  ["JSON", (key, secret) => `{"a":1,"${key}":${JSON.stringify(secret)},"b":"c"}`],
  ["JSON inside JSON", (key, secret) => JSON.stringify({ body: JSON.stringify({ [key]: secret }) })],
  ["JSON as nginx writes it", (key, secret) => `"{\\x22${key}\\x22:\\x22${secret}\\x22}" 200`],
  ["JSON in a query", (key, secret) => `${before}?q=%7B%22${key}%22%3A%22${encoded(secret)}%22%7D${after}`],
  ["header", (key, secret) => `POST /x HTTP/1.1\nX-${key}: ${secret}\nHost: www.example.org`],
  ["key and value", (key, secret) => `level=info ${key}=${secret} status=200`],
];

describe("credentials, tokens and session ids", () => {
  test.each(shapes)("never stay: %s", (_, write) => {
    fc.assert(
      fc.property(name, value, (key, secret) => {
        const line = write(key, secret);
        const masked = mask(line);
        expect(masked).toContain("[masked]");
        // What is left of a value is at most a part that could stand anywhere.
        for (const shown of [secret, encoded(secret), encoded(encoded(secret))])
          expect(masked).not.toContain(shown);
        expect(masked).not.toMatch(/kV7|qQ3/);
        expect(mask(masked)).toBe(masked);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["Authorization: Basic YWRtaW46aHVudGVyMg==", "Authorization: [masked]"],
    ['"authorization":"Bearer abc.def-ghi"', '"authorization":"[masked]"'],
    ["Cookie: a=1; b=two words", "Cookie: [masked]"],
    ["curl -H 'x' https://ann:s3cret@www.example.org/", "curl -H 'x' https://[masked]@www.example.org/"],
    ["token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln is old", "token [masked] is old"],
    ["key AKIAIOSFODNN7EXAMPLE in a body", "key [masked] in a body"],
    ['"tokens":["a1","b2"],"n":1', '"tokens":[masked]"n":1'],
  ])("%s", (line, masked) => {
    expect(mask(line)).toBe(masked);
  });
});

describe("personal values", () => {
  test.each([
    ["/login?user=ann&lang=en", "/login?user=[masked]&lang=en"],
    ["/x?first_name=Ann&Phone=123", "/x?first_name=[masked]&Phone=[masked]"],
    ["/x?q=ann%40example.org&b=1", "/x?q=[masked]%40example.org&b=1"],
    ["/x?id=7,ann.b+c@example.org", "/x?id=7,[masked]@example.org"],
    ["/x?code=4/0Ab&state=xyz", "/x?code=[masked]&state=[masked]"],
  ])("in a query: %s", (line, masked) => {
    expect(mask(line)).toBe(masked);
  });

  test("in a query, a mail address never keeps its first part", () => {
    const local = fc.string({
      unit: fc.constantFrom(..."abxyz09._-".split("")),
      minLength: 3,
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        local,
        fc.constantFrom("@", "%40", "%2540"),
        fc.constantFrom("q", "to", "next"),
        (a, at, key) => {
          const masked = mask(`GET /x?a=1&${key}=${a}${at}example.org HTTP/1.1`);
          expect(masked).not.toContain(`${a}${at}`);
        },
      ),
    );
  });
});

describe("what stays", () => {
  test.each([
    `${before}?a=1&page=2${after}`,
    '{"alert":{"signature":"A probe for server status","signature_id":7},"user":"ann","code":200}',
    "from=<ann@example.org> to=<bob@example.org> dkim=pass spf=pass",
    "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
    "it asks for basic authentication",
    "2001:db8::1 and 203.0.113.7:443 at 10:00:00",
    "/server-status?auto",
  ])("%s", (line) => {
    expect(mask(line)).toBe(line);
  });

  test("names, and what is said to be left", () => {
    expect(
      maskDeep({ path: "/a?token=b", list: ["/a?token=b", 1, null], token: "c" }, new Set(["path"])),
    ).toEqual({
      path: "/a?token=b",
      list: ["/a?token=[masked]", 1, null],
      token: "c",
    });
  });
});
