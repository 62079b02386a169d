/** What people write for the program: format strings, policies, registers, settings, playbooks, lists, times. */
import { readRegister } from "../../../src/assess/register-file.ts";
import { readEarlier } from "../../../src/assess/since-file.ts";
import { readSettings } from "../../../src/cli/settings-file.ts";
import { parseTime, parseZone } from "../../../src/cli/times.ts";
import { loadContent } from "../../../src/content/load.ts";
import { importPlaybook } from "../../../src/content/playbook/import.ts";
import { loadWords } from "../../../src/content/playbook/words.ts";
import { withPolicy } from "../../../src/content/policies.ts";
import { readBaseline } from "../../../src/detect/baseline-file.ts";
import { VedetteError } from "../../../src/errors.ts";
import { dialectOf } from "../../../src/ingest/format-string.ts";
import { compileTemplate } from "../../../src/ingest/template.ts";
import { readBlockList } from "../../../src/respond/lists.ts";
import { hold, type Target } from "../target.ts";
import { passingFile } from "./passing-file.ts";
import { fileSeeds, textSeeds } from "./seeds.ts";

/** An error that people can act on: it has a hint, and no stack of the program in its text. */
const refuses = (thrown: unknown) => {
  if (!(thrown instanceof VedetteError)) return false;
  hold(thrown.message.length < 4_000 && !/\n\s+at /.test(thrown.message), "an error is short");
  return true;
};

const content = loadContent();
const words = loadWords();

const formatStrings: Target = {
  name: "format strings",
  family: "settings",
  covers: /\/ingest\/(format-string|template|squid-(plan|directives|encoding)|escapes)[a-z-]*\.js/,
  seeds: () =>
    textSeeds(
      '%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-Agent}i"',
      '%v:%p %a %{X-Forwarded-For}i [%{%F %T}t] %D %{ms}T "%m %U%q %H" %>s %O',
      "%h|%v|%U|%>s|%{A}i|%{B}i",
      '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time',
      '{"time":"$time_iso8601","ip":"$remote_addr","agent":"$http_user_agent"}',
      "%ts.%03tu %6tr %>a %Ss/%03>Hs %<st %rm %ru %[un %Sh/%<a %mt",
      '%>a %ui %un [%tl] "%rm %ru HTTP/%rv" %>Hs %<st "%{Referer}>h" "%{User-Agent}>h" %Ss:%Sh',
    ),
  words: [
    "%",
    "%%",
    "%{",
    "}i",
    "}t",
    "%!200,304{a}i",
    "$",
    "$" + "{a}",
    '\\"',
    "\\t",
    "[",
    "]",
    "%h",
    "$remote_addr",
    "%>a",
    "%03",
    "%<",
    "%{%s}t",
    "%{x}^ti",
  ],
  bytesMax: 2_000,
  refuses,
  run: (input) => {
    const text = input.toString("utf8");
    const { plan, matches, stopsAt } = compileTemplate(dialectOf(text), text, false);
    hold(Object.keys(plan).length > 0, "a format string has a plan");
    for (const record of [
      "203.0.113.9",
      text,
      "a".repeat(500),
      '203.0.113.9 - - [04/May/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"',
    ]) {
      matches(record);
      stopsAt(record);
    }
  },
};

const policies: Target = {
  name: "policies",
  family: "settings",
  covers: /\/content\/(policies|check)\.js/,
  seeds: () =>
    textSeeds(
      "id: site\ntitle: Site\nextends: quiet\n",
      ...fileSeeds("content/policy/profiles", /\.yaml$/).map((seed) =>
        seed.toString().replace(/^id: .*$/m, "id: site"),
      ),
    ),
  words: [
    "id: ",
    "extends: ",
    "rules:\n  ",
    "action: escalate",
    "priority: now",
    "thresholds:\n",
    "&a ",
    "*a",
    "!!js/function x",
    "<<: ",
    "[1e999]",
    "? ",
    "--- ",
    "{}",
    "\t",
  ],
  bytesMax: 6_000,
  refuses,
  run: (input) => {
    const changed = withPolicy(content, passingFile("policy.yaml", input));
    hold(changed.policy.id !== content.policy.id, "a policy of a site has an id of its own");
    hold(changed.policy.rules.length === content.policy.rules.length, "no rule is lost");
  },
};

const registers: Target = {
  name: "registers",
  family: "settings",
  covers: /\/assess\/register-file\.js/,
  seeds: () =>
    textSeeds(
      "register: 1\nentries:\n  - id: J-1\n    source: [192.0.2.10]\n    agent: ['Nessus*']\n    owner: IT security\n    reason: weekly scan\n    expires: 2027-03-01\n",
      "register: 1\nentries:\n  - id: J-2\n    source: [192.0.2.0/24]\n    path: [/status]\n    owner: a\n    reason: b\n    expires: 2026-12-31\n  - id: J-3\n    host: [srv1]\n    program: ['*/nessusd']\n    owner: a\n    reason: b\n    expires: 2026-12-31\n",
    ),
  words: [
    "- id: ",
    "source: ",
    "expires: ",
    "2026-02-30",
    "/33",
    "::/0",
    "0.0.0.0/0",
    "'*'",
    "&a",
    "*a",
    "null",
    "[]",
    "{}",
  ],
  bytesMax: 6_000,
  refuses,
  run: (input) => {
    const { entries } = readRegister(passingFile("register.yaml", input));
    for (const { id, owner, reason } of entries)
      hold(id !== "" && owner !== "" && reason !== "", "an entry says who answers, and why");
  },
};

const settings: Target = {
  name: "settings files",
  family: "settings",
  covers: /\/cli\/settings-file\.js/,
  seeds: () =>
    textSeeds(
      "policy: quiet\ninternal:\n  - 10.0.0.0/8\ntz: Europe/Berlin\n",
      "trusted_proxy: [192.0.2.1]\nlog_format:\n  - '%h %l'\n",
    ),
  words: ["policy: ", "store: ", "[", "]", "- ", "&a", "*a", "~", "0x1f", "!!binary x"],
  bytesMax: 3_000,
  refuses,
  run: (input) => {
    hold(typeof readSettings(passingFile("vedette.yaml", input)) === "object", "settings are a map");
  },
};

const playbooks: Target = {
  name: "playbooks",
  family: "settings",
  covers: /\/content\/playbook\//,
  seeds: () => [
    ...textSeeds(
      "# T1592.004\n\n| Section | Content |\n|---|---|\n| **(P) Preparation** | 1. Baselines<br>2. Logs |\n| Key indicators | - Unusual agents<br>- Probing of `/config` |\n| Questions | 1. Is there scanning? |\n| Decision | Escalate if **access** without right |\n| Containment | 1. Block the agent |\n",
    ),
  ],
  words: [
    "|",
    "|---|",
    "<br>",
    "<li>",
    "**",
    "- ",
    "1. ",
    "Key indicators",
    "Decision",
    "\\|",
    "```",
    "&nbsp;",
    "[x](y)",
  ],
  bytesMax: 16_000,
  refuses,
  run: (input) => {
    const { playbook, notes } = importPlaybook("playbook.md", input.toString("utf8"), content, words);
    hold(
      new Set(playbook.clauses.map(({ id }) => id)).size === playbook.clauses.length,
      "each clause has an id of its own",
    );
    for (const { line } of notes) hold(line >= 0, "a note has a line");
  },
};

const reports: Target = {
  name: "earlier reports",
  family: "settings",
  covers: /\/assess\/(since-file|report-json)\.js/,
  seeds: () =>
    textSeeds(
      '{"schema":"vedette.report/v1","generated_at":"2026-05-04T10:00:00.000Z","cases":[{"id":"C-0123456789","action":"watch","entities":["ip:203.0.113.9"],"findings":["F-1"],"last":"2026-05-04T10:00:00.000Z"}],"findings":[{"id":"F-1","count":3}]}',
    ),
  words: [
    '"id":',
    '"cases":[',
    "null",
    "[]",
    "{}",
    "1e999",
    '"__proto__":',
    "C-0123456789",
    '"background":true',
  ],
  bytesMax: 12_000,
  refuses,
  run: (input) => {
    const { cases } = readEarlier(passingFile("report.json", input));
    for (const { id } of cases) hold(/^C-[0-9a-f]{10}$/.test(id), "a case has an id");
  },
};

const baselines: Target = {
  name: "baselines",
  family: "settings",
  covers: /\/detect\/baseline-file\.js/,
  seeds: () =>
    textSeeds(
      '{"schema":"vedette.baseline/v1","from":"2026-05-04T10:00:00.000Z","to":null,"days":1,"clients":3,"clients_left_out":0,"requests":9,"agents_left_out":0,"paths_left_out":0,"agents":[{"template":"curl/N.N.N","clients":3,"days":1,"first":"2026-05-04","last":null}],"paths":[{"domain":"a","path":"/b","visitors":2}]}',
    ),
  words: ['"agents":[', '"template":', "null", "[]", "-1", "1e999", '"2026-02-30"', '"__proto__":'],
  bytesMax: 12_000,
  refuses,
  run: (input) => {
    const { baseline } = readBaseline(passingFile("baseline.json", input));
    for (const { clients } of baseline.agents)
      hold(Number.isInteger(clients) && clients >= 0, "clients are counted");
  },
};

const blockLists: Target = {
  name: "block lists of others",
  family: "settings",
  covers: /\/respond\/(list|lists)[a-z-]*\.js/,
  seeds: () =>
    textSeeds(
      'deny 203.0.113.9;\ndeny 198.51.100.0/24;\nif ($http_user_agent ~* "(nikto|sqlmap)") { return 403; }\nmap $http_user_agent $bad { default 0; ~*zgrab 1; }\n',
      "<RequireAll>\nRequire all granted\nRequire not ip 203.0.113.9\n</RequireAll>\nRewriteEngine On\nRewriteCond %{HTTP_USER_AGENT} ^curl [NC,OR]\nRewriteCond %{REMOTE_ADDR} ^203\\.\nRewriteRule ^ - [F]\n",
      "acl bad src 203.0.113.9 198.51.100.0/24\nacl ua req.hdr(User-Agent) -m sub -i nikto\nhttp-request deny if bad || ua\n",
      "-A INPUT -s 203.0.113.9/32 -p tcp --dport 443 -j DROP\nadd blocked 198.51.100.0/24 timeout 600\nip saddr { 203.0.113.9, 198.51.100.0/24 } drop\n",
      '{"decisions":[{"value":"203.0.113.9","type":"ban","scope":"Ip"}]}',
      "203.0.113.9\n198.51.100.0/24 # x\n2001:db8::/32\n",
    ),
  words: [
    "deny ",
    "allow ",
    "{",
    "}",
    ";",
    "Require not ",
    "RewriteCond ",
    "[OR]",
    "[F]",
    "acl a ",
    "!",
    "-j DROP",
    "(?i)",
    "~*",
    "\\",
    "$(",
    "-f file.lst",
    " if ",
    " unless ",
  ],
  bytesMax: 8_000,
  refuses,
  run: (input) => {
    const { entries, leftOut } = readBlockList("list", input.toString("utf8"));
    hold(entries.length > 0, "a list without entries is refused");
    for (const { because } of leftOut) hold(because !== "", "what is left out has a reason");
  },
};

const times: Target = {
  name: "times",
  family: "settings",
  covers: /\/cli\/times\.js/,
  seeds: () => textSeeds("2026-05-17", "2026-05-17T10:00:00.123Z", "2026-05-17 10:00+02:00", "-6h", "now"),
  words: ["-", ":", "T", "Z", "+14:00", "d", "w", "99", "02-30", "9999999999"],
  bytesMax: 80,
  refuses,
  run: (input) => {
    const time = parseTime(input.toString("utf8"), Date.UTC(2026, 4, 4), "from");
    hold(!Number.isNaN(new Date(time).getTime()), "a time is one");
  },
};

const zones: Target = {
  name: "zones",
  family: "settings",
  covers: /\/cli\/times\.js/,
  seeds: () => textSeeds("Europe/Berlin", "UTC", "America/Argentina/Buenos_Aires"),
  words: ["Etc/GMT+5", "/", "_", "+01:00", "../", "local"],
  bytesMax: 80,
  refuses,
  run: (input) => {
    const zone = parseZone(input.toString("utf8"));
    hold(new Intl.DateTimeFormat("en", { timeZone: zone }).format(0) !== "", "a zone is one");
  },
};

export const settingsTargets: readonly Target[] = [
  formatStrings,
  policies,
  registers,
  settings,
  playbooks,
  reports,
  baselines,
  blockLists,
  times,
  zones,
];
