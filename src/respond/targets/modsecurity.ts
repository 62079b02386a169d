/** ModSecurity and Coraza: rules of exact patterns in the first phase, between two that skip them when the time is up. */
import { agentRegex } from "../block.ts";
import {
  agentsOf,
  before,
  blockName,
  chunked,
  firstNumber,
  heading,
  inGroups,
  networksOf,
  pathsByAgent,
  pathsOf,
  plainComment,
  type Target,
  targetRegex,
  withoutFullMask,
} from "../target.ts";

/** httpd reads lines of 8192 bytes; few patterns a rule, since version 2 stops a match after some thousand steps. */
const ruleBytesMax = 4000;
const rulePatternsMax = 100;

/** Scheme and host, which a client may write before the path. */
const requestStart = "(?:[A-Za-z][A-Za-z0-9+.-]*://[^/ ]*)?";
const agentField = "REQUEST_HEADERS:User-Agent";
const targetField = "REQUEST_URI_RAW";
const noAgent = `&${agentField} "@eq 0"`;

/** Ids are for local use from 1 to 99999. */
const ids = { from: 10_000, count: 800, size: 100 };

const rx = (patterns: readonly string[], before = "", after = "") =>
  chunked(patterns, ruleBytesMax)
    .flatMap((some) => inGroups(some, rulePatternsMax))
    .map((some) => `"@rx ^${before}(?:${some.join("|")})${after}$"`);
const targets = (paths: readonly string[]) =>
  rx(paths.map(targetRegex), requestStart).map((pattern) => `${targetField} ${pattern}`);

export const modsecurity: Target = {
  id: "modsecurity",
  title: "ModSecurity and Coraza",
  shapes: ["agent-and-path", "agent", "path", "network"],
  source:
    "https://github.com/owasp-modsecurity/ModSecurity/wiki/Reference-Manual-(v2.x) and https://coraza.io/docs/seclang/, 2026-11-29",
  render(order) {
    const name = blockName(order);
    const { matchers } = order;
    const first = firstNumber(order.caseId, ids);
    let id = first;
    const actions = () =>
      `id:${id++},phase:1,t:none,deny,status:403,log,msg:'vedette ${plainComment(order.caseId)}'`;
    const rule = (condition: string) => [`SecRule ${condition} "${actions()}"`];
    const both = (condition: string, other: string) => [
      `SecRule ${condition} "${actions()},chain"`,
      `    SecRule ${other} "t:none"`,
    ];
    const agents = agentsOf(matchers);
    // Version 2 compares numbers of 32 bits, so seconds are compared as text.
    const live = before(String(Math.floor(order.expiresMs / 1000)));
    const text = [
      ...heading(
        order,
        "ModSecurity or Coraza, after SecRuleEngine On",
        "remove the include of this file; check the configuration; reload",
      ),
      `SecRule TIME_EPOCH "!@rx ${live}" "id:${id++},phase:1,t:none,nolog,pass,skipAfter:${name}_end"`,
      ...pathsByAgent(matchers).flatMap(([agent, paths]) =>
        targets(paths).flatMap((target) => [
          ...both(`${agentField} "@rx ^${agentRegex(agent)}$"`, target),
          ...(agent === "" ? both(noAgent, target) : []),
        ]),
      ),
      ...rx(agents.map(agentRegex)).flatMap((pattern) => rule(`${agentField} ${pattern}`)),
      ...(agents.includes("") ? rule(noAgent) : []),
      ...targets(pathsOf(matchers)).flatMap(rule),
      // It takes no mask that leaves all bits.
      ...chunked(networksOf(matchers).map(withoutFullMask), ruleBytesMax).flatMap((some) =>
        rule(`REMOTE_ADDR "@ipMatch ${some.join(",")}"`),
      ),
      `SecMarker ${name}_end`,
    ];
    const folder = order.place ?? "/etc/modsecurity";
    return {
      files: [{ name: `${name}.modsecurity.conf`, text: `${text.join("\n")}\n` }],
      apply: [
        `Copy \`${name}.modsecurity.conf\` to \`${folder}\`. Its rules have the ids ${first} to ${id - 1}; shift them where others have these.`,
        `After \`SecRuleEngine On\`: \`Include ${folder}/${name}.modsecurity.conf\``,
        "Check the configuration of the server that it runs in, and reload: for Apache httpd apachectl configtest and apachectl graceful.",
      ],
      rollback: ["Remove the `Include` line, check the configuration, and reload."],
      expiry: "It stops matching at that second.",
    };
  },
};
