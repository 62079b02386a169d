/** Puts the recorded requests at their times, and writes the logs, the labels and the page about them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Chance } from "../random.ts";
import { paced } from "../times.ts";
import type { ProxyClient } from "./clients.ts";
import { type Judged, labelsOf } from "./labels.ts";
import { asked } from "./questions.ts";
import { proxyReadme } from "./readme.ts";
import type { Transaction } from "./recorder.ts";
import { seenOf, sensed } from "./sensors.ts";

interface Line {
  timeMs: number;
  text: string;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function nativeAt(line: string, timeMs: number): string {
  return line.replace(/^\d+\.\d{3}/, (timeMs / 1000).toFixed(3));
}

function combinedAt(line: string, timeMs: number): string {
  const text = new Date(timeMs).toISOString();
  const month = months[Number(text.slice(5, 7)) - 1];
  const stamp = `[${text.slice(8, 10)}/${month}/${text.slice(0, 4)}:${text.slice(11, 19)} +0000]`;
  return line.replace(/\[\d\d\/[A-Z][a-z]{2}\/\d{4}:[\d:]{8} [+-]\d{4}\]/, () => stamp);
}

/** Requests a pace apart; a tunnel is opened together with the request that goes through it. */
function steps(group: readonly Transaction[], atMs: number, everyMs: number): number[] {
  const times = paced(atMs, group.length, everyMs, new Chance(7));
  let at = 0;
  return group.map(({ lines }) => {
    const timeMs = times[at] ?? atMs;
    if (lines.squid.includes(" CONNECT ")) return timeMs - 1;
    at += 1;
    return timeMs;
  });
}

/** Moves each visit as a whole to its place, or sets its requests a pace apart where the visit says so. */
function placed(clients: readonly ProxyClient[], all: readonly Transaction[], startMs: number) {
  const visits = new Map(clients.map(({ address, visits }) => [address, visits]));
  const groups = new Map<string, Transaction[]>();
  for (const one of all) {
    const key = `${one.address} ${one.visit}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const visit = first && visits.get(first.address)?.[first.visit];
    if (first === undefined || visit === undefined) return [];
    const atMs = startMs + visit.offsetMs;
    const everyMs = visit.everyMs;
    const times =
      everyMs === undefined
        ? group.map(({ timeMs }) => atMs + timeMs - first.timeMs)
        : steps(group, atMs, everyMs);
    return group.map((one, at) => ({ ...one, timeMs: times[at] ?? atMs }));
  });
}

function fileLines(transactions: readonly Transaction[], startMs: number): ReadonlyMap<string, Line[]> {
  const of = (prefix: string) => transactions.filter(({ address }) => address.startsWith(prefix));
  const office = of("10.20.").map(({ timeMs, lines }) => ({
    timeMs,
    text: combinedAt(lines.combined, timeMs),
  }));
  const branch = of("10.30.").map(({ timeMs, lines }) => ({ timeMs, text: nativeAt(lines.squid, timeMs) }));
  const plant = of("10.40.")
    .map(({ timeMs, lines }) => seenOf(lines.sensor, timeMs))
    .filter(({ server }) => server !== "-")
    .sort((a, b) => a.timeMs - b.timeMs);
  const even = ({ client }: { client: string }) => Number(client.split(".")[3]) % 2 === 0;
  const zeek = [
    ...sensed(
      plant.filter((one) => !even(one)),
      "zeek",
    ),
    ...asked(startMs, "zeek"),
  ];
  const logOf = (path: string) => zeek.filter(({ text }) => text.startsWith(`{"_path":"${path}"`));
  return new Map([
    ["head-office.log.gz", office],
    ["branch.log.gz", branch],
    ["eve.json.gz", [...sensed(plant.filter(even), "eve"), ...asked(startMs, "eve")]],
    ["zeek-http.log.gz", logOf("http")],
    ["zeek-ssl.log.gz", logOf("ssl")],
    ["zeek-dns.log.gz", logOf("dns")],
  ]);
}

export function writeProxySamples(
  out: string,
  clients: readonly ProxyClient[],
  transactions: readonly Transaction[],
  startMs: number,
  recordedAtMs: number,
): ReadonlyMap<string, number> {
  mkdirSync(out, { recursive: true });
  const texts = new Map<string, string[]>();
  for (const [file, lines] of fileLines(placed(clients, transactions, startMs), startMs)) {
    const sorted = lines
      .map((line, at) => ({ ...line, at }))
      .sort((a, b) => a.timeMs - b.timeMs || a.at - b.at);
    const text = sorted.map((line) => line.text);
    texts.set(file, text);
    writeFileSync(join(out, file), gzipSync(`${text.join("\n")}\n`, { level: 9 }));
  }
  const labels: Judged = labelsOf(texts, clients, recordedAtMs);
  writeFileSync(join(out, "labels.json"), `${JSON.stringify(labels, null, 2)}\n`);
  writeFileSync(join(out, "README.md"), proxyReadme(texts, labels));
  return new Map([...texts].map(([file, text]) => [file, text.length]));
}
