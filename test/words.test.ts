/** Numbers with their nouns, and near names. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fillSentence } from "../src/detect/sentence.ts";
import { counted, didYouMean, nearest, noun } from "../src/words.ts";

describe("numbers with their nouns", () => {
  test.each([
    [0, "file", "0 files"],
    [1, "file", "1 file"],
    [2, "file", "2 files"],
    [1234, "record", "1,234 records"],
    [1, "address", "1 address"],
    [3, "address", "3 addresses"],
    [2, "entity", "2 entities"],
    [2, "edge proxy", "2 edge proxies"],
    [5, "try", "5 tries"],
    [2, "more case", "2 more cases"],
    [1.5, "request", "1.5 requests"],
  ])("%d %s: %s", (n, one, told) => {
    expect(counted(n, one)).toBe(told);
    expect(told.endsWith(` ${noun(n, one)}`)).toBe(true);
  });

  test("in a sentence of content", () => {
    const row = { count: 1, days: 3, ways: "a, b" };
    expect(fillSentence("{count|answer} on {days|day} ({ways}), {days} and {count:UInt32}", row)).toBe(
      "1 answer on 3 days (a, b), 3 and 1",
    );
    expect(fillSentence("{other|day} of {none}", row)).toBe("{other|day} of {none}");
  });
});

describe("near names", () => {
  const names = ["visits", "clients", "client_agents", "paths", "paths_min"];

  test.each([
    ["visit", "visits"],
    ["vistis", "visits"],
    ["client_agent", "client_agents"],
    ["path_min", "paths_min"],
    ["PATHS", "paths"],
    ["zzz", undefined],
    ["", undefined],
  ])("%s: %s", (given, near) => expect(nearest(given, names)).toBe(near));

  test("a hint names the near one, or all", () => {
    expect(didYouMean("visit", names)).toBe("Did you mean visits?");
    expect(didYouMean("zzz", names)).toBe("Known: client_agents, clients, paths, paths_min, visits.");
    expect(didYouMean("zzz", [])).toBe("None is known here.");
  });

  test("of a word that stands in names, those are hinted at; then those whose title has it", () => {
    const ids = ["squid-combined", "ncsa-combined", "aws-waf", "ingress-nginx"];
    const title = (id: string) => (id === "ncsa-combined" ? "Apache, nginx default" : "");
    expect(didYouMean("combined", ids)).toBe("Did you mean one of ncsa-combined, squid-combined?");
    expect(didYouMean("combined_apache_http", ids)).toBe(
      "Did you mean one of ncsa-combined, squid-combined?",
    );
    expect(didYouMean("WAF", ids)).toBe("Did you mean aws-waf?");
    expect(didYouMean("nginx", ids, title)).toBe("Did you mean one of ingress-nginx, ncsa-combined?");
    expect(didYouMean("a", ids)).toMatch(/^Known: /);
    const many = Array.from({ length: 9 }, (_, n) => `log-format-${n}`);
    expect(didYouMean("format", many)).toBe(
      "Did you mean one of log-format-0, log-format-1, log-format-2, log-format-3, log-format-4?",
    );
  });

  test("one slip of the finger in a name of some length is always understood", () => {
    const slip = fc.tuple(fc.constantFrom(...names), fc.nat(), fc.constantFrom("drop", "double", "swap"));
    fc.assert(
      fc.property(slip, ([name, place, kind]) => {
        const at = place % (name.length - 1);
        const [a, b] = [name[at] ?? "", name[at + 1] ?? ""];
        const given = `${name.slice(0, at)}${kind === "drop" ? b : kind === "double" ? a + a + b : b + a}${name.slice(at + 2)}`;
        expect([name, given]).toContain(nearest(given, [name]));
      }),
      { seed: 1592, numRuns: 500 },
    );
  });
});
