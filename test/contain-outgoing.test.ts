/** Blocks of hosts outside that inside clients tell something: weighed on a proxy's log, and tried on a resolver and a proxy. */

import { Resolver } from "node:dns/promises";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { findProgram, run, start, stop } from "../lab/process.ts";
import { type Containment, contain } from "../src/respond/contain.ts";
import { type HostStanding, neverDomain } from "../src/respond/outgoing.ts";
import type { Target } from "../src/respond/target.ts";
import { targets } from "../src/respond/targets.ts";
import { answers, type BlockingServer } from "./support/blocking-servers.ts";
import { expiresMs, fromMs } from "./support/containment.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { freePort } from "./support/raw-client.ts";
import { open } from "./support/triage.ts";

const folder = temporaryFolder();
const programs = ["named", "named-checkzone", "squid"];
const absent = programs.filter((name) => findProgram(name) === undefined);
if (absent.length > 0 && process.env.CI === "true") throw new Error(`${absent.join(", ")} not installed`);
const targetOf = (id: string) => targets.find((one) => one.id === id) as Target;
const order = (domains: readonly string[], at: string) => ({
  caseId: "C-0123456789",
  ticket: "INC-7",
  reason: "a test",
  fromMs,
  expiresMs,
  place: at,
  matchers: domains.map((domain) => ({ domain })),
});
const place = (name: string) => {
  const at = join(folder, name);
  mkdirSync(at, { recursive: true });
  return at;
};

const collector = "collect.example";
const secrets = "sr=1920x1080&cd=24&tz=-120&l=de-DE&p=Win32&hc=8&dm=8";
let second = 1_779_012_300;
const line = (client: string, url: string) =>
  `${second++}.123     45 ${client} TCP_MISS/200 430 GET ${url} - HIER_DIRECT/198.51.100.9 text/html`;
const log = (more: readonly string[] = []) => [
  line("192.0.2.7", `http://${collector}/p?${secrets}`),
  line("192.0.2.7", `http://${collector}/p?${secrets}`),
  line("192.0.2.7", "http://www.example.org/"),
  ...Array.from({ length: 30 }, (_, n) => line(`192.0.2.${n + 20}`, `http://www.example.org/page/${n}`)),
  ...more,
];

async function containOf(name: string, lines: readonly string[]): Promise<Containment> {
  const triage = await open([write(folder, name, [...lines])], { events: true });
  try {
    const one = triage.result.assessment.cases.find(({ entities }) =>
      entities.some(({ value }) => value === collector),
    );
    if (one === undefined) throw new Error("no case");
    return await contain(triage, {
      one,
      targets,
      ticket: undefined,
      fromMs,
      expiresMs,
      kind: undefined,
      shared: [],
      allowReserved: true,
      place: undefined,
    });
  } finally {
    await triage.close();
  }
}

describe("what a proxy's log says", () => {
  test("the host is blocked by name, which stops nobody who goes elsewhere", async () => {
    const { chosen, files } = await containOf("plain.log", log());
    expect(chosen?.kind).toBe("destination");
    expect(chosen?.matchers).toEqual([{ domain: collector }]);
    expect(chosen?.impact).toMatchObject({ stopped: 2, ofCase: 2, others: 0 });
    expect(files.filter(({ rendered }) => rendered !== undefined).map(({ target }) => target.id)).toEqual([
      "squid",
      "rpz",
      "plain",
    ]);
    expect(files.find(({ target }) => target.id === "rpz")?.stopped).toBe(2);
  });

  test("others who read pages there, or under a name below it, are told and nothing is recommended", async () => {
    const { weighed, chosen } = await containOf(
      "shared.log",
      log([
        line("192.0.2.9", `http://${collector}/news.html`),
        line("192.0.2.10", `http://shop.${collector}/basket.html`),
      ]),
    );
    expect(chosen).toBeUndefined();
    const whole = weighed.candidates.find(({ matchers }) => matchers.length > 0);
    expect(whole?.impact).toMatchObject({ stopped: 2, ofCase: 2, others: 2 });
    expect(whole?.impact.bystanders.map(({ source, agent }) => [source, agent])).toEqual([
      ["192.0.2.10", `to shop.${collector}`],
      ["192.0.2.9", `to ${collector}`],
    ]);
  });
});

describe("names that are never blocked", () => {
  const standings = new Map<string, HostStanding>([
    ["stats.example", { service: "Known Counter", inside: false }],
    ["intranet.example", { service: "", inside: true }],
  ]);
  const register = [{ id: "J3", destination: ["*.partner.example"] }] as never;
  test.each([
    ["stats.example", /Known Counter, which many use/],
    ["intranet.example", /inside/],
    ["api.partner.example", /entry J3/],
    ["192.0.2.1", /no name/],
    ["2001:db8::1", /no name/],
    ["example", /no name/],
    ["a..example", /no name/],
    ["a.example.", /no name/],
    ["*.example", /no name/],
    [`${"a".repeat(64)}.example`, /no name/],
    ["a.example\nb IN A 192.0.2.1", /no name/],
    ["a.example;", /no name/],
    ["$INCLUDE.example", /no name/],
    ["caf\u00e9.example", /no name/],
  ])("%j", (name, because) => {
    expect(neverDomain(name, standings, register)).toMatch(because);
  });

  test.each(["a.example", "_x.a-b.example", "xn--caf-dma.example", "1.2.example"])("%s may be", (name) => {
    expect(neverDomain(name, standings, register)).toBeUndefined();
  });

  test.skipIf(findProgram("named-checkzone") === undefined)(
    "what is taken of arbitrary texts is read by the resolver as those names and no other",
    async () => {
      const label = fc.string({ unit: fc.constantFrom(...'az09-_.;\\"$@*()/ \n\u00e9\u202e'), maxLength: 8 });
      const any = fc
        .array(fc.oneof({ weight: 3, arbitrary: fc.stringMatching(/^[a-z0-9_-]{1,9}$/) }, label), {
          minLength: 1,
          maxLength: 4,
        })
        .map((labels) => [...labels, "example"].join("."));
      const all = fc.sample(any, { numRuns: 4000, seed: 7 });
      const taken = [...new Set(all)].filter((name) => neverDomain(name, new Map(), []) === undefined);
      expect(taken.length).toBeGreaterThan(300);
      expect(taken.length).toBeLessThan(all.length - 300);
      const at = place("names");
      const { files } = targetOf("rpz").render(order(taken, at));
      const file = join(at, files[0]?.name ?? "");
      writeFileSync(file, files[0]?.text ?? "");
      const zone = "vedette-c-0123456789.rpz";
      const read = join(at, "read");
      const told = await run([findProgram("named-checkzone") ?? "", "-D", "-o", read, zone, file]);
      expect(told.code, told.output).toBe(0);
      const names = readFileSync(read, "utf8")
        .split("\n")
        .flatMap((one) => /^(\S+)\s+\d+\s+IN\s+CNAME\s+\.$/.exec(one)?.[1] ?? []);
      const below = (name: string) => taken.some((other) => name.endsWith(`.${other}`));
      const meant = taken.filter((name) => !below(name)).flatMap((name) => [name, `*.${name}`]);
      expect(names.toSorted()).toEqual(meant.map((name) => `${name}.${zone}.`).toSorted());
    },
    30_000,
  );
});

test.skipIf(findProgram("named") === undefined)(
  "a resolver says that the host does not exist, and answers for all others; and back again",
  async () => {
    const at = place("named");
    const { files } = targetOf("rpz").render(order([collector], at));
    for (const { name, text } of files) writeFileSync(join(at, name), text);
    writeFileSync(
      join(at, "example.zone"),
      `$TTL 60\n@ IN SOA localhost. root.localhost. ( 1 60 60 60 60 )\n@ IN NS localhost.\n${["collect", "a.collect", "notcollect", "www"].map((name) => `${name} IN A 192.0.2.80\n`).join("")}`,
    );
    const zone = "vedette-c-0123456789.rpz";
    const asked = [collector, `a.${collector}`, "notcollect.example", "www.example"];
    const found = async (blocked: boolean) => {
      const port = await freePort();
      const config = join(at, "named.conf");
      writeFileSync(
        config,
        `options { directory "${at}"; listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; pid-file none; session-keyfile none; lock-file none; recursion no; dnssec-validation no;${blocked ? ` response-policy { zone "${zone}"; } recursive-only no qname-wait-recurse no;` : ""} };
controls { };
zone "example" { type primary; file "${at}/example.zone"; };
${blocked ? `zone "${zone}" { type primary; file "${join(at, files[0]?.name ?? "")}"; allow-query { none; }; };` : ""}
`,
      );
      const child = start([findProgram("named") ?? "", "-g", "-c", config], "ignore");
      try {
        const resolver = new Resolver({ timeout: 500, tries: 1 });
        resolver.setServers([`127.0.0.1:${port}`]);
        const answer = (name: string) =>
          resolver.resolve4(name).then(
            ([address]) => address,
            ({ code }) => String(code),
          );
        // Zones answer before the policy is in force: named reads that one in the background.
        const ready = async () =>
          (await answer("www.example")) === "192.0.2.80" &&
          (!blocked || (await answer(collector)) === "ENOTFOUND");
        for (let tries = 0; tries < 100 && !(await ready()); tries += 1) await sleep(100);
        return await Promise.all(asked.map(answer));
      } finally {
        await stop(child);
      }
    };
    expect(await found(true)).toEqual(["ENOTFOUND", "ENOTFOUND", "192.0.2.80", "192.0.2.80"]);
    expect(await found(false)).toEqual(asked.map(() => "192.0.2.80"));
  },
  30_000,
);

describe.skipIf(findProgram("squid") === undefined)("Squid", () => {
  const forward: BlockingServer = {
    id: "squid",
    program: "squid",
    check: (config) => ["-k", "parse", "-f", config],
    start: (config) => ["-N", "-f", config],
    config: (at, port, block, originPort) =>
      `http_port 127.0.0.1:${port}
cache_peer 127.0.0.1 parent ${originPort} 0 no-query originserver
never_direct allow all
${block === undefined ? "" : `include ${at}/${block.files.find(({ name }) => name.endsWith(".conf"))?.name}`}
http_access allow all
cache deny all
pid_filename ${at}/squid.pid
cache_log ${at}/cache.log
access_log none
coredump_dir ${at}
visible_hostname localhost
shutdown_lifetime 0 seconds
pinger_enable off
mime_table /usr/share/squid/mime.conf
`,
  };
  const urls = [
    `http://${collector}/p?${secrets}`,
    `http://a.${collector}/`,
    `http://${collector.toUpperCase()}/`,
    `http://not${collector}/`,
    "http://www.example.org/",
    `http://www.example.org/?u=http://${collector}/`,
  ];
  let at = "";
  beforeAll(() => {
    at = place("squid");
  });
  test("refuses what goes to the host, and lets all else through; and back again", async () => {
    const sent = urls.map((target) => ({ target, agent: "any" }));
    // A name below another is written once: Squid takes the second for a mistake.
    const block = targetOf("squid").render(order([collector, `b.${collector}`], at));
    const during = await answers(forward, at, block, sent);
    expect(during.map((status) => status === 403)).toEqual([true, true, true, false, false, false]);
    const after = await answers(forward, at, undefined, sent);
    expect(after).toEqual(urls.map(() => 200));
  }, 30_000);
});
