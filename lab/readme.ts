/** The read-me of the samples, written with each recording so that its numbers are that recording's own. */
import { logFiles } from "./logs.ts";
import type { Labels } from "./samples.ts";
import type { SetName } from "./scenarios/all.ts";
import type { Line } from "./spread.ts";

const contents: Readonly<Record<string, string>> = {
  [logFiles.nginxCombined.name]: "nginx, `combined`: the public site, days 3 and 4",
  [`${logFiles.nginxCombined.name}.1.gz`]: "the same log rotated and compressed: days 1 and 2",
  [logFiles.nginxJson.name]: "nginx, JSON (`escape=json`) with key names of its own: the API",
  [logFiles.apacheVhost.name]: "Apache, `vhost_combined`: the intranet wiki and the file store",
  [logFiles.apacheCombined.name]: "Apache, `combined`: the blog, whose `/.env` is exposed",
  [logFiles.apacheForwarded.name]:
    "Apache, combined with `%{X-Forwarded-For}i` at the end: the shop behind nginx at 192.0.2.10; the client is the last address of the last field",
};

const orientation: Readonly<Record<SetName, string>> = {
  first: `The wanted lines, for orientation: \`/.env\` of the blog is served with 200; \`/actuator/env\` of the API is served with 200;
\`/internal/status\` of the API is refused twenty times with 401 and then served; the wiki's \`/server-status\` and \`/config\`
are refused everybody but the signed-in administrator and the monitor.`,
  second: `Addresses were dealt out by chance, without regard to labels. Agents of visitors are drawn from real traffic (\`lab/visitor-agents.txt\`).
Labels follow the intent of the scenario and were written before the program was run on these logs. Dirsearch's client
(\`tool-rotating\`) left no line in this recording and has no label; whatweb asked for two pages only.`,
  third: `192.0.2.0/24 is the trust's own network: its monitors, telephones, employees, and one machine that is not theirs any more. The
other addresses were dealt out by chance, without regard to labels, but for one group of neighbours. Labels follow the intent of the scenario and one question: would
an attentive analyst who read every line of the client hand it on as somebody who gathers configuration or versions? They were
set before any program judged these logs, and without sight of its rules.

The shop's pages below \`/app/\` and the tide clock of the public site fetch \`/config.json\` and \`/tides/env.js\` by themselves for every
visitor; \`/nginx_status\` and the API's \`/metrics\` answer the own network only; the API tells \`/version\` to whoever has the token; the
blog's \`/wp-admin/\` sends away whoever is not signed in. Lines do not show tokens or cookies, only what came of them.`,
};

export function samplesReadme(
  set: SetName,
  files: ReadonlyMap<string, readonly Line[]>,
  labels: Labels,
): string {
  const rows = [...files].map(
    ([name, lines]) =>
      `| \`${name}\` | ${lines.length} | ${contents[name] ?? contents[name.replace(/\.gz$/, "")]?.replace(/: the public site, days 3 and 4$/, ": the public site") ?? ""} |`,
  );
  const count = (label: string): number => labels.clients.filter((client) => client.label === label).length;
  const chromium = labels.clients.filter(
    ({ program, label }) => program === "chromium" && label === "benign",
  ).length;
  const replays = labels.clients.filter(({ program }) => program === "replay").length;
  const versions = Object.entries(labels.programs).map(([name, version]) => `${name} ${version}`);
  return `# Sample logs

Web server logs in which ${labels.clients.length} clients are known: ${count("scanner")} look for client configuration or versions,
${count("benign")} do not, and for ${count("judgement")} it depends. \`labels.json\` says which is which, what each client does, which program
it was, and in which files its lines are.

| file | lines | what it is |
| --- | --- | --- |
${rows.join("\n")}

Lines keep the format of the servers as Debian configures them, or as the table says. nginx wrote in UTC and Apache in
UTC+1, so the offset in the time stamp counts. Browsers reach the public site over HTTP/2, most tools over HTTP/1.1; behind
the proxy everything is HTTP/1.0, as nginx has it by default.

## How it was recorded

By \`lab/record.ts\`: real nginx and Apache on one machine, in network namespaces without a way out, and real clients
driven at them. ${labels.clients.length - replays} clients are real programs; ${replays} are replays (\`"program": "replay"\`): a small client that sends the
listed requests with the listed agent, where driving the real program was not practical (most ordinary browsers, telephone
applications, probes of a cloud) or where the agent is a forgery anyway.${
    chromium === 0
      ? ""
      : ` Of the ordinary
browsers, ${chromium} are a real Chromium whose agent text was replaced, since a headless one announces itself.`
  }

Programs: ${versions.join(", ")}.

Recorded ${labels.recorded_at}. **Times are shifted.** ${labels.times_shifted.replace(/^Yes\. /, "")}

## Addresses and names

All addresses are of the documentation ranges (192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24, 2001:db8::/32), all names
end in \`.example\`; people, passwords and the exposed "secrets" are invented. Agents that name a real product are in the
public form that the product documents; nothing here was sent by those products or their makers.

Labels: *scanner* asks for configuration or versions without any business to; *benign* is ordinary; *judgement* depends on
what only the organisation knows (is this scanner registered? may a program read our pages?).

${orientation[set]}
`;
}
