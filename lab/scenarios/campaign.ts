/**
 * Twelve addresses that act as one: a rare agent, one wordlist cut in twelve, one order, over three days.
 * No single address does enough to be noticed.
 */
import { readFileSync } from "node:fs";
import type { Client } from "../client.ts";
import { probe } from "../replaying.ts";
import { dayMs, offsetOf, whenOf } from "../times.ts";
import { wordlist } from "./means.ts";

const members = 12;
const wordsEach = 13;
const rareAgent = "Mozilla/5.0 (X11; Linux x86_64) siteinventory/0.3.1";

const addresses = Array.from({ length: members }, (_, at) => {
  const network = ["192.0.2", "198.51.100", "203.0.113"][at % 3];
  return `${network}.${141 + at * 7}`;
});

/** Every second word, so that the slices follow one order without being the whole list. */
function words(): string[] {
  return readFileSync(wordlist, "utf8")
    .trim()
    .split("\n")
    .filter((_, at) => at % 2 === 0);
}

export function campaign(): Client[] {
  const list = words();
  return addresses.map((address, at) => {
    const slice = list.slice(at * wordsEach, (at + 1) * wordsEach).map((word) => `/${word}`);
    return {
      scenario: "coordinated",
      address,
      label: "scanner",
      program: "replay",
      group: "siteinventory",
      behaviour: `slice ${at + 1} of ${members} of one wordlist under a rare agent shared by the group`,
      visits: [
        {
          at: whenOf(offsetOf("1 06:00") + Math.round((at * 2.6 * dayMs) / members)),
          everyMs: 45_000,
          run: (session) => session.replay([probe("www", rareAgent, slice)]),
        },
      ],
    };
  });
}
