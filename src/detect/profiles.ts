/**
 * Computes the derived profiles: catalogues become tables and patterns, and each profile's
 * SQL runs once over the profiles before it.
 */
import { blame } from "../content/blame.ts";
import { contentPath } from "../content/errors.ts";
import { hostPartNames } from "../content/host-part-names.ts";
import { intelPartNames } from "../content/intel.ts";
import type { Content } from "../content/load.ts";
import { partName } from "../content/names.ts";
import { splitPaths, suffixSegmentsMax } from "../content/patterns.ts";
import type { IndicatorFile } from "../content/schema.ts";
import { allDone, type Engine, type Parameters } from "../engine/engine.ts";
import { boundNames, fillSql, literal, literals, numberArray } from "../engine/sql.ts";
import { commonnessParts } from "./baseline.ts";
import type { Baseline } from "./baseline-file.ts";
import { beaconParts } from "./beacons.ts";
import { factParts } from "./facts.ts";
import { hostParts } from "./hosts.ts";
import { lookupParts } from "./lookups.ts";
import { mailParts } from "./mail.ts";
import { agentMatches, type Matches, makeMatches, pathMatches } from "./matches.ts";
import { productParts } from "./products.ts";
import { signInParts, topicParts } from "./sign-ins.ts";
import { tlsParts } from "./tls.ts";

/** Names of tables and pieces of SQL that content may use in braces. */
export type Parts = Readonly<Record<string, string>>;

/** Loads the catalogues as tables and returns what content may name. */
export async function loadCatalogues(engine: Engine, content: Content, baseline?: Baseline): Promise<Parts> {
  const { exact, wild } = splitPaths(content.endpoints);
  await engine.run("CREATE TABLE catalogue_paths (path String, root UInt8, n UInt16) ENGINE = Memory");
  await engine.run(
    "CREATE TABLE catalogue_endpoints (n UInt16, id String, purpose String, product String, kind String, sensitivity String, discloses String, asked_by Array(String), makes_public Array(String)) ENGINE = Memory",
  );
  await engine.run(
    "CREATE TABLE catalogue_agents (n UInt16, id String, name String, what String, class String, survey UInt8, verifies UInt8, ranges Array(String), networks Array(String)) ENGINE = Memory",
  );
  await engine.insert(
    "catalogue_paths",
    exact.map(({ path, root, entry }) => ({ path, root: root ? 1 : 0, n: entry })),
  );
  await engine.insert(
    "catalogue_endpoints",
    content.endpoints.map(
      ({ id, purpose, product, kind, sensitivity, discloses, asked_by, makes_public }, n) => ({
        n,
        id,
        purpose,
        product,
        kind,
        sensitivity,
        discloses,
        asked_by: asked_by ?? [],
        makes_public: makes_public ?? [],
      }),
    ),
  );
  await engine.insert(
    "catalogue_agents",
    // The multi-pattern matcher counts from 1.
    content.agents.map((entry, n) => ({
      n: n + 1,
      id: entry.id,
      name: entry.name,
      what: entry.what,
      class: entry.class,
      survey: entry.survey === true ? 1 : 0,
      verifies: entry.verify === undefined ? 0 : 1,
      ranges: entry.verify?.ranges ?? [],
      networks: entry.verify?.networks ?? [],
    })),
  );
  const chrome = releases(content, ["chrome", "chrome_android"]);
  const firefox = releases(content, ["firefox", "firefox_android"]);
  return {
    catalogue_paths: "catalogue_paths",
    catalogue_endpoints: "catalogue_endpoints",
    catalogue_agents: "catalogue_agents",
    merged_measures: mergedMeasures(content),
    request_measures: Object.keys(content.base.measures)
      .map((name) => `req.${name} AS ${name}`)
      .join(",\n    "),
    wild_entries: numberArray(
      wild.map(({ entry }) => entry),
      "UInt32",
    ),
    wild_depths: numberArray(
      wild.map(({ depth }) => depth),
      "UInt32",
    ),
    suffix_segments: String(suffixSegmentsMax),
    query_places: literal(`(?i)^(${content.queryPaths.places.map(({ prefix }) => prefix).join("|")})`),
    query_wrappers: literal(
      `(?i)^(?:${content.queryPaths.wrappers.map(({ prefix }) => prefix.replaceAll("(", "(?:")).join("|")})(.*)$`,
    ),
    query_parameters: literals(content.queryPaths.parameters),
    ...productParts(content.codeBrowsers),
    ...factParts(content.facts),
    ...beaconParts(content.beacons, content.agents),
    ...(await commonnessParts(engine, content, baseline)),
    ...lookupParts(content.lookups, content.alertMeanings, content.stealers),
    ...signInParts(content.signInAgents),
    ...tlsParts(content.tlsHellos),
    ...topicParts(content.signInTopics, content.signInActs),
    chrome_versions: versionArray(chrome),
    chrome_released: releasedArray(chrome),
    chrome_last: String(last(chrome).version),
    chrome_last_ms: String(last(chrome).releasedMs),
    firefox_versions: versionArray(firefox),
    firefox_released: releasedArray(firefox),
    firefox_last: String(last(firefox).version),
    firefox_last_ms: String(last(firefox).releasedMs),
  };
}

function mergedMeasures(content: Content): string {
  const functions = { sum: "sum", min: "min", max: "max", bit_or: "groupBitOr" } as const;
  return Object.entries(content.base.measures)
    .map(([name, measure]) => `${functions[measure.merge]}(part.${name}) AS ${name}`)
    .join(",\n    ");
}

interface Release {
  readonly version: number;
  readonly releasedMs: number;
}

/** Major versions of one engine, each with the earliest day on any of its platforms. */
function releases(content: Content, browsers: readonly string[]): Release[] {
  const days = new Map<number, number>();
  for (const browser of browsers) {
    for (const [version, day] of Object.entries(content.releases.browsers[browser]?.releases ?? {})) {
      const major = Number.parseInt(version, 10);
      const ms = Date.parse(day);
      if (Number.isInteger(major) && ms < (days.get(major) ?? Number.POSITIVE_INFINITY)) days.set(major, ms);
    }
  }
  return [...days]
    .map(([version, releasedMs]) => ({ version, releasedMs }))
    .sort((a, b) => a.version - b.version);
}

function last(list: readonly Release[]): Release {
  return list[list.length - 1] ?? { version: 65_535, releasedMs: 0 };
}

function versionArray(list: readonly Release[]): string {
  return numberArray(
    list.map(({ version }) => version),
    "UInt16",
  );
}

function releasedArray(list: readonly Release[]): string {
  return numberArray(
    list.map(({ releasedMs }) => releasedMs),
    "Int64",
  );
}

/** Names in braces of a statement, of some. */
function named(sql: string, names: readonly string[]): string[] {
  return names.filter((name) => sql.includes(`{${name}}`));
}

/** Derived profiles that others are made of, with those, by the names of their tables. */
export function profilesBehind(content: Content, names: readonly string[]): Set<string> {
  const made = content.derived.map(({ id }) => partName(id));
  const behind = new Set<string>();
  const need = (name: string) => {
    const profile = content.derived.find(({ id }) => partName(id) === name);
    if (profile === undefined || behind.has(name)) return;
    behind.add(name);
    for (const read of named(profile.sql, made)) need(read);
  };
  for (const name of names) need(name);
  return behind;
}

/**
 * The derived profiles that a run needs: of those made from records that are kept one by one, only what an
 * indicator that can run reads. A run over a web log is spared those of mails.
 */
export function profilesWanted(
  content: Content,
  runs: (indicator: IndicatorFile) => boolean,
): ReadonlySet<string> {
  const ofRecords = new Set(content.records.map(({ id }) => partName(id)));
  for (const { id, sql } of content.derived)
    if (named(sql, [...ofRecords]).length > 0 || named(sql, intelPartNames).length > 0)
      ofRecords.add(partName(id));
  const others = content.derived.map(({ id }) => partName(id)).filter((name) => !ofRecords.has(name));
  const read = content.indicators.filter(runs).flatMap(({ reads }) => reads.map(partName));
  return new Set([...others, ...profilesBehind(content, read)]);
}

/** Writing the phrases of all languages as patterns takes a tenth of a second, of which a run without mail is spared. */
function mailPartsFor({ derived, mail }: Content, wanted: ReadonlySet<string>): Parts {
  return derived.some(({ id, sql }) => wanted.has(partName(id)) && sql.includes("{mail_"))
    ? mailParts(mail)
    : {};
}

/** Tables and pieces for what ran on hosts, of which a run without their records is spared. */
async function hostPartsFor(
  engine: Engine,
  { derived, hosts }: Content,
  wanted: ReadonlySet<string>,
): Promise<Parts> {
  return derived.some(
    ({ id, sql }) => wanted.has(partName(id)) && hostPartNames.some((name) => sql.includes(`{${name}}`)),
  )
    ? await hostParts(engine, hosts)
    : {};
}

/**
 * Runs the derived profiles in their order, each into a table named like it.
 * @param wanted those that are made, by the names of their tables
 * @param few whether the tables will be small
 * @returns the parts, with the profiles' tables added
 */
export async function deriveProfiles(
  engine: Engine,
  content: Content,
  parts: Parts,
  parameters: Parameters,
  wanted: ReadonlySet<string>,
  few: boolean,
): Promise<Parts> {
  const known: Record<string, string> = {
    ...parts,
    ...mailPartsFor(content, wanted),
    ...(await hostPartsFor(engine, content, wanted)),
  };
  // A profile begins as soon as those that it reads are there, so that two can be made side by side.
  const made = new Map<string, Promise<void>>();
  const match = (matches: Matches, reads: Promise<void> | undefined) =>
    made.set(
      matches.table,
      Promise.resolve(reads).then(async () => {
        known[matches.table] = await makeMatches(engine, matches, known, few);
      }),
    );
  match(agentMatches(content), undefined);
  for (const profile of content.derived) {
    const name = partName(profile.id);
    if (!wanted.has(name)) continue;
    const reads = [...made].filter(([other]) => profile.sql.includes(`{${other}}`)).map(([, done]) => done);
    made.set(
      name,
      Promise.all(reads).then(async () => {
        const sql = fillSql(profile.sql, known);
        const used = Object.fromEntries(boundNames(sql).map((bound) => [bound, parameters[bound] ?? []]));
        await blame(contentPath("profiles", profile.id), () =>
          engine.table(`profile_${name}`, sql, used, {
            few,
            ...(profile.wide === true ? { wide: true } : {}),
          }),
        );
        known[name] = `profile_${name}`;
      }),
    );
    if (name === "plain_paths") match(pathMatches(content), made.get(name));
  }
  await allDone([...made.values()]);
  return known;
}
