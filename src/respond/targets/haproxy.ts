/** HAProxy: pattern files of regular expressions, and a rule for the frontend. */
import { agentRegex, exactRegex } from "../block.ts";
import {
  agentsOf,
  type BlockFile,
  blockName,
  heading,
  networksOf,
  pairsOf,
  pathsOf,
  type Target,
} from "../target.ts";

/** Its `path` ends where a query begins, and not where a fragment does. A `#` would begin a comment only where a line does. */
const pathRegex = (path: string) => `${exactRegex(path)}(?:\\x23[^?]*)?`;

export const haproxy: Target = {
  id: "haproxy",
  title: "HAProxy",
  shapes: ["agent-and-path", "agent", "path", "network"],
  source: "https://docs.haproxy.org/2.6/configuration.html#7.1, 2026-11-29",
  render(order) {
    const name = blockName(order);
    const { matchers } = order;
    const list = (part: string, lines: readonly string[]): BlockFile[] =>
      lines.length === 0 ? [] : [{ name: `${name}.${part}.lst`, text: `${lines.join("\n")}\n` }];
    // Each line is a pattern, without any space or sign that the reader of such files would give a meaning.
    const pairs = list(
      "pairs",
      pairsOf(matchers).map(({ agent, path }) => `^${pathRegex(path)}\\x20${agentRegex(agent)}$`),
    );
    const agents = list(
      "agents",
      agentsOf(matchers).map((agent) => `^${agentRegex(agent)}$`),
    );
    const paths = list(
      "paths",
      pathsOf(matchers).map((path) => `^${pathRegex(path)}$`),
    );
    const networks = list("networks", networksOf(matchers));
    const until = Math.floor(order.expiresMs / 1000);
    const deny = (condition: string) =>
      `http-request deny deny_status 403 if { date lt ${until} } ${condition}`;
    const folder = order.place ?? "/etc/haproxy";
    const rules = [
      ...heading(order, "HAProxy, lines for the frontend", "remove these lines; haproxy -c -f; reload"),
      "# The header is taken whole; one that is missing is empty.",
      `http-request set-var(txn.${name}) str()`,
      `http-request set-var(txn.${name}) req.fhdr(user-agent) if { req.fhdr(user-agent) -m found }`,
      ...(pairs.length === 0
        ? []
        : [
            `http-request set-var(txn.${name}_pair) path,concat(" ",txn.${name})`,
            deny(`{ var(txn.${name}_pair) -m reg -f ${folder}/${name}.pairs.lst }`),
          ]),
      ...(agents.length === 0 ? [] : [deny(`{ var(txn.${name}) -m reg -f ${folder}/${name}.agents.lst }`)]),
      ...(paths.length === 0 ? [] : [deny(`{ path -m reg -f ${folder}/${name}.paths.lst }`)]),
      ...(networks.length === 0 ? [] : [deny(`{ src -f ${folder}/${name}.networks.lst }`)]),
    ];
    return {
      files: [
        { name: `${name}.frontend.cfg`, text: `${rules.join("\n")}\n` },
        ...pairs,
        ...agents,
        ...paths,
        ...networks,
      ],
      apply: [
        `Copy the \`.lst\` files to \`${folder}\`, and the lines of \`${name}.frontend.cfg\` into the frontend, before its other http-request rules.`,
        "haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy",
      ],
      rollback: [
        "Remove these lines from the `frontend`.",
        "haproxy -c -f /etc/haproxy/haproxy.cfg && systemctl reload haproxy",
      ],
      expiry: "It stops matching at that second.",
    };
  },
};
