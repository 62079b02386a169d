/** Traefik 3: routers before all others, with a middleware that lets nobody pass. */
import { goRegex } from "../block.ts";
import {
  agentsOf,
  blockName,
  chunked,
  heading,
  networksOf,
  pathsByAgent,
  pathsOf,
  type Target,
} from "../target.ts";

const ruleBytesMax = 6000;
/** Of two routers that match the one with the larger number is taken; else it is the length of its rule. */
const priority = 1_000_000_000;

/** Nothing in back quotes has a meaning to the reader of rules, and no single quote is in them for that of YAML. */
const anyOf = (patterns: readonly string[]) => `\`^(?:${patterns.join("|")})$\``;
const agentRule = (patterns: readonly string[]) => `HeaderRegexp(\`User-Agent\`, ${anyOf(patterns)})`;
const noAgent = "!HeaderRegexp(`User-Agent`, `.`)";
/** A fragment, which no browser sends, is part of the path to Go. */
const pathRegex = (path: string) => `${goRegex(path)}(?:\\x23.*)?`;
const pathRules = (paths: readonly string[]) =>
  chunked(paths.map(pathRegex), ruleBytesMax).map((some) => `PathRegexp(${anyOf(some)})`);

/** None is logged as a dash, and so is one that is a dash: the log does not tell them apart. */
const agentRules = (agents: readonly string[]) => [
  ...chunked(
    agents.map((agent) => (agent === "" ? "-" : goRegex(agent))),
    ruleBytesMax,
  ).map(agentRule),
  ...(agents.includes("") ? [noAgent] : []),
];

export const traefik: Target = {
  id: "traefik",
  title: "Traefik 3",
  shapes: ["agent-and-path", "agent", "path", "network"],
  source:
    "https://doc.traefik.io/traefik/v3.8/reference/routing-configuration/http/routing/rules-and-priority/, 2026-11-29",
  cannot({ path = "" }) {
    return /%[0-9A-Fa-f]{2}/.test(path)
      ? "Traefik compares paths decoded, so what was sent encoded is not told"
      : undefined;
  },
  render(order) {
    const name = blockName(order);
    const { matchers } = order;
    const rules = [
      ...pathsByAgent(matchers).flatMap(([agent, paths]) =>
        pathRules(paths).flatMap((path) => agentRules([agent]).map((by) => `${by} && ${path}`)),
      ),
      ...agentRules(agentsOf(matchers)),
      ...pathRules(pathsOf(matchers)),
      ...chunked(networksOf(matchers), ruleBytesMax / 4).map((some) =>
        some.map((network) => `ClientIP(\`${network}\`)`).join(" || "),
      ),
    ];
    const router = (rule: string, n: number, secure: boolean) => [
      `    ${name}_${n}${secure ? "_tls" : ""}:`,
      `      rule: '${rule}'`,
      `      priority: ${priority}`,
      `      middlewares: ["${name}"]`,
      // No request reaches it.
      '      service: "noop@internal"',
      ...(secure ? ["      tls: {}"] : []),
    ];
    const text = [
      ...heading(order, "Traefik, in the folder of its file provider", "remove this file"),
      "http:",
      "  middlewares:",
      `    ${name}:`,
      "      ipAllowList:",
      '        sourceRange: ["255.255.255.255/32"]',
      "  routers:",
      // A router without tls takes no request that came encrypted, and one with it no other.
      ...rules.flatMap((rule, n) => [...router(rule, n, false), ...router(rule, n, true)]),
    ];
    const folder = order.place ?? "/etc/traefik/dynamic";
    return {
      files: [{ name: `${name}.yml`, text: `${text.join("\n")}\n` }],
      apply: [
        `Copy \`${name}.yml\` to \`${folder}\`, the folder of the file provider (\`providers.file.directory\`); with \`watch\` it is read at once.`,
        "No router of your own may have a priority above 1000000000. Look for its routers and for errors in the dashboard or the log.",
      ],
      rollback: [`Remove \`${name}.yml\` from \`${folder}\`.`],
      expiry: "Traefik knows no date: take it back by then.",
    };
  },
};
