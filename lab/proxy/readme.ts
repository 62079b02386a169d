/** The page beside the proxy samples, made from their labels. */
import type { Judged, Subject } from "./labels.ts";
import { packages } from "./libraries.ts";

const what: Readonly<Record<string, string>> = {
  "head-office.log.gz":
    "Squid, `combined`: clients 10.20.x, TLS opened by the proxy, so that addresses of HTTPS are there",
  "branch.log.gz": "Squid, native: clients 10.30.x, TLS not opened (`CONNECT` only), no agents",
  "eve.json.gz":
    "Suricata EVE (`http`, `tls`, `dns`): clients 10.40.x with an even last number; written, see below",
  "zeek-http.log.gz": "Zeek `http.log`, JSON: clients 10.40.x with an odd last number; written",
  "zeek-ssl.log.gz": "Zeek `ssl.log`, JSON: the same; written",
  "zeek-dns.log.gz": "Zeek `dns.log`, JSON: the same; written",
};

const count = (subjects: readonly Subject[], kind: string, label: string) =>
  subjects.filter((one) => one.class === kind && one.label === label).length;

export function proxyReadme(
  texts: ReadonlyMap<string, readonly string[]>,
  { made, date, subjects }: Judged,
): string {
  const files = [...texts].map(([file, lines]) => `| \`${file}\` | ${lines.length} | ${what[file] ?? ""} |`);
  const kinds = ["beacon", "self-lookup", "browsing"].map((kind) => {
    const numbers = ["collector", "benign", "judgement"].map((label) => count(subjects, kind, label));
    return `| ${kind} | ${numbers.join(" | ")} |`;
  });
  const lists = ["collector", "judgement", "benign"].map((label) => {
    const rows = subjects
      .filter((one) => one.label === label && one.class !== "browsing")
      .map(
        ({ value, class: kind, behaviour, judgement_why }) =>
          `| \`${value}\` | ${kind} | ${behaviour}${judgement_why === undefined ? "" : ` (${judgement_why})`} |`,
      );
    return `### ${label}\n\n| subject | class | what it does |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
  });
  const libraries = Object.entries(packages).map(([name, licence]) => `\`${name}\` (${licence})`);
  return `# Labelled proxy logs

Traffic of one invented company that leaves through a proxy or past a sensor: pages and scripts that collect what a
client is, beside the analytics, advertisements and updates that look like it. \`labels.json\` says which is which.

| file | lines | what it is |
| --- | --- | --- |
${files.join("\n")}

| class | collector | benign | judgement |
| --- | --- | --- | --- |
${kinds.join("\n")}

A *beacon* subject is a destination (host name; of questions in DNS the domain), whoever asks it. A *self-lookup* subject is
an inside client. *browsing* subjects are clients that open nothing but ordinary pages. Clients that opened a page with a
collector in it are victims and have no label.

## How it was made (${date})

${made.replace(/\. /g, ".\n")}

Run again with \`lab/proxy/record.ts\` (see \`lab/README.md\`): the same clients, destinations and order; times, sizes, random
numbers and what Chromium says of its machine (memory, graphics) follow the machine.

Libraries in the pages, from npm: ${libraries.join(", ")}.

Names of real services stand for themselves, since telling them apart is the question; all values are invented or the
laboratory browser's. Parameters follow what is publicly known of each service, not captured traffic.

## Who is who

${lists.join("\n")}`;
}
