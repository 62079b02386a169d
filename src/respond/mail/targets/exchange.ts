/** Exchange Online: mail flow rules of anchored patterns, as PowerShell. */
import { blockName, chunked, heading } from "../../target.ts";
import { type MailKind, type MailMatcher, valuesOf } from "../matcher.ts";
import type { MailOrder, MailTarget } from "../target.ts";
import { powerShellString, powerShellTime } from "./powershell.ts";

/** Longest pattern that a rule takes, and what one rule may hold of them. */
const patternMax = 128;
const ruleCharactersMax = 4000;

const conditions: readonly (readonly [
  MailKind,
  condition: string,
  patterns: (text: string) => readonly string[],
])[] = [
  ["sender", "-SenderAddressLocation Header -FromAddressMatchesPatterns", (text) => [`^${text}$`]],
  ["envelope", "-SenderAddressLocation Envelope -FromAddressMatchesPatterns", (text) => [`^${text}$`]],
  ["sender-domain", "-SenderAddressLocation Header -FromAddressMatchesPatterns", (text) => [`@${text}$`]],
  [
    "reply-to",
    "-HeaderMatchesMessageHeader 'Reply-To' -HeaderMatchesPatterns",
    (text) => [`^${text}$`, `<${text}>$`],
  ],
  ["subject", "-SubjectMatchesPatterns", (text) => [`^${text}$`]],
];

/** Signs that stand for themselves in these patterns, which have fewer forms than other regular expressions. */
const plainSigns = /^[A-Za-z0-9 @_=%&~,:;!#.+-]*$/;
const pattern = (text: string) => text.replaceAll(/[.+]/g, (char) => `\\${char}`);

export const exchange: MailTarget = {
  id: "exchange",
  title: "Exchange Online (mail flow rules)",
  kinds: conditions.map(([kind]) => kind),
  source: "https://learn.microsoft.com/powershell/module/exchange/new-transportrule",
  cannot: ({ value }: MailMatcher) =>
    !plainSigns.test(value)
      ? "it has a sign that the patterns of mail flow rules, or PowerShell, may read as another"
      : pattern(value).length + 2 > patternMax
        ? `as a pattern it is longer than ${patternMax} characters`
        : undefined,
  render(order) {
    const rules = conditions.flatMap(([kind, condition, patterns]) =>
      chunked(
        valuesOf(order.matchers, kind).flatMap((value) => patterns(pattern(value))),
        ruleCharactersMax,
      ).map((some, n) => ({ name: `Vedette ${order.caseId} ${kind} ${n + 1}`, condition, some })),
    );
    const [apply, undo] = ["apply", "rollback"].map((what) => `${blockName(order)}_${what}.ps1`) as [
      string,
      string,
    ];
    const script = (title: string, lines: readonly string[]) =>
      `${[...heading(order, title, `run ${undo}`), "$ErrorActionPreference = 'Stop'", ...lines].join("\n")}\n`;
    return {
      files: [
        {
          name: apply,
          text: script(
            "Exchange Online mail flow rules",
            rules.map((rule) => ruleOf(order, rule)),
          ),
        },
        {
          name: undo,
          text: script(
            "Exchange Online mail flow rules, taken back",
            rules.map(
              ({ name }) => `Remove-TransportRule -Identity ${powerShellString(name)} -Confirm:$false`,
            ),
          ),
        },
      ],
      apply: [
        "Connect-ExchangeOnline",
        `./${apply}`,
        "The rules put mails into quarantine; those with lower numbers come first.",
      ],
      rollback: ["Connect-ExchangeOnline", `./${undo}`],
      expiry: "Each rule ends by itself to the minute; it stays in the list until it is removed.",
    };
  },
};

function ruleOf(
  order: MailOrder,
  {
    name,
    condition,
    some,
  }: { readonly name: string; readonly condition: string; readonly some: readonly string[] },
): string {
  return `New-TransportRule -Name ${powerShellString(name)} ${condition} ${some.map(powerShellString).join(",")} -Quarantine $true -ExpiryDate ${powerShellTime(order.expiresMs)}`;
}
