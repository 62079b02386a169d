/** CrowdSec: decisions for its local API, which its bouncers carry out. */
import { blockName, networksOf, plainComment, secondsOf, type Target, withoutFullMask } from "../target.ts";

export const crowdsec: Target = {
  id: "crowdsec",
  title: "CrowdSec",
  shapes: ["network"],
  source: "https://docs.crowdsec.net/docs/cscli/cscli_decisions_import/, 2026-11-29",
  render(order) {
    const name = blockName(order);
    const decisions = (scope: string, values: readonly string[]) =>
      values.map((value) => ({
        duration: `${secondsOf(order)}s`,
        // By this name they are found again.
        reason: name,
        scope,
        type: "ban",
        value,
      }));
    const values = networksOf(order.matchers).map(withoutFullMask);
    // A file for each scope: version 1.4 takes the scope from its option only.
    const lists = (
      [
        ["Ip", values.filter((value) => !value.includes("/"))],
        ["Range", values.filter((value) => value.includes("/"))],
      ] as const
    ).filter(([, some]) => some.length > 0);
    const about = {
      case: plainComment(order.caseId),
      ...(order.ticket === undefined ? {} : { ticket: plainComment(order.ticket) }),
      reason: plainComment(order.reason),
      until: new Date(order.expiresMs).toISOString(),
      undo: `cscli decisions delete --scenario ${name}`,
    };
    return {
      files: [
        ...lists.map(([scope, some]) => ({
          name: `${name}.${scope.toLowerCase()}.json`,
          text: `${JSON.stringify(decisions(scope, some), null, 1)}\n`,
        })),
        // A list of decisions has no place for a head.
        { name: `${name}.about.json`, text: `${JSON.stringify(about, null, 1)}\n` },
      ],
      apply: [
        ...lists.map(
          ([scope]) => `cscli decisions import --scope ${scope} -i ${name}.${scope.toLowerCase()}.json`,
        ),
        `cscli decisions list -a --scenario ${name}`,
      ],
      rollback: [`cscli decisions delete --scenario ${name}`],
      expiry: "Each decision ends by itself, counted from when it is imported.",
    };
  },
};
