/** The catalogues of self-look-ups, of the meanings of alerts and of stealers as pieces of SQL. */
import type { AlertMeanings, lookupPartNames, SelfLookups, Stealers } from "../content/alerts.ts";
import { literal, literals } from "../engine/sql.ts";

export function lookupParts(
  { sites, asked_by }: SelfLookups,
  { meanings, asking, malware }: AlertMeanings,
  { entries }: Stealers,
): Readonly<Record<(typeof lookupPartNames)[number], string>> {
  const hosts = sites.flatMap((site) => site.hosts.map((host) => ({ host, echoes: site.echoes })));
  const cases = meanings.map(
    ({ meaning, pattern }) => `match(alert_text, ${literal(`(?i)${pattern}`)}), ${literal(meaning)}`,
  );
  const named = entries.map(({ name, pattern }) => `match(agent, ${literal(pattern)}), ${literal(name)}`);
  return {
    lookup_hosts: literals(hosts.map(({ host }) => host)),
    lookup_echoes: literals(hosts.map(({ echoes }) => echoes)),
    lookup_tests: literals(sites.filter(({ tests }) => tests).flatMap((site) => site.hosts)),
    lookup_usual: literal(asked_by),
    // Over `alert_text`, the name and the category of a rule.
    alert_meaning: `multiIf(${[...cases, "'other'"].join(", ")})`,
    alerts_asking: literals(asking),
    alerts_of_malware: literals(malware),
    // Over `agent`; empty where it is none's.
    stealer_of_agent: `multiIf(${[...named, "''"].join(", ")})`,
  };
}
