/**
 * DNS questions that no proxy sees, written for the sensor: an inventory carried in names, and the long names
 * that ordinary software asks for.
 */
import { createHash } from "node:crypto";
import { dayMs } from "../times.ts";
import { dnsQuestion } from "./sensors.ts";
import type { Destination } from "./shape.ts";

const minuteMs = 60_000;
const hex = (text: string) => Buffer.from(text).toString("hex");
const digest = (text: string) => createHash("sha256").update(text).digest("hex");

interface Questions extends Destination {
  client: string;
  type: string;
  startMs: number;
  everyMs: number;
  names: readonly string[];
}

const inventory = [
  "host=PL-HMI-03",
  "user=operator",
  "os=Windows 10 LTSC 17763",
  "av=none",
  "tz=GMT",
  "lang=en-GB",
  "res=1280x1024",
  "vpn=5.0",
];

export const questions: readonly Questions[] = [
  {
    host: "fenwick-relay.example",
    label: "collector",
    behaviour: "host inventory in names: one property a question, hex, under a domain of its own",
    client: "10.40.3.40",
    type: "A",
    startMs: dayMs + 9 * 60 * minuteMs,
    everyMs: 3 * minuteMs,
    names: inventory.map((part, at) => `${at}.${hex(part)}.q7.fenwick-relay.example`),
  },
  {
    host: "coombe-dns.example",
    label: "collector",
    behaviour: "host name, system and zone in plain labels, TXT, once an hour",
    client: "10.40.3.41",
    type: "TXT",
    startMs: 8 * 60 * minuteMs,
    everyMs: 60 * minuteMs,
    names: Array.from(
      { length: 10 },
      (_, at) => `pl-eng-02.win11-26100.x64.gmt.en-gb.defender.${at}.i.coombe-dns.example`,
    ),
  },
  {
    host: "zen.spamhaus.org",
    label: "benign",
    behaviour: "the mail server asks a block list: addresses in names",
    client: "10.40.0.25",
    type: "A",
    startMs: 7 * 60 * minuteMs,
    everyMs: 7 * minuteMs,
    names: Array.from(
      { length: 40 },
      (_, at) => `${(at * 37) % 255}.${(at * 11) % 255}.113.203.zen.spamhaus.org`,
    ),
  },
  {
    host: "avqs.mcafee.com",
    label: "benign",
    behaviour: "antivirus asks about files: hashes in names",
    client: "10.40.1.13",
    type: "A",
    startMs: 2 * dayMs + 8 * 60 * minuteMs,
    everyMs: 11 * minuteMs,
    names: Array.from(
      { length: 25 },
      (_, at) => `0.0.0.0.1.0.0.4e.${digest(`file ${at}`).slice(0, 26)}.avqs.mcafee.com`,
    ),
  },
  {
    host: "ntp.corp.example",
    label: "benign",
    behaviour: "the company's own names, with a computer's system and site in them",
    client: "10.40.1.14",
    type: "A",
    startMs: 8 * 60 * minuteMs,
    everyMs: 60 * minuteMs,
    names: Array.from({ length: 12 }, () => "win11-london-x64.sccm.ntp.corp.example"),
  },
];

export function asked(startMs: number, kind: "eve" | "zeek"): { timeMs: number; text: string }[] {
  return questions
    .filter((_, at) => (at % 2 === 0) === (kind === "eve"))
    .flatMap(({ client, type, names, ...times }) =>
      names.map((name, at) => {
        const timeMs = startMs + times.startMs + at * times.everyMs + (at % 5) * 1300;
        return { timeMs, text: dnsQuestion(client, name, type, timeMs, kind) };
      }),
    );
}
