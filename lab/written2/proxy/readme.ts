import { counted, type Label, meaning } from "../set.ts";

export function readMe(labels: readonly Label[], lines: readonly number[]): string {
  const [works, plant, shop] = lines;
  return `# Proxy logs and sensors, second set

Three places of an invented firm, \`vostrand.example\`, from 17 to 19 November 2026. \`labels.json\` says which hosts are sent
client configuration, and which inside clients look themselves up.

| file | lines | what |
| --- | --- | --- |
| \`works-squid.log.gz\` | ${works} | Squid, native form: clients 10.61.x; TLS opened by the proxy except where only \`CONNECT\` is logged; no agents |
| \`plant-eve.json.gz\` | ${plant} | Suricata EVE (\`http\`, \`tls\`, \`dns\`): clients 10.62.x, behind a broker that opens TLS and passes it on as plain HTTP |
| \`shop-http.log.gz\` | ${shop} | Zeek \`http.log\` with tabs: clients 10.63.x, behind such a broker |

${counted(labels)}

**Written, not recorded.** \`lab/written2/proxy\` makes it: some sixty people who open sites many know and sites that one or two
know, what their programs fetch, and servers, devices and tools. Public services stand under their own names, at
documentation addresses; their calls follow what is publicly known of them, not captured traffic. All other outside names end
in \`.example\`. Labels were given with the data, before any detection ran on it, by somebody who had read no rule and no result.

${meaning}

A *beacon* subject is a destination, whoever asks it (of questions in DNS the domain); a *self-lookup* subject is an inside
client. People who opened a page with a collector in it are victims and have no label, nor have the sites they opened.
`;
}
