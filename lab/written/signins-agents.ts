/** Agents and accounts of the written sign-ins. */
import { Chance } from "../random.ts";

const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";

/** Agents as an office has them; versions of November 2026. */
export const officeAgents: readonly string[] = [
  `${windows} Chrome/147.0.0.0 Safari/537.36`,
  `${windows} Chrome/147.0.0.0 Safari/537.36 Edg/147.0.0.0`,
  `${windows} Chrome/146.0.0.0 Safari/537.36 Edg/146.0.0.0`,
  `${windows} Chrome/146.0.0.0 Safari/537.36`,
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15",
  "Mozilla/5.0 (Windows NT 10.0; Microsoft Outlook 16.0.19328; Pro)",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Teams/26058.1003 Chrome/146.0.0.0 Edg/146.0.0.0",
  "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.19328; Pro)",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36",
];

export const phoneAgents: readonly string[] = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  "Outlook-iOS/2.0",
  "Outlook-Android/2.0",
  "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36",
  "Apple-iPhone17C3/2207.80",
  "iOS/18.6 (22G86) dataaccessd/1.0",
];

/** What somebody who changes his agent with each try sends: old, odd and far apart. */
export const switchedAgents: readonly string[] = [
  "Mozilla/5.0 (Windows NT 6.1; WOW64; rv:54.0) Gecko/20100101 Firefox/54.0",
  `${windows} Chrome/79.0.3945.130 Safari/537.36`,
  "Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1 Mobile/15E148 Safari/604.1",
  "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)",
  "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0",
  `${windows} Chrome/120.0.0.0 Safari/537.36 OPR/106.0.0.0`,
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_12_6) AppleWebKit/603.3.8 (KHTML, like Gecko) Version/10.1.2 Safari/603.3.8",
  "Mozilla/5.0 (Linux; Android 7.0; SM-G930V) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/59.0.3071.125 Mobile Safari/537.36",
  `${windows} Chrome/101.0.4951.54 Safari/537.36`,
  `${windows} Chrome/92.0.4515.159 Safari/537.36 Edg/92.0.902.84`,
  "Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.18",
];

const first = [
  "anna",
  "ben",
  "carla",
  "dirk",
  "elena",
  "finn",
  "greta",
  "henri",
  "ida",
  "jan",
  "kira",
  "leo",
  "mona",
  "nils",
  "olga",
];
const last = ["abel", "brunner", "costa", "dahl"];

/** Sixty people of the firm. */
export const people: readonly string[] = last.flatMap((surname) =>
  first.map((name) => `${name}.${surname}@tessel.example`),
);

export function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const chance = new Chance(seed);
  const rest = [...items];
  for (let at = rest.length - 1; at > 0; at--) {
    const other = chance.between(0, at);
    [rest[at], rest[other]] = [rest[other] as Item, rest[at] as Item];
  }
  return rest;
}
