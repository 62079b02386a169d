/** Sites of the logs, and where the logs would not show that something is open. */
import type { FixedIn } from "../../content/fixes.ts";
import type { Parts } from "../../detect/profiles.ts";
import type { Engine } from "../../engine/engine.ts";
import type { SourceReport } from "../../ingest/source.ts";
import type { TimeWindow } from "../../ingest/window.ts";
import { counted } from "../../words.ts";
import { sitedSql } from "./hosts.ts";
import type { Asked, Gap, Site } from "./model.ts";

/** What rotation adds to the name of a log: a number, a day, an hour; and how it is compressed. */
const rotation = /[-_.]?\d{4}-?\d{2}-?\d{2}(?:[-_T.]\d{2}[-_:.]?\d{2,4})?(?=[-_.]|$)|\.\d{1,4}$/g;

/** The name that a log keeps when it is rotated, without its folder. */
export function familyOf(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1).replace(/\.(?:gz|bz2|xz|zst|lz4|Z)$/i, "");
  const kept = name.replace(rotation, "").replace(/^[-_.]+|[-_.]+$/g, "");
  return kept === "" ? name : kept;
}

/** Families of logs by the numbers of their sources; the folder stands before names that several folders have. */
export function familiesOf(sources: readonly Pick<SourceReport, "number" | "path">[]): Map<number, string> {
  const folders = new Map<string, Set<string>>();
  const folderOf = (path: string) => path.slice(0, path.lastIndexOf("/") + 1);
  for (const { path } of sources) {
    const family = familyOf(path);
    folders.set(family, (folders.get(family) ?? new Set()).add(folderOf(path)));
  }
  return new Map(
    sources.map(({ number, path }) => {
      const family = familyOf(path);
      return [number, (folders.get(family)?.size ?? 0) > 1 ? `${folderOf(path)}${family}` : family];
    }),
  );
}

/** The server that writes a format, as far as fixes tell servers apart. */
function serverOf(format: string): FixedIn | undefined {
  if (/nginx/.test(format)) return "nginx";
  if (/apache/.test(format)) return "apache";
  return /iis|azure-app/.test(format) ? "iis" : undefined;
}

/** Sites by their names, the busiest first. */
export async function sitesOf(
  engine: Engine,
  parts: Parts,
  sources: readonly SourceReport[],
  asked: readonly Asked[],
  window: TimeWindow,
): Promise<Site[]> {
  const rows = await engine.rows(`SELECT site, count() AS requests, countIf(NOT internal) AS outside,
  minIf(time_ms, time_ms > 0) AS first_ms, max(time_ms) AS last_ms,
  countIf(status BETWEEN 300 AND 399 AND status != 304) AS redirects, countIf(status BETWEEN 400 AND 499) AS missed, min(source_number) AS source
FROM ${sitedSql(parts, window)}
GROUP BY site
ORDER BY requests DESC, site`);
  const formats = new Map(sources.map(({ number, format }) => [number, format]));
  return rows.map((row) => {
    const name = String(row.site);
    const sought = asked.filter(
      (one) =>
        one.site === name &&
        one.opened + one.refused + one.sent + one.unmodified + one.bodyless + one.empty + one.unlogged > 0,
    );
    const format = formats.get(Number(row.source)) ?? "";
    return {
      name,
      requests: Number(row.requests),
      outside: Number(row.outside),
      firstMs: Number(row.first_ms),
      lastMs: Number(row.last_ms),
      redirects: Number(row.redirects),
      missed: Number(row.missed),
      places: sought.length,
      purposes: [...new Set(sought.map(({ purpose }) => purpose))].sort(),
      format,
      server: serverOf(format),
    };
  });
}

const redirectShare = 0.95;
const requestsMin = 20;
const placesMin = 3;

/** Whether a site answered all of several guarded paths and missed nothing: an answer of it proves little. */
export function answersAll(site: Site | undefined, asked: readonly Asked[]): boolean {
  if (site === undefined || site.missed > 0) return false;
  const guarded = asked.filter((one) => one.site === site.name && one.sensitivity !== "public");
  return (
    guarded.length >= placesMin &&
    guarded.every(({ opened, refused, sent }) => opened > 0 && refused + sent === 0)
  );
}

const sameMin = 2;

/**
 * Whether an answer is the page that a site gives for anything. The profile says so of small files of like length, too; a site
 * that misses most of what it is asked for has no such page, unless several endpoints are as long to the byte.
 */
export function withCatchAll(asked: readonly Asked[]): Asked[] {
  const sites = new Map<string, Asked[]>();
  for (const one of asked) sites.set(one.site, [...(sites.get(one.site) ?? []), one]);
  return asked.map((one) => {
    if (!one.catchAll) return one;
    const others = (sites.get(one.site) ?? []).filter((other) => other !== one);
    const missed = others.filter(({ opened, refused, sent }) => opened === 0 && refused + sent > 0).length;
    const answered = others.filter(({ opened }) => opened > 0).length + 1;
    const same = new Set(
      others
        .filter((other) => other.bytesMax === one.bytesMax && other.endpoint !== one.endpoint)
        .map(({ endpoint }) => endpoint),
    );
    return { ...one, catchAll: answered >= missed || same.size >= sameMin };
  });
}

/** Where the logs would not show an exposure. */
export function gapsOf(
  sources: readonly SourceReport[],
  sites: readonly Site[],
  asked: readonly Asked[],
  hidden: readonly string[],
  purposes: readonly string[],
): Gap[] {
  const web = sources.filter(({ kind, events }) => kind === "web" && events > 0);
  const gaps: Gap[] = [];
  for (const { path, fields, rejects, firstMs } of web) {
    if (!fields.includes("http_response_status_code"))
      gaps.push({ where: path, because: "the format has no status: nobody can tell what was answered" });
    else if (!fields.includes("http_response_body_bytes"))
      gaps.push({ where: path, because: "the format has no length: no answer can be confirmed" });
    if (firstMs === undefined)
      gaps.push({ where: path, because: "no times: what is open now and what was cannot be told apart" });
    const unread = rejects
      .filter(({ reason }) => reason !== "outside the window")
      .reduce((sum, { count }) => sum + count, 0);
    if (unread > 0) gaps.push({ where: path, because: `${counted(unread, "line")} could not be read` });
  }
  const other = sources.filter(({ kind, events }) => kind !== "web" && events > 0);
  if (other.length > 0)
    gaps.push({
      where: counted(other.length, "other log"),
      because: "records of sensors, proxies and hosts are not looked at: they are of others' servers, too",
    });
  if (hidden.length > 0)
    gaps.push({
      where: hidden.join(", "),
      because: "a balancer's address stands for nearly all clients: who is outside is not known",
    });
  gaps.push(
    {
      where: "all logs",
      because:
        "headers of answers (Server, X-Powered-By) are not logged: whether they name a version shows curl -I",
    },
    {
      where: "all logs",
      because:
        "whether a page is a listing is not logged; only the queries that Apache's own listings link to hint at it",
    },
  );
  for (const site of sites) gaps.push(...siteGaps(site, asked, purposes));
  return gaps;
}

function siteGaps(site: Site, asked: readonly Asked[], purposes: readonly string[]): Gap[] {
  const { name, requests, outside, redirects } = site;
  const say = (because: string): Gap => ({ where: name, because });
  if (requests >= requestsMin && redirects >= requests * redirectShare)
    return [say("answers with redirects only: the log of where they lead (https) is not among these")];
  const pages = asked.filter((one) => one.site === name && one.catchAll && one.opened > 0);
  const gaps: Gap[] = [];
  if (pages.length > 0)
    gaps.push(
      say(
        `gives many paths a page of one length (a catch-all page); behind it ${counted(pages.length, "endpoint")} cannot be told`,
      ),
    );
  if (answersAll(site, asked))
    gaps.push(say("refused and missed nothing: what it answers may be one page for everything"));
  if (outside === 0) return [...gaps, say("no outsider came: what they would be given is not shown")];
  if (site.places === 0)
    return [...gaps, say("no outsider asked for client configuration: whether it is open is not shown")];
  const never = purposes.filter((purpose) => !site.purposes.includes(purpose));
  if (never.length > 0) gaps.push(say(`no outsider asked for ${never.join(", ")}`));
  return gaps;
}
