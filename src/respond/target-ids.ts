/** Names of products that blocks are written for; without their grammars, so that help is quick. */
export const targetIds = [
  "nginx",
  "apache",
  "haproxy",
  "caddy",
  "squid",
  "modsecurity",
  "nftables",
  "ipset",
  "fail2ban",
  "crowdsec",
  "suricata",
  "traefik",
  "cloudflare",
  "aws-waf",
  "rpz",
  "plain",
] as const;
