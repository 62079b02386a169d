/** Microsoft Defender for Office 365: entries of the tenant's block list, as PowerShell. */
import { blockName, heading, inGroups, plainComment } from "../../target.ts";
import { type MailMatcher, valuesOf } from "../matcher.ts";
import type { MailTarget } from "../target.ts";
import { powerShellString, powerShellTime } from "./powershell.ts";

/** Entries of one command, and for how long one may hold. */
const entriesMax = 20;
const daysMax = 90;
const dayMs = 86_400_000;
const plainSigns = /^[a-z0-9@_.+=%&~-]*$/;

export const defender: MailTarget = {
  id: "defender",
  title: "Microsoft Defender (tenant block list)",
  // https://learn.microsoft.com/defender-office-365/tenant-allow-block-list-urls-configure
  below: true,
  kinds: ["link-host", "sender", "sender-domain"],
  source: "https://learn.microsoft.com/defender-office-365/tenant-allow-block-list-about",
  cannot: ({ kind, value }: MailMatcher) =>
    !plainSigns.test(value)
      ? "it has a sign that the list or PowerShell may read as another"
      : kind === "link-host" && value.length > 250
        ? "it is longer than 250 characters"
        : undefined,
  render(order) {
    const lists = [
      { type: "Url", entries: valuesOf(order.matchers, "link-host") },
      {
        type: "Sender",
        entries: [...valuesOf(order.matchers, "sender"), ...valuesOf(order.matchers, "sender-domain")],
      },
    ].flatMap(({ type, entries }) =>
      inGroups(entries, entriesMax).map((some) => ({ type, list: some.map(powerShellString).join(",") })),
    );
    const until = Math.min(order.expiresMs, order.fromMs + daysMax * dayMs);
    const notes = powerShellString(
      plainComment(`Case ${order.caseId} ${order.ticket ?? ""}`).replaceAll("?", "_"),
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
            "Entries of the tenant block list",
            lists.map(
              ({ type, list }) =>
                `New-TenantAllowBlockListItems -ListType ${type} -Block -Entries ${list} -ExpirationDate ${powerShellTime(until)} -Notes ${notes}`,
            ),
          ),
        },
        {
          name: undo,
          text: script(
            "Entries of the tenant block list, taken back",
            lists.map(
              ({ type, list }) => `Remove-TenantAllowBlockListItems -ListType ${type} -Entries ${list}`,
            ),
          ),
        },
      ],
      apply: [
        "Connect-ExchangeOnline",
        `./${apply}`,
        "Mail to a sender on the list is refused as well; a host on the list stands for the names below it, too.",
      ],
      rollback: ["Connect-ExchangeOnline", `./${undo}`],
      expiry:
        until < order.expiresMs
          ? `Each entry ends by itself after ${daysMax} days, the longest that the list takes.`
          : "Each entry ends by itself.",
    };
  },
};
