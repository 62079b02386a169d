/** What commands answer in tests of the console: blocks, mails, rules, events and records, with texts that attackers would choose. */
import type { WeighedJson } from "../../../src/report/containment-json.ts";
import type { Outcome } from "../../../src/service/commands.ts";
import { hostile, nowMs } from "./cases.ts";

const hourMs = 3_600_000;
const done = (stdout: string, files: Outcome["files"] = [], stderr = ""): Outcome => ({
  status: 0,
  stdout,
  stderr,
  files,
});
const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");
const none = { count: 0, first: [] } as const;
const texts = Object.values(hostile);

/** Answers as the program would; `asked` keeps the words of each question. */
/** @param given runs what is asked besides what has answers here */
export function fakeCommands(given?: (words: readonly string[], input: string) => Promise<Outcome>): {
  readonly asked: { readonly words: readonly string[]; readonly input: string }[];
  readonly command: (words: readonly string[], input: string) => Promise<Outcome>;
} {
  const asked: { words: readonly string[]; input: string }[] = [];
  return {
    asked,
    command: async (words, input) => {
      asked.push({ words, input });
      if (given !== undefined) return given(words, input);
      const optionOf = (name: string) =>
        words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
      const id = words.at(-1) ?? "";
      switch (words[0]) {
        case "contain":
          if (optionOf("expires") === "soon")
            return {
              status: 1,
              stdout: "",
              stderr:
                "vedette: --expires soon: not a time within the next 366 days.\n  Write 12h, 30d, 4w, or a day such as 2026-12-31.\n",
              files: [],
            };
          return containment(id, optionOf("kind") ?? "mixed", optionOf("expires"));
        case "protect-mail":
          return mails(id);
        case "rules":
          return rules(id);
        case "sql":
          return input.includes("AS middle") ? record(input) : events(input);
        default:
          return done("{}");
      }
    },
  };
}

const nginxFiles = [
  {
    name: "nginx/vedette.map.conf",
    text: `# until a day\nmap $x $y {\n\t"~^a\\x2fb$" 1;\n}\n${"# more\n".repeat(60)}`,
  },
  { name: "nginx/vedette.deny.conf", text: "if ($y) {\n  return 403;\n}\n" },
];

function containment(id: string, kind: string, expires = "30d"): Outcome {
  const files = [
    { name: "README.md", text: `# Containment of ${id}\n\n${texts.join("\n")}\n` },
    { name: "containment.json", text: "{}\n" },
    ...nginxFiles,
    { name: "nftables/vedette.nft", text: "add element inet filter vedette { 203.0.113.9 }\n" },
  ];
  const block = (one: string, title: string, more: object) => ({
    kind: one,
    title,
    pruned: false,
    entries: {
      count: 3,
      first: [`/.env by ${hostile.markup}`, `/x by ${hostile.bidi}`, `/y by ${hostile.escapes}`],
    },
    stopped: 40,
    of_case: 50,
    of_other_cases: 0,
    others: 0,
    other_clients: none,
    left_out: none,
    recommended: false,
    written: one === kind,
    ...more,
  });
  const result: WeighedJson & { readonly case: string; readonly because: string } = {
    case: id,
    because: `Of the blocks that stop nobody else none stops more of the case. ${expires}`,
    expires: new Date(nowMs + 30 * 24 * hourMs).toISOString(),
    candidates: [
      block("agent-and-path", "agent and path", { pruned: true, stopped: 38 }),
      block("mixed", "agents, others on their paths", { recommended: true, stopped: 48 }),
      block("address", "address", {
        stopped: 50,
        others: 7,
        other_clients: {
          count: 60,
          first: [{ source: "198.51.100.4", requests: 7, agent: hostile.markup }],
        },
      }),
      block("network", "network", {
        entries: none,
        stopped: 0,
        left_out: { count: 1, first: [{ what: "203.0.113.0/24", because: "it is of reserved use" }] },
      }),
    ],
    products: [
      {
        id: "nginx",
        title: "nginx",
        files: nginxFiles.map(({ name }) => name),
        stopped: 48,
        left_out: none,
        apply: ["Copy both files to `/etc/nginx`.", "nginx -t && nginx -s reload"],
        rollback: ["Remove both `include` lines.", "nginx -t && nginx -s reload"],
        expiry: "It stops matching at the end of its last day.",
      },
      {
        id: "nftables",
        title: "nftables",
        files: ["nftables/vedette.nft"],
        stopped: 30,
        left_out: { count: 1, first: [{ what: hostile.link, because: "nftables cannot match agent" }] },
        apply: ["nft -f vedette.nft"],
        rollback: ["nft flush set inet filter vedette"],
        expiry: "Each element ends by itself.",
      },
      {
        id: "rpz",
        title: "DNS response policy zone",
        files: [],
        stopped: 0,
        left_out: { count: 1, first: [{ what: "x", because: "DNS cannot match agent" }] },
        apply: [],
        rollback: [],
        expiry: "",
      },
    ],
  };
  return done(
    JSON.stringify(result),
    files,
    `a note of the command ${hostile.markup}\n5 files written to /tmp/x\n`,
  );
}

function mails(id: string): Outcome {
  const result = {
    case: id,
    expires: new Date(nowMs).toISOString(),
    mails: { of_case: 2, caught: 2, at_hand: 40 },
    entries: texts.map((value, at) => ({
      kind: "sender",
      value,
      name: value,
      of_case: 2,
      other_cases: 0,
      others: at,
      would_also_catch: [],
      recommended: at === 0,
      ...(at === 0 ? {} : { why_not: `it would catch others ${value.slice(0, 200)}` }),
    })),
    recipients: ["ann@example.org"],
    products: [
      {
        id: "rspamd",
        title: "Rspamd (multimap)",
        files: ["rspamd/vedette.map"],
        stopped: 2,
        left_out: none,
        apply: ["rspamadm configtest"],
        rollback: ["Remove it."],
        expiry: "Take it back by then.",
      },
    ],
  };
  return done(JSON.stringify(result), [
    { name: "warn-recipients.txt", text: `Do not answer ${hostile.bidi}\n` },
    { name: "rspamd/vedette.map", text: "evil.example\n" },
  ]);
}

function rules(id: string): Outcome {
  const rule = (file: string, title: string) => ({
    file,
    language: "sigma",
    family: "agents",
    title,
    back_test: {
      hits: 9,
      of_case: 9,
      hostile: 0,
      ordinary: 0,
      ordinary_alerts: 0,
      ordinary_clients: 0,
      days: 3.2,
      per_day: 0,
    },
    left_out: [],
  });
  const result = {
    format: "vedette-rules/1",
    case: { id, title: "x", clients: [], hosts: [] },
    samples_kind: "web",
    ordinary_alerts_per_day_max: 1,
    suricata_was_run: false,
    rules: [
      { ...rule("agent.yml", `Agents of the case ${hostile.markup}`), must_fire: [1], must_not_fire: [] },
    ],
    not_offered: [
      { ...rule("paths.yml", "Paths of the case"), because: `it fires on others ${hostile.bidi}` },
    ],
    samples: [],
  };
  return done(JSON.stringify(result), [
    { name: "agent.yml", text: `title: a\ndetection:\n  x: '${hostile.template}'\n` },
  ]);
}

const kinds = ["web", "proxy", "nids", "edr", "mail", "auth"] as const;

/** Events of every kind over the asked span. Their numbers of lines begin at 1; the one of line 13 is in no report. */
function events(statement: string): Outcome {
  const [, from = "0", to = "0"] = /BETWEEN (\d+) AND (\d+)/.exec(statement) ?? [];
  const [begin, end] = [Number(from), Number(to)];
  const count = 60;
  return done(
    lines(
      Array.from({ length: count }, (_, at) => ({
        total: 4_000,
        source: at % kinds.length,
        line: at + 1,
        time_ms: Math.round(begin + ((end - begin) * (at + 0.5)) / count),
        path: `${kinds[at % kinds.length]}.log`,
        kind: kinds[at % kinds.length],
        class: "http",
        entity: at % 3 === 0 ? "e1" : at % 3 === 1 ? "e2" : "",
        who: `203.0.113.${at}`,
        what: at < texts.length ? texts[at] : `GET /${at}.env 404`,
      })),
    ),
  );
}

function record(statement: string): Outcome {
  const line = Number(/recordsPerSource|\* \d+ \+ (\d+)/.exec(statement)?.[1] ?? 1);
  if (line === 13) return done("");
  const around = Number(/DESC LIMIT (\d+)/.exec(statement)?.[1] ?? 1) - 1;
  return done(
    lines(
      Array.from({ length: 2 * around + 1 }, (_, at) => at - around + line)
        .filter((one) => one > 0)
        .map((one) => ({
          source: 1,
          line: one,
          asked: one === line ? 1 : 0,
          time_ms: nowMs + one,
          path: "access.log",
          kind: "web",
          log_format: "ncsa-combined",
          text:
            one === line
              ? `the record of line ${one} ${hostile.markup}`
              : `${one} ${texts[one % texts.length]}`,
          bytes: 400_000,
        })),
    ),
  );
}
