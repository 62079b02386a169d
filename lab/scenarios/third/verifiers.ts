/** Those who verify a site, or look for what a standard puts there. */
import { Chance } from "../../random.ts";
import type { SiteName } from "../../site.ts";
import { probes, second } from "../second/making.ts";
import { innocent, moment } from "./making.ts";

/** Each proves something or looks for what a standard puts there. */
const proofs: readonly [SiteName, string, readonly string[], string][] = [
  [
    "www",
    "Mozilla/5.0 (compatible; Let's Encrypt validation server; +https://www.letsencrypt.org)",
    ["/.well-known/acme-challenge/Zq81"],
    "a certificate authority looks for its answer",
  ],
  [
    "www",
    "Mozilla/5.0 (compatible; Let's Encrypt validation server; +https://www.letsencrypt.org)",
    ["/.well-known/acme-challenge/Zq81"],
    "the same authority from another place",
  ],
  [
    "blog",
    "acme.zerossl.com/v2/DV90",
    ["/.well-known/acme-challenge/u5F0", "/.well-known/acme-challenge/u5F0"],
    "another authority, whose answer is not there yet",
  ],
  [
    "www",
    "AASA-Bot/1.0.0",
    ["/.well-known/apple-app-site-association"],
    "Apple's check of links into the application",
  ],
  [
    "www",
    "GoogleAssociationService",
    ["/.well-known/assetlinks.json", "/.well-known/assetlinks.json"],
    "Google's check of links into the application",
  ],
  [
    "shop",
    "Mozilla/5.0 (compatible; ApplePayMerchantBot/1.0)",
    ["/.well-known/apple-developer-merchantid-domain-association"],
    "the payment firm's check of the shop",
  ],
  [
    "shop",
    "Mozilla/5.0 (compatible; Google-Site-Verification/1.0)",
    ["/google7f3a1c.html"],
    "a search engine's check of who owns the shop",
  ],
  ["www", "Google-SMTP-STS", ["/.well-known/mta-sts.txt"], "a mail service reads the policy for mail"],
  [
    "shop",
    "Mozilla/5.0 (compatible; proximic; +https://www.comscore.com/Web-Crawler)",
    ["/ads.txt", "/robots.txt"],
    "an advertising firm reads ads.txt",
  ],
  [
    "www",
    "AdsTxtCrawler/2.1 (+https://adstxt.example/bot)",
    ["/ads.txt", "/app-ads.txt", "/sellers.json"],
    "another reads ads.txt and its relatives",
  ],
  [
    "blog",
    "Pleroma 2.9.1; https://sea.harbour-folk.example <admin@harbour-folk.example>",
    [
      "/.well-known/nodeinfo",
      "/.well-known/webfinger?resource=acct:notes@blog.larkfield.example",
      "/.well-known/host-meta",
    ],
    "a server of the fediverse asks who is here",
  ],
  [
    "www",
    "Synapse/1.143.0",
    ["/.well-known/matrix/server", "/.well-known/matrix/client"],
    "a server of Matrix asks where mail of its kind goes",
  ],
  [
    "shop",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:160.0) Gecko/20100101 Firefox/160.0",
    ["/.well-known/dnt-policy.txt"],
    "an extension that guards privacy looks for a promise",
  ],
  [
    "shop",
    "Bitwarden_Mobile/2026.10.0 (Android 16; SDK 36; Model Pixel 9)",
    ["/.well-known/change-password", "/.well-known/passkey-endpoints"],
    "a password manager looks where passwords are changed",
  ],
  [
    "www",
    "Passwords/1.0 CFNetwork/3826.600.41 Darwin/24.6.0",
    [
      "/.well-known/change-password",
      "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200",
    ],
    "Apple's passwords look where passwords are changed",
  ],
  [
    "www",
    "Mozilla/5.0 (compatible; gpc-spec-checker; +https://globalprivacycontrol.example)",
    ["/.well-known/gpc.json"],
    "somebody counts who promises privacy",
  ],
];

export const verifiers = proofs.map(([site, agent, targets, what], at) =>
  innocent(
    "verification",
    what,
    [probes(moment(new Chance(361_000 + at), 0, 24), site, agent, targets, 2 * second)],
    { v6: site === "www" && at % 2 === 1 },
  ),
);
