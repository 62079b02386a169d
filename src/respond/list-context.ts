/** Lines of a block list that name addresses or agents and block none of them. */

interface Reason {
  readonly like: RegExp;
  readonly because: string;
}

const reasons: readonly Reason[] = [
  {
    like: /^(?:set_real_ip_from|real_ip_header|listen|proxy_pass|fastcgi_pass|resolver|server|proxy|proxy_protocol|delete|bind|RemoteIP(?:Internal|Trusted)Proxy\w*|trusted_proxies)\s/i,
    because: "it names a server or a proxy, and blocks nobody",
  },
  {
    like: /^(?:ignoreip|ignore_ip|whitelist\w*|allowlist\w*|safelist\w*)\b/i,
    because: "it names whom it does not stop",
  },
  { like: /\snomatch(?:\s|$)/i, because: "it names whom it does not stop" },
  // Apache, nginx, HAProxy and Caddy, iptables, nftables.
  { like: /^RewriteCond\s+\S+\s+"?!/i, because: "it names whom it does not stop" },
  { like: /\$(?:http_user_agent|remote_addr)\s+!/i, because: "it names whom it does not stop" },
  { like: /^(?:@\S+\s+)?not\s/i, because: "it names whom it does not stop" },
  {
    like: /^(?:iptables\s|ip6tables\s|-A\s).*(?:!\s+(?:-s|--source|--match-set)\s|(?:-s|--source)\s+!)/i,
    because: "it names whom it does not stop",
  },
  {
    like: /^(?:alert|pass|drop|reject\w*)\s+\S+\s+.*\s(?:->|<>)\s/i,
    because: "it is a rule of Suricata or Snort, which are not read",
  },
  { like: /\bip6?\s+saddr\s+!=/i, because: "it names whom it does not stop" },
  {
    like: /^(?!.*(?:\s-s\s|--source\s|--src-range\s|--match-set\s)).*\s(?:-d|--destination)\s/,
    because: "it is about where packets go",
  },
  { like: /^(?!.*\bsaddr\b).*\bip6?\s+daddr\b/i, because: "it is about where packets go" },
  {
    like: /^(?:iptables\s|ip6tables\s|-A\s).*\s-j\s+(?:N?F?LOG|MARK|CONNMARK|CLASSIFY|COUNT)\b/,
    because: "it blocks nobody",
  },
];

/** Why a line blocks none of what it names; undefined where it may. */
export function namesOnly(line: string): string | undefined {
  return reasons.find(({ like }) => like.test(line))?.because;
}

/** A line that is a directive of some product, and no text of an agent. */
export const directive =
  /^(?:if\s*\(|(?:RewriteCond|RewriteRule|SetEnvIf\w*|BrowserMatch\w*|Require|Deny|Allow|acl|deny|allow|iptables|ip6tables|ipset|nft|ip6?\s+[sd]addr|-A)\s)|[{};]$/i;

/** What a map of nginx is of: agents, or something else. */
const mapOf = /^map\s+(?<of>"[^"]*"|'[^']*'|\S+)\s+\$\S+\s*\{/i;

/** For each line, what the map is of in which it stands; undefined outside of one. */
export function mapsOf(lines: readonly string[]): (string | undefined)[] {
  let of: string | undefined;
  return lines.map((line) => {
    of = mapOf.exec(line)?.groups?.of ?? of;
    const here = of;
    if (line.includes("}")) of = undefined;
    return here;
  });
}

/** Networks of partly written addresses, as Apache takes them: `192.0.2` for all that begin so. */
export function partialNetworks(line: string): string[] {
  if (!/^(?:deny\s+from|require\s+not\s+ip)\s/i.test(line)) return [];
  return line.split(/\s+/).flatMap((word) => {
    const parts = /^(\d{1,3}(?:[.]\d{1,3}){0,2})[.]?$/.exec(word)?.[1]?.split(".");
    if (parts === undefined || parts.some((part) => Number(part) > 255)) return [];
    return [`${[...parts, "0", "0", "0"].slice(0, 4).join(".")}/${parts.length * 8}`];
  });
}
