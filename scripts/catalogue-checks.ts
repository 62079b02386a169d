/** What must hold between and inside the catalogues; every function returns problems as sentences. */
import type { Agent, Endpoint, Matched, PlatformFacts } from "./catalogue-files.ts";
import { compile, compilePath, patternProblems } from "./catalogue-patterns.ts";

/** An agent entry with its class and its compiled pattern. */
export interface ClassedAgent {
  readonly class: string;
  readonly entry: Agent;
  readonly expression: RegExp;
}

export function duplicates(kind: string, values: readonly string[]): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const value of values) (seen.has(value) ? repeated : seen).add(value);
  return [...repeated].sort().map((value) => `duplicate ${kind}: ${value}`);
}

/** Paths are matched on the canonical form, so an entry that is not canonical can never match. */
function notCanonical(path: string): string[] {
  const reasons: string[] = [];
  if (path !== path.toLowerCase()) reasons.push("has upper-case letters");
  if (path.length > 1 && path.endsWith("/")) reasons.push("ends in a slash");
  if (/\/\/|\/\.\.?(\/|$)|;|%[0-9a-f]{2}|\?|\\/.test(path)) reasons.push("is not canonical");
  if (/\.(\/|$)/.test(path)) reasons.push("has a segment that ends in a dot");
  return reasons.map((reason) => `path ${path} ${reason}`);
}

/** A pattern made of wildcards alone, or one that takes a whole directory at any depth, is too wide. */
function tooWide(path: string, at: string): string[] {
  const literal = path.replace(/[*/]/g, "");
  if (literal.length < 3) return [`path ${path} has fewer than three literal characters`];
  const byExtension = /^\/\*[.-][a-z0-9._*-]{3,}$/.test(path);
  return at === "anywhere" && path.startsWith("/*") && !byExtension
    ? [`path ${path} begins with a wildcard at any depth`]
    : [];
}

/** Pages of ordinary sites that no entry may claim, whatever it lists. */
const ORDINARY_PATHS = [
  "/",
  "/index.html",
  "/index.php",
  "/robots.txt",
  "/favicon.ico",
  "/sitemap.xml",
  "/ads.txt",
  "/app-ads.txt",
  "/apple-touch-icon.png",
  "/.well-known/acme-challenge/abc",
  "/.well-known/security.txt",
  "/wp-login.php",
  "/settings/logo",
  "/settings/profile",
  "/account/settings",
  "/config-guide",
  "/docs/config",
  "/config/logo.png",
  "/docs/changelog",
  "/blog/version",
  "/products/console-table",
  "/shop/env",
  "/environment",
  "/manager-jobs",
  "/status",
  "/about",
  "/admin",
  "/login",
  "/api",
  "/api/users",
  "/debugging",
  "/help/settings",
  "/info",
  "/wp-admin/admin-ajax.php",
  "/wp-content/themes/a/style.css",
  "/wp-json/wp/v2/posts",
  "/feed",
  "/static/js/main.js",
  "/downloads/setup.exe",
  "/swagger-sweets",
  "/git-tutorial",
  "/images/git.png",
  "/graphql-intro",
  "/blog/graphql",
  "/docs/swagger",
  "/test",
  "/phpinfo-explained",
  "/printer-ink",
  "/proxy",
  "/vpn",
  "/remote",
  "/portal",
  "/manifest.json",
  "/site.webmanifest",
  "/.well-known/assetlinks.json",
  "/.well-known/change-password",
  "/browserconfig.xml",
  "/crossdomain.xml",
  "/opensearch.xml",
  "/security.txt",
  "/humans.txt",
  "/favicon.png",
];

export function checkEndpoints(entries: readonly Endpoint[]): string[] {
  const problems: string[] = [];
  for (const entry of entries) {
    for (const path of entry.paths) {
      for (const reason of [...notCanonical(path), ...tooWide(path, entry.at)]) {
        problems.push(`endpoint ${entry.id}: ${reason}`);
      }
      const expression = compilePath(path, entry.at);
      const hit = ORDINARY_PATHS.filter((ordinary) => expression.test(ordinary));
      for (const ordinary of hit)
        problems.push(`endpoint ${entry.id}: ${path} claims the ordinary ${ordinary}`);
    }
  }
  const paths = entries.flatMap((entry) => entry.paths);
  return [...problems, ...duplicates("endpoint path", paths), ...shadowed(entries)];
}

/** A literal path that another entry's wildcard already covers is said twice. */
function shadowed(entries: readonly Endpoint[]): string[] {
  const wide = entries.flatMap((entry) =>
    entry.paths
      .filter((path) => path.includes("*") || entry.at === "anywhere")
      .map((path) => ({ path, id: entry.id, expression: compilePath(path, entry.at) })),
  );
  return entries.flatMap((entry) =>
    entry.paths.flatMap((path) =>
      wide
        .filter((other) => other.id === entry.id && other.path !== path && other.expression.test(path))
        .map((other) => `endpoint ${entry.id}: ${path} is already covered by ${other.id}: ${other.path}`),
    ),
  );
}

export function checkAgents(agents: readonly ClassedAgent[]): string[] {
  const problems: string[] = [];
  for (const agent of agents) {
    const place = `agent ${agent.class}/${agent.entry.id}`;
    for (const reason of patternProblems(agent.entry.pattern)) problems.push(`${place}: ${reason}`);
    problems.push(...checkSamples(place, agent.entry, (text) => agent.expression.test(text)));
    for (const example of agent.entry.examples) {
      for (const other of agents) {
        if (other.class === agent.class || agent.entry.generic === true || other.entry.generic === true)
          continue;
        if (!other.expression.test(example)) continue;
        problems.push(`${place}: example is also ${other.class}/${other.entry.id}: ${example}`);
      }
    }
  }
  return problems;
}

function checkSamples(
  place: string,
  samples: Pick<Matched, "examples" | "counterexamples">,
  matches: (text: string) => boolean,
): string[] {
  return [
    ...samples.examples
      .filter((text) => !matches(text))
      .map((text) => `${place}: misses its example: ${text}`),
    ...samples.counterexamples.filter(matches).map((text) => `${place}: hits its counterexample: ${text}`),
  ];
}

/** A matcher of one platform fact: all of `all` (or `pattern`), none of `none`. */
export function factMatcher(fact: Pick<Matched, "pattern" | "all" | "none">): (text: string) => boolean {
  const all = [...(fact.all ?? []), ...(fact.pattern === undefined ? [] : [fact.pattern])].map(compile);
  const none = (fact.none ?? []).map(compile);
  return (text) => all.every((one) => one.test(text)) && !none.some((one) => one.test(text));
}

export function checkFacts(facts: PlatformFacts): string[] {
  const problems: string[] = [];
  const matched: readonly Matched[] = [...facts.contradictions, ...facts.malformed];
  for (const fact of matched) {
    const patterns = [
      ...(fact.all ?? []),
      ...(fact.none ?? []),
      ...(fact.pattern === undefined ? [] : [fact.pattern]),
    ];
    for (const reason of patterns.flatMap(patternProblems)) problems.push(`fact ${fact.id}: ${reason}`);
    problems.push(...checkSamples(`fact ${fact.id}`, fact, factMatcher(fact)));
  }
  const others = [
    ...facts.operating_systems.map((fact) => [fact.id, fact.pattern] as const),
    ...facts.frozen_forms.flatMap((fact) =>
      [fact.broken, ...fact.none].map((one) => [fact.id, one] as const),
    ),
  ];
  for (const [id, pattern] of others) {
    for (const reason of patternProblems(pattern)) problems.push(`fact ${id}: ${reason}`);
  }
  return problems;
}
