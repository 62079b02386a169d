/** Caddy: maps of regular expressions, and an error for what they tell. */
import { goRegex } from "../block.ts";
import { agentsOf, blockName, heading, networksOf, pairsOf, pathsOf, type Target } from "../target.ts";

/** Scheme and host, which a client may write before the path. */
const requestStart = "(?:[A-Za-z][A-Za-z0-9+.-]*://[^/ ]*)?";
const target = (path: string) => `${requestStart}${goRegex(path)}(?:[?\\x23][^ ]*)?`;
/** None is logged as a dash, and so is one that is a dash: the log does not tell them apart. */
const sent = (agent: string) => (agent === "" ? "-?" : goRegex(agent));

export const caddy: Target = {
  id: "caddy",
  title: "Caddy",
  shapes: ["agent-and-path", "agent", "path", "network"],
  source: "https://caddyserver.com/docs/caddyfile/directives/map and /docs/caddyfile/matchers, 2026-11-29",
  render(order) {
    const name = blockName(order);
    const { matchers } = order;
    const live = `expression \`int({time.now.unix}) < ${Math.floor(order.expiresMs / 1000)}\``;
    const refuse = (part: string, condition: string) => [
      `@${name}_${part} {`,
      `    ${condition}`,
      `    ${live}`,
      "}",
      `error @${name}_${part} 403`,
    ];
    // Nothing in back quotes has a meaning to the reader of such files.
    const mapped = (part: string, source: string, patterns: readonly string[]) =>
      patterns.length === 0
        ? []
        : [
            `map \`${source}\` {${name}_${part}} {`,
            ...patterns.map((pattern) => `    \`~^${pattern}$\` 1`),
            "    default 0",
            "}",
            ...refuse(part, `vars {${name}_${part}} 1`),
          ];
    const agentField = "{http.request.header.User-Agent}";
    const targetField = "{http.request.orig_uri}";
    const networks = networksOf(matchers);
    const text = [
      ...heading(
        order,
        "Caddy, in each site",
        "remove the import of this file; caddy validate; caddy reload",
      ),
      ...mapped(
        "pair",
        `${targetField} ${agentField}`,
        pairsOf(matchers).map(({ agent, path }) => `${target(path)} ${sent(agent)}`),
      ),
      ...mapped("agent", agentField, agentsOf(matchers).map(sent)),
      ...mapped("path", targetField, pathsOf(matchers).map(target)),
      ...(networks.length === 0 ? [] : refuse("net", `remote_ip ${networks.join(" ")}`)),
    ];
    const folder = order.place ?? "/etc/caddy";
    return {
      files: [{ name: `${name}.caddy`, text: `${text.join("\n")}\n` }],
      apply: [
        `Copy \`${name}.caddy\` to \`${folder}\`.`,
        "In the global options: `order error after map`; else a site's own `handle` blocks would come first.",
        `In each site block: \`import ${folder}/${name}.caddy\``,
        "Behind a proxy of your own, with `trusted_proxies` set (2.7 and later), write `client_ip` for `remote_ip` in the file.",
        "caddy validate --config /etc/caddy/Caddyfile --adapter caddyfile && systemctl reload caddy",
      ],
      rollback: [
        "Remove the `import` lines, and the `order` line if it was added for them.",
        "caddy validate --config /etc/caddy/Caddyfile --adapter caddyfile && systemctl reload caddy",
      ],
      expiry: "It stops matching at that second.",
    };
  },
};
