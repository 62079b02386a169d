/** STIX patterns and objects, and MISP's JSON: what becomes an entry, and what is left out with its reason. */
import { describe, expect, test } from "vitest";
import { type Entry, isRefusal, type Refusal } from "../src/intel/entry.ts";
import { isMisp, mispEntries } from "../src/intel/misp.ts";
import { PatternError, parsePattern } from "../src/intel/pattern.ts";
import { StixReader } from "../src/intel/stix.ts";

const told = (list: readonly (Entry | Refusal)[]) =>
  list.map((one) =>
    isRefusal(one)
      ? `refused: ${one.refused}`
      : `${one.kind} ${one.value}${one.pattern === true ? " (pattern)" : ""}`,
  );

function stix(...objects: readonly unknown[]): (Entry | Refusal)[] {
  const reader = new StixReader();
  return [...objects.flatMap((one) => [...reader.object(one)]), ...reader.end()];
}
const indicator = (pattern: string, more: Record<string, unknown> = {}) => ({
  type: "indicator",
  id: "indicator--1",
  pattern,
  pattern_type: "stix",
  valid_from: "2026-05-01T00:00:00Z",
  ...more,
});
const from = (pattern: string) => told(stix(indicator(pattern)));

describe("patterns", () => {
  test("a path with names in quotes, places in lists and plain names", () => {
    expect(
      parsePattern(
        "[ network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'it\\'s' ]",
      ),
    ).toEqual({
      is: "comparison",
      comparison: {
        type: "network-traffic",
        path: ["extensions", "http-request-ext", "request_header", "User-Agent"],
        operator: "=",
        negated: false,
        values: ["it's"],
      },
    });
    expect(parsePattern("[x:a[*].b[0].'c d'.'e' NOT IN ('1', 2)]")).toMatchObject({
      comparison: { path: ["a", "b", "c d", "e"], operator: "IN", negated: true, values: ["1", "2"] },
    });
  });

  test("AND binds closer than OR, in comparisons and between observations", () => {
    expect(parsePattern("[a:b = '1' OR a:b = '2' AND a:b = '3']")).toMatchObject({
      is: "or",
      parts: [{ is: "comparison" }, { is: "and" }],
    });
    expect(parsePattern("[a:b = '1'] FOLLOWEDBY [a:b = '2'] OR [a:b = '3']")).toMatchObject({
      is: "followedby",
      parts: [{ is: "comparison" }, { is: "or" }],
    });
    expect(parsePattern("([a:b = '1'] OR [a:b = '2']) WITHIN 5 SECONDS")).toMatchObject({
      is: "qualified",
      part: { is: "or" },
    });
    expect(
      parsePattern("[a:b = '1'] START t'2026-01-01T00:00:00Z' STOP t'2026-02-01T00:00:00Z'"),
    ).toMatchObject({ is: "qualified" });
  });

  test.each([
    "",
    "[",
    "[a:b]",
    "[a:b = ]",
    "[a:b = 'x",
    "a:b = 'x'",
    "[a:b = 'x'] extra",
    "[a = 'x']",
    "[a:b ~ 'x']",
    "[a:b IN ()]",
    "[a:b = 'x'] WITHIN SECONDS",
    `${"(".repeat(100)}[a:b = 'x']`,
    `[${"(".repeat(40)}a:b = 'x'${")".repeat(40)}]`,
  ])("%s cannot be read", (pattern) => expect(() => parsePattern(pattern)).toThrow(PatternError));

  test("a pattern of a megabyte is read in passing, one that is longer is not", () => {
    const many = (n: number) =>
      `[${Array.from({ length: n }, (_, at) => `ipv4-addr:value = '198.51.100.${at % 256}'`).join(" OR ")}]`;
    expect(from(many(20_000))).toHaveLength(20_000);
    expect(() => parsePattern(many(40_000))).toThrow("longer than a pattern may be");
  });
});

describe("what indicators name", () => {
  test.each([
    ["[ipv4-addr:value = '198.51.100.7']", ["address 198.51.100.7"]],
    [
      "[ipv4-addr:value ISSUBSET '198.51.100.0/24' OR ipv6-addr:value = '2001:db8::1']",
      ["range 198.51.100.0/24", "address 2001:db8::1"],
    ],
    [
      "[ipv4-addr:value IN ('198.51.100.7', '10.0.0.1')]",
      ["address 198.51.100.7", "refused: a private address"],
    ],
    [
      "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '198.51.100.7']",
      ["address 198.51.100.7"],
    ],
    [
      "[domain-name:value = 'collect.example'] OR [url:value = 'http://collect.example/a']",
      ["domain collect.example", "url collect.example/a"],
    ],
    ["[domain-name:value LIKE '%.collect.example']", ["domain collect.example"]],
    [
      "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' = 'probe/1']",
      ["agent probe/1"],
    ],
    ["[http-request-ext:request_header.'User-Agent' = 'probe/1']", ["agent probe/1"]],
    ["[user-agent:value = 'probe/1']", ["agent probe/1"]],
    [
      "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' LIKE 'probe%(x)']",
      ["agent ^probe.*\\(x\\)$ (pattern)"],
    ],
    [
      "[network-traffic:extensions.'http-request-ext'.request_header.'User-Agent' MATCHES '^probe-[0-9]+']",
      ["agent ^probe-[0-9]+ (pattern)"],
    ],
    [
      "[file:hashes.'SHA-256' = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']",
      ["hash e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ],
    [
      "[network-traffic:x_ja3_md5 = 'e7d705a3286e19ea42f587b344ee6865']",
      ["ja3 e7d705a3286e19ea42f587b344ee6865"],
    ],
    ["[x-ja4:value = 't13d1516h2_8daaf6152771_02713d6af862']", ["ja4 t13d1516h2_8daaf6152771_02713d6af862"]],
  ])("%s", (pattern, wanted) => expect(from(pattern)).toEqual(wanted));

  test.each([
    [
      "[ipv4-addr:value = '198.51.100.7' AND network-traffic:dst_port = 443]",
      "a pattern with AND: one value alone is less than it asks for",
    ],
    [
      "[ipv4-addr:value = '198.51.100.7'] FOLLOWEDBY [url:value = 'http://a.example/x']",
      "a pattern with FOLLOWEDBY: one value alone is less than it asks for",
    ],
    ["[ipv4-addr:value = '198.51.100.7'] REPEATS 5 TIMES", "a pattern that counts or times what it asks for"],
    ["[ipv4-addr:value != '198.51.100.7']", "a pattern that says what something is not"],
    ["[ipv4-addr:value NOT = '198.51.100.7']", "a pattern that says what something is not"],
    ["[url:value MATCHES '^http://a']", "MATCHES over url, which is not looked for"],
    [
      "[x509-certificate:hashes.'SHA-256' = 'e3b0']",
      "x509-certificate:hashes:SHA-256, which the logs that are read do not hold",
    ],
    [
      "[network-traffic:x_ja3s = 'e7d705a3286e19ea42f587b344ee6865']",
      "network-traffic:x_ja3s, which the logs that are read do not hold",
    ],
    [
      "[windows-registry-key:key = 'HKLM']",
      "windows-registry-key:key, which the logs that are read do not hold",
    ],
    ["[ipv4-addr:value = '198.51.100.7'", "a pattern that cannot be read: it ends where ] should stand"],
  ])("%s is refused", (pattern, reason) => expect(from(pattern)).toEqual([`refused: ${reason}`]));

  test("validity, confidence, date and label", () => {
    expect(
      stix(
        indicator("[ipv4-addr:value = '198.51.100.7']", {
          name: "Scanner",
          labels: ["recon"],
          indicator_types: ["malicious-activity"],
          confidence: 85,
          valid_until: "2026-08-01T00:00:00.000Z",
          modified: "2026-05-02T00:00:00Z",
        }),
      ),
    ).toEqual([
      {
        kind: "address",
        value: "198.51.100.7",
        confidence: 85,
        fromMs: Date.UTC(2026, 4, 1),
        untilMs: Date.UTC(2026, 7, 1),
        datedMs: Date.UTC(2026, 4, 2),
        id: "indicator--1",
        label: "Scanner, recon, malicious-activity",
      },
    ]);
  });

  test("what is revoked, benign, in another language or no object is left out, and said", () => {
    expect(
      told(
        stix(
          indicator("[ipv4-addr:value = '198.51.100.7']", { revoked: true }),
          indicator("[ipv4-addr:value = '198.51.100.7']", { indicator_types: ["benign"] }),
          indicator("alert tcp", { pattern_type: "snort" }),
          { type: "indicator" },
          null,
          7,
        ),
      ),
    ).toEqual([
      "refused: revoked by its source",
      "refused: called benign by its source",
      "refused: a pattern in snort, which is not read here",
      "refused: an indicator without a pattern",
      "refused: no STIX object",
      "refused: no STIX object",
    ]);
  });

  test("observables count where no indicator stands beside them", () => {
    const seen = [
      { type: "user-agent", value: "probe/1" },
      { type: "ipv4-addr", value: "198.51.100.7" },
      {
        type: "file",
        hashes: { "SHA-256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
      },
      {
        type: "network-traffic",
        extensions: { "http-request-ext": { request_header: { "User-Agent": ["probe/2"] } } },
      },
      { type: "malware", name: "x" },
    ];
    expect(told(stix({ type: "bundle", objects: seen }))).toEqual([
      "agent probe/1",
      "address 198.51.100.7",
      "hash e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "agent probe/2",
    ]);
    const beside = told(stix(indicator("[domain-name:value = 'collect.example']"), ...seen));
    expect(beside.filter((one) => one.startsWith("refused: an observable beside indicators"))).toHaveLength(
      4,
    );
    expect(beside[0]).toBe("domain collect.example");
  });
});

describe("MISP", () => {
  const attribute = (type: string, value: string, more: Record<string, unknown> = {}) => ({
    type,
    value,
    to_ids: true,
    uuid: "u1",
    timestamp: "1777629600",
    ...more,
  });
  const event = {
    Event: {
      info: "Campaign",
      Tag: [{ name: 'misp:confidence-level="usually-confident"' }],
      Attribute: [
        attribute("ip-dst|port", "198.51.100.7|443", { comment: "gate" }),
        attribute("domain|ip", "collect.example|198.51.100.8"),
        attribute("user-agent", "probe/1", { to_ids: false }),
        attribute("mutex", "x"),
        attribute("md5", "d41d8cd98f00b204e9800998ecf8427e"),
        attribute("domain", "gone.example", { deleted: true }),
      ],
      Object: [{ Attribute: [attribute("ja3-fingerprint-md5", "e7d705a3286e19ea42f587b344ee6865")] }],
    },
  };

  test("attributes of an event and of its objects", () => {
    expect(isMisp(event)).toBe(true);
    const entries = mispEntries(event);
    expect(told(entries)).toEqual([
      "address 198.51.100.7",
      "domain collect.example",
      "address 198.51.100.8",
      "refused: not meant for detection (to_ids is not set)",
      "refused: of the type mutex, which is not looked for",
      "refused: of the type md5, which is not looked for",
      "refused: deleted by its source",
      "ja3 e7d705a3286e19ea42f587b344ee6865",
    ]);
    expect(entries[0]).toMatchObject({
      confidence: 75,
      datedMs: 1777629600000,
      id: "u1",
      label: "Campaign; gate",
    });
  });

  test("answers of a search, and what is none", () => {
    expect(
      told(
        mispEntries({
          response: {
            Attribute: [{ ...attribute("ip-src", "198.51.100.7"), Event: { info: "E" } }, { type: 7 }, "x"],
          },
        }),
      ),
    ).toEqual(["address 198.51.100.7", "refused: no attribute of MISP", "refused: no attribute of MISP"]);
    expect(told(mispEntries({ response: [event, 5] })).slice(-1)).toEqual(["refused: no event of MISP"]);
    expect(isMisp({ type: "bundle" })).toBe(false);
  });
});
