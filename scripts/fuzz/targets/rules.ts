/** Sigma rules of others. */
import { Refusal } from "../../../src/sigma/model.ts";
import { rulesOf } from "../../../src/sigma/read-rules.ts";
import { regexRefusal } from "../../../src/sigma/regex.ts";
import { hold, type Target } from "../target.ts";
import { fileSeeds, textSeeds } from "./seeds.ts";

const sigma: Target = {
  name: "Sigma rules",
  family: "rules",
  covers: /\/sigma\/(condition|document|modifiers|read-rules|read-correlation|values|transforms|model)\.js/,
  seeds: () => [
    ...textSeeds(
      "title: a\nlogsource:\n  category: webserver\ndetection:\n  sel:\n    cs-uri-stem|contains|all:\n      - '.env'\n      - '*x?'\n    sc-status: 200\n  other:\n    c-useragent|re|i: '^curl/[0-9]'\n    c-ip|cidr: 198.51.100.0/24\n  condition: sel and not 1 of other*\nlevel: high\n",
      "title: b\nname: b\nlogsource: {category: proxy}\ndetection:\n  keywords: ['a', 'b']\n  condition: all of keywords\n---\ntitle: c\ncorrelation:\n  type: value_count\n  rules: [b]\n  group-by: [c-ip]\n  timespan: 5m\n  condition: {field: cs-host, gte: 5}\n",
      "title: d\nlogsource: {category: process_creation, product: windows}\ndetection:\n  sel:\n    - CommandLine|base64offset|contains: 'x'\n    - Image|windash|endswith: ['\\\\a.exe', '-b']\n    - User|expand: '%admins%'\n    - EventID|gte: 4\n  condition: sel\n",
    ),
    ...fileSeeds("test/fixtures/sigma", /\.ya?ml$/),
  ],
  words: [
    "condition: ",
    " and ",
    " or not ",
    "1 of ",
    "all of them",
    "(",
    ")",
    "|contains",
    "|re",
    "|base64",
    "|cidr",
    "|utf16le",
    "|exists",
    "|fieldref",
    "\\*",
    "\\\\",
    "%x%",
    "---\n",
    "correlation:\n",
    "timespan: 1M",
    "&a ",
    "*a",
    "? ",
    "- ",
  ],
  bytesMax: 12_000,
  refuses: (thrown) => thrown instanceof Refusal,
  run: (input) => {
    const text = input.toString("utf8");
    const lines = text.split("\n").length;
    const { rules, refusals } = rulesOf("rule.yml", text);
    for (const { place, message } of refusals) {
      hold(place.line >= 1 && place.line <= lines + 1, `line ${place.line} of ${lines}`);
      hold(message !== "" && message.length < 2_000, "a refusal says why, in short");
    }
    for (const { title } of rules) hold(typeof title === "string", "a rule has a title");
  },
};

const regexes: Target = {
  name: "patterns of rules",
  family: "rules",
  covers: /\/sigma\/regex\.js/,
  seeds: () =>
    textSeeds("^curl/[0-9]+$", "(?i)a|b(?:c)*", "a{1,5}\\x41\\u0041", "(?<name>x)\\1", "[^a-z\\d]+?"),
  words: ["(?=", "(?<!", "\\1", "{9999}", "[[:alpha:]]", "\\Q", "\\p{L}", "(?P<a>", "*", "+", "|"],
  bytesMax: 1_000,
  refuses: () => false,
  run: (input) => {
    const refusal = regexRefusal(input.toString("utf8"));
    hold(refusal === undefined || refusal.length > 0, "a refusal says why");
  },
};

export const rules: readonly Target[] = [sigma, regexes];
