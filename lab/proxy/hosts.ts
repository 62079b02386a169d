/** Every name of the outside world, each with an address of its own from the documentation ranges. */
import { lookups } from "./lookups.ts";
import { scriptCollectors, scriptUndecided } from "./scripts.ts";
import { sites } from "./sites.ts";
import { updaters } from "./updates.ts";

const nameOf = (url: string) => new URL(url).hostname;

export const names: readonly string[] = [
  ...new Set([
    "cdn.jsdelivr.net",
    // What Chromium asks for on its own, whatever its flags say.
    "accounts.google.com",
    "start.duckduckgo.com",
    "www.google.com",
    ...sites.map(({ host }) => host),
    ...sites.flatMap(({ shapes }) => shapes.map(({ host }) => host)),
    ...[...scriptCollectors, ...scriptUndecided, ...updaters, ...lookups].flatMap(({ urls }) =>
      urls.map(nameOf),
    ),
  ]),
].sort();

/** 198.51.100.0/24 and 203.0.113.0/24, from .10 on; the company's own names are inside. */
export function addressOf(name: string): string {
  const at = names.indexOf(name);
  if (at < 0) throw new Error(`no such name: ${name}`);
  if (name.endsWith(".corp.example")) return `10.20.9.${10 + (at % 240)}`;
  return at < 240 ? `198.51.100.${10 + at}` : `203.0.113.${10 + at - 240}`;
}

export const worlds = ["198.51.100.1/24", "203.0.113.1/24", "10.20.9.1/24"];

export function hostsFile(): string {
  return names.map((name) => `${addressOf(name)} ${name}\n`).join("");
}
