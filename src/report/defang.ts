/**
 * Makes text safe to paste where addresses turn into links: nobody clicks on an attacker's host by
 * accident, and every other word - a time, a version, `path:line` - stays as it is written.
 *
 * Changed are IPv4 and IPv6 addresses, the scheme and the host of URLs, and mail addresses.
 */
import { isIP } from "node:net";

/** Schemes that have a customary harmless spelling. */
const harmless: Readonly<Record<string, string>> = {
  http: "hxxp",
  https: "hxxps",
  ftp: "fxp",
  ftps: "fxps",
  hxxp: "hxxp",
  hxxps: "hxxps",
  fxp: "fxp",
  fxps: "fxps",
};

/**
 * A scheme and what stands up to the path: user, host and port, or up to another scheme ("x://http://"). A host without a scheme counts
 * where it begins with "www.".
 */
const url =
  /\b([a-z][a-z0-9+.-]{0,30}):\/\/((?:(?!\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"<>\\|`])*)|(?<![\w./@[\]-])(www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi;
const mail = /([\p{L}\p{N}._%+-]{1,64})@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu;
/** Four numbers and no fifth; a version behind a product's name ("Chrome/126.0.0.0") is no address. */
const ipv4 =
  /(?<![\d.])(?<!(?:^|[\s"(])[A-Za-z][\w-]{0,30}\/)(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})(?!\d|\.\d)/g;
/** Hexadecimal digits and colons, perhaps with an IPv4 address at the end and a word with a colon before ("from:2001:db8::1"). */
const ipv6 = /(?:(?<![\w:.])|(?<=[g-z_-]:))[0-9a-f:]*:[0-9a-f:]*(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3})?/gi;

/** The longest that an IPv6 address can be written. */
const addressCharactersMax = 45;

/** The text with its addresses, hosts of URLs and mail addresses made harmless. */
export function defang(text: string): string {
  return text
    .replace(url, (_, scheme: string | undefined, authority: string | undefined, bare: string | undefined) =>
      scheme === undefined ? defangHost(bare ?? "") : `${defangScheme(scheme)}${defangHost(authority ?? "")}`,
    )
    .replace(mail, (_, name: string, host: string) => `${name}[@]${host.replaceAll(".", "[.]")}`)
    .replace(ipv6, defangIpv6)
    .replace(ipv4, (whole, before: string, last: string) =>
      `${before}.${last}`.split(".").every((part) => Number(part) <= 255) ? `${before}[.]${last}` : whole,
    );
}

function defangScheme(scheme: string): string {
  const known = harmless[scheme.toLowerCase()];
  return known === undefined ? `${scheme}[:]//` : `${known}://`;
}

/** Every dot of a name; those of an address are left to the rules for addresses. */
function defangHost(authority: string): string {
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (host.startsWith("[") || isIP(host.replace(/:\d*$/, "")) === 4) return authority;
  return authority.replace(/(?<!\[)\.(?=[\p{L}\p{N}_-])/gu, "[.]");
}

/** Part of a run of digits and colons may be an address: a colon of the sentence may stand before or behind it. */
function defangIpv6(run: string): string {
  for (let start = 0; start <= 1; start += 1) {
    if (start === 1 && !run.startsWith(":")) break;
    for (let end = run.length; end >= run.length - 1; end -= 1) {
      if (end === run.length - 1 && !run.endsWith(":")) break;
      const address = run.slice(start, end);
      if (address.length > addressCharactersMax || isIP(address) !== 6) continue;
      const at = address.lastIndexOf(":");
      return `${run.slice(0, start)}${address.slice(0, at)}[:]${address.slice(at + 1)}${run.slice(end)}`;
    }
  }
  return run;
}
