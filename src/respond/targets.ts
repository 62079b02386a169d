/** All products that blocks are written for. */
import type { Target } from "./target.ts";
import { apache } from "./targets/apache.ts";
import { awsWaf } from "./targets/aws-waf.ts";
import { caddy } from "./targets/caddy.ts";
import { cloudflare } from "./targets/cloudflare.ts";
import { crowdsec } from "./targets/crowdsec.ts";
import { fail2ban } from "./targets/fail2ban.ts";
import { haproxy } from "./targets/haproxy.ts";
import { modsecurity } from "./targets/modsecurity.ts";
import { nginx } from "./targets/nginx.ts";
import { ipset, nftables } from "./targets/packet-filters.ts";
import { plain } from "./targets/plain.ts";
import { rpz } from "./targets/rpz.ts";
import { squid } from "./targets/squid.ts";
import { suricata } from "./targets/suricata.ts";
import { traefik } from "./targets/traefik.ts";

export const targets: readonly Target[] = [
  nginx,
  apache,
  haproxy,
  caddy,
  squid,
  modsecurity,
  nftables,
  ipset,
  fail2ban,
  crowdsec,
  suricata,
  traefik,
  cloudflare,
  awsWaf,
  rpz,
  plain,
];
