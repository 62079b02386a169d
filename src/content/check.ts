/**
 * Checks content against itself, beyond the shape of each file: what a statement names in braces
 * must exist, what it binds must be given, and a policy overrides only what there is.
 *
 * A misspelt name is found here, before any log is read; what only the engine can tell is found
 * when a statement runs (see `blame`).
 */

import { boundNames } from "../engine/sql.ts";
import { didYouMean } from "../words.ts";
import { lookupPartNames } from "./alerts.ts";
import { beaconPartNames } from "./beacons.ts";
import { checkProducts } from "./check-products.ts";
import { contentError, contentPath } from "./errors.ts";
import { hostPartNames } from "./host-part-names.ts";
import { intelPartNames } from "./intel.ts";
import type { Content } from "./load.ts";
import { mailPartNames } from "./mail.ts";
import { partName } from "./names.ts";
import { productPartNames } from "./products.ts";
import type { IndicatorFile } from "./schema.ts";
import { signInPartNames } from "./sign-ins.ts";
import { tlsPartNames } from "./tls.ts";

/** Tables and pieces of SQL that every statement over profiles may name in braces, besides the profiles. */
export const givenParts: readonly string[] = [
  "activity",
  "client_texts",
  "agent_texts",
  "path_texts",
  "catalogue_paths",
  "catalogue_endpoints",
  "catalogue_agents",
  "agent_share",
  "baseline_agents",
  "baseline_paths",
  "baseline_clients",
  "baseline_days",
  "merged_measures",
  "request_measures",
  "wild_entries",
  "wild_depths",
  "suffix_segments",
  "impossible",
  "unlikely",
  "too_early",
  "prerelease_slack_ms",
  "chrome_versions",
  "chrome_released",
  "chrome_last",
  "chrome_last_ms",
  "firefox_versions",
  "firefox_released",
  "firefox_last",
  "firefox_last_ms",
  "agent_matches",
  "path_matches",
  "query_places",
  "query_wrappers",
  "query_parameters",
  ...productPartNames,
  ...mailPartNames,
  ...beaconPartNames,
  ...hostPartNames,
  ...lookupPartNames,
  ...signInPartNames,
  ...tlsPartNames,
  ...intelPartNames,
];

/** Parameters that a run binds in the SQL of profiles. */
export const profileParameters: readonly string[] = ["trusted", "internal"];

/** The policy's file. */
const policyPath = "content/policy/default.yaml";

/**
 * Checks what content names.
 * @throws VedetteError `content.invalid` with the file, the name and what it may have meant
 */
export function checkNames(content: Content): void {
  const known = [...givenParts, ...content.records.map(({ id }) => partName(id))];
  for (const { id, sql } of content.derived) {
    const path = contentPath("profiles", id);
    checkBraces(
      path,
      sql,
      known,
      content.derived.map((profile) => partName(profile.id)),
    );
    for (const name of boundNames(sql)) {
      if (!profileParameters.includes(name))
        throw contentError(
          path,
          `nothing gives the parameter {${name}:…} a value.`,
          didYouMean(name, profileParameters),
        );
    }
    known.push(partName(id));
  }
  for (const link of content.links) {
    const path = contentPath("links", link.id);
    checkBraces(path, link.sql, known, []);
    for (const name of boundNames(link.sql))
      if (name !== "internal")
        throw contentError(
          path,
          `nothing gives the parameter {${name}:…} a value.`,
          didYouMean(name, ["internal"]),
        );
    checkReads(
      path,
      { reads: link.reads, measures: link.sql },
      [...content.records, ...content.derived].map(({ id }) => partName(id)),
    );
  }
  const clauses = content.playbook.clauses.map(({ id }) => id);
  const questions = content.playbook.clauses.filter(({ row }) => row === "Questions");
  const profiles = [...content.records, ...content.derived].map(({ id }) => partName(id));
  const rules = content.policy.rules.map(({ id }) => id);
  for (const indicator of content.indicators) {
    const path = contentPath("indicators", indicator.id);
    if (!clauses.includes(indicator.clause))
      throw contentError(
        path,
        `the playbook has no clause ${indicator.clause}.`,
        didYouMean(indicator.clause, clauses),
      );
    if (!questions.some(({ indicators }) => indicators.includes(indicator.id)))
      throw contentError(
        path,
        "no question of the playbook lists this indicator, so no answer would rest on it.",
        "Add its id to the `indicators` of a question in content/playbooks/t1592-004.yaml.",
      );
    const odd = indicator.decides.find(({ rule }) => !rules.includes(rule));
    if (odd !== undefined)
      throw contentError(
        path,
        `\`decides\` names the rule ${odd.rule}, which the policy does not have.`,
        didYouMean(odd.rule, rules),
      );
    checkIndicator(indicator, known);
    checkReads(path, indicator, profiles);
  }
  checkOverrides(content);
  checkMailKinds(content);
  checkProducts(content.endpoints, content.agents);
}

/** What a language names must be a kind that a report can call by its name. */
function checkMailKinds({ mail }: Content): void {
  const kinds = Object.keys(mail.signs.kinds);
  for (const { language, items } of mail.languages)
    for (const kind of Object.keys(items))
      if (!kinds.includes(kind))
        throw contentError(
          `content/catalogues/mail/${language}.yaml`,
          `\`items\` names the kind ${kind}, which content/catalogues/mail-signs.yaml does not have.`,
          didYouMean(kind, kinds),
        );
}

function checkIndicator(indicator: IndicatorFile, parts: readonly string[]): void {
  const path = contentPath("indicators", indicator.id);
  const conditions = [
    ...[...indicator.fires, ...indicator.severity_when, ...indicator.decides].map(({ when }) => when),
    ...indicator.kept_first,
  ];
  const used = new Set<string>();
  const given = Object.keys(indicator.thresholds);
  for (const sql of [indicator.measures, ...conditions]) {
    checkBraces(path, sql, parts, []);
    for (const name of boundNames(sql)) {
      used.add(name);
      if (!given.includes(name))
        throw contentError(
          path,
          `nothing gives the parameter {${name}:…} a value: \`thresholds\` has no ${name}.`,
          didYouMean(name, given),
        );
    }
  }
  const idle = given.find((name) => !used.has(name));
  if (idle !== undefined)
    throw contentError(
      path,
      `the threshold ${idle} is used by no statement, so it would change nothing.`,
      `Use it as {${idle}:UInt32} in \`measures\` or \`fires\`, or take it out.`,
    );
  for (const name of indicator.reads) {
    if (!parts.includes(partName(name)))
      throw contentError(
        path,
        `\`reads\` names the profile ${name}, which does not exist.`,
        didYouMean(partName(name), parts),
      );
  }
}

/** `reads` tells people and the reference which profiles an indicator looks at, so it must be what the SQL says. */
function checkReads(
  path: string,
  { reads, measures }: Pick<IndicatorFile, "reads" | "measures">,
  profiles: readonly string[],
): void {
  const used = profiles.filter((profile) => measures.includes(`{${profile}}`));
  const named = reads.map(partName);
  const lacking = used.find((profile) => !named.includes(profile));
  if (lacking !== undefined)
    throw contentError(
      path,
      `\`measures\` uses {${lacking}}, which \`reads\` does not name.`,
      `Add ${lacking} to \`reads\`.`,
    );
  const idle = named.find((profile) => profiles.includes(profile) && !used.includes(profile));
  if (idle !== undefined)
    throw contentError(
      path,
      `\`reads\` names ${idle}, which \`measures\` does not use.`,
      `Take ${idle} out of \`reads\`.`,
    );
}

/** Every `{name}` of a statement must be a part. */
export function checkBraces(
  path: string,
  sql: string,
  parts: readonly string[],
  later: readonly string[],
): void {
  // Not a class of characters in a pattern, such as \p{L}.
  for (const [whole, name = ""] of sql.matchAll(/(?<!\\[pP])\{([A-Za-z][A-Za-z0-9_-]*)\}/g)) {
    if (parts.includes(name)) continue;
    if (parts.includes(partName(name)))
      throw contentError(path, `${whole} is no name in SQL.`, `Write {${partName(name)}}.`);
    if (later.includes(name))
      throw contentError(
        path,
        `${whole} is computed after this profile.`,
        "Give this profile a higher `order`.",
      );
    throw contentError(path, `no profile or table is called ${whole}.`, didYouMean(name, parts));
  }
}

/** A policy that overrides what does not exist would silently change nothing. */
export function checkOverrides(content: Content, path: string = policyPath): void {
  for (const [id, overrides] of Object.entries(content.policy.thresholds)) {
    const indicator = content.indicators.find((one) => one.id === id);
    if (indicator === undefined)
      throw contentError(
        path,
        `\`thresholds\` names the indicator ${id}, which does not exist.`,
        didYouMean(
          id,
          content.indicators.map((one) => one.id),
        ),
      );
    for (const [name, value] of Object.entries(overrides)) {
      const before = indicator.thresholds[name];
      if (before === undefined)
        throw contentError(
          path,
          `\`thresholds\` gives ${id} the threshold ${name}, which it does not have.`,
          didYouMean(name, Object.keys(indicator.thresholds)),
        );
      if (typeof before !== typeof value)
        throw contentError(
          path,
          `\`thresholds\` gives ${name} of ${id} ${JSON.stringify(value)}, which is no ${typeof before}.`,
          `Write it as ${contentPath("indicators", id)} does: ${JSON.stringify(before)}.`,
        );
    }
  }
}
