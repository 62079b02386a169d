/** What of a feed becomes an entry, in which spelling, and what is refused with which reason. */
import { describe, expect, test } from "vitest";
import { type Entry, isRefusal, momentOf, type Refusal } from "../src/intel/entry.ts";
import { cells, confidenceIn, ListReader } from "../src/intel/lists.ts";
import { agentPattern, observable } from "../src/intel/values.ts";

const told = (one: ReturnType<typeof observable>) =>
  isRefusal(one) ? `refused: ${one.refused}` : `${one.kind} ${one.value}`;

describe("values", () => {
  test.each([
    ["198.51.100.7", "address 198.51.100.7"],
    ["2001:DB8:0:0:0:0:0:7", "address 2001:db8::7"],
    ["[2001:db8::7]", "address 2001:db8::7"],
    ["::ffff:198.51.100.7", "address 198.51.100.7"],
    ["198.51.100.7/32", "address 198.51.100.7"],
    ["198.51.100.77/24", "range 198.51.100.0/24"],
    ["2001:db8::7/48", "range 2001:db8::/48"],
    ["WWW.Collect[.]Example.", "domain www.collect.example"],
    ["*.collect.example", "domain collect.example"],
    ["bücher.example", "domain xn--bcher-kva.example"],
    ["hxxps://user@Collect[.]example:443/A/b?C=1#top", "url collect.example/A/b?C=1"],
    ["http://collect.example:8080/x", "url collect.example:8080/x"],
    ["http://collect.example/", "domain collect.example"],
    ["http://198.51.100.7", "address 198.51.100.7"],
    [
      "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855",
      "hash e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ],
    ["t13d1516h2_8daaf6152771_02713d6af862", "ja4 t13d1516h2_8daaf6152771_02713d6af862"],
  ])("%s is %s", (text, wanted) => expect(told(observable(text))).toBe(wanted));

  test.each([
    ["", "empty"],
    ["*", "neither address, range, domain, URL nor SHA-256; an agent needs a column that says so"],
    ["0.0.0.0/0", "a range too wide to name anybody"],
    ["::/0", "a range too wide to name anybody"],
    ["128.0.0.0/7", "a range too wide to name anybody"],
    ["10.1.2.3", "a private address"],
    ["10.0.0.0/9", "a range with a private address"],
    ["172.0.0.0/8", "a range with a private address"],
    ["169.254.169.254", "a link-local address"],
    ["127.0.0.1", "a loopback address"],
    ["100.64.1.1", "an address that carriers share out (RFC 6598)"],
    ["224.0.0.1", "a multicast address"],
    ["0.0.0.0", "an address of nobody"],
    ["255.255.255.255", "a broadcast address"],
    ["fe80::1", "a link-local address"],
    ["fd00::/8", "a range too wide to name anybody"],
    ["fd00:1::/32", "a range with a private address"],
    ["198.51.100.300", "no address or range"],
    ["198.51.100.7/33", "no address or range"],
    ["localhost", "neither address, range, domain, URL nor SHA-256; an agent needs a column that says so"],
    ["printer.local", "a name of nobody's hosts"],
    ["javascript://alert", "a URL of another scheme than http, https or ftp"],
    ["x".repeat(5000), "longer than a value can be"],
  ])("%s is refused: %s", (text, reason) => expect(told(observable(text))).toBe(`refused: ${reason}`));

  test("addresses that nobody alone has are the same for the fast and the thorough way", () => {
    // The thorough way reads IPv4 inside IPv6.
    for (const address of [
      "10.0.0.1",
      "172.15.0.1",
      "172.16.0.1",
      "172.31.255.255",
      "172.32.0.0",
      "192.168.0.1",
      "192.167.0.1",
      "100.63.0.1",
      "100.127.0.1",
      "100.128.0.1",
      "169.253.0.1",
      "223.255.255.255",
      "239.1.1.1",
      "240.0.0.1",
      "0.1.2.3",
      "255.255.255.254",
    ])
      expect(told(observable(address)), address).toBe(told(observable(`::ffff:${address}`)));
  });

  test.each(["Mozilla", "mozilla/5.0", "-", "*", "abc", "%"])("the agent %s names nobody", (text) =>
    expect(isRefusal(observable(text, "agent"))).toBe(true),
  );

  test.each([
    [".*", "a pattern that fits what everybody sends"],
    ["^Mozilla", "a pattern that fits what everybody sends"],
    ["(?=probe)x", "a pattern that looks around or back, which takes more than linear time"],
    ["^probe{a:UInt8}", "a pattern with braces that count nothing"],
    ["^probe-[0-9]{1,1000}", "a pattern that counts beyond 255"],
    ["(a)\\1probe", "a pattern that looks around or back, which takes more than linear time"],
    ["probe".repeat(200), "a pattern longer than 512 characters"],
  ])("the pattern %s is refused", (pattern, reason) =>
    expect(told(agentPattern(pattern, pattern))).toBe(`refused: ${reason}`),
  );
});

const read = (lines: readonly string[], kind?: Parameters<typeof observable>[1]): (Entry | Refusal)[] => {
  const reader = new ListReader(kind);
  return lines.flatMap((line) => [...reader.line(line)]);
};

describe("lists", () => {
  test("values one a line, with comments before and behind", () => {
    const entries = read([
      "\uFEFF# a list, of addresses",
      "; and more",
      "",
      "198.51.100.7 ; seen in May",
      "203.0.113.0/24 # net",
      "nothing here",
    ]);
    expect(
      entries.map((one) =>
        isRefusal(one) ? one.refused.slice(0, 7) : `${one.value} ${one.label} (${one.id})`,
      ),
    ).toEqual(["198.51.100.7 seen in May (line 4)", "203.0.113.0/24 net (line 5)", "neither"]);
  });

  test("columns by their header, values in quotes, and words for confidence", () => {
    const entries = read([
      "ioc_value,ioc_type,confidence_level,first_seen,last_seen,tags",
      '"inventory-probe/1.2, build ""7""",user-agent,high,2026-05-01 10:00:00 UTC,2026-05-03,"one, two"',
      "198.51.100.7:443,ip:port,75,,,",
      "x,mutex,,,,",
    ]);
    expect(entries).toEqual([
      {
        kind: "agent",
        value: 'inventory-probe/1.2, build "7"',
        confidence: 85,
        fromMs: Date.UTC(2026, 4, 1, 10),
        untilMs: 0,
        datedMs: Date.UTC(2026, 4, 3),
        id: "line 2",
        label: "one, two",
      },
      {
        kind: "address",
        value: "198.51.100.7",
        confidence: 75,
        fromMs: 0,
        untilMs: 0,
        datedMs: 0,
        id: "line 3",
        label: "",
      },
      { refused: "of the type mutex, which is not looked for", sample: "x" },
    ]);
  });

  test("a header in a comment, as some feeds have it; a sentence is none", () => {
    expect(
      read(['# "first_seen_utc","dst_ip","malware"', '"2026-05-01 10:00:00","198.51.100.7","bot"']),
    ).toEqual([
      expect.objectContaining({ value: "198.51.100.7", label: "bot", fromMs: Date.UTC(2026, 4, 1, 10) }),
    ]);
    expect(read(["# this list has ip, domain", "198.51.100.7"])).toEqual([
      expect.objectContaining({ value: "198.51.100.7" }),
    ]);
  });

  test("a list of one kind that its shape does not tell", () => {
    expect(read(["inventory-probe/1.2 # old", "Mozilla"], "agent")).toEqual([
      expect.objectContaining({ kind: "agent", value: "inventory-probe/1.2 # old" }),
      { refused: "an agent that everybody sends", sample: "Mozilla" },
    ]);
  });

  test("cells, numbers and moments", () => {
    expect(cells('a, "b ""c"", d" ,e', ",")).toEqual(["a", 'b "c", d', "e"]);
    expect(cells('"open', ",")).toEqual(["open"]);
    expect([
      confidenceIn("100"),
      confidenceIn("low"),
      confidenceIn("80%"),
      confidenceIn("101"),
      confidenceIn("-1"),
      confidenceIn("maybe"),
      confidenceIn(""),
    ]).toEqual([100, 15, 80, undefined, undefined, undefined, undefined]);
    expect([
      momentOf("2026-05-01"),
      momentOf("2026-05-01T10:00:00+02:00"),
      momentOf("1777629600"),
      momentOf("soon"),
      momentOf("2026-99-99"),
    ]).toEqual([Date.UTC(2026, 4, 1), Date.UTC(2026, 4, 1, 8), 1777629600000, 0, 0]);
  });
});
