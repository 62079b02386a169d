/** A request as the log of a place will show it, and templates that fill in what a browser would. */
import { Chance } from "../../random.ts";
import type { Person, Place } from "./people.ts";

export interface Ask {
  readonly at: number;
  readonly place: Place;
  readonly client: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly agent: string;
  readonly referrer: string;
  readonly type: string;
  readonly size: number;
  readonly sent: number;
  readonly status: number;
  /** `tls`: only the name is seen, the connection is not opened. `dns`: a question and nothing else. */
  readonly seen: "http" | "opened" | "tls" | "dns";
}

export const start = Date.UTC(2026, 10, 17);
export const hour = 3_600_000;
export const day = 24 * hour;

const types: Readonly<Record<string, string>> = {
  gif: "image/gif",
  png: "image/png",
  jpg: "image/jpeg",
  svg: "image/svg+xml",
  js: "application/javascript",
  json: "application/json",
  css: "text/css",
  html: "text/html",
  text: "text/plain",
  xml: "text/xml",
  bin: "application/octet-stream",
  font: "font/woff2",
  video: "video/mp4",
  none: "-",
};

/** `GET gif 43 /path` or `POST json 20 /path`; what is in braces is filled in. */
export function ask(
  line: string,
  host: string,
  at: number,
  person: Person,
  page: string,
  chance: Chance,
): Ask {
  const [method = "GET", kind = "html", size = "0", ...rest] = line.split(" ");
  const path = filled(rest.join(" "), person, page, at, chance);
  const isPlain = page.startsWith("http:");
  const vary = 0.9 + chance.next() * 0.2;
  return {
    at,
    place: person.place,
    client: person.client,
    method,
    host,
    path,
    agent: person.agent,
    referrer: page,
    type: types[kind] ?? kind,
    size: kind === "none" ? 0 : Math.round(Number(size) * (Number(size) > 400 ? vary : 1)),
    sent: method === "POST" ? chance.between(180, 2600) : 0,
    status: kind === "none" ? 204 : 200,
    seen: isPlain ? "http" : "opened",
  };
}

export function letters(chance: Chance, length: number, alphabet: string): string {
  return Array.from({ length }, () => alphabet[Math.floor(chance.next() * alphabet.length)]).join("");
}

export const hexadecimal = "0123456789abcdef";
const word = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

export function filled(template: string, person: Person, page: string, at: number, chance: Chance): string {
  return template.replace(/\{(\w+?)(\d*)\}/g, (_, name: string, count: string) => {
    const length = Number(count || 8);
    switch (name) {
      case "n":
        return String(chance.between(1, 9)) + letters(chance, length - 1, "0123456789");
      case "x":
        return letters(chance, length, hexadecimal);
      case "w":
        return letters(chance, length, word);
      // What stays the same for a site (k, d), and for a person on a site (c, v).
      case "k":
        return letters(constant(siteOf(page)), length, word);
      case "d":
        return letters(constant(siteOf(page)), length, "123456789");
      case "c":
        return letters(constant(person.client + siteOf(page)), length, "123456789");
      case "v":
        return letters(constant(person.client + siteOf(page)), length, hexadecimal);
      case "uuid":
        return [8, 4, 4, 4, 12].map((size) => letters(chance, size, hexadecimal)).join("-");
      case "page":
        return encodeURIComponent(page);
      case "ms":
        return String(at);
      case "ts":
        return String(Math.floor(at / 1000));
      case "lang":
        return person.language;
      case "lc":
        return person.language.toLowerCase();
      case "sw":
        return String(person.width);
      case "sh":
        return String(person.height);
      case "vw":
        return String(person.width - 17);
      case "vh":
        return String(person.height - 137);
      case "tz":
        return encodeURIComponent(person.zone);
      case "off":
        return String(person.offset);
      case "cores":
        return String(person.cores);
      case "mem":
        return String(person.memory);
      case "gpu":
        return encodeURIComponent(person.graphics);
      case "plat":
        return encodeURIComponent(person.platform);
      case "brand":
        return encodeURIComponent(person.brand);
      case "ua":
        return encodeURIComponent(person.agent);
      default:
        throw new Error(`no such field: ${name}`);
    }
  });
}

function siteOf(page: string): string {
  return page.split("/")[2] ?? "";
}

function constant(text: string): Chance {
  let seed = 7;
  for (const character of text) seed = (Math.imul(seed, 31) + character.charCodeAt(0)) >>> 0;
  return new Chance(seed);
}
