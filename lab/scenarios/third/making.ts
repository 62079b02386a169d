/** What the scenarios of the third set share: how clients are named, when they come, and how they go about it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { passwords, type User } from "../../addresses.ts";
import { agents } from "../../agents.ts";
import type { Label, Visit } from "../../client.ts";
import type { Chance } from "../../random.ts";
import { newVisitor, overTls, type Request, type Step } from "../../replaying.ts";
import { type Page, pages, type SiteName } from "../../site.ts";
import { thirdSite } from "../../third-site.ts";
import { dayMs, whenOf } from "../../times.ts";
import { after, asks, chromeNow, edgeNow, minute, type Role, second, sends } from "../second/making.ts";
import { replayed } from "../visitors.ts";

/** A client without an address; `inside` has one of the trust's own network. */
export type Member = Role & { readonly inside?: boolean };
type More = Partial<Member>;

function member(label: Label) {
  return (scenario: string, behaviour: string, visits: readonly Visit[], more: More = {}): Member => ({
    scenario,
    label,
    program: "replay",
    behaviour,
    visits,
    ...more,
  });
}

export const scout = member("scanner");
export const innocent = member("benign");

export function undecided(
  scenario: string,
  behaviour: string,
  why: string,
  visits: readonly Visit[],
  more: More = {},
): Member {
  return { scenario, label: "judgement", program: "replay", behaviour, visits, why, ...more };
}

export const inside = { inside: true } as const;
export const firefoxNow = agents.firefoxWindows;
export const macNow = agents.chromeMac.replace("157", "158");
export const androidNow = agents.chromeAndroid.replace("157", "158");
export const current: readonly string[] = [
  chromeNow,
  macNow,
  edgeNow,
  firefoxNow,
  agents.safariPhone,
  androidNow,
  agents.safariMac,
];

/** A moment of one of the four days, in the hours in which people are awake unless told otherwise. */
export function moment(chance: Chance, from = 6, to = 22): string {
  return whenOf(
    chance.between(0, 3) * dayMs +
      chance.between(from * 60, to * 60 - 1) * minute +
      chance.between(0, 59) * second,
  );
}

/** Agents of ordinary visitors; comments begin with `#`. */
export const visitorAgents: readonly string[] = readFileSync(
  fileURLToPath(new URL("../../../../lab/visitor-agents.txt", import.meta.url)),
  "utf8",
)
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

/** All pages of a site, those of the third set among them. */
export function pagesOf(site: SiteName): readonly Page[] {
  return [...pages[site], ...thirdSite.pages[site]];
}

export function pageOf(site: SiteName, path: string): Page {
  const found = pagesOf(site).find((page) => page.path === path);
  if (found === undefined) throw new Error(`no such page: ${path}`);
  return found;
}

/** Reads pages as a browser does, at a person's pace. */
export function reads(
  site: SiteName,
  agent: string,
  at: string,
  views: number,
  chance: Chance,
  from?: string,
): Visit[] {
  const journey = Array.from({ length: views }, () => chance.pick(pagesOf(site)));
  return replayed(newVisitor(site, agent, from), at, journey, chance);
}

/** The same for pages that are named. */
export function opens(
  site: SiteName,
  agent: string,
  at: string,
  paths: readonly string[],
  chance: Chance,
): Visit[] {
  return replayed(
    newVisitor(site, agent),
    at,
    paths.map((path) => pageOf(site, path)),
    chance,
  );
}

/** As `asks`, over HTTP/2 where a browser would have it. */
export function browses(
  site: SiteName,
  agent: string,
  targets: readonly (string | Request)[],
  headers: Readonly<Record<string, string>> = {},
): Step {
  const step = asks(site, agent, targets, headers);
  return site === "www" ? overTls(step) : step;
}

/** One request a visit, at gaps of chance: neither a program's pace nor a burst. */
export function scattered(
  at: string,
  step: Step,
  shortestMs: number,
  longestMs: number,
  chance: Chance,
): Visit[] {
  let offset = 0;
  return step.requests.map((request) => {
    const visit = sends(after(at, offset), [{ ...step, requests: [request] }]);
    offset += chance.between(shortestMs, longestMs);
    return visit;
  });
}

export function basic(user: User): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${passwords[user]}`).toString("base64")}` };
}

export function guess(user: string, password: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

export function repeated<Item>(count: number, item: Item): Item[] {
  return Array.from({ length: count }, () => item);
}

/** The words of a text, for lists of paths. */
export function list(text: string): string[] {
  return text.trim().split(/\s+/);
}
