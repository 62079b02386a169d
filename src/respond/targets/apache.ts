/** Apache httpd 2.4: conditions that are merged last and deny. */
import { agentRegex } from "../block.ts";
import {
  agentsOf,
  type BlockOrder,
  blockName,
  chunked,
  heading,
  networksOf,
  pairsOf,
  pathsOf,
  type Target,
  targetRegex,
} from "../target.ts";

/** httpd reads lines of 8192 bytes, longer ones with continuations up to a limit of its own. */
const lineBytesMax = 6000;

/** A method, and what a client may write before the path of a request. */
const requestStart = "[^ ]+ (?:[A-Za-z][A-Za-z0-9+.-]*://[^/ ]*)?";

const version = " HTTP/[0-9.]+";
/**
 * What follows a path. A request of HTTP/0.9 ends with it, and has no agent. Under another agent the version must stand there:
 * else an agent that begins like one would be another's.
 */
const afterPath = (agent: string) => `${agent === "" ? `(?:${version})?` : version} ${agentRegex(agent)}`;

/** `%Y%m%d%H%M%S`, as `%{TIME}` is written. */
function stamp(ms: number): string {
  return new Date(ms).toISOString().replaceAll(/[-:T]/g, "").slice(0, 14);
}

function conditions({ matchers }: BlockOrder): string[] {
  const alternatives = (of: string, patterns: readonly string[], before = "", after = "") =>
    chunked(patterns, lineBytesMax).map((some) => `${of} =~ m#^${before}(?:${some.join("|")})${after}$#`);
  return [
    ...alternatives(
      "'%{THE_REQUEST} %{HTTP_USER_AGENT}'",
      pairsOf(matchers).map(({ agent, path }) => `${targetRegex(path)}${afterPath(agent)}`),
      requestStart,
    ),
    ...alternatives("%{HTTP_USER_AGENT}", agentsOf(matchers).map(agentRegex)),
    ...alternatives("%{THE_REQUEST}", pathsOf(matchers).map(targetRegex), requestStart, `(?:${version})?`),
    ...networksOf(matchers).map((network) => `%{REMOTE_ADDR} -ipmatch '${network}'`),
  ];
}

export const apache: Target = {
  id: "apache",
  title: "Apache httpd 2.4",
  shapes: ["agent-and-path", "agent", "path", "network"],
  source: "https://httpd.apache.org/docs/2.4/expr.html, 2026-11-29",
  render(order) {
    const name = blockName(order);
    const text = [
      ...heading(
        order,
        "Apache httpd, in the server configuration",
        "a2disconf this file, or remove its Include; apachectl configtest; apachectl graceful",
      ),
      ...conditions(order).flatMap((condition) => [
        `<If "%{TIME} -lt ${stamp(order.expiresMs)} && ${condition}">`,
        "    Require all denied",
        "</If>",
      ]),
    ];
    return {
      files: [{ name: `${name}.conf`, text: `${text.join("\n")}\n` }],
      apply: [
        `Copy \`${name}.conf\` to \`${order.place ?? "/etc/apache2"}\`.`,
        `In the server configuration: \`Include ${order.place ?? "/etc/apache2"}/${name}.conf\``,
        "apachectl configtest && apachectl graceful",
      ],
      rollback: ["Remove the `Include` line.", "apachectl configtest && apachectl graceful"],
      expiry:
        "It stops matching at that time by the server's own clock, which may stand in another zone than UTC.",
    };
  },
};
