/**
 * Text that can be pasted where addresses turn into links: nobody clicks on an attacker's host by accident. It does what the
 * program's own tickets do (src/report/defang.ts), with what a browser has; a test holds the two together.
 */

const schemes: Readonly<Record<string, string>> = {
  http: "hxxp",
  https: "hxxps",
  ftp: "fxp",
  ftps: "fxps",
  hxxp: "hxxp",
  hxxps: "hxxps",
  fxp: "fxp",
  fxps: "fxps",
};

/** A scheme and what stands up to the path (user, host and port) or another scheme; or a host that begins with "www.". */
const url =
  /\b([a-z][a-z0-9+.-]{0,30}):\/\/((?:(?!\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/?#"<>\\|`])*)|(?<![\w./@[\]-])(www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi;
const mail = /([\p{L}\p{N}._%+-]{1,64})@([\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+)/gu;
/** Four numbers and no fifth; a version behind a product's name ("Chrome/126.0.0.0") is no address. */
const ipv4 =
  /(?<![\d.])(?<!(?:^|[\s"(])[A-Za-z][\w-]{0,30}\/)(\d{1,3}\.\d{1,3}\.\d{1,3})\.(\d{1,3})(?!\d|\.\d)/g;
const ipv6 = /(?:(?<![\w:.])|(?<=[g-z_-]:))[0-9a-f:]*:[0-9a-f:]*(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3})?/gi;

/** The longest that an IPv6 address can be written. */
const addressCharactersMax = 45;

const isByte = (text: string) => /^\d{1,3}$/.test(text) && Number(text) <= 255;

function isIpv4(text: string): boolean {
  const bytes = text.split(".");
  return bytes.length === 4 && bytes.every(isByte);
}

/** The browser's own reader of addresses knows all their forms. */
function isIpv6(text: string): boolean {
  return text.length <= addressCharactersMax && text.includes(":") && URL.canParse(`http://[${text}]/`);
}

export function defanged(text: string): string {
  return text
    .replace(
      url,
      (_, scheme: string | undefined, authority: string | undefined, bare: string | undefined) => {
        if (scheme === undefined) return hostOf(bare ?? "");
        const known = schemes[scheme.toLowerCase()];
        return `${known === undefined ? `${scheme}[:]` : `${known}:`}//${hostOf(authority ?? "")}`;
      },
    )
    .replace(mail, (_, name: string, host: string) => `${name}[@]${host.replaceAll(".", "[.]")}`)
    .replace(ipv6, ipv6Of)
    .replace(ipv4, (whole, before: string, last: string) =>
      isIpv4(`${before}.${last}`) ? `${before}[.]${last}` : whole,
    );
}

/** Every dot of a name; those of an address are left to the rules for addresses. */
function hostOf(authority: string): string {
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (host.startsWith("[") || isIpv4(host.replace(/:\d*$/, ""))) return authority;
  return authority.replace(/(?<!\[)\.(?=[\p{L}\p{N}_-])/gu, "[.]");
}

/** Part of a run of digits and colons may be an address: a colon of the sentence may stand before or behind it. */
function ipv6Of(run: string): string {
  for (const start of run.startsWith(":") ? [0, 1] : [0])
    for (const end of run.endsWith(":") ? [run.length, run.length - 1] : [run.length]) {
      const found = run.slice(start, end);
      if (!isIpv6(found)) continue;
      const at = found.lastIndexOf(":");
      return `${run.slice(0, start)}${found.slice(0, at)}[:]${found.slice(at + 1)}${run.slice(end)}`;
    }
  return run;
}
