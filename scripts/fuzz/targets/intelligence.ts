/** Feeds of threat intelligence in all their forms. */
import { isIP } from "node:net";
import { VedetteError } from "../../../src/errors.ts";
import { Collector } from "../../../src/intel/collect.ts";
import { type Entry, isRefusal } from "../../../src/intel/entry.ts";
import { type EntryWriter, entryLine } from "../../../src/intel/entry-files.ts";
import { PatternError, parsePattern } from "../../../src/intel/pattern.ts";
import { readStream } from "../../../src/intel/read.ts";
import { observable } from "../../../src/intel/values.ts";
import { hold, type Target } from "../target.ts";
import { textSeeds } from "./seeds.ts";

/** What must hold of an entry, whatever feed it came from. */
function checkEntry(entry: Entry): void {
  if (entry.kind === "address") hold(isIP(entry.value) !== 0, `${entry.value} is an address`);
  if (entry.kind === "range")
    hold(
      (entry.bits ?? -1) >= 0 && (entry.bits ?? 129) <= 128 && isIP(entry.base ?? "") !== 0,
      `${entry.value} is a range`,
    );
  if (entry.kind === "hash") hold(/^[0-9a-f]{32,128}$/.test(entry.value), `${entry.value} is a hash`);
  hold(entry.value !== "", "an entry has a value");
  for (const ms of [entry.fromMs, entry.untilMs, entry.datedMs])
    hold(Number.isFinite(ms), "times are numbers");
  const line = entryLine(entry, 50);
  hold(line.indexOf("\n") === line.length - 1, "an entry is one line");
  const cells = { range: 3, agent: 3 }[entry.kind as string] ?? 1;
  hold(line.split("\t").length === cells + 6, "an entry has its cells");
}

async function* once(bytes: Buffer): AsyncIterable<Uint8Array> {
  yield bytes;
}

const feeds: Target = {
  name: "feeds",
  family: "intelligence",
  covers: /\/intel\/(read|lists|stix|misp|values|addresses|collect|entry|pattern)[a-z-]*\.js/,
  seeds: () =>
    textSeeds(
      "# bad addresses\n203.0.113.9\n198.51.100.0/24\n2001:db8::/32 ; a label\nbad.example.test\n",
      '"ip","confidence","first seen","tags"\n"203.0.113.9","90","2026-05-04","scanner"\n"198.51.100.7","10","x","y"\n',
      '{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","spec_version":"2.1","id":"indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f","created":"2026-05-04T10:00:00Z","modified":"2026-05-04T10:00:00Z","valid_from":"2026-05-04T10:00:00Z","pattern_type":"stix","pattern":"[ipv4-addr:value = \'203.0.113.9\' OR domain-name:value IN (\'a.example\', \'b.example\')]","confidence":80},{"type":"ipv6-addr","value":"2001:db8::1"}]}',
      '{"Event":{"uuid":"u","date":"2026-05-04","info":"x","Attribute":[{"type":"ip-src","value":"203.0.113.9","to_ids":true,"timestamp":"1777889000"},{"type":"user-agent","value":"zgrab/0.x","to_ids":true},{"type":"filename|sha256","value":"a|e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","to_ids":true}],"Object":[{"Attribute":[{"type":"domain|ip","value":"a.example|203.0.113.1"}]}]}}',
    ),
  words: [
    "/24",
    "/33",
    "::ffff:",
    "hxxp://",
    "[.]",
    '"to_ids":true',
    '"confidence":',
    "valid_until",
    "[file:hashes.'SHA-256' = '",
    " FOLLOWEDBY ",
    " WITHIN 5 SECONDS",
    ",",
    ";",
    "\t",
  ],
  bytesMax: 16_000,
  refuses: (thrown) => thrown instanceof VedetteError,
  run: async (input) => {
    const taken: Entry[] = [];
    const writer = {
      add: (entry: Entry) => void taken.push(entry),
      line: () => undefined,
    } as unknown as EntryWriter;
    const collector = new Collector(writer, Date.UTC(2026, 4, 4), 90);
    await readStream("feed", once(input), collector);
    for (const entry of taken) checkEntry(entry);
    hold(collector.taken === taken.length, "what is counted was taken");
  },
};

const patterns: Target = {
  name: "STIX patterns",
  family: "intelligence",
  covers: /\/intel\/pattern\.js/,
  seeds: () =>
    textSeeds(
      "[ipv4-addr:value = '203.0.113.9']",
      "[domain-name:value IN ('a.example', 'b.example') AND url:value LIKE 'http://%'] FOLLOWEDBY [file:hashes.'SHA-256' = 'e3b0'] WITHIN 300 SECONDS",
      "([network-traffic:dst_ref.value ISSUBSET '198.51.100.0/24'] AND [x:y MATCHES '^a\\\\.b']) REPEATS 5 TIMES START t'2026-05-04T10:00:00Z' STOP t'2026-05-05T10:00:00Z'",
    ),
  words: [
    "(",
    ")",
    "[",
    "]",
    "'",
    "\\'",
    " AND ",
    " OR ",
    "NOT ",
    " IN (",
    "t'",
    "h'",
    "b'",
    ":",
    ".",
    "[*]",
    "!=",
  ],
  bytesMax: 6_000,
  refuses: (thrown) => thrown instanceof PatternError,
  run: (input) => {
    parsePattern(input.toString("utf8"));
  },
};

const observables: Target = {
  name: "observables",
  family: "intelligence",
  covers: /\/intel\/(values|addresses)\.js/,
  seeds: () =>
    textSeeds(
      "203.0.113.9",
      "198.51.100.0/24",
      "2001:db8::1",
      "a.example.test",
      "https://a.example/x?y=1#z",
      "hxxps://a[.]example/",
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "Mozilla/5.0 zgrab/0.x",
      "xn--bcher-kva.example",
      "203.0.113.1-203.0.113.9",
    ),
  words: ["[.]", "://", "/32", "%25", "::", "xn--", "*.", "@", ":443", "..", "0x7f.1", "１"],
  bytesMax: 4_000,
  refuses: () => false,
  run: (input) => {
    const text = input.toString("utf8");
    const value = observable(text);
    if (isRefusal(value)) {
      hold(value.refused !== "" && value.sample.length <= 120, "a refusal says why, in short");
      return;
    }
    checkEntry({ ...value, confidence: undefined, fromMs: 0, untilMs: 0, datedMs: 0, id: "", label: "" });
    const again = observable(value.value, value.kind);
    hold(
      !isRefusal(again) && again.value === value.value,
      `${value.kind} ${value.value} reads as itself again`,
    );
  },
};

export const intelligence: readonly Target[] = [feeds, patterns, observables];
