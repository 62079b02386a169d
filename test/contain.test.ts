/** Containment: which block is recommended, what is never blocked, and what texts become in patterns. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderContainmentPage } from "../src/report/containment.ts";
import { withBeyond } from "../src/respond/beyond.ts";
import { exactRegex, goRegex, type Matcher, unmatchable } from "../src/respond/block.ts";
import { weigh } from "../src/respond/candidates.ts";
import { contain } from "../src/respond/contain.ts";
import { historyOf } from "../src/respond/history.ts";
import { networkIndex } from "../src/respond/network-index.ts";
import { neverNetwork, overlap } from "../src/respond/never.ts";
import { before } from "../src/respond/target.ts";
import { targetIds } from "../src/respond/target-ids.ts";
import { posixRegex, squid } from "../src/respond/targets/squid.ts";
import { targets } from "../src/respond/targets.ts";
import { browsers, expiresMs, fromMs, natAddress, natLog, scanner } from "./support/containment.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { content, open } from "./support/triage.ts";

const folder = temporaryFolder();
const asked = {
  targets,
  ticket: undefined,
  fromMs,
  expiresMs,
  kind: undefined,
  shared: [] as string[],
  allowReserved: true,
  place: undefined,
};

const asked0 = asked;

/** Weighs blocks of the case of an address. */
async function containOf(lines: readonly string[], address: string, more: Partial<typeof asked> = {}) {
  const run = await open([write(folder, `log${Math.abs(lines.length)}${address}.log`, [...lines])], {
    events: true,
  });
  try {
    const one = run.result.assessment.cases.find(({ entities }) =>
      entities.some(({ value }) => value === address),
    );
    if (one === undefined) throw new Error(`no case of ${address}`);
    return await contain(run, { ...asked, ...more, one });
  } finally {
    await run.close();
  }
}

describe("an address that seven browsers and a scanner share", () => {
  test("is not blocked; the scanner's agent and paths are", async () => {
    const { weighed, chosen } = await containOf(natLog(), natAddress);
    expect(chosen).toBe(weighed.recommended);
    expect(["agent-and-path", "agent"]).toContain(chosen?.kind);
    expect(chosen?.impact).toMatchObject({ others: 0, sharing: 0 });
    expect(chosen?.impact.stopped).toBe(scanner.paths.length);
    const address = weighed.candidates.find(({ kind }) => kind === "address");
    expect(address?.matchers).toEqual([]);
    expect(address?.leftOut).toEqual([
      {
        what: `${natAddress}/32`,
        because: expect.stringMatching(
          /^from it came also 28 requests that are none of this case; --shared /,
        ),
      },
    ]);
  });

  test("is told of in a page whose own sentences stand as they are, and only text of the log is escaped", async () => {
    const page = renderContainmentPage(await containOf(natLog(), natAddress));
    expect(page).toContain("6 of 6 requests (100 %).");
    expect(page).toContain(
      `- address ${natAddress}/32: from it came also 28 requests that are none of this case; --shared ${natAddress}/32 blocks it all the same`,
    );
    expect(page).toContain("harvest \\(kit 7\\)");
    const escaped = page.split("\n").filter((line) => line.includes("\\"));
    expect(escaped.length).toBeGreaterThan(0);
    for (const line of escaped) expect(line).toContain("harvest");
  });

  test("is blocked by who names it, and the cost is told", async () => {
    const { chosen, weighed } = await containOf(natLog(), natAddress, {
      shared: [natAddress],
      kind: "address" as never,
    });
    expect(chosen?.matchers).toEqual([{ network: `${natAddress}/32` }]);
    expect(chosen?.impact).toMatchObject({ others: 28, sharing: 28 });
    expect(weighed.recommended?.kind).not.toBe("address");
  });
});

describe("what a block must not spread to", () => {
  // Without the scanner of that log, which would be part of the same case.
  const visited = natLog().filter((line) => !line.includes(scanner.agent));
  const chrome =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";
  const asked = (ip: string, minute: number, path: string, agent: string, more = {}) =>
    combined({
      ip,
      time: `17/May/2026:11:${String(minute % 60).padStart(2, "0")}:${String(minute % 47).padStart(2, "0")} +0000`,
      request: `GET ${path} HTTP/1.1`,
      status: 404,
      agent,
      ...more,
    });
  const probes = (ip: string, agent: string, before = "") =>
    scanner.paths.map((path, n) => asked(ip, n * n, `${before}${path}`, agent));

  test("two addresses are two entries, not their /24", async () => {
    const { chosen } = await containOf(
      [
        ...visited,
        ...["198.51.100.7", "198.51.100.8"].flatMap((ip) => [
          ...probes(ip, chrome),
          asked(ip, 50, "/", chrome, { status: 200 }),
        ]),
      ],
      "198.51.100.7",
    );
    expect(chosen?.matchers).toEqual([{ network: "198.51.100.7/32" }, { network: "198.51.100.8/32" }]);
  });

  test("colleagues behind one address who come with the very browser that a scanner pretends to be", async () => {
    const pages = ["/page/0", "/page/1", "/page/2", "/page/3"].map((path, n) =>
      asked("198.51.100.7", 40 + n, path, chrome, { status: 200, referrer: "http://www.corp.example/" }),
    );
    const { chosen, weighed } = await containOf(
      [...visited, ...probes("198.51.100.7", chrome), ...pages],
      "198.51.100.7",
    );
    expect(chosen?.kind).toBe("agent-and-path");
    expect(chosen?.matchers.map(({ path }) => path)).not.toContain("/page/0");
    expect(weighed.candidates.find(({ kind }) => kind === "address")?.matchers).toEqual([]);
  });

  test("a browser's agent after thousands that were made up", async () => {
    const many = Array.from({ length: 5100 }, (_, n) => asked("198.51.100.7", n % 20, "/.env", `kit-${n}`));
    const { weighed } = await containOf(
      [...visited, ...many, ...probes("198.51.100.7", chrome)],
      "198.51.100.7",
    );
    const agents = weighed.candidates.find(({ kind }) => kind === "agent");
    expect(agents?.matchers.length).toBe(5000);
    expect(agents?.matchers.map(({ agent }) => agent)).not.toContain(chrome);
  });

  test("a request that names scheme and host is one for its path", async () => {
    const { weighed } = await containOf(
      [
        ...visited,
        ...probes("198.51.100.7", "kit (x)"),
        ...probes("198.51.100.7", "kit (x)", "http://www.corp.example"),
      ],
      "198.51.100.7",
    );
    const [pairs] = weighed.candidates;
    expect(pairs?.matchers.length).toBe(scanner.paths.length);
    expect(pairs?.impact.stopped).toBe(2 * scanner.paths.length);
    expect(pairs?.leftOut).toEqual([]);
  });

  test("who always names scheme and host is sought by it all the same", async () => {
    const { weighed } = await containOf(
      [...visited, ...probes("198.51.100.8", "kit (y)", "http://www.corp.example")],
      "198.51.100.8",
    );
    expect(weighed.candidates[0]?.impact).toMatchObject({
      stopped: scanner.paths.length,
      ofCase: scanner.paths.length,
    });
  });

  test("a query that names a file is the case's, and its page is not blocked for a browser", async () => {
    const files = ["../../etc/passwd", "../../../etc/shadow", "../.env", "../../.git/config"];
    const { weighed } = await containOf(
      [
        ...visited,
        ...files.map((file, n) => asked("198.51.100.6", n, `/index.php?file=${file}`, chrome)),
        asked("198.51.100.6", 9, "/index.php?id=1", chrome, {
          status: 200,
          referrer: "http://www.corp.example/",
        }),
        ...probes("198.51.100.6", chrome),
      ],
      "198.51.100.6",
    );
    const address = weighed.candidates.find(({ kind }) => kind === "address");
    expect(address?.impact.ofCase).toBeGreaterThanOrEqual(files.length + scanner.paths.length);
    expect(weighed.candidates[0]?.matchers.map(({ path }) => path)).not.toContain("/index.php");
  });

  test.each(["curl/8.5.0", "python-requests/2.31.0", "Go-http-client/1.1", "Mozilla/5.0"])(
    "%s is many people's: what was sought is blocked under it, no page and not the whole",
    async (agent) => {
      const { weighed } = await containOf(
        [
          ...visited,
          ...probes("198.51.100.3", agent),
          asked("198.51.100.3", 50, "/", agent, { status: 200 }),
        ],
        "198.51.100.3",
      );
      const [pairs] = weighed.candidates;
      expect(pairs?.matchers.map(({ path }) => path).sort()).toEqual([...scanner.paths].sort());
      const whole = weighed.candidates.find(({ kind }) => kind === "agent");
      expect(whole?.matchers).toEqual([]);
      expect(whole?.leftOut).toEqual([{ what: agent, because: expect.stringMatching(/many people's$/) }]);
    },
  );

  test("a crawler's name is no cover: what was sought under it is the case's, and the address may be blocked", async () => {
    const bot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    const { weighed } = await containOf(
      [...visited, ...probes("198.51.100.2", "kit (z)"), ...probes("198.51.100.2", bot).slice(0, 4)],
      "198.51.100.2",
    );
    const address = weighed.candidates.find(({ kind }) => kind === "address");
    expect(address?.matchers).toEqual([{ network: "198.51.100.2/32" }]);
    expect(address?.impact).toMatchObject({ ofCase: scanner.paths.length + 4, others: 0 });
  });

  describe("a monitor's name", () => {
    const robot = "Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)";
    const check = "check_http/v2.3.3 (monitoring-plugins 2.3.3)";
    const weighedWith = async (name: string, lines: readonly string[], ranges: readonly string[] = []) => {
      const known = content();
      const agents = known.agents.map((one) =>
        ranges.length > 0 && one.id === "uptimerobot"
          ? { ...one, verify: { publishes: true, ranges: [...ranges] } }
          : one,
      );
      const run = await open(
        [write(folder, `${name}.log`, [...visited, ...probes("198.51.100.12", "kit (m)"), ...lines])],
        { events: true, content: { ...known, agents } },
      );
      try {
        const one = run.result.assessment.cases.find(({ entities }) =>
          entities.some(({ value }) => value === "198.51.100.12"),
        );
        if (one === undefined) throw new Error("no case");
        const { weighed } = await contain(run, { ...asked0, one });
        return weighed.candidates.find(({ kind }) => kind === "address");
      } finally {
        await run.close();
      }
    };

    test("of a service is no cover at an address that is not its own", async () => {
      const address = await weighedWith("robot", probes("198.51.100.12", robot).slice(0, 4));
      expect(address?.matchers).toEqual([{ network: "198.51.100.12/32" }]);
      expect(address?.impact).toMatchObject({ ofCase: scanner.paths.length + 4, others: 0 });
    });

    test("is believed at an address that its operator publishes", async () => {
      const address = await weighedWith("own", probes("198.51.100.12", robot).slice(0, 4), [
        "198.51.100.0/28",
      ]);
      expect(address?.matchers).toEqual([]);
      expect(address?.impact.ofCase).toBe(scanner.paths.length);
      expect(address?.leftOut).toEqual([
        { what: "198.51.100.12/32", because: "it lies in a network from which UptimeRobot is verified" },
      ]);
    });

    test("of a program that anybody may run covers what is answered, no secret and nothing that is turned down", async () => {
      const status = (status: number, n: number) =>
        asked("198.51.100.12", 20 + n, "/server-status", check, { status });
      const answered = await weighedWith(
        "answered",
        [0, 1, 2].map((n) => status(200, n)),
      );
      expect(answered?.impact.ofCase).toBe(scanner.paths.length);
      expect(answered?.leftOut).toEqual([
        { what: "198.51.100.12/32", because: expect.stringMatching(/came also 3 requests/) },
      ]);
      const refused = await weighedWith(
        "refused",
        [0, 1, 2].map((n) => status(403, n)),
      );
      expect(refused?.impact.ofCase).toBe(scanner.paths.length + 3);
      const secret = await weighedWith("secret", [
        asked("198.51.100.12", 31, "/.env", check, { status: 200 }),
      ]);
      expect(secret?.impact.ofCase).toBe(scanner.paths.length + 1);
    });
  });

  test("no page is blocked for those without an agent, as health checks are", async () => {
    const { weighed } = await containOf(
      [...visited, ...probes("198.51.100.4", "-"), asked("198.51.100.4", 50, "/", "-", { status: 200 })],
      "198.51.100.4",
    );
    const [pairs] = weighed.candidates;
    expect(pairs?.kind).toBe("agent-and-path");
    expect(pairs?.matchers.map(({ path }) => path).sort()).toEqual([...scanner.paths].sort());
  });
});

test("Apache: a request of HTTP/0.9 names no version and no agent", () => {
  const [apache] = targets.filter(({ id }) => id === "apache");
  const order = {
    caseId: "C-0123456789",
    ticket: undefined,
    reason: "a test",
    fromMs,
    expiresMs,
    place: undefined,
  };
  const stops = (matcher: Matcher, line: string) => {
    const text = apache?.render({ ...order, matchers: [matcher] }).files[0]?.text ?? "";
    return new RegExp(/ =~ m#(.*)#">$/m.exec(text)?.[1] ?? "no pattern").test(line);
  };
  expect(stops({ agent: "", path: "/a.b" }, "GET /a.b ")).toBe(true);
  expect(stops({ agent: "", path: "/a.b" }, "GET /a.b HTTP/1.1 ")).toBe(true);
  expect(stops({ agent: "", path: "/a.b" }, "GET /a.b HTTP/1.1 odd")).toBe(false);
  expect(stops({ path: "/a.b" }, "GET /a.b")).toBe(true);
  // Who calls himself so must not have others stopped.
  expect(stops({ agent: "HTTP/1.1 odd", path: "/a.b" }, "GET /a.b HTTP/1.1 odd")).toBe(false);
  expect(stops({ agent: "HTTP/1.1 odd", path: "/a.b" }, "GET /a.b HTTP/1.1 HTTP/1.1 odd")).toBe(true);
});

describe("texts that a product cannot hold", () => {
  const of = (id: string, matcher: Matcher) => targets.find((one) => one.id === id)?.cannot?.(matcher);
  test.each([
    ["squid", { agent: `${" ".repeat(600)}x` }, /no line that long/],
    ["squid", { agent: "a", path: "/a%20b" }, /decoded/],
    ["nginx", { agent: ";".repeat(600), path: `/${";".repeat(600)}` }, /no pattern that long/],
  ])("%s", (id, matcher, because) => {
    expect(of(id, matcher)).toMatch(because);
    expect(of(id, { agent: ";".repeat(500), path: "/" })).toBeUndefined();
  });
});

describe("an index of networks", () => {
  test("says the same as comparing each", () => {
    const networks = [
      "203.0.113.9/32",
      "203.0.113.0/24",
      "198.51.0.0/17",
      "2001:db8:5::/64",
      "2001:db8:5::1/128",
    ];
    const around = networkIndex(networks);
    for (const address of [
      "203.0.113.9",
      "203.0.113.10",
      "198.51.127.1",
      "198.51.128.1",
      "2001:db8:5::1",
      "2001:db8:5::2",
      "2001:db8:6::1",
      "none",
    ])
      expect([...around(address)].sort(), address).toEqual(
        networks.filter((one) => overlap(address, one)).sort(),
      );
    expect(around("203.0.113.9")).toHaveLength(2);
  });
});

describe("a tool with a long list, and its like under a browser's name", () => {
  test("the tool is blocked whole, what the browser sought on its paths", async () => {
    const many = Array.from({ length: 40 }, (_, n) => `/larch/${n}.bak`);
    const lines = [
      ...natLog(),
      ...many.map((path, n) =>
        combined({
          ip: "198.51.100.61",
          time: `17/May/2026:12:${String(n).padStart(2, "0")}:03 +0000`,
          request: `GET ${path} HTTP/1.1`,
          status: 404,
          agent: "Fuzz Faster U Fool v2.1.0",
        }),
      ),
      ...scanner.paths.map((path, n) =>
        combined({
          ip: "198.51.100.61",
          time: `17/May/2026:13:0${n}:03 +0000`,
          request: `GET ${path} HTTP/1.1`,
          status: 404,
          agent: browsers[0] ?? "",
        }),
      ),
    ];
    const { chosen, weighed } = await containOf(lines, "198.51.100.61");
    // The scanner of the shared address is background as well, and its agent nobody else's.
    const mixed = weighed.candidates.find(({ kind }) => kind === "mixed");
    expect(mixed?.impact).toMatchObject({ stopped: 52, ofCase: 52, others: 0 });
    expect(mixed?.matchers.filter(({ path }) => path === undefined)).toEqual([
      { agent: "Fuzz Faster U Fool v2.1.0" },
      { agent: scanner.agent },
    ]);
    expect(mixed?.matchers.filter(({ path }) => path !== undefined).map(({ agent }) => agent)).toEqual(
      scanner.paths.map(() => browsers[0]),
    );
    expect(chosen).toBe(mixed);
  });
});

describe("what is too much to look at one by one", () => {
  const rowsOf = async (name: string, lines: readonly string[], max?: { rows: number; pairs: number }) => {
    const run = await open([write(folder, `${name}.log`, [...lines])], { events: true });
    const { engine, parts, result } = run;
    try {
      const [one] = result.assessment.cases;
      if (one === undefined || parts === undefined) throw new Error("no case");
      return await historyOf(engine, parts, result.sources, one, result.assessment.entities, max);
    } finally {
      await run.close();
    }
  };
  /** Three agents of one scanner, the last of them with a path of its own. */
  const seeking = (agent: string, paths: readonly string[]) =>
    paths.map((path, n) =>
      combined({
        ip: "198.51.100.61",
        time: `17/May/2026:12:${String(n).padStart(2, "0")}:03 +0000`,
        request: `GET ${path} HTTP/1.1`,
        status: 404,
        agent,
      }),
    );
  const lines = [
    ...natLog().filter((line) => !line.includes(scanner.agent)),
    ...seeking("a kit", scanner.paths),
    ...seeking("b kit", scanner.paths),
    ...seeking("c kit", ["/.env"]),
  ];
  const total = 2 * scanner.paths.length + 1;
  const nothing = () => undefined;

  test("visitors who share nothing are no rows, and pages of one neighbour are one", async () => {
    const history = await rowsOf("shared-rows", natLog());
    const rest = history.filter(({ malicious }) => !malicious);
    // Seven browsers read four pages each behind the address; thirty visitors from elsewhere meet no block.
    expect(rest.map(({ source, requests, peer }) => [source, requests, peer])).toEqual([
      [natAddress, 28, natAddress],
    ]);
    expect(history.filter(({ malicious }) => malicious).map(({ path }) => path)).toEqual(scanner.paths);
  });

  test("a case's paths beyond the limit are summed by agent, its agents beyond it by client", async () => {
    const history = await rowsOf("summed", lines, { rows: 1000, pairs: 2 });
    expect(
      history.map(({ agent, path, requests, several, paths }) => [agent, path, requests, several, paths]),
    ).toEqual([
      ["a kit", "/.env", 1, undefined, undefined],
      ["a kit", "/config.json", 1, undefined, undefined],
      ["a kit", scanner.paths[2], 4, "paths", 4],
      ["b kit", "/.env", 6, "paths", 6],
      ["c kit", "/.env", 1, "agents and paths", 1],
    ]);
    const { candidates, recommended } = weigh(history, nothing);
    const of = (kind: string) => candidates.find((one) => one.kind === kind);
    const further = [{ what: "further ones", because: "a block has 5000 entries at most" }];
    expect(of("agent-and-path")?.impact).toMatchObject({ stopped: 2, ofCase: total, others: 0 });
    expect(of("agent-and-path")?.leftOut).toEqual(further);
    expect(of("agent")?.matchers).toEqual([{ agent: "a kit" }, { agent: "b kit" }]);
    expect(of("agent")?.impact).toMatchObject({ stopped: total - 1, others: 0 });
    expect(of("agent")?.leftOut).toEqual(further);
    expect(recommended?.matchers).toEqual([{ network: "198.51.100.61/32" }]);
  });

  test("within the limit nothing of the case is summed", async () => {
    const history = await rowsOf("within", lines, { rows: 1000, pairs: total });
    expect(history.map(({ several }) => several)).toEqual(Array(total).fill(undefined));
    expect(weigh(history, nothing).candidates.find(({ kind }) => kind === "agent-and-path")?.leftOut).toEqual(
      [],
    );
  });

  test("more clients than are weighed are an error that says what to do", async () => {
    await expect(rowsOf("many", lines, { rows: 3, pairs: 2 })).rejects.toThrow(
      /would touch more than 3 clients/,
    );
  });
});

describe("what is never blocked", () => {
  const all = {
    content: content(),
    inside: ["10.0.0.0/8", "2001:db8:1::/48"],
    trusted: ["198.51.100.4/32"],
    register: [],
    allowReserved: false,
  };
  test.each([
    ["10.2.3.4/32", /inside/],
    ["2001:db8:1:2::/64", /inside/],
    ["198.51.100.0/24", /a proxy that speaks for others/],
    ["0.0.0.0/0", /wider/],
    ["203.0.113.0/24", /TEST-NET-3/],
    ["192.168.3.0/24", /Private use/],
    ["173.245.48.0/24", /Cloudflare/],
    ["not an address", /no address/],
  ])("%s", (network, because) => {
    expect(neverNetwork(network, all)).toMatch(because);
  });

  test("entries of the register", () => {
    const register = [{ id: "J7", source: ["45.83.64.0/24"] }] as never;
    expect(neverNetwork("45.83.64.9/32", { ...all, register })).toMatch(/entry J7/);
    expect(neverNetwork("45.83.0.0/16", { ...all, register })).toMatch(/entry J7/);
    expect(neverNetwork("45.83.65.9/32", { ...all, register })).toBeUndefined();
  });

  test("networks overlap the same both ways", () => {
    const network = fc
      .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
      .map(([address, bits]) => `${address}/${bits}`);
    fc.assert(fc.property(network, network, (one, other) => overlap(one, other) === overlap(other, one)));
  });
});

describe("texts in patterns", () => {
  /** What PCRE reads, for bytes: hex escapes and letters mean the same in this engine. */
  const bytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");
  const anyText = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), fc.string());

  test("an exact pattern holds nothing but letters, digits and escapes, and matches its text alone", () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        const pattern = exactRegex(text);
        expect(pattern).toMatch(/^(?:[A-Za-z0-9]|\\x[0-9a-f]{2})*$/);
        const regex = new RegExp(`^${pattern}$`, "s");
        expect(regex.test(bytes(text))).toBe(true);
        if (bytes(other) !== bytes(text)) expect(regex.test(bytes(other))).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test("a pattern for Go is the same by characters, and no placeholder is in it", () => {
    fc.assert(
      fc.property(anyText, anyText, (text, other) => {
        fc.pre(Buffer.from(text, "utf8").toString("utf8") === text);
        const pattern = goRegex(text);
        expect(pattern).toMatch(/^(?:[A-Za-z0-9]|\\x[0-9a-f]{2}|\\x\{[01][0-9a-f]{5}\})*$/);
        // Go writes a character's number as \x{0000e9}, this engine as \u{e9}.
        const regex = new RegExp(`^${pattern.replaceAll("\\x{", "\\u{")}$`, "su");
        expect(regex.test(text)).toBe(true);
        if (other !== text) expect(regex.test(other)).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });

  test("a pattern for Squid holds no space, no quote and no number sign by itself", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(squid.cannot?.({ agent: text }) === undefined);
        const pattern = posixRegex(text);
        expect(pattern).not.toMatch(/[ \n\t]|^#/);
        // The classes and escapes that it uses mean the same in this engine but for [[:blank:]] and a backslash in a bracket.
        const here = pattern
          .replaceAll("[[:blank:]]", "[ \\t]")
          .replaceAll("[]]", "\\]")
          .replaceAll("[[]", "\\[");
        expect(new RegExp(`^${here}$`, "su").test(text)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test("what cannot be matched is told", () => {
    for (const text of ["a\0b", "a\r\nb", "\\xffa", "a\ufffd", "x".repeat(1025)])
      expect(unmatchable(text), text).toBeTypeOf("string");
    for (const text of ["", 'a"b;c\\d$e{f}', "\u202eevil", "é", "x".repeat(1024)])
      expect(unmatchable(text), text).toBeUndefined();
  });

  test("dates before a day", () => {
    const day = fc
      .date({ min: new Date("2000-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, day, (until, today) => {
        expect(new RegExp(before(until)).test(`${today}T10:00:00+00:00`)).toBe(today < until);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("targets", () => {
  test("have the names that help lists", () => {
    expect(targets.map(({ id }) => id)).toEqual([...targetIds]);
  });

  test.each(targets.map((target) => [target.id, target] as const))(
    "%s: head, way back and end of each block, and no hostile text in a line of its own",
    (_, target) => {
      const { files, apply, rollback, expiry } = target.render({
        caseId: "C-0123456789",
        ticket: "INC-7\nevil; rm",
        reason: 'a "purpose"\n} # {',
        fromMs,
        expiresMs,
        place: undefined,
        matchers: [
          { agent: "a\"b';$(x)`{}\\#", path: "/p#q;{" },
          { agent: "plain" },
          { path: "/x" },
          { network: "203.0.113.9/32" },
          { network: "2001:db8::/64" },
        ].filter((one) =>
          target.shapes.includes(
            "network" in one
              ? "network"
              : "agent" in one
                ? "path" in one
                  ? "agent-and-path"
                  : "agent"
                : "path",
          ),
        ),
      });
      expect(files.length).toBeGreaterThan(0);
      expect(apply.length).toBeGreaterThan(0);
      expect(rollback.length).toBeGreaterThan(0);
      expect(expiry).not.toBe("");
      const text = files.map((one) => one.text).join("");
      expect(text).not.toContain("evil; rm");
      expect(text).not.toContain('"purpose"');
      for (const { name } of files) expect(name).toMatch(/^vedette_c_0123456789[a-z0-9_.]*$/);
    },
  );

  test("no two products have files of one name, wherever both are put", () => {
    const names = targets.flatMap((target) =>
      target
        .render({
          caseId: "C-0123456789",
          ticket: undefined,
          reason: "a test",
          fromMs,
          expiresMs,
          place: "/opt/blocks",
          matchers: [
            { agent: "a", path: "/b" },
            { agent: "c" },
            { path: "/d" },
            { network: "203.0.113.9/32" },
          ],
        })
        .files.map(({ name }) => name),
    );
    expect(names.length).toBeGreaterThan(targets.length);
    expect(names.filter((name, n) => names.indexOf(name) !== n)).toEqual([]);
  });
});

test("members of a team that the report leaves out for their number are none that a block costs", async () => {
  const bots = Array.from({ length: 60 }, (_, n) =>
    ["/.env", "/config.json", "/wp-config.php.bak"].map((path) =>
      combined({
        ip: `198.18.7.${n + 1}`,
        agent: "EvilBot/1.0",
        request: `GET ${path} HTTP/1.1`,
        status: 404,
      }),
    ),
  ).flat();
  const visitors = Array.from({ length: 30 }, (_, n) =>
    combined({ ip: `192.0.2.${n + 1}`, request: "GET /shop HTTP/1.1" }),
  );
  const known = content();
  const limits = { ...known.policy.limits, findings_per_indicator: 20 };
  const run = await open([write(folder, "team.log", [...visitors, ...bots])], {
    events: true,
    content: { ...known, policy: { ...known.policy, limits } },
  });
  try {
    const [kept] = run.result.assessment.cases;
    expect(kept?.entities.length).toBeLessThan(60);
    const all = await withBeyond(run);
    const [one] = all.result.assessment.cases;
    if (one === undefined) throw new Error("no case");
    expect(one.id).toBe(kept?.id);
    expect(one.entities.length).toBe(60);
    const { weighed } = await contain(all, { ...asked, one });
    expect(weighed.recommended?.matchers).toEqual([{ agent: "EvilBot/1.0" }]);
    expect(weighed.recommended?.impact).toMatchObject({ stopped: 180, ofCase: 180, others: 0 });
  } finally {
    await run.close();
  }
});
