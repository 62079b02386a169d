/** Blocks on the running product: the recorded scanner is refused, the recorded visitors are not, and what is taken back lets all through. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { findProgram, run } from "../lab/process.ts";
import type { Matcher } from "../src/respond/block.ts";
import { type Containment, contain } from "../src/respond/contain.ts";
import { type HistoryRow, historyOf } from "../src/respond/history.ts";
import { stopper } from "../src/respond/matching.ts";
import type { Target } from "../src/respond/target.ts";
import { targets } from "../src/respond/targets.ts";
import {
  answers,
  type BlockingServer,
  blockingServers,
  programOf,
  type Sent,
} from "./support/blocking-servers.ts";
import { expiresMs, fromMs, natAddress, natLog } from "./support/containment.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { samples } from "./support/places.ts";
import { open } from "./support/triage.ts";

const folder = temporaryFolder();
const absent = [
  ...blockingServers.filter((server) => programOf(server) === undefined).map(({ id }) => id),
  ...["nft", "ipset"].filter((name) => findProgram(name) === undefined),
];
// Where everything is installed by the suite itself, a missing program is a mistake.
if (absent.length > 0 && process.env.CI === "true") throw new Error(`${absent.join(", ")} not installed`);

let places = 0;
function place(): string {
  const made = join(folder, `s${places++}`);
  mkdirSync(made);
  return made;
}
const targetOf = (id: string) => targets.find((one) => one.id === id) as Target;
const order = (matchers: readonly Matcher[], at: string, until = expiresMs) => ({
  caseId: "C-0123456789",
  ticket: "INC-7",
  reason: "a test",
  fromMs,
  expiresMs: until,
  place: at,
  matchers,
});

/** Weighs the case of an address, with the history that it was weighed on. */
async function weighed(
  paths: readonly string[],
  address: string,
): Promise<{ done: Containment; history: HistoryRow[] }> {
  const triage = await open(paths, { events: true });
  try {
    const one = triage.result.assessment.cases.find(({ entities }) =>
      entities.some(({ value }) => value === address),
    );
    if (one === undefined || triage.parts === undefined) throw new Error("no case");
    const history = await historyOf(
      triage.engine,
      triage.parts,
      triage.result.sources,
      one,
      triage.result.assessment.entities,
    );
    const done = await contain(triage, {
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
    return { done, history };
  } finally {
    await triage.close();
  }
}
/** What is tried on several servers is weighed once. */
const done = new Map<string, ReturnType<typeof weighed>>();
function once(paths: readonly string[], address: string): ReturnType<typeof weighed> {
  const known = done.get(address) ?? weighed(paths, address);
  done.set(address, known);
  return known;
}
const sharedAddress = () => once([write(folder, "shared.log", natLog())], natAddress);
const sentOf = ({ agent, path, peer }: HistoryRow): Sent => ({
  target: path,
  agent: agent === "-" ? undefined : agent,
  from: peer,
});

/** Agents that try to leave the grammar of a file, with what is like them and must not be stopped. */
const hostile = [
  "quotes \" and ' in it",
  "semi;colon } # {",
  'back\\slash \\x41 \\" \\n',
  ["$http_host $", "{request_uri} %", "{HTTP_HOST} %[src]"].join(""),
  "regex .* ^$ (a|b)+ [x-z]{2} \\d ?",
  "-i leading dash",
  "# leading sign",
  "~^leading tilde",
  "/leading slash",
  "default",
  "\u202eright to left\u202c caf\u00e9 \ud83e\udd8a",
  "</If> Require all granted",
  "tab\there",
  "acl all src all",
];
const near = (agent: string) =>
  [
    `${agent}x`,
    `x${agent}`,
    agent.toUpperCase() === agent ? agent.toLowerCase() : agent.toUpperCase(),
    agent.replace(/[^A-Za-z0-9]/, "Q"),
  ].filter((one) => one !== agent);

/** Configurations with a log of the agent alone; HAProxy logs to a socket, Squid as another user, and Caddy both headers. */
const apacheLog = (config: string, at: string) =>
  `${config}\nLogFormat "%{User-Agent}i" agent\nCustomLog ${at}/access.log agent`;
const logs: Readonly<Record<string, (config: string, at: string) => string>> = {
  nginx: (config, at) =>
    config.replace(
      "access_log off;",
      `log_format agent '$http_user_agent'; access_log ${at}/access.log agent;`,
    ),
  apache: apacheLog,
  modsecurity: apacheLog,
};

describe.each(blockingServers.map((server) => [server.id, server] as const))(
  "%s",
  (id, server: BlockingServer) => {
    const missing = programOf(server) === undefined;

    test.skipIf(missing)(
      "the scanner behind a shared address is refused, its neighbours and visitors are not, and back again",
      async () => {
        const { done, history } = await sharedAddress();
        const at = place();
        const matchers = done.chosen?.matchers ?? [];
        const block = targetOf(id).render(order(matchers, at));
        const all = history.map(sentOf);
        const before = await answers(server, place(), undefined, all);
        expect(before).not.toContain(403);
        const during = await answers(server, at, block, all);
        const refused = during.map((status) => status === 403);
        // What the preview says is what the server refuses, request by request.
        expect(refused).toEqual(history.map(stopper(matchers)));
        expect(refused).toEqual(history.map(({ malicious }) => malicious));
        const requests = history.reduce((sum, row, n) => sum + (refused[n] === true ? row.requests : 0), 0);
        expect(requests).toBe(done.chosen?.impact.stopped);
        // Taken back as the page says: the include is gone, the files may lie on.
        const after = await answers(server, at, undefined, all);
        expect(after).toEqual(before);
      },
      60_000,
    );

    test.skipIf(missing)(
      "addresses and networks, of both families",
      async () => {
        const at = place();
        const block = targetOf(id).render(
          order(
            [{ network: "203.0.113.9/32" }, { network: "198.51.100.0/24" }, { network: "2001:db8:5::/64" }],
            at,
          ),
        );
        const from = [
          "203.0.113.9",
          "203.0.113.10",
          "198.51.100.77",
          "198.51.101.1",
          "2001:db8:5::77",
          "2001:db8:5:1::77",
        ];
        const statuses = await answers(
          server,
          at,
          block,
          from.map((one) => ({ target: "/", agent: "any", from: one })),
        );
        expect(statuses.map((status) => status === 403)).toEqual([true, false, true, false, true, false]);
      },
      60_000,
    );

    test.skipIf(missing)(
      "hostile agents are stopped, and nobody who is only like them",
      async () => {
        const taken = hostile.filter((agent) => targetOf(id).cannot?.({ agent }) === undefined);
        expect(taken.length).toBeGreaterThanOrEqual(hostile.length - 2);
        const at = place();
        const block = targetOf(id).render(
          order(
            [
              ...taken.map((agent) => ({ agent })),
              ...taken.map((agent) => ({ agent: `${agent}!`, path: "/only#here;$x" })),
            ],
            at,
          ),
        );
        const own: Sent[] = taken.map((agent) => ({ target: "/", agent }));
        const others: Sent[] = taken.flatMap(near).map((agent) => ({ target: "/", agent }));
        const plain = await answers(server, place(), undefined, [...own, ...others]);
        const blocked = await answers(server, at, block, [...own, ...others]);
        const letThrough = own.map((_, n) => plain[n] !== 200 && plain[n] !== 404);
        own.forEach((sent, n) => {
          // What the server does not take at all, it need not be told to refuse.
          if (letThrough[n] !== true) expect(blocked[n], sent.agent).toBe(403);
        });
        others.forEach((sent, n) => {
          if (!taken.includes(sent.agent ?? ""))
            expect(blocked[own.length + n], sent.agent).toBe(plain[own.length + n]);
        });
      },
      60_000,
    );

    test.skipIf(missing)(
      "agent and path must both be what was meant",
      async () => {
        const at = place();
        const block = targetOf(id).render(
          order([{ agent: "odd (1)", path: "/a.b" }, { agent: "", path: "/none" }, { path: "/any;x" }], at),
        );
        const asked: readonly (readonly [string, string | undefined, boolean])[] = [
          ["/a.b", "odd (1)", true],
          ["/a.b?q=1", "odd (1)", true],
          ["/aXb", "odd (1)", false],
          ["/a.b/c", "odd (1)", false],
          ["/x/a.b", "odd (1)", false],
          ["/a.b", "odd (1) ", true],
          ["/a.b", "odd (2)", false],
          ["/none", undefined, true],
          ["/none", "-", true],
          ["/none", "somebody", false],
          ["/any;x", "somebody", true],
          ["/any;y", "somebody", false],
        ];
        const statuses = await answers(
          server,
          at,
          block,
          asked.map(([target, agent]) => ({ target, agent })),
        );
        expect(statuses.map((status, n) => [asked[n]?.[0], asked[n]?.[1], status === 403])).toEqual(asked);
      },
      60_000,
    );

    test.skipIf(missing)(
      "a path is the same with a query, with a fragment, and with scheme and host",
      async () => {
        const at = place();
        const block = targetOf(id).render(
          order(
            [{ agent: "odd (1)", path: "/a.b" }, { agent: "odd (1)", path: "//c" }, { path: "/any" }],
            at,
          ),
        );
        const same = [
          "/a.b#x",
          "/a.b?q#x",
          "/a.b?#",
          "http://www.example.test/a.b",
          "HTTP://www.example.test:80/a.b?q=/a",
          "http://www.example.test/a.b#x",
          "http://www.example.test//c",
          "/any#x",
        ];
        const other = ["/a.b/#x", "/a.bc#", "/#/a.b", "/?/a.b", "/x#/any", "http://www.example.test/c"];
        const statuses = await answers(
          server,
          at,
          block,
          [...same, ...other].map((target) => ({ target, agent: "odd (1)" })),
        );
        const stopped = [...same, ...other].filter((_, n) => statuses[n] === 403);
        expect(stopped).toEqual(same);
      },
      60_000,
    );

    // Squid knows no date.
    if (id !== "squid")
      test.skipIf(missing)(
        "a block whose time is up stops nobody",
        async () => {
          const at = place();
          const block = targetOf(id).render(
            order(
              [{ agent: "odd (1)" }, { network: "203.0.113.9/32" }],
              at,
              Date.parse("2026-01-01T00:00:00Z"),
            ),
          );
          const statuses = await answers(server, at, block, [
            { target: "/", agent: "odd (1)", from: "203.0.113.9" },
          ]);
          expect(statuses).not.toContain(403);
        },
        60_000,
      );

    test.skipIf(missing)(
      "long texts are stopped to their last sign, whatever lines a program reads",
      async () => {
        const long = ["x".repeat(1024), ";".repeat(1000), "é".repeat(500), `a${" b".repeat(250)}`];
        const taken = long.filter((agent) => targetOf(id).cannot?.({ agent, path: "/long" }) === undefined);
        expect(taken.length).toBeGreaterThanOrEqual(2);
        const at = place();
        const block = targetOf(id).render(
          order(
            taken.flatMap((agent) => [{ agent }, { agent: `${agent}!`, path: "/long" }]),
            at,
          ),
        );
        const asked = taken.flatMap((agent): (readonly [string, string, boolean])[] => [
          ["/", agent, true],
          ["/", agent.slice(0, -1), false],
          ["/", `${agent}?`, false],
          ["/long", `${agent}!`, true],
          ["/short", `${agent}!`, false],
        ]);
        const statuses = await answers(
          server,
          at,
          block,
          asked.map(([target, agent]) => ({ target, agent })),
        );
        expect(statuses.map((status) => status === 403)).toEqual(asked.map(([, , stopped]) => stopped));
      },
      60_000,
    );

    test.skipIf(missing)(
      "of two User-Agent headers it compares what it logs",
      async () => {
        const read =
          { nginx: "first", squid: "first", haproxy: "last", caddy: "first,last" }[id] ?? "first, last";
        const logging = logs[id];
        const stopped: string[] = [];
        for (const agent of ["first", "last", "first, last", "first,last"]) {
          const at = place();
          const tried: BlockingServer =
            logging === undefined
              ? server
              : { ...server, config: (...all) => logging(server.config(...all), at) };
          const block = targetOf(id).render(order([{ agent }], at));
          const [status] = await answers(tried, at, block, [{ target: "/", agent: "first", again: "last" }]);
          if (status === 403) stopped.push(agent);
          if (logging !== undefined)
            expect(readFileSync(join(at, "access.log"), "utf8").trim().split("\n").at(-1)).toBe(read);
        }
        expect(stopped).toEqual([read]);
      },
      60_000,
    );

    test("one target is one file, or as many as its grammar needs", () => {
      const matchers = [
        { agent: "a (1)", path: "/b" },
        { agent: "c (1)", path: "/d" },
        { agent: "e" },
        { network: "203.0.113.9/32" },
      ];
      const { files } = targetOf(id).render(order(matchers, folder));
      expect(files.length).toBe({ nginx: 2, haproxy: 4 }[id] ?? 1);
    });

    test.skipIf(missing)(
      "five hundred arbitrary agents and paths are accepted by its own check, and the last one is stopped",
      async () => {
        const at = place();
        const signs = [
          ...Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n)),
          "é",
          "\u202e",
          "\ud83e\udd8a",
        ];
        const texts = Array.from({ length: 500 }, (_, n) =>
          Array.from(
            { length: 1 + (n % 40) },
            (_, m) => signs[(n * 31 + m * 17 + n * m) % signs.length],
          ).join(""),
        );
        const matchers = texts
          .flatMap((text): Matcher[] => [
            { agent: text.trim() },
            { agent: text.trim(), path: `/${text.replaceAll(" ", "")}` },
          ])
          .filter((one) => one.agent !== "" && targetOf(id).cannot?.(one) === undefined);
        expect(matchers.length).toBeGreaterThan(800);
        // What stands last in a long list is stopped as well, however programs limit a search.
        const last: Matcher[] = [{ agent: "the last (1)" }, { agent: "one of many", path: "/last.one" }];
        const statuses = await answers(server, at, targetOf(id).render(order([...matchers, ...last], at)), [
          { target: "/", agent: "nobody in the list" },
          { target: "/", agent: "the last (1)" },
          { target: "/last.one", agent: "one of many" },
        ]);
        expect(statuses.map((status) => status === 403)).toEqual([false, true, true]);
      },
      60_000,
    );
  },
);

describe("recorded cases, replayed", () => {
  const recorded = join(samples, "lab2");
  /** One that was served a secret, and one that insists; both of the second laboratory. */
  test.each([
    { address: "198.51.100.202", server: "nginx" },
    { address: "192.0.2.150", server: "haproxy" },
    { address: "203.0.113.159", server: "apache" },
    { address: "198.51.100.202", server: "modsecurity" },
    { address: "192.0.2.150", server: "caddy" },
  ])(
    "$address on $server: what the preview says is what is refused",
    async ({ address, server: id }) => {
      const server = blockingServers.find((one) => one.id === id) as BlockingServer;
      if (programOf(server) === undefined) return;
      const { done, history } = await once([recorded], address);
      const { chosen } = done;
      expect(chosen?.impact.stopped).toBeGreaterThan(0);
      const at = place();
      const all = history.map(sentOf);
      const plain = await answers(server, place(), undefined, all);
      const blocked = await answers(server, at, targetOf(id).render(order(chosen?.matchers ?? [], at)), all);
      const sums = { stopped: 0, hostile: 0, others: 0 };
      for (const [n, row] of history.entries()) {
        // What a server does not take for a request at all cannot be replayed, and is refused either way.
        if (plain[n] === 403 || blocked[n] !== 403) continue;
        sums[row.malicious ? "stopped" : row.hostile ? "hostile" : "others"] += row.requests;
      }
      const untold = history.filter(
        (row, n) => (plain[n] === 400 || plain[n] === 0) && stopper(chosen?.matchers ?? [])(row),
      );
      expect({
        ...sums,
        stopped: sums.stopped + untold.reduce((sum, { requests }) => sum + requests, 0),
      }).toEqual({
        stopped: chosen?.impact.stopped,
        hostile: chosen?.impact.hostile,
        others: chosen?.impact.others,
      });
      expect(untold.length).toBeLessThan(history.length / 100);
    },
    180_000,
  );
});

describe("packet filters", () => {
  const networks = [
    { network: "203.0.113.9/32" },
    { network: "198.51.100.0/24" },
    { network: "2001:db8:5::/64" },
  ];
  const inNamespace = (script: string) => run(["/usr/bin/unshare", "-rn", "/bin/sh", "-euc", script]);
  let isolated = false;
  beforeAll(async () => {
    isolated = (await inNamespace("true")).code === 0;
    if (!isolated && process.env.CI === "true") throw new Error("no network namespace can be made");
  });

  test.skipIf(findProgram("nft") === undefined)(
    "nftables loads, counts what it drops, and is taken back",
    async (context) => {
      if (!isolated) return context.skip("no network namespace can be made");
      const at = place();
      const { files, rollback } = targetOf("nftables").render(order(networks, at, fromMs + 366 * 86_400_000));
      for (const { name, text } of files) writeFileSync(join(at, name), text);
      const [first] = files;
      const nft = findProgram("nft");
      const told = await inNamespace(
        [
          `cd ${at}`,
          `${nft} -c -f ${first?.name}`,
          `${nft} -f ${first?.name}`,
          `${nft} list ruleset`,
          "echo ---",
          ...rollback.map((line) => line.replace(/^nft/, nft ?? "nft")),
          `${nft} list ruleset`,
          "echo end",
        ].join("\n"),
      );
      expect(told.code, told.output).toBe(0);
      const [loaded = "", after = ""] = told.output.split("---\n");
      expect(loaded).toContain("198.51.100.0/24 timeout");
      expect(loaded).toContain("203.0.113.9 timeout");
      expect(loaded).toContain("2001:db8:5::/64 timeout");
      expect(after.trim()).toBe("end");
    },
    30_000,
  );

  test.skipIf(findProgram("ipset") === undefined)(
    "ipset restores its sets",
    async (context) => {
      if (!isolated) return context.skip("no network namespace can be made");
      const at = place();
      const { files } = targetOf("ipset").render(order(networks, at));
      for (const { name, text } of files) writeFileSync(join(at, name), text);
      const ipset = findProgram("ipset");
      const told = await inNamespace(`cd ${at}\n${ipset} restore < ${files[0]?.name}\n${ipset} list`);
      // The kernel of some machines has no such sets; then only the syntax is known.
      if (
        /Kernel (?:error|support)|can't initialize|Cannot open session|cannot be created|protocol/i.test(
          told.output,
        )
      ) {
        if (process.env.CI !== "true")
          return context.skip(`the kernel has no ipset: ${told.output.slice(0, 120)}`);
      }
      expect(told.output).toContain("198.51.100.0/24");
      expect(told.output).toContain("2001:db8:5::/64");
    },
    30_000,
  );
});
