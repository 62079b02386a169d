/**
 * Loads `content/` once, checks every file against its contract and digests the bytes.
 *
 * The digest stands in every report, so that a result can be told apart from one that
 * other content gave.
 */

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import type { z } from "zod";
import { fillSql } from "../engine/sql.ts";
import { asError, VedetteError } from "../errors.ts";
import { type AgentShare, agentShare } from "./agent-share.ts";
import { type AlertMeanings, alertMeanings, type SelfLookups, selfLookups, withLookups } from "./alerts.ts";
import { type BeaconCatalogues, beaconProperties, beaconServices } from "./beacons.ts";
import { checkBraces, checkNames, contentError, contentPath } from "./check.ts";
import { checkColumns } from "./check-formats.ts";
import { type Hosts, hostCatalogue, hostsOf, recordsParts } from "./hosts.ts";
import { type MailCatalogue, mailLanguage, mailSigns } from "./mail.ts";
import { queryTells } from "./patterns.ts";
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
  watchWords,
} from "./tables.ts";
import { type TlsHello, tlsHellos, tlsHellosOf } from "./tls.ts";

/** All detection content of a run. */
export interface Content {
  readonly sha256: string;
  readonly formats: readonly FormatFile[];
  readonly wrappers: readonly WrapperFile[];
  readonly base: BaseProfile;
  readonly records: readonly RecordsProfile[];
  readonly derived: readonly DerivedProfile[];
  readonly indicators: readonly IndicatorFile[];
  readonly endpoints: readonly EndpointEntry[];
  readonly agents: readonly AgentEntry[];
  readonly hosts: Hosts;
  readonly signInAgents: SignInAgents;
  readonly tlsHellos: readonly TlsHello[];
  readonly signInTopics: SignInTopics;
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
  readonly policy: Policy;
  /** What the policy that was named makes less of than the default one; none where it does not. */
  readonly policyNotes?: readonly string[];
  /** Named profiles that change it. */
  readonly policyProfiles: readonly PolicyOverlay[];
  readonly playbook: Playbook;
}

/** The `content/` folder that belongs to this program, wherever it was built to. */
export function contentFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "content", "playbooks"))) {
    const parent = dirname(folder);
    if (parent === folder)
      throw new VedetteError("content.invalid", "The content/ folder of the program is missing.", {
        hint: "Install the program again.",
      });
    folder = parent;
  }
  return join(folder, "content");
}

/**
 * Reads and checks a content folder. Parsing the catalogues takes most of a second, so a build
 * leaves a bundle of the checked result; it is used only where the digest of the files agrees.
 */
export function loadContent(folder: string = contentFolder()): Content {
  const files = readFiles(folder);
  const sha256 = digest(files);
  const bundled = readBundle(folder);
  return bundled?.sha256 === sha256 ? bundled : parseContent(files, sha256);
}

/** Where a build leaves the bundle of a content folder. */
export function bundlePath(folder: string = contentFolder()): string {
  return join(folder, "..", "dist", "content.json");
}

function readBundle(folder: string): Content | undefined {
  const path = bundlePath(folder);
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Content;
  } catch {
    return undefined;
  }
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
    endpoints: under("catalogues/endpoints").flatMap((file) => {
      const catalogue = check(file, endpointCatalogue);
      return catalogue.entries.map((entry) => ({ ...entry, purpose: catalogue.purpose }));
    }),
    // The first matching entry counts, so the generic ones come last.
    agents: under("catalogues/agents")
      .flatMap((file) => {
        const catalogue = check(file, agentCatalogue);
        return catalogue.entries.map((entry) => ({ ...entry, class: catalogue.class }));
      })
      .sort((a, b) => Number(a.generic === true) - Number(b.generic === true)),
    hosts,
    signInAgents: only("catalogues/sign-ins/agents.yaml", signInAgents).entries,
    tlsHellos: under("catalogues/tls").flatMap((file) => tlsHellosOf(check(file, tlsHellos))),
    signInTopics: only("catalogues/sign-ins/topics.yaml", signInTopics).entries,
    facts: only("catalogues/platform-facts.yaml", platformFacts),
    releases: only("catalogues/browser-releases.yaml", browserReleases),
    agentShare: only("catalogues/agent-share.yaml", agentShare),
    networks: only("catalogues/networks.yaml", networks),
    watchWords: only("catalogues/watch-words.yaml", watchWords).words,
    queryPaths: named,
    codeBrowsers: only("catalogues/code-browsers.yaml", codeBrowsers),
    mail: {
      signs: only("catalogues/mail-signs.yaml", mailSigns),
      languages: under("catalogues/mail").map((file) => check(file, mailLanguage)),
    },
    lookups,
    alertMeanings: only("catalogues/alerts.yaml", alertMeanings),
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

interface RawFile {
  readonly path: string;
  readonly bytes: Buffer;
}

interface ContentFile {
  readonly path: string;
  readonly value: unknown;
}

function readFiles(folder: string): RawFile[] {
  return (
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".yaml"))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
      // What Sigma rules, ATT&CK and foreign playbooks call things, and what is hunted for, is no part of what a triage goes by.
      .filter((path) => !/^(?:sigma|attack|binding|hunts)\//.test(path))
      .sort()
      .map((path) => ({ path, bytes: readFileSync(join(folder, path)) }))
  );
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

function digest(files: readonly RawFile[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file.path).update("\0").update(file.bytes).update("\0");
  return hash.digest("hex");
}

/** The first line of a message that goes on with an excerpt of the file. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0]?.replace(/:$/, "") ?? message;
}
