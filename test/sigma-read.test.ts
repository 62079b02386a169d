/** Rules as they are read: what is taken, and what is refused with its line and reason. */
import { describe, expect, test } from "vitest";
import { loadSigmaSources } from "../src/content/sigma.ts";
import { sigmaLimits } from "../src/limits.ts";
import type { Expression, Part, Test } from "../src/sigma/model.ts";
import { networkOf } from "../src/sigma/networks.ts";
import { rulesOf } from "../src/sigma/read-rules.ts";
import { regexRefusal, withFlags } from "../src/sigma/regex.ts";
import { ruleSetOf } from "../src/sigma/rule-set.ts";
import { base64Offsets, dashed, partsOf, utf16 } from "../src/sigma/values.ts";

const sources = loadSigmaSources();
const head = "title: T\nlogsource: {category: webserver}\n";

/** A rule with these lines of detection; the first of them is line 4. */
function rule(...detection: string[]): string {
  return `${head}detection:\n${detection.map((line) => `  ${line}`).join("\n")}\n`;
}

function refusalsOf(text: string, placeholders = new Map<string, string[]>()): string[] {
  const read = rulesOf("r.yml", text, placeholders);
  const set = ruleSetOf(read.rules, sources);
  return [...read.refusals, ...set.refusals].map(
    ({ place, message }) => `${place.path}:${place.line}: ${message}`,
  );
}

function expressionOf(text: string, placeholders = new Map<string, string[]>()): Expression {
  const { rules, refusals } = rulesOf("r.yml", text, placeholders);
  expect(refusals.map(({ message }) => message)).toEqual([]);
  const [first] = rules;
  if (first === undefined || first.kind === "correlation") throw new Error("no detection");
  return first.expression;
}

function testsIn(expression: Expression): Test[] {
  if (expression.kind === "match") return [...expression.match.tests];
  return expression.kind === "not" ? testsIn(expression.of) : expression.of.flatMap(testsIn);
}

const shown = (parts: readonly Part[]) =>
  parts.map((part) => ("text" in part ? part.text : `<${part.wild}>`)).join("");
const textsOf = (text: string, placeholders = new Map<string, string[]>()) =>
  testsIn(expressionOf(text, placeholders)).map((one) => (one.kind === "text" ? shown(one.parts) : one.kind));

/** The expression as its logic, with fields for names. */
function logic(expression: Expression): string {
  if (expression.kind === "match") return expression.match.field ?? "record";
  if (expression.kind === "not") return `!${logic(expression.of)}`;
  return `(${expression.of.map(logic).join(expression.kind === "and" ? "&" : "|")})`;
}

describe("texts", () => {
  test.each([
    ["a*b?c", "a<*>b<?>c"],
    ["a\\b", "a\\b"],
    ["a\\\\b", "a\\b"],
    ["\\*", "*"],
    ["\\\\*", "\\<*>"],
    ["\\\\\\*", "\\*"],
    ["\\\\\\\\x", "\\\\x"],
    ["**", "<*>"],
    ["", ""],
  ])("%s", (text, parts) => expect(shown(partsOf(text))).toBe(parts));

  test("base64 at three offsets is what stands in any longer text", () => {
    const parts = base64Offsets(Buffer.from("collect"));
    for (const [offset, part] of parts.entries()) {
      const whole = Buffer.from(`${"x".repeat(offset)}collect, and more`).toString("base64");
      expect(whole).toContain(part);
    }
    expect(new Set(parts).size).toBe(3);
  });

  test("UTF-16 in each order", () => {
    expect(utf16("a", "wide").toString("hex")).toBe("6100");
    expect(utf16("a", "utf16be").toString("hex")).toBe("0061");
    expect(utf16("a", "utf16").toString("hex")).toBe("fffe6100");
  });

  test("dashes of options, not of names and paths", () => {
    expect(dashed(" -a")).toEqual([" -a", " /a", " –a", " —a", " ―a"]);
    expect(dashed("well-known C:/x")).toEqual(["well-known C:/x"].flatMap(() => dashed("well-known C:/x")));
    expect(dashed("well-known")).toEqual(["well-known"]);
    expect(dashed("-a -b")).toHaveLength(25);
  });

  test("networks", () => {
    expect(networkOf("192.0.2.77/25")).toEqual({ first: "192.0.2.0", last: "192.0.2.127", version: 4 });
    expect(networkOf("2001:db8::/33")).toEqual({
      first: "2001:db8::",
      last: "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff",
      version: 6,
    });
    expect(networkOf("192.0.2.7")).toEqual({ first: "192.0.2.7", last: "192.0.2.7", version: 4 });
    expect(networkOf("192.0.2.0/33")).toBeUndefined();
    expect(networkOf("example")).toBeUndefined();
  });
});

describe("conditions", () => {
  const named = [
    "a: {c-ip: x}",
    "b: {cs-method: x}",
    "c1: {cs-host: x}",
    "c2: {cs-version: x}",
    "_d: {sc-status: 1}",
  ];
  test.each([
    ["a or b and not c1", "(c-ip|(cs-method&!cs-host))"],
    ["(a or b) and c1", "((c-ip|cs-method)&cs-host)"],
    ["not not a", "!!c-ip"],
    ["1 of c*", "(cs-host|cs-version)"],
    ["all of c* and a", "((cs-host&cs-version)&c-ip)"],
    ["1 of *2", "cs-version"],
    ["all of them", "(c-ip&cs-method&cs-host&cs-version)"],
    ["NOT a AND b", "(!c-ip&cs-method)"],
    ["1 of _d", "sc-status"],
  ])("%s", (condition, is) =>
    expect(logic(expressionOf(rule(...named, `condition: ${condition}`)))).toBe(is),
  );

  test("a list of them", () =>
    expect(logic(expressionOf(rule(...named, "condition: [a, b and c1]")))).toBe(
      "(c-ip|(cs-method&cs-host))",
    ));

  test.each([
    ["a | count() > 5", "the condition aggregates with `|`, which Sigma 2 replaced by correlation rules"],
    ["a and", "the condition ends where a search identifier should stand"],
    ["(a", "a bracket of the condition is not closed"],
    ["a b", "the condition holds b where and, or or its end should stand"],
    ["x", "the condition names x, which the rule does not define"],
    ["2 of c*", "the condition asks for `2 of`; Sigma has `1 of` and `all of`"],
    ["1 of x*", "the condition names x*, and no search identifier is called so"],
    [`${"(".repeat(200)}a${")".repeat(200)}`, "the condition nests deeper than 100 levels"],
    [`"${"a or ".repeat(3_000)}a"`, "the condition has more than 10000 characters"],
  ])("%s is refused", (condition, reason) =>
    expect(refusalsOf(rule(...named, `condition: ${condition}`))).toEqual([`r.yml:9: ${reason}`]),
  );
});

describe("modifiers", () => {
  const texts = (entry: string, placeholders = new Map<string, string[]>()) =>
    textsOf(rule(`s: {${entry}}`, "condition: s"), placeholders);

  test("where a text stands", () => {
    expect(texts("c-ip|startswith: a")).toEqual(["a<*>"]);
    expect(texts("c-ip|endswith: a*")).toEqual(["<*>a<*>"]);
    expect(texts("c-ip|contains: [a, '*b*']")).toEqual(["<*>a<*>", "<*>b<*>"]);
    expect(texts("c-ip: 010")).toEqual(["010"]);
    expect(texts("c-ip: true")).toEqual(["true"]);
  });

  test("placeholders", () => {
    const placeholders = new Map([["admins", ["ann", "b*"]]]);
    expect(texts("c-ip|expand: 'x_%admins%'", placeholders)).toEqual(["x_ann", "x_b<*>"]);
    expect(texts("c-ip|expand: '\\%admins%admins%'", placeholders)).toEqual(["%adminsann", "%adminsb<*>"]);
    expect(texts("c-ip: '%admins%'", placeholders)).toEqual(["%admins%"]);
    expect(refusalsOf(rule("s: {c-ip|expand: '%none%'}", "condition: s"), placeholders)).toEqual([
      "r.yml:4: c-ip|expand: the placeholder %none% has no value; give one with --placeholder none=VALUE",
    ]);
  });

  test("regular expressions get their flags, and a dot is no line end", () => {
    expect(withFlags("a.b", [])).toBe("(?-s)a.b");
    expect(withFlags("a.b", ["s", "i"])).toBe("(?is)a.b");
    expect(withFlags("a.b", ["m"])).toBe("(?m-s)a.b");
  });

  test.each([
    ["(?=x)", "a look-ahead"],
    ["a(?!x)", "a look-ahead"],
    ["(?<=x)a", "a look-behind"],
    ["(?<!x)a", "a look-behind"],
    ["(a)\\1", "a reference to a group"],
    ["(?<n>a)\\k<n>", "a reference to a group"],
    ["(?>a+)b", "an atomic group"],
    ["a++b", "a possessive quantifier"],
    ["a{2,3}+", "a possessive quantifier"],
  ])("%s is refused", (pattern, what) => expect(regexRefusal(pattern)).toContain(what));
  test.each(["[(?=]x", "\\(\\?=", "[\\]*+]+", "a+?", "(?i)a|b{2,}", "[]]++x".slice(0, 4)])(
    "%s is taken",
    (pattern) => expect(regexRefusal(pattern)).toBeUndefined(),
  );

  test.each([
    ["c-ip|near: x", "c-ip|near: the modifier near is not one of Sigma 2.1"],
    ["c-ip|i: x", "c-ip|i: the modifier i is not one of Sigma 2.1"],
    ["c-ip|constructor: x", "c-ip|constructor: the modifier constructor is not one of Sigma 2.1"],
    ["c-ip|re|contains: x", "c-ip|re|contains: these modifiers cannot stand together"],
    ["c-ip|cidr: 10.0.0.0/99", "c-ip|cidr: 10.0.0.0/99 is no network"],
    ["sc-status|gt: many", "sc-status|gt: many is no number"],
    ["c-ip|exists: maybe", "c-ip|exists: exists takes true or false"],
    ["c-ip: [a, null]", "c-ip: null in a list of values, which Sigma does not have"],
    ["c-ip: []", "c-ip: the list of values is empty"],
    ["c-ip: {a: b}", "c-ip: a value that is a map or a list"],
    ["c-ip|base64: 'a*'", "c-ip|base64: base64 takes a text without wildcards"],
    ["c-ip|utf16: abc", "c-ip|utf16: bytes that no text has; base64 has to follow the encoding"],
    ["c-ip|windash: '-a -b -c -d -e'", "c-ip|windash: windash makes more than 1000 texts of a value"],
    ["'|gt': 5", "|gt: this modifier needs a field"],
  ])("%s is refused", (entry, reason) =>
    expect(refusalsOf(rule(`s: {${entry}}`, "condition: s"))).toEqual([`r.yml:4: ${reason}`]),
  );
});

describe("rules that are none", () => {
  test.each([
    ["a: [", "not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]"],
    ["", "the file holds no rule"],
    ["- a", "no Sigma rule: not a map"],
    ["a: b", "no Sigma rule: it has no title"],
    ["title: T", "no Sigma rule: it has no detection, correlation or filter"],
    ["title: T\ndetection: {s: {a: b}, condition: s}", "the rule has no logsource"],
    [
      "title: T\nlogsource: {}\ndetection: {s: {a: b}, condition: s}",
      "the logsource names no category, product or service",
    ],
    [`${head}detection: {condition: s}`, "the detection has no search identifier"],
    [`${head}detection: {s: {a: b}}`, "the detection has no condition"],
    [`${head}detection: {s: {}, condition: s}`, "s: the selection is empty"],
    [`${head}detection: {s: {a: b}, s: {c: d}, condition: s}`, "the key s stands twice in one map"],
    [
      `${head}taxonomy: ecs\ndetection: {s: {a: b}, condition: s}`,
      "the taxonomy ecs is not the default one, whose fields are mapped",
    ],
    ["a: &a [*a]", "the rule nests deeper than 30 levels"],
  ])("%j", (text, reason) => {
    const [refusal = ""] = refusalsOf(text);
    expect(refusal.replace(/^r\.yml:\d+: /, "")).toBe(reason);
  });

  test("of 10 MB, endless, deep or many", () => {
    expect(refusalsOf(`title: ${"x".repeat(10_000_000)}`)[0]).toContain(
      `10000007 bytes; a rule file may have ${sigmaLimits.ruleBytesMax}`,
    );
    const laughs = Array.from(
      { length: 9 },
      (_, n) =>
        `a${n}: &a${n} [${Array(9)
          .fill(n === 0 ? "x" : `*a${n - 1}`)
          .join(", ")}]`,
    );
    expect(refusalsOf(`${laughs.join("\n")}\ntitle: T\n`)[0]).toContain("more than 50000 values");
    expect(refusalsOf(`title: T\na: ${"[".repeat(100)}${"]".repeat(100)}`)[0]).toContain(
      "nests deeper than 30 levels",
    );
    expect(refusalsOf("a: b\n---\n".repeat(1_200))[0]).toContain("documents; 1000 are allowed");
    for (const heavy of ["[".repeat(900_000), "- ".repeat(400_000), "{a: ".repeat(200_000)])
      expect(refusalsOf(`title: T\na: ${heavy}`)[0]).toContain("nests deeper than 30 levels");
    for (const many of [
      `[${"*a, ".repeat(200_000)}]`,
      `{${Array.from({ length: 60_000 }, (_, n) => `k${n}: 1`).join(", ")}}`,
    ])
      expect(refusalsOf(`title: &a T\na: ${many}`)[0]).toContain("more than 60000 tokens");
  });

  test("one bad document does not take its neighbours with it", () => {
    const good = rule("s: {c-ip: x}", "condition: s");
    const { rules, refusals } = rulesOf("r.yml", `${good}---\ntitle: Bad\n---\n${good}`);
    expect(rules).toHaveLength(2);
    expect(refusals.map(({ place, title }) => [place.line, title])).toEqual([[7, "Bad"]]);
  });
});

describe("fields and logsources", () => {
  test("a field that nothing carries is named, with the one that may be meant", () => {
    expect(refusalsOf(rule("s:", "  cs-methd: GET", "condition: s"))).toEqual([
      "r.yml:5: no column and no key of a raw record carries the field cs-methd of category: webserver; cs-method is known",
    ]);
    expect(refusalsOf(rule("s: {c-ip|fieldref: cs-cookie}", "condition: s"))[0]).toContain(
      "the field cs-cookie of",
    );
  });

  test("a logsource without records is named, at its line", () => {
    expect(
      refusalsOf("title: T\nlogsource:\n  product: opencanary\ndetection: {s: {a: b}, condition: s}"),
    ).toEqual([
      "r.yml:2: no event is of the logsource product: opencanary: no format that is read has its records",
    ]);
  });

  test("a product within a category that is mapped without one is taken", () => {
    expect(
      refusalsOf(
        "title: T\nlogsource: {category: webserver, product: apache}\ndetection: {s: {c-ip: b}, condition: s}",
      ),
    ).toEqual([]);
    expect(
      refusalsOf(
        "title: T\nlogsource: {product: windows, service: nothing}\ndetection: {s: {EventID: 1}, condition: s}",
      ),
    ).toHaveLength(1);
  });
});
