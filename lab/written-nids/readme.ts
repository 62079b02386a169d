/** The page beside the NIDS samples, made from their labels. */
interface Subject {
  value: string;
  label: string;
  class: string;
  behaviour: string;
  judgement_why?: string;
}

const what: Readonly<Record<string, string>> = {
  "eve.json.gz":
    "Suricata EVE: `flow`, `alert`, `smb`, `dcerpc`, `rdp`, `snmp`, `mdns`, `dhcp`, `arp`, `tls`, `http` of the first site (10.50.x)",
  "zeek-conn.log.gz": "Zeek `conn.log`, tab-separated, of the second site (10.60.x)",
  "zeek-notice.log.gz": "Zeek `notice.log`",
  "zeek-ssl.log.gz": "Zeek `ssl.log` with a `ja4` column",
  "zeek-http.log.gz":
    "Zeek `http.log`, of requests whose TLS the sensor could open (same `uid` as in `ssl.log`)",
};

export function nidsReadme(
  files: ReadonlyMap<string, readonly string[]>,
  labels: { made: string; date: string; subjects: readonly Subject[] },
): string {
  const rows = [...files].map(([name, lines]) => `| \`${name}\` | ${lines.length} | ${what[name] ?? ""} |`);
  const classes = [...new Set(labels.subjects.map((one) => one.class))];
  const counts = classes.map((kind) => {
    const of = (label: string) =>
      labels.subjects.filter((one) => one.class === kind && one.label === label).length;
    return `| ${kind} | ${of("collector")} | ${of("benign")} | ${of("judgement")} |`;
  });
  const lists = ["collector", "judgement", "benign"].map((label) => {
    const table = labels.subjects
      .filter((one) => one.label === label)
      .map(
        ({ value, class: kind, behaviour, judgement_why }) =>
          `| \`${value}\` | ${kind} | ${behaviour}${judgement_why === undefined ? "" : ` (${judgement_why})`} |`,
      );
    return `### ${label}\n\n| address | class | what it does |\n| --- | --- | --- |\n${table.join("\n")}\n`;
  });
  return `# Labelled NIDS records

Who asks the workstations of one invented company about themselves, beside servers, people and devices that talk to many
hosts because that is their work. \`labels.json\` says which is which; every subject is an address.

| file | lines | what it is |
| --- | --- | --- |
${rows.join("\n")}

| class | collector | benign | judgement |
| --- | --- | --- | --- |
${counts.join("\n")}

## How it was made (${labels.date})

${labels.made.replace(/\. /g, ".\n")} Run again with \`node dist/lab/written-nids/write.js\`.

Networks: 10.50.0.x and 10.60.0.x servers, .10.x and .11.x workstations, 10.50.20.x printers, 10.50.30.x guests, .40.x switches,
.200.x the VPN's range. Outside addresses are of the documentation ranges.

## Who is who

${lists.join("\n")}`;
}
