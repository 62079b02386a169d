/** What each rule compares, of those that more than one indicator's numbers decide. */
import type { Policy } from "../content/tables.ts";
import { counted } from "../words.ts";
import { all, any, found, least, said, type Trial } from "./comparisons.ts";
import { flag, numberOf } from "./facts.ts";
import type { IdentifiedFinding } from "./model.ts";
import { type Comparison, names, Seen } from "./seen.ts";

function exposed(seen: Seen, turned: boolean): Trial {
  const turnedOpen = seen.exposed !== undefined && flag(seen.exposed, "turned_open");
  return all(
    [
      found(seen.exposed, "answer of a guarded endpoint"),
      said(
        seen.exposed,
        "certain",
        "the answer is certainly what was asked for",
        "no answer is certainly what was asked for",
      ),
      {
        holds: turnedOpen === turned,
        sentence: turnedOpen
          ? "the same path had refused it before, with no sign-in between"
          : "the same path had not refused it before",
      },
    ],
    [seen.exposed],
    seen.exposed?.sentence,
  );
}

/** Three requests or more for what is not there, and half of all. */
function misses(tool: IdentifiedFinding | undefined): Comparison {
  const failed = numberOf(tool, "failed");
  const count = tool?.count ?? 0;
  return {
    holds: failed >= 3 && failed * 2 > count,
    sentence: `${failed} of ${counted(count, "request")} of tools missed, needs 3 and more than half`,
  };
}

function many(seen: Seen, { decision }: Policy): Trial {
  const needed = decision.d2_many_endpoints;
  const slowly = numberOf(seen.slow, "endpoints_7d");
  return any(
    [
      least(seen.endpoints, needed, "configuration or version endpoint", "within 24 hours"),
      least(slowly, needed, "endpoint", "within 7 days by a slow scan"),
      seen.enumerating,
    ],
    [...seen.probes, seen.slow, seen.enumerates ? seen.enumeration : undefined],
    seen.enumerates
      ? seen.enumeration?.sentence
      : seen.endpoints >= needed
        ? `${counted(seen.endpoints, "endpoint")} within 24 hours`
        : seen.slow?.sentence,
  );
}

function insisting(seen: Seen, { decision }: Policy): Trial {
  const denied = numberOf(seen.config, "denied");
  return any(
    [
      least(
        numberOf(seen.config, "denied_24h"),
        decision.d2_denied,
        "answer",
        "401 or 403 on one endpoint within 24 hours",
      ),
      {
        holds: seen.config !== undefined && seen.guarded > 0 && denied >= 2 * decision.d2_denied,
        sentence: `${denied} in the whole log, needs ${2 * decision.d2_denied}, and of ${counted(seen.guarded, "guarded endpoint")}, needs 1`,
      },
    ],
    [seen.config],
    seen.config?.sentence,
  );
}

function unusualProbes(seen: Seen): Trial {
  const { unusual, probesEnough, enumerating } = seen;
  const shown = seen.enough.length > 0 ? seen.enough : seen.probes;
  return all(
    [
      { holds: unusual.length > 0, sentence: `findings of an unusual agent: ${names(unusual)}` },
      {
        holds: probesEnough.holds || enumerating.holds,
        sentence: `${probesEnough.sentence}; or: ${enumerating.sentence}`,
      },
    ],
    [...unusual, ...shown, seen.enumerates ? seen.enumeration : undefined],
    `${unusual[0]?.sentence}; ${(shown[0] ?? seen.enumeration)?.sentence}`,
  );
}

function attackTool(seen: Seen): Trial {
  const missing = misses(seen.tool);
  return all(
    [
      said(
        seen.tool,
        "scanner",
        "its agent is that of an attack tool of the catalogue",
        "its agent is no attack tool of the catalogue",
      ),
      {
        holds: seen.probes.length > 0 || missing.holds,
        sentence: `probes of configuration or versions: ${names(seen.probes)}; or: ${missing.sentence}`,
      },
    ],
    [seen.tool, ...seen.probes],
    seen.tool?.sentence,
  );
}

function disguised(seen: Seen): Trial {
  const disguise = seen.of("evasion.encoding");
  return all(
    [found(disguise, "path in disguise"), seen.probesEnough],
    [disguise, ...(seen.enough.length > 0 ? seen.enough : seen.probes)],
    disguise?.sentence,
  );
}

function falseCrawler(seen: Seen): Trial {
  const crawler = seen.of("ua.spoofed-crawler");
  return all(
    [
      found(crawler, "crawler by name only"),
      least(seen.guarded, 1, "guarded endpoint", "asked for without a page that leads there"),
    ],
    [crawler, seen.config ?? seen.slow],
    crawler?.sentence,
  );
}

/** What is left when rules of indicators have spoken, rare agents aside. */
function rest(seen: Seen): IdentifiedFinding[] {
  return seen.findings.filter(({ indicator, rule }) => indicator !== "ua.rare" && rule === undefined);
}

/** What names itself as no visitor, and may do no more than read. */
const passing: readonly string[] = ["ua.tool", "ua.spoofed-crawler"];

function passes(seen: Seen): Comparison {
  const left = rest(seen);
  return {
    holds:
      left.length > 0 &&
      left.every((finding) => passing.includes(finding.indicator) && flag(finding, "passing")),
    sentence: `findings besides a rare agent: ${names(left)}; needs ${passing.join(" or ")} alone, of what got all that it asked for`,
  };
}

function unusualAgent(seen: Seen, policy: Policy): Trial {
  const odd = seen.findings.filter(({ clause }) => clause === "KI1");
  return all(
    [
      {
        holds: policy.unusual_agents === "escalate",
        sentence: `the policy ${policy.id} counts an unusual agent ${policy.unusual_agents === "escalate" ? "by itself" : "by what it does"}`,
      },
      { holds: odd.length > 0, sentence: `findings about its agent: ${names(odd)}` },
    ],
    odd,
    odd[0]?.sentence,
  );
}

type Try = (findings: readonly IdentifiedFinding[], policy: Policy) => Trial;
const trying =
  (trial: (seen: Seen, policy: Policy) => Trial): Try =>
  (findings, policy) =>
    trial(new Seen(findings), policy);

/** The trials by the ids of their rules. */
export const trials: Readonly<Record<string, Try>> = {
  "served-to-outsider": trying((seen) => exposed(seen, false)),
  "refused-then-served": trying((seen) => exposed(seen, true)),
  "unusual-agent-probes": trying(unusualProbes),
  "attack-tool-probes": trying(attackTool),
  "one-source-many": trying(many),
  "one-source-guarded": trying((seen, { decision }) =>
    all(
      [
        least(
          seen.guarded,
          decision.d2_guarded_endpoints,
          "guarded endpoint",
          "within 24 hours, or 7 days for a slow scan, without a page that leads there",
        ),
      ],
      [seen.config, seen.slow],
      (seen.config ?? seen.slow)?.sentence,
    ),
  ),
  "insists-on-one": trying(insisting),
  "false-crawler-probes": trying(falseCrawler),
  "disguised-probes": trying(disguised),
  coordinated: trying((seen, { decision }) => {
    const team = seen.of("scan.coordinated");
    return all(
      [least(numberOf(team, "members"), decision.coordinated_addresses_min, "address", "tied by evidence")],
      [team],
      team?.sentence,
    );
  }),
  "unusual-agent": trying(unusualAgent),
  "mail-answered": trying((seen) => {
    const mail = seen.of("phish.config-request");
    return all(
      [
        found(mail, "mail that asks for client configuration"),
        said(
          mail,
          "answered",
          "somebody was seen to follow its link within 72 hours",
          "nobody was seen to follow its link within 72 hours",
        ),
      ],
      [mail],
      mail?.sentence,
    );
  }),
  "tool-passing": trying((seen) => all([passes(seen)], rest(seen), rest(seen)[0]?.sentence)),
  "agent-or-probe-alone": trying((seen) =>
    all(
      [
        { holds: rest(seen).length > 0, sentence: `findings besides a rare agent: ${names(rest(seen))}` },
        { holds: !passes(seen).holds, sentence: "it is more than a library that passes by" },
      ],
      rest(seen),
      rest(seen)[0]?.sentence,
    ),
  ),
  "rarity-alone": trying((seen) =>
    all(
      [{ holds: rest(seen).length === 0, sentence: `findings besides a rare agent: ${names(rest(seen))}` }],
      seen.findings,
      seen.findings[0]?.sentence,
    ),
  ),
};
