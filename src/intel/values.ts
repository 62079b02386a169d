/** Turns the text of an observable into what is looked for in logs, or says why it is not. */
import { intelLimits } from "../limits.ts";
import { addressValue, looksLikeAddress } from "./addresses.ts";
import { type EntryKind, type EntryValue, type Refusal, refuse } from "./entry.ts";

/** Agents that programs of all kinds send, and shorter ones, name nobody. */
const agentsOfAll = new Set([
  "mozilla",
  "mozilla/4.0",
  "mozilla/5.0",
  "user-agent",
  "null",
  "undefined",
  "none",
  "unknown",
  "(not logged)",
]);
const agentBytesMin = 4;

/** Names under which everybody's hosts stand. */
const domainsOfAll = new Set([
  "localhost",
  "localdomain",
  "local",
  "example",
  "invalid",
  "test",
  "internal",
  "arpa",
]);

/**
 * What is looked for.
 * @param kind what the feed says it is; without, its shape tells
 */
export function observable(text: string, kind?: EntryKind): EntryValue | Refusal {
  const written = text.trim();
  if (written === "") return refuse("empty", text);
  if (Buffer.byteLength(written) > intelLimits.valueBytesMax)
    return refuse("longer than a value can be", written);
  switch (kind ?? shapeOf(written)) {
    case "address":
    case "range":
      return addressValue(written);
    case "domain":
      return domainValue(written);
    case "url":
      return urlValue(written);
    case "hash":
      return hashValue(written);
    case "ja3":
      return /^[0-9a-f]{32}$/i.test(written)
        ? { kind: "ja3", value: written.toLowerCase() }
        : refuse("no JA3", written);
    case "ja4":
      return /^[tqd][0-9a-z]{9}_[0-9a-f]{12}_[0-9a-f]{12}$/.test(written)
        ? { kind: "ja4", value: written }
        : refuse("no JA4", written);
    case "agent":
      return agentValue(written);
    case undefined:
      return refuse(
        "neither address, range, domain, URL nor SHA-256; an agent needs a column that says so",
        written,
      );
  }
}

/** What a value is by its shape; agents and JA3 (which looks like an MD5) are never guessed. */
function shapeOf(text: string): EntryKind | undefined {
  if (looksLikeAddress(text)) return "address";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return "url";
  if (/^[0-9a-f]{64}$/i.test(text)) return "hash";
  if (/^[tqd][0-9a-z]{9}_[0-9a-f]{12}_[0-9a-f]{12}$/.test(text)) return "ja4";
  if (domainPattern.test(foldDomain(text))) return "domain";
  return undefined;
}

/** Labels of letters, digits, hyphens and underscores, at least two, the last no number. */
const domainPattern =
  /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

/** Defanged dots, a leading wildcard, a final dot and letters of other scripts, as logs write them. */
function foldDomain(text: string): string {
  const plain = text
    .replace(/\[\.\]|\(\.\)|\[dot\]/gi, ".")
    .replace(/^\*\./, "")
    .replace(/\.$/, "")
    .toLowerCase();
  if (/^[\x21-\x7e]*$/.test(plain)) return plain;
  try {
    return new URL(`http://${plain}/`).hostname;
  } catch {
    return plain;
  }
}

function domainValue(text: string): EntryValue | Refusal {
  const value = foldDomain(text);
  if (looksLikeAddress(value)) return addressValue(value);
  if (
    domainsOfAll.has(value.slice(value.lastIndexOf(".") + 1)) &&
    !value.endsWith(".example") &&
    !value.endsWith(".test")
  )
    return refuse("a name of nobody's hosts", text);
  if (!domainPattern.test(value))
    return refuse(
      value.includes(".") ? "no domain name" : "a domain name without a dot would match a whole top level",
      text,
    );
  return { kind: "domain", value };
}

/** A URL without its scheme, user, default port and fragment: `host/path?query`. */
function urlValue(text: string): EntryValue | Refusal {
  const plain = text
    .replace(/^hxxp/i, "http")
    .replace(/\[\.\]|\[dot\]/gi, ".")
    .replace(/\[:\]/g, ":");
  let url: URL;
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(plain) ? plain : `http://${plain}`);
  } catch {
    return refuse("no URL", text);
  }
  if (!["http:", "https:", "ftp:"].includes(url.protocol))
    return refuse("a URL of another scheme than http, https or ftp", text);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  // The root of a site says no more than its name.
  if ((url.pathname === "/" || url.pathname === "") && url.search === "")
    return looksLikeAddress(host) ? addressValue(host) : domainValue(host);
  if (!host.includes(".") && !host.includes(":"))
    return refuse("a URL whose host is a name without a dot", text);
  return { kind: "url", value: `${url.host}${url.pathname}${url.search}` };
}

/** Logs hold SHA-256 alone (ECS process.hash.sha256, file.hash.sha256). */
function hashValue(text: string): EntryValue | Refusal {
  if (/^[0-9a-f]{64}$/i.test(text)) return { kind: "hash", value: text.toLowerCase() };
  if (/^(?:[0-9a-f]{32}|[0-9a-f]{40})$/i.test(text))
    return refuse("an MD5 or SHA-1, which the logs that are read do not hold", text);
  return refuse("no SHA-256", text);
}

function agentValue(text: string): EntryValue | Refusal {
  if (agentsOfAll.has(text.toLowerCase()) || /^[*%.?_-]+$/.test(text))
    return refuse("an agent that everybody sends", text);
  if (Buffer.byteLength(text) < agentBytesMin) return refuse("an agent too short to name a program", text);
  return { kind: "agent", value: text };
}

/** A pattern of agents (RE2). What the engine cannot read is found when feeds are matched. */
export function agentPattern(pattern: string, text: string): EntryValue | Refusal {
  const { agentPatternCharactersMax: charactersMax, agentPatternRepeatsMax: repeatsMax } = intelLimits;
  if (pattern.length > charactersMax)
    return refuse(`a pattern longer than ${charactersMax} characters`, text);
  if (/\(\?(?:[=!>|]|<[=!])|\\[1-9]|\\k|[*+?}]\+/.test(pattern))
    return refuse("a pattern that looks around or back, which takes more than linear time", text);
  // Braces count, or name a class; others would be taken for a bound value where the pattern stands in a statement.
  if (/\{[A-Za-z]\w*:/.test(pattern)) return refuse("a pattern with braces that count nothing", text);
  const counts = [...pattern.matchAll(/\{(\d*),?(\d*)\}/g)].flatMap(([, least, most]) => [
    Number(least),
    Number(most),
  ]);
  if (counts.some((count) => count > repeatsMax))
    return refuse(`a pattern that counts beyond ${repeatsMax}`, text);
  // Four letters or digits of its own, or it fits what everybody sends.
  const own = pattern.replace(/\\[a-zA-Z]|\[[^\]]*\]|\{[^}]*\}|mozilla/gi, "").match(/[a-z0-9]/gi);
  if ((own?.length ?? 0) < agentBytesMin) return refuse("a pattern that fits what everybody sends", text);
  return { kind: "agent", value: pattern, pattern: true };
}
