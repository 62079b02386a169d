/** nginx: maps of regular expressions, a geo block, and a deny in the server. */
import { agentRegex, exactRegex } from "../block.ts";
import {
  agentsOf,
  type BlockOrder,
  before,
  blockName,
  heading,
  networksOf,
  pairsOf,
  pathsOf,
  type Target,
  targetRegex,
} from "../target.ts";

const dayMs = 86_400_000;
/** nginx reads its configuration in buffers of 4096 bytes, and a word of it must lie in one. */
const tokenBytesMax = 4000;

function mapFile(order: BlockOrder, name: string): string {
  const { matchers } = order;
  const entry = (pattern: string) => `    "~${pattern}" 1;`;
  const map = (from: string, to: string, patterns: readonly string[]) =>
    patterns.length === 0 ? [] : [`map ${from} $${to} {`, "    default 0;", ...patterns.map(entry), "}"];
  const pairs = pairsOf(matchers).map(({ agent, path }) => `^${targetRegex(path)} ${agentRegex(agent)}$`);
  const agents = agentsOf(matchers).map((agent) => `^${agentRegex(agent)}$`);
  const paths = pathsOf(matchers).map((path) => `^${targetRegex(path)}$`);
  const networks = networksOf(matchers);
  const parts = [
    ...(pairs.length > 0 ? [`${name}_pair`] : []),
    ...(agents.length > 0 ? [`${name}_agent`] : []),
    ...(paths.length > 0 ? [`${name}_path`] : []),
    ...(networks.length > 0 ? [`${name}_net`] : []),
  ];
  return `${[
    ...heading(
      order,
      "nginx, in the http block",
      `remove the include of ${name}.deny.conf, then of this file; nginx -t; nginx -s reload`,
    ),
    ...map('"$request_uri $http_user_agent"', `${name}_pair`, pairs),
    ...map("$http_user_agent", `${name}_agent`, agents),
    ...map("$request_uri", `${name}_path`, paths),
    ...(networks.length === 0
      ? []
      : [`geo $${name}_net {`, "    default 0;", ...networks.map((network) => `    ${network} 1;`), "}"]),
    // It ends by itself, with the day of the server's clock on which the time is up.
    ...map("$time_iso8601", `${name}_live`, [
      before(new Date(order.expiresMs + dayMs).toISOString().slice(0, 10)),
    ]),
    `map "$${name}_live:${parts.map((part) => `$${part}`).join("")}" $${name} {`,
    "    default 0;",
    '    "~^1:.*1" 1;',
    "}",
  ].join("\n")}\n`;
}

export const nginx: Target = {
  id: "nginx",
  title: "nginx",
  shapes: ["agent-and-path", "agent", "path", "network"],
  source: "https://nginx.org/en/docs/http/ngx_http_map_module.html, 2026-11-29",
  cannot({ agent = "", path = "" }) {
    return exactRegex(agent).length + exactRegex(path).length > tokenBytesMax
      ? "nginx reads no pattern that long"
      : undefined;
  },
  render(order) {
    const name = blockName(order);
    const folder = order.place ?? "/etc/nginx";
    const deny = [
      ...heading(
        order,
        "nginx, in each server block that is to be protected",
        "remove the include of this file; nginx -t; nginx -s reload",
      ),
      `if ($${name}) { return 403; }`,
    ];
    return {
      files: [
        { name: `${name}.map.conf`, text: mapFile(order, name) },
        { name: `${name}.deny.conf`, text: `${deny.join("\n")}\n` },
      ],
      apply: [
        `Copy both files to \`${folder}\`.`,
        `In the http block: \`include ${folder}/${name}.map.conf;\``,
        `In each server block: \`include ${folder}/${name}.deny.conf;\``,
        "nginx -t && nginx -s reload",
      ],
      rollback: ["Remove both `include` lines.", "nginx -t && nginx -s reload"],
      expiry:
        "It stops matching at the end of its last day by the server's clock; the files may be removed then.",
    };
  },
};
