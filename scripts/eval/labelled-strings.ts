/** What is peculiar to labelled data, and would be cheating if detection content knew it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { z } from "zod";
import { program } from "./run.ts";
import type { LabelledSet } from "./sets.ts";

export interface LabelledStrings {
  /** Labelled addresses. */
  readonly addresses: ReadonlySet<string>;
  /** Names under reserved domains, with the name of the organisation by itself; labelled hosts, users and destinations. */
  readonly names: ReadonlySet<string>;
  /** Names of products in agents, and agents that are no more than a word or two. */
  readonly agentWords: ReadonlySet<string>;
  /** Paths that a labelled site serves: its own pages, and what it exposes. */
  readonly servedPaths: ReadonlySet<string>;
  /** Whole records, and runs of six words of mails. */
  readonly records: ReadonlySet<string>;
  readonly phrases: ReadonlySet<string>;
}

// A file such as `.env.example` is no name.
const reserved = /(?<![\w.-])(?:[a-z0-9][a-z0-9-]*\.)+(?:example|test|invalid)(?![\w-])/gi;
const wordsInPhrase = 6;
const textBytesMax = 2 * 1024 * 1024;
const event = z.object({
  kind: z.string().optional(),
  user_agent_original: z.string().optional(),
  url_original: z.string().optional(),
  http_request_method: z.string().optional(),
  http_response_status_code: z.number().optional(),
});

export function labelledStrings(sets: readonly LabelledSet[]): LabelledStrings {
  const found = {
    addresses: new Set<string>(),
    names: new Set<string>(),
    agentWords: new Set<string>(),
    servedPaths: new Set<string>(),
    records: new Set<string>(),
    phrases: new Set<string>(),
  };
  for (const set of sets) {
    for (const { type, value } of set.subjects) {
      if (type === "ip") found.addresses.add(value);
      else if (type === "host" || type === "user" || type === "domain") found.names.add(value.toLowerCase());
    }
    for (const line of program(["events", "--quiet", "--", ...set.inputs], set.folder).split("\n"))
      if (line !== "") takeEvent(event.parse(JSON.parse(line)), found);
    for (const file of set.files) takeText(file, textOf(join(set.folder, file)), found);
  }
  return found;
}

interface Found {
  readonly names: Set<string>;
  readonly agentWords: Set<string>;
  readonly servedPaths: Set<string>;
  readonly records: Set<string>;
  readonly phrases: Set<string>;
}

function takeEvent(one: z.infer<typeof event>, found: Found): void {
  for (const word of agentWords(one.user_agent_original ?? "")) found.agentWords.add(word);
  const status = one.http_response_status_code ?? 0;
  const path = one.url_original?.replace(/^https?:\/\/[^/]+/, "").split(/[?#]/, 1)[0] ?? "";
  // OPTIONS is answered for paths that are not there.
  const fetched = one.kind === "web" && one.http_request_method !== "OPTIONS";
  if (fetched && status >= 200 && status < 300 && path.length > 1) found.servedPaths.add(path);
}

/** `Mozilla/5.0 (compatible; some-bot/1.2)` names two products; an agent without a version names itself. */
export function agentWords(agent: string): string[] {
  const products = [...agent.matchAll(/(?<![\w./-])([A-Za-z][\w.-]{2,})(?=\/\d)/g)].map(
    ([, name]) => name as string,
  );
  return products.length > 0 || agent.length < 3 ? products : [agent];
}

function takeText(file: string, text: string, found: Found): void {
  for (const [name] of text.matchAll(reserved)) {
    found.names.add(name.toLowerCase());
    found.names.add(name.toLowerCase().split(".").at(-2) ?? name);
  }
  if (/\.(eml|mbox)$/.test(file)) for (const phrase of phrasesOf(text)) found.phrases.add(phrase);
  else if (!file.endsWith("labels.json"))
    for (const line of text.split("\n")) if (line.length > 40) found.records.add(line.trim());
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? [];
}

export function phrasesOf(text: string): string[] {
  const words = wordsOf(text);
  return words
    .slice(0, Math.max(0, words.length - wordsInPhrase + 1))
    .map((_, at) => words.slice(at, at + wordsInPhrase).join(" "));
}

function textOf(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes, { maxOutputLength: 64 * textBytesMax }) : bytes).toString(
    "utf8",
  );
}
