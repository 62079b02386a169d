/** Cloudflare: custom rules of its firewall, and a list of addresses. */
import {
  agentsOf,
  blockName,
  chunked,
  networksOf,
  pathsByAgent,
  pathsOf,
  plainComment,
  type Target,
  withoutFullMask,
} from "../target.ts";

/** An expression has 4096 characters at most; some are for the time and the brackets around it. */
const expressionCharsMax = 4000;
const itemCharsMax = 1900;

/** A quoted string of the rules language; a byte that is no plain sign is written as its number. */
export function quoted(text: string): string {
  const bytes = [...Buffer.from(text, "utf8")].map((byte) => {
    const char = String.fromCharCode(byte);
    if (char === '"' || char === "\\") return `\\${char}`;
    return byte >= 0x20 && byte < 0x7f ? char : `\\x${byte.toString(16).padStart(2, "0")}`;
  });
  return `"${bytes.join("")}"`;
}

const agentField = "http.user_agent";
/** As the client sent it, before anything is made of it. */
const pathField = "raw.http.request.uri.path";

function oneOf(field: string, values: readonly string[], used = 0): string[] {
  return chunked(values, expressionCharsMax - used - 100).map((some) => `${field} in {${some.join(" ")}}`);
}

/** None is logged as a dash, and so is one that is a dash: the log does not tell them apart. */
const agentValues = (agents: readonly string[]) =>
  agents.flatMap((agent) => (agent === "" ? ['""', '"-"'] : [quoted(agent)]));

/** Its lists hold single IPv4 addresses, and networks from /8 to /32 and from /12 to /64. */
const inList = (network: string) => !network.includes(":") || Number(network.split("/")[1]) <= 64;

export const cloudflare: Target = {
  id: "cloudflare",
  title: "Cloudflare WAF custom rules",
  shapes: ["agent-and-path", "agent", "path", "network"],
  source:
    "https://developers.cloudflare.com/ruleset-engine/rules-language/values/, /waf/custom-rules/create-api/ and /waf/tools/lists/custom-lists/; the language's strings: https://github.com/cloudflare/wirefilter, 2026-11-29",
  cannot({ agent = "", path = "" }) {
    return Math.max(quoted(agent).length, quoted(path).length) > itemCharsMax
      ? "its expressions hold no text that long"
      : undefined;
  },
  render(order) {
    const name = blockName(order);
    const { matchers } = order;
    const networks = networksOf(matchers);
    const listed = networks.filter(inList);
    const clauses = [
      ...pathsByAgent(matchers).flatMap(([agent, paths]) => {
        const by = `${agentField} in {${agentValues([agent]).join(" ")}}`;
        return oneOf(pathField, paths.map(quoted), by.length).map((path) => `(${by} and ${path})`);
      }),
      ...oneOf(agentField, agentValues(agentsOf(matchers))),
      ...oneOf(pathField, pathsOf(matchers).map(quoted)),
      ...(listed.length === 0 ? [] : [`ip.src in $${name}`]),
      ...oneOf("ip.src", networks.filter((one) => !inList(one)).map(withoutFullMask)),
    ];
    const until = Math.floor(order.expiresMs / 1000);
    const description = `vedette case ${plainComment(order.caseId)}${order.ticket === undefined ? "" : `, ticket ${plainComment(order.ticket)}`}, until ${new Date(order.expiresMs).toISOString()}`;
    const rules = joined(clauses).map((clause, n) => ({
      ref: `${name}_${n}`,
      action: "block",
      description,
      enabled: true,
      expression: `(${clause}) and http.request.timestamp.sec lt ${until}`,
    }));
    const json = (part: string, value: unknown) => ({
      name: `${name}.${part}.json`,
      text: `${JSON.stringify(value, null, 1)}\n`,
    });
    const api = "https://api.cloudflare.com/client/v4";
    const post = (path: string, file: string) =>
      `curl -X POST -H "Authorization: Bearer $TOKEN" -H "Content-Type: application/json" ${api}${path} --data @${file}`;
    const gone = (path: string) => `curl -X DELETE -H "Authorization: Bearer $TOKEN" ${api}${path}`;
    const lists = listed.length > 0;
    return {
      files: [
        ...rules.map((rule, n) => json(`rule${n}`, rule)),
        ...(lists
          ? [
              json("list", { name, kind: "ip", description }),
              json(
                "items",
                listed.map((one) => ({ ip: withoutFullMask(one), comment: name })),
              ),
            ]
          : []),
      ],
      apply: [
        ...(lists
          ? [
              "Make the list, then fill it; LIST is the id that the first answer gives.",
              post("/accounts/$ACCOUNT/rules/lists", `${name}.list.json`),
              post("/accounts/$ACCOUNT/rules/lists/$LIST/items", `${name}.items.json`),
            ]
          : []),
        `Get RULESET, the id of the zone's custom rules: \`GET ${api}/zones/$ZONE/rulesets/phases/http_request_firewall_custom/entrypoint\``,
        ...rules.map((_, n) => post("/zones/$ZONE/rulesets/$RULESET/rules", `${name}.rule${n}.json`)),
      ],
      rollback: [
        `Look up the ids of the rules with a \`ref\` that begins with \`${name}_\`, and delete each.`,
        gone("/zones/$ZONE/rulesets/$RULESET/rules/$RULE"),
        ...(lists ? [gone("/accounts/$ACCOUNT/rules/lists/$LIST")] : []),
      ],
      expiry: "It stops matching at that second; the rules stay and count among those of the plan.",
    };
  },
};

/** Clauses as few expressions, each of which is short enough. */
function joined(clauses: readonly string[]): string[] {
  const or = " or ";
  // Each stands for its own length and the word between.
  return chunked(
    clauses.map((clause) => clause + or),
    expressionCharsMax,
  ).map((some) => some.join("").slice(0, -or.length));
}
