/** Blocks for products that cannot be started here, read back by their documented grammars: what is meant is stopped, and nothing else. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Matcher, unmatchable } from "../src/respond/block.ts";
import { networkIndex } from "../src/respond/network-index.ts";
import type { Target } from "../src/respond/target.ts";
import { targets } from "../src/respond/targets.ts";
import { readAwsWaf, readCloudflare } from "./support/cloud-rule-readers.ts";
import { expiresMs, fromMs } from "./support/containment.ts";
import {
  type Files,
  type InNetwork,
  type Reader,
  type Request,
  readSuricata,
  readTraefik,
} from "./support/rule-readers.ts";

const inNetwork: InNetwork = (peer, network) =>
  networkIndex([network.includes("/") ? network : `${network}/${network.includes(":") ? 128 : 32}`])(peer)
    .length > 0;
const nowSeconds = fromMs / 1000;
const readers: Readonly<Record<string, (files: Files) => Reader>> = {
  suricata: (files) => readSuricata(files, inNetwork),
  traefik: (files) => readTraefik(files, inNetwork),
  cloudflare: (files) => readCloudflare(files, inNetwork, nowSeconds),
  "aws-waf": (files) => readAwsWaf(files, inNetwork),
};
const targetOf = (id: string) => targets.find((one) => one.id === id) as Target;
const filesOf = (id: string, matchers: readonly Matcher[]) =>
  targetOf(id).render({
    caseId: "C-0123456789",
    ticket: "INC-7",
    reason: "a test",
    fromMs,
    expiresMs,
    place: undefined,
    matchers,
  });

/** What a block means, without any product. */
function meant(matchers: readonly Matcher[], { agent = "", target, peer }: Request): boolean {
  const path = target.split("?")[0];
  return matchers.some(
    (one) =>
      (one.agent === undefined || one.agent === agent || (one.agent === "" && agent === "-")) &&
      (one.path === undefined || one.path === path) &&
      (one.network === undefined || inNetwork(peer, one.network)),
  );
}

const wellFormed = (text: string) =>
  Buffer.from(text, "utf8").toString("utf8") === text && unmatchable(text) === undefined;
const signs = "\"'`\\|;:()[]{}<>$#%&!,.*+?^=~@/ \tab1\u00e9\u202e\u{1f98a}";
const anyText = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(...signs), maxLength: 12 }),
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.string({ unit: "binary", maxLength: 12 }),
    // Words that mean something in one of the grammars.
    fc.constantFrom(
      '"; sid:1; content:"',
      "`) || PathRegexp(`.",
      '"} or true or http.user_agent in {"',
      "x".repeat(300),
      "é".repeat(150),
    ),
  )
  .filter(wellFormed);
const anyAgent = fc.oneof({ weight: 5, arbitrary: anyText }, { weight: 1, arbitrary: fc.constant("") });
const anyPath = anyText.map((text) => `/${text.replaceAll(/[?#]/g, "")}`).filter(wellFormed);
const anyMatcher: fc.Arbitrary<Matcher> = fc.oneof(
  fc.record({ agent: anyAgent, path: anyPath }),
  fc.record({ agent: anyAgent }),
  fc.record({ path: anyPath }),
  fc.constantFrom(
    { network: "203.0.113.9/32" },
    { network: "2001:db8:5::/64" },
    { network: "2001:db8::7/128" },
  ),
);
const peers = ["203.0.113.9", "203.0.113.10", "2001:db8:5::77", "2001:db8::7", "2001:db8::8"];

describe.each(Object.entries(readers))("%s", (id, read) => {
  // What the others make of a fragment is not documented.
  const fragments = (path: string) => (["suricata", "traefik"].includes(id) ? [`${path}#q`] : []);

  test("arbitrary texts: each request is stopped as was meant, and no other", () => {
    let stopped = 0;
    let passed = 0;
    fc.assert(
      fc.property(
        fc.array(anyMatcher, { minLength: 1, maxLength: 8 }),
        fc.array(fc.record({ agent: fc.option(anyAgent, { nil: undefined }), path: anyPath }), {
          maxLength: 4,
        }),
        (given, others) => {
          const matchers = given.filter((one) => targetOf(id).cannot?.(one) === undefined);
          fc.pre(matchers.length > 0);
          const stops = read(filesOf(id, matchers));
          const agents = [...matchers.map(({ agent }) => agent), ...others.map(({ agent }) => agent), "-"];
          const paths = [
            ...matchers.flatMap(({ path }) => path ?? []),
            ...others.map(({ path }) => path),
            "/",
          ];
          for (const agent of agents) {
            // Suricata has no buffer for a header that is sent empty.
            if (id === "suricata" && agent === "") continue;
            for (const path of paths)
              for (const [n, target] of [path, `${path}?q=1`, `${path}x`, ...fragments(path)].entries()) {
                const request = { agent, target, peer: peers[(n + path.length) % peers.length] ?? "" };
                const expected = meant(matchers, { ...request, target: target.replace(/#.*/, "") });
                expect(stops(request), JSON.stringify([matchers, request])).toBe(expected);
                if (expected) stopped += 1;
                else passed += 1;
              }
          }
        },
      ),
      { numRuns: 300 },
    );
    expect(stopped).toBeGreaterThan(1000);
    expect(passed).toBeGreaterThan(1000);
  });

  test("a long list is kept within the limits that are documented", () => {
    const matchers: Matcher[] = Array.from({ length: 3000 }, (_, n) =>
      n % 3 === 0
        ? { agent: `kit; "${n}" \\ (x)`, path: `/larch/${n % 70}.jsp` }
        : n % 3 === 1
          ? { agent: `tool | ${n}` }
          : { network: `198.51.${Math.floor(n / 256)}.${n % 256}/32` },
    );
    const stops = read(filesOf(id, matchers));
    const asked: [string, string, string, boolean][] = [
      ['kit; "2997" \\ (x)', "/larch/57.jsp", "192.0.2.1", true],
      ['kit; "2997" \\ (x)', "/larch/58.jsp", "192.0.2.1", false],
      ["tool | 2998", "/", "192.0.2.1", true],
      ["tool | 2999", "/", "192.0.2.1", false],
      ["any", "/", "198.51.11.183", true],
      ["any", "/", "198.51.11.184", false],
    ];
    for (const [agent, target, peer, expected] of asked)
      expect(stops({ agent, target, peer }), agent).toBe(expected);
  });
});

test("Cloudflare's rules end at their second", () => {
  const made = filesOf("cloudflare", [{ agent: "odd (1)" }]);
  const request: Request = { agent: "odd (1)", target: "/", peer: "192.0.2.1" };
  const until = expiresMs / 1000;
  expect(readCloudflare(made, inNetwork, until - 1)(request)).toBe(true);
  expect(readCloudflare(made, inNetwork, until)(request)).toBe(false);
});
