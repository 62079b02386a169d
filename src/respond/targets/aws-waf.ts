/** AWS WAF: sets of addresses and rule groups, as documents for its API. */
import type { Matcher } from "../block.ts";
import { type BlockFile, type BlockOrder, blockName, inGroups, networksOf, type Target } from "../target.ts";

/** What a statement may look for, and what a group may cost; a web ACL has room for so much without further charge. */
const searchBytesMax = 200;
const capacityMax = 1500;
/** Statements under one OR. */
const statementsMax = 20;
const addressesMax = 10_000;

interface Costed {
  readonly statement: unknown;
  readonly cost: number;
}

const plain = [{ Priority: 0, Type: "NONE" }];
const agentField = { SingleHeader: { Name: "user-agent" } };

/** Bytes stand in base64: no text has a meaning there. */
function exactly(field: unknown, text: string): Costed {
  return {
    cost: 2,
    statement: {
      ByteMatchStatement: {
        SearchString: Buffer.from(text, "utf8").toString("base64"),
        FieldToMatch: field,
        TextTransformations: plain,
        PositionalConstraint: "EXACTLY",
      },
    },
  };
}

/** A header that is missing is of no size. */
const noAgent: Costed = {
  cost: 1,
  statement: {
    NotStatement: {
      Statement: {
        SizeConstraintStatement: {
          FieldToMatch: agentField,
          ComparisonOperator: "GT",
          Size: 0,
          TextTransformations: plain,
        },
      },
    },
  },
};

const sum = (all: readonly Costed[]) => all.reduce((total, { cost }) => total + cost, 0);
function joined(kind: "AndStatement" | "OrStatement", all: readonly Costed[]): Costed {
  const [first] = all;
  if (first !== undefined && all.length === 1) return first;
  return { cost: sum(all), statement: { [kind]: { Statements: all.map(({ statement }) => statement) } } };
}

/** None is logged as a dash, and so is one that is a dash: the log does not tell them apart. */
function statementOf({ agent, path }: Matcher): Costed {
  const by =
    agent === undefined
      ? []
      : [
          agent === ""
            ? joined("OrStatement", [noAgent, exactly(agentField, "-")])
            : exactly(agentField, agent),
        ];
  return joined("AndStatement", [...by, ...(path === undefined ? [] : [exactly({ UriPath: {} }, path)])]);
}

const visibility = (name: string) => ({
  SampledRequestsEnabled: true,
  CloudWatchMetricsEnabled: true,
  MetricName: name,
});

/** Rules in groups of a cost that one may have. */
function groupsOf(rules: readonly Costed[]): Costed[][] {
  const groups: Costed[][] = [];
  for (const rule of rules) {
    const last = groups.at(-1);
    if (last === undefined || sum(last) + rule.cost > capacityMax) groups.push([rule]);
    else last.push(rule);
  }
  return groups;
}

interface AddressSet {
  readonly name: string;
  readonly version: "IPV4" | "IPV6";
  readonly addresses: readonly string[];
}

function setsOf(order: BlockOrder): AddressSet[] {
  const networks = networksOf(order.matchers);
  const part = (version: AddressSet["version"], some: readonly string[]) =>
    inGroups(some, addressesMax).map((addresses, n) => ({
      name: `${blockName(order)}_${version.toLowerCase()}_${n}`,
      version,
      addresses,
    }));
  return [
    ...part(
      "IPV4",
      networks.filter((one) => !one.includes(":")),
    ),
    ...part(
      "IPV6",
      networks.filter((one) => one.includes(":")),
    ),
  ];
}

export const awsWaf: Target = {
  id: "aws-waf",
  title: "AWS WAF",
  shapes: ["agent-and-path", "agent", "path", "network"],
  source:
    "https://docs.aws.amazon.com/waf/latest/APIReference/API_ByteMatchStatement.html, /waf/latest/developerguide/limits.html and waf-rule-statements-match.html, 2026-11-29",
  cannot({ agent = "", path = "" }) {
    return Math.max(Buffer.byteLength(agent), Buffer.byteLength(path)) > searchBytesMax
      ? `it looks for no text over ${searchBytesMax} bytes`
      : undefined;
  },
  render(order) {
    const name = blockName(order);
    const sets = setsOf(order);
    const statements = order.matchers.filter(({ network }) => network === undefined).map(statementOf);
    const rules = [
      ...inGroups(statements, statementsMax).map((some) => joined("OrStatement", some)),
      ...sets.map((set) => ({
        cost: 1,
        statement: { IPSetReferenceStatement: { ARN: `ARN-OF-${set.name}` } },
      })),
    ];
    const groups = groupsOf(rules);
    const json = (file: string, value: unknown): BlockFile => ({
      name: `${file}.json`,
      text: `${JSON.stringify(value, null, 1)}\n`,
    });
    const about = {
      Scope: "REGIONAL",
      Description: `${name} until ${new Date(order.expiresMs).toISOString()}`,
    };
    const groupName = (n: number) => `${name}_group_${n}`;
    const create = (what: string, file: string) =>
      `aws wafv2 create-${what} --cli-input-json file://${file}.json`;
    const gone = (what: string, its: string) =>
      `aws wafv2 delete-${what} --scope REGIONAL --name ${its} --id "$ID" --lock-token "$TOKEN"`;
    return {
      files: [
        ...sets.map((set) =>
          json(set.name, {
            Name: set.name,
            ...about,
            IPAddressVersion: set.version,
            Addresses: set.addresses,
          }),
        ),
        ...groups.map((group, n) =>
          json(groupName(n), {
            Name: groupName(n),
            ...about,
            Capacity: sum(group),
            Rules: group.map(({ statement }, m) => ({
              Name: `${groupName(n)}_${m}`,
              Priority: m,
              Statement: statement,
              Action: { Block: {} },
              VisibilityConfig: visibility(`${groupName(n)}_${m}`),
            })),
            VisibilityConfig: visibility(groupName(n)),
          }),
        ),
      ],
      apply: [
        "For CloudFront, write CLOUDFRONT for REGIONAL in each file. Use version 2 of the command line, which takes bytes as base64.",
        ...sets.map((set) => create("ip-set", set.name)),
        ...(sets.length === 0
          ? []
          : ["Put the ARN that each answer gives in the place of `ARN-OF-…` in the groups' files."]),
        ...groups.map((_, n) => create("rule-group", groupName(n))),
        `Add ${groups.length === 1 ? "the group" : "each group"} to the web ACL, before the rules that allow. ${groups.map((group, n) => `${groupName(n)} costs ${sum(group)} WCU`).join(", ")}; a web ACL has 5000 at most.`,
      ],
      rollback: [
        "Remove the groups from the web ACL. ID and TOKEN are told by `aws wafv2 list-rule-groups` and `list-ip-sets`.",
        ...groups.map((_, n) => gone("rule-group", groupName(n))),
        ...sets.map((set) => gone("ip-set", set.name)),
      ],
      expiry: "AWS WAF knows no date: take it back by then.",
    };
  },
};
