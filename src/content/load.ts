/**
 * Loads `content/` once, checks every file against its contract and digests the bytes.
 *
 * The digest stands in every report, so that a result can be told apart from one that
 * other content gave.
 */

import { parse } from "yaml";
import type { z } from "zod";
import { fillSql } from "../engine/sql.ts";
import { asError } from "../errors.ts";
import { type AgentShare, agentShare } from "./agent-share.ts";
import {
  type AlertMeanings,
  alertMeanings,
  type SelfLookups,
  type Stealers,
  selfLookups,
  stealers,
  withLookups,
} from "./alerts.ts";
import { type BeaconCatalogues, beaconProperties, beaconServices } from "./beacons.ts";
import { contentFolder, lookFor, type RawFile } from "./bundle.ts";
import { checkBraces, checkNames } from "./check.ts";
import { checkColumns } from "./check-formats.ts";
import { contentError, contentPath } from "./errors.ts";
import { type Hosts, hostCatalogue, hostsOf, recordsParts } from "./hosts.ts";
import { type LinkFile, linkFile } from "./links.ts";
import { type MailCatalogue, mailLanguage, mailSigns } from "./mail.ts";
import { type NeededBy, neededBy, queryTells } from "./patterns.ts";
import { type CodeBrowsers, codeBrowsers } from "./products.ts";
import {
  type AgentEntry,
  agentCatalogue,
  type BaseProfile,
  baseProfile,
  type DerivedProfile,
  derivedProfile,
  type EndpointEntry,
  endpointCatalogue,
  type FormatFile,
  formatFile,
  type IndicatorFile,
  indicatorFile,
  type RecordsProfile,
  recordsProfile,
  type WrapperFile,
  wrapperFile,
} from "./schema.ts";
import { type SignInAgents, type SignInTopics, signInAgents, signInTopics } from "./sign-ins.ts";
import {
  type BrowserReleases,
  browserReleases,
  type Networks,
  networks,
  type PlatformFacts,
  type Playbook,
  type Policy,
  type PolicyOverlay,
  platformFacts,
  playbook,
  policy,
  policyOverlay,
  type QueryPaths,
  queryPaths,
  watchedNames,
  watchWords,
} from "./tables.ts";
import { type TlsHello, tlsHellos, tlsHellosOf } from "./tls.ts";

export { bundlePath, contentFolder } from "./bundle.ts";

/** All detection content of a run. */
export interface Content {
  readonly sha256: string;
  readonly formats: readonly FormatFile[];
  readonly wrappers: readonly WrapperFile[];
  readonly base: BaseProfile;
  readonly records: readonly RecordsProfile[];
  readonly derived: readonly DerivedProfile[];
  readonly indicators: readonly IndicatorFile[];
  /** What ties entities of a campaign. */
  readonly links: readonly LinkFile[];
  readonly endpoints: readonly EndpointEntry[];
  readonly agents: readonly AgentEntry[];
  /** What the patterns of agents, paths and facts need; for one that is not there it is found when it is used. */
  readonly needed: NeededBy;
  readonly hosts: Hosts;
  readonly signInAgents: SignInAgents;
  readonly tlsHellos: readonly TlsHello[];
  readonly signInTopics: SignInTopics;
  readonly signInActs: SignInTopics;
  readonly facts: PlatformFacts;
  readonly releases: BrowserReleases;
  readonly agentShare: AgentShare;
  readonly networks: Networks;
  readonly watchWords: readonly string[];
  readonly queryPaths: QueryPaths;
  readonly codeBrowsers: CodeBrowsers;
  readonly mail: MailCatalogue;
  readonly beacons: BeaconCatalogues;
  readonly lookups: SelfLookups;
  readonly alertMeanings: AlertMeanings;
  readonly stealers: Stealers;
  readonly policy: Policy;
  /** What the policy that was named makes less of than the default one; none where it does not. */
  readonly policyNotes?: readonly string[];
  /** Named profiles that change it. */
  readonly policyProfiles: readonly PolicyOverlay[];
  readonly playbook: Playbook;
}

/**
 * Reads and checks a content folder. Parsing the catalogues takes most of a second, so a build
 * leaves a bundle of the checked result; it is used only where the digest of the files agrees.
 */
export function loadContent(folder: string = contentFolder()): Content {
  const { bundled, files, sha256 } = lookFor(folder);
  return bundled ?? parseContent(files, sha256);
}

function parseContent(raw: readonly RawFile[], sha256: string): Content {
  const files = raw.map(parseFile);
  const under = (name: string) => files.filter((file) => file.path.startsWith(`${name}/`));
  const only = <T>(path: string, schema: z.ZodType<T>): T => {
    const file = files.find((candidate) => candidate.path === path);
    if (file === undefined)
      throw contentError(
        `content/${path}`,
        "the file is missing.",
        "Bring it back from the program's own content/ folder.",
      );
    return check(file, schema);
  };
  const profiles = under("profiles");
  const based = profiles
    .filter((file) => (file.value as { over?: string }).over === "events")
    .map((file) => checkNamed(file, baseProfile));
  const base = based[0];
  if (base === undefined || based.length !== 1)
    throw contentError(
      "content/profiles",
      `${based.length} profiles are \`over: events\`; exactly one must be.`,
      "The others are `over: records` or `over: profiles`.",
    );
  const lookups = only("catalogues/beacons/lookups.yaml", selfLookups);
  const named = only("catalogues/query-paths.yaml", queryPaths);
  const hosts = hostsOf(under("catalogues/hosts").map((file) => check(file, hostCatalogue)));
  const endpoints = under("catalogues/endpoints").flatMap((file) => {
    const catalogue = check(file, endpointCatalogue);
    return catalogue.entries.map((entry) => ({ ...entry, purpose: catalogue.purpose }));
  });
  // The first matching entry counts, so the generic ones come last.
  const agents = under("catalogues/agents")
    .flatMap((file) => {
      const catalogue = check(file, agentCatalogue);
      return catalogue.entries.map((entry) => ({ ...entry, class: catalogue.class }));
    })
    .sort((a, b) => Number(a.generic === true) - Number(b.generic === true));
  const facts = only("catalogues/platform-facts.yaml", platformFacts);
  const content: Content = {
    sha256,
    formats: under("formats").map((file) => checkNamed(file, formatFile)),
    wrappers: under("wrappers").map((file) => checkNamed(file, wrapperFile)),
    base: { ...base, queryTells: queryTells(named) },
    records: profiles
      .filter((file) => (file.value as { over?: string }).over === "records")
      .map((file) => filled(withLookups(checkNamed(file, recordsProfile), lookups), recordsParts(hosts))),
    derived: profiles
      .filter((file) => !["events", "records"].includes((file.value as { over?: string }).over ?? ""))
      .map((file) => checkNamed(file, derivedProfile))
      .sort((a, b) => a.order - b.order),
    indicators: under("indicators").map((file) => checkNamed(file, indicatorFile)),
    links: under("links").map((file) => checkNamed(file, linkFile)),
    endpoints,
    agents,
    needed: neededBy(endpoints, agents, facts),
    hosts,
    signInAgents: only("catalogues/sign-ins/agents.yaml", signInAgents).entries,
    tlsHellos: under("catalogues/tls").flatMap((file) => tlsHellosOf(check(file, tlsHellos))),
    signInTopics: only("catalogues/sign-ins/topics.yaml", signInTopics).entries,
    signInActs: only("catalogues/sign-ins/acts.yaml", signInTopics).entries,
    facts,
    releases: only("catalogues/browser-releases.yaml", browserReleases),
    agentShare: only("catalogues/agent-share.yaml", agentShare),
    networks: only("catalogues/networks.yaml", networks),
    watchWords: watchedNames(only("catalogues/watch-words.yaml", watchWords)),
    queryPaths: named,
    codeBrowsers: only("catalogues/code-browsers.yaml", codeBrowsers),
    mail: {
      signs: only("catalogues/mail-signs.yaml", mailSigns),
      languages: under("catalogues/mail").map((file) => check(file, mailLanguage)),
    },
    lookups,
    alertMeanings: only("catalogues/alerts.yaml", alertMeanings),
    stealers: only("catalogues/beacons/stealers.yaml", stealers),
    beacons: {
      ...only("catalogues/beacons/properties.yaml", beaconProperties),
      ...only("catalogues/beacons/services.yaml", beaconServices),
    },
    policy: only("policy/default.yaml", policy),
    policyProfiles: under("policy/profiles").map((file) => checkNamed(file, policyOverlay)),
    playbook: only("playbooks/t1592-004.yaml", playbook),
  };
  checkNames(content);
  for (const format of content.formats) checkColumns(format);
  return content;
}

interface ContentFile {
  readonly path: string;
  readonly value: unknown;
}

function parseFile({ path, bytes }: RawFile): ContentFile {
  try {
    return { path, value: parse(bytes.toString("utf8"), { schema: "core" }) as unknown };
  } catch (thrown) {
    throw contentError(
      `content/${path}`,
      `is not YAML: ${firstLine(asError(thrown).message)}`,
      "Quote texts that hold a colon, a number sign or braces.",
      thrown,
    );
  }
}

function check<T>(file: ContentFile, schema: z.ZodType<T>): T {
  const result = schema.safeParse(file.value);
  if (result.success) return result.data;
  const issues = result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join(".") || "(file)"}: ${issue.message}`);
  throw contentError(
    `content/${file.path}`,
    `breaks its contract: ${issues.join("; ")}`,
    "Compare it with the other files of its folder; docs/README.md names a guide for each kind.",
  );
}

/** A file that holds one thing is called by its id, so that an error can name the file. */
function checkNamed<T extends { readonly id: string }>(file: ContentFile, schema: z.ZodType<T>): T {
  const value = check(file, schema);
  const wanted = `${file.path.slice(0, file.path.lastIndexOf("/"))}/${value.id}.yaml`;
  if (file.path === wanted) return value;
  throw contentError(
    `content/${file.path}`,
    `the file is not called by its id, ${value.id}.`,
    `Rename it to content/${wanted}, or change the id.`,
  );
}

/** A profile of records whose conditions name catalogues in braces. */
function filled(profile: RecordsProfile, parts: Record<string, string>): RecordsProfile {
  for (const sql of [profile.first, profile.keep])
    checkBraces(contentPath("profiles", profile.id), sql, Object.keys(parts), []);
  return { ...profile, first: fillSql(profile.first, parts), keep: fillSql(profile.keep, parts) };
}

/** The first line of a message that goes on with an excerpt of the file. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0]?.replace(/:$/, "") ?? message;
}
