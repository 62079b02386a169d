/** What the drawer is given: the answers of commands, and the names that can be chosen. Types alone come of the program. */
import type { CandidateJson, ProductJson, Told, WeighedJson } from "../../../src/report/containment-json.ts";
import type { mailProtectionJson } from "../../../src/report/mail-protection.ts";
import type { RulesDocument } from "../../../src/respond/rules/folder.ts";

export type { CandidateJson, ProductJson, RulesDocument, Told };

export interface AnswerFile {
  readonly name: string;
  readonly text: string;
}

export interface Answer<T> {
  readonly result: T;
  readonly files: readonly AnswerFile[];
  /** What the command says besides, for people. */
  readonly notes: string;
}

export type Weighed = WeighedJson & { readonly case: string; readonly because: string };
export type Mails = ReturnType<typeof mailProtectionJson> & { readonly products: readonly ProductJson[] };

/** Products that blocks are written for. A test holds them against the program's own list. */
export const products: Readonly<Record<string, string>> = {
  nginx: "nginx",
  apache: "Apache httpd",
  haproxy: "HAProxy",
  caddy: "Caddy",
  squid: "Squid",
  modsecurity: "ModSecurity, Coraza",
  nftables: "nftables",
  ipset: "ipset, iptables",
  fail2ban: "fail2ban",
  crowdsec: "CrowdSec",
  suricata: "Suricata",
  traefik: "Traefik",
  cloudflare: "Cloudflare",
  "aws-waf": "AWS WAF",
  rpz: "DNS zone (RPZ)",
  plain: "plain list",
};

export const mailProducts: Readonly<Record<string, string>> = {
  rspamd: "Rspamd",
  spamassassin: "SpamAssassin",
  postfix: "Postfix",
  exchange: "Exchange Online",
  defender: "Microsoft Defender",
  sieve: "Sieve",
  plain: "plain lists",
};

/** Kinds of blocks, the narrowest first. */
export const blockKinds: Readonly<Record<string, string>> = {
  "agent-and-path": "agent and path",
  mixed: "agents, others on their paths",
  agent: "agent",
  address: "address",
  network: "network",
  destination: "host outside",
};

export const tabs = ["block", "mail", "rules"] as const;
export type Tab = (typeof tabs)[number];

export const tabTitles: Readonly<Record<Tab, string>> = {
  block: "Containment",
  mail: "Mail protection",
  rules: "Monitoring rules",
};

/** The drawer that an address asks for. */
export function tabOf(query: URLSearchParams): Tab | undefined {
  return tabs.find((one) => one === query.get("drawer"));
}
