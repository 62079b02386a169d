/** Squid: one file of access lists with regular expressions of POSIX, an agent at a time. */
import type { Matcher } from "../block.ts";
import {
  agentsOf,
  blockName,
  chunked,
  domainsOf,
  heading,
  networksOf,
  pathsByAgent,
  pathsOf,
  type Target,
} from "../target.ts";

/** A text as an extended regular expression of POSIX without any space, quote or number sign of its own. */
export function posixRegex(text: string): string {
  return [...text]
    .map((char) => {
      if (/[A-Za-z0-9\u0080-\u{10ffff}]/u.test(char)) return char;
      if (char === " ") return "[[:blank:]]";
      if (char === "^" || char === "\\") return `\\${char}`;
      // A bracket holds any other sign as itself.
      return char === "]" ? "[]]" : `[${char}]`;
    })
    .join("");
}

/**
 * Squid reads its configuration in lines of 8192 bytes; the rest of a longer one would be a line of its own. Patterns that stand
 * in one line are compiled as one.
 */
const lineBytesMax = 6000;

const posixBytes = (text: string) => Buffer.byteLength(posixRegex(text));

export const squid: Target = {
  id: "squid",
  title: "Squid",
  shapes: ["agent-and-path", "agent", "path", "network", "domain"],
  source: "http://www.squid-cache.org/Doc/config/acl/, 2026-11-29",
  cannot({ agent = "", path = "" }: Matcher) {
    if (/\p{Cc}/u.test(agent + path)) return "it holds a control character, which its configuration cannot";
    // Its patterns have no escapes, and whoever reads the file would see another text.
    if (/[\p{Cf}\p{Zl}\p{Zp}]/u.test(agent + path))
      return "it holds a character that is invisible or turns text round, which its configuration would hold as it is";
    if (/%[0-9A-Fa-f]{2}/.test(path))
      return "Squid compares paths decoded, so what was sent encoded is not told";
    if (Math.max(posixBytes(agent), posixBytes(path)) > lineBytesMax)
      return "its configuration holds no line that long";
    return agent === "" && path === ""
      ? undefined
      : agent.trim() !== agent
        ? "it begins or ends with a space"
        : undefined;
  },
  render(order) {
    const name = blockName(order);
    const { matchers } = order;
    const folder = order.place ?? "/etc/squid";
    const rules: string[] = [];
    // Values stand in the file itself: no pattern begins with a quote, a number sign or a hyphen, or holds a space.
    const acl = (part: string, type: string, values: readonly string[]) => {
      for (const some of chunked(values, lineBytesMax))
        rules.push(`acl ${name}_${part} ${type} ${some.join(" ")}`);
    };
    const target = (path: string) => `^${posixRegex(path)}([?#].*)?$`;
    for (const [n, [agent, paths]] of pathsByAgent(matchers).entries()) {
      acl(`paths${n}`, "urlpath_regex", paths.map(target));
      // No pattern of an agent matches where there is none.
      if (agent === "")
        rules.push(
          `acl ${name}_some req_header User-Agent .`,
          `acl ${name}_dash browser ^-$`,
          `http_access deny !${name}_some ${name}_paths${n}`,
          // None is logged as a dash, and so is one that is a dash: the log does not tell them apart.
          `http_access deny ${name}_dash ${name}_paths${n}`,
        );
      else {
        acl(`agent${n}`, "browser", [`^${posixRegex(agent)}$`]);
        rules.push(`http_access deny ${name}_agent${n} ${name}_paths${n}`);
      }
    }
    const agents = agentsOf(matchers);
    if (agents.length > 0) {
      acl(
        "agents",
        "browser",
        agents.map((agent) => `^${posixRegex(agent)}$`),
      );
      rules.push(`http_access deny ${name}_agents`);
    }
    const paths = pathsOf(matchers);
    if (paths.length > 0) {
      acl("paths", "urlpath_regex", paths.map(target));
      rules.push(`http_access deny ${name}_paths`);
    }
    const networks = networksOf(matchers);
    if (networks.length > 0) {
      acl("networks", "src", networks);
      rules.push(`http_access deny ${name}_networks`);
    }
    const domains = domainsOf(matchers);
    if (domains.length > 0) {
      // With a dot before it a name stands for itself and all below it.
      acl(
        "domains",
        "dstdomain",
        domains.map((domain) => `.${domain}`),
      );
      rules.push(`http_access deny ${name}_domains`);
    }
    const head = heading(
      order,
      "Squid, before the first http_access allow",
      "remove the include of this file; squid -k parse; squid -k reconfigure",
    );
    return {
      files: [{ name: `${name}.squid.conf`, text: `${[...head, ...rules].join("\n")}\n` }],
      apply: [
        `Copy it to \`${folder}\`; in \`squid.conf\`, before the first \`http_access allow\`: \`include ${folder}/${name}.squid.conf\``,
        "squid -k parse && squid -k reconfigure",
      ],
      rollback: ["Remove the `include` line.", "squid -k parse && squid -k reconfigure"],
      expiry: "Squid knows no date: take it back by then.",
    };
  },
};
