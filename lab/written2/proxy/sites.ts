/** What people open: sites that many know, each with its counters, and a long tail that one or two know. */
import { Chance } from "../../random.ts";
import { counters, type Service } from "./services.ts";
import { embedded } from "./things.ts";

export interface Site {
  readonly host: string;
  readonly paths: readonly string[];
  /** What each page loads of the site's own, as lines. */
  readonly assets: readonly string[];
  readonly services: readonly Service[];
  readonly seen: "http" | "opened" | "tls";
}

const all = [...counters, ...embedded];
const named = (...hosts: string[]): Service[] =>
  hosts.map((host) => {
    const service = all.find((one) => one.host.includes(host));
    if (service === undefined) throw new Error(`no such service: ${host}`);
    return service;
  });

const common = [
  "GET css 18110 /assets/app.{d8}.css",
  "GET js 91020 /assets/app.{d8}.js",
  "GET svg 1902 /assets/logo.svg",
  "GET jpg 40120 /media/{n4}.jpg?w=960&h=540&q=70",
];

const site = (host: string, paths: string[], services: Service[], seen: Site["seen"] = "opened"): Site => ({
  host,
  paths,
  assets: common,
  services,
  seen,
});

const consent = named("cdn.cookielaw.org", "geolocation.onetrust");
const news = named("scorecard", "quantserve", "googleads", "adnxs", "criteo", "doubleverify", "adsafe");

export const popular: readonly Site[] = [
  site(
    "www.harrach-zeitung.example",
    ["/", "/lokales/4411", "/sport/{n5}", "/wirtschaft/{n5}"],
    [...consent, ...news],
  ),
  site(
    "www.lemidi-presse.example",
    ["/", "/economie/{n5}", "/sport/{n5}"],
    [...named("cookiebot", "xiti", "googleads", "adnxs", "criteo"), ...consent],
  ),
  site(
    "www.bergland-reisen.example",
    ["/", "/winter", "/suche?von=2026-12-20&bis=2026-12-27&personen=2"],
    [...consent, ...named("facebook", "bat.bing", "tile.open", "maps", "ctfassets")],
  ),
  site(
    "www.nordlicht-moebel.example",
    ["/lampes", "/p/{n5}", "/warenkorb"],
    named("region1", "facebook", "tiktok", "clarity", "hotjar", "recaptcha", "jsdelivr"),
  ),
  site(
    "www.werkzeugwelt.example",
    ["/", "/bohrer", "/artikel/{n6}", "/login"],
    named("www.google-a", "stats.g", "bat.bing", "challenges", "cdnjs"),
  ),
  site(
    "app.taktplan.example",
    ["/board/{x6}", "/api/v2/tasks?cursor={w12}", "/me"],
    named("sentry", "nr-data", "segment", "mixpanel", "intercom"),
  ),
  site(
    "crm.verdaro.example",
    ["/accounts/{n6}", "/deals", "/reports/{n3}"],
    named("datadog", "intercom", "segment", "sentry"),
  ),
  site(
    "video.tonspur.example",
    ["/watch/{w11}", "/live"],
    named("ytimg", "youtube", "vimeo", "region1", "googleads"),
  ),
  site(
    "www.wetter-jetzt.example",
    ["/graz", "/lyon", "/valencia"],
    [...named("open-meteo", "googleads", "adnxs", "criteo", "doubleverify", "www.google-a"), ...consent],
  ),
  site(
    "jobs.karrierebau.example",
    ["/suche?q=techniker", "/stelle/{n6}"],
    named("linkedin", "www.google-a", "hotjar", "facebook"),
  ),
  site(
    "www.blauerstern-hosting.example",
    ["/", "/domains", "/kb/{n4}"],
    named("plausible", "fonts", "challenges"),
  ),
  site(
    "forum.pumpentechnik.example",
    ["/", "/thread/{n5}", "/search?q=kavitation"],
    named("yandex", "fonts", "googleads", "recaptcha"),
  ),
  site(
    "www.lieferdienst-gruen.example",
    ["/", "/warenkorb", "/konto"],
    named("tiktok", "facebook", "clarity", "maps", "mixpanel"),
  ),
  site("mail.posthaus.example", ["/inbox", "/m/{x10}"], [], "tls"),
  site("netbanking.raxbank.example", ["/login", "/konten"], []),
  site("drive.ablage-cloud.example", ["/d/{w16}", "/folders/{w12}"], [], "tls"),
  site("chat.ablage-cloud.example", ["/rooms/{w8}"], [], "tls"),
  site("gesundheit.landeskasse.example", ["/portal"], [], "tls"),
];

const heads = [
  "wald",
  "stein",
  "bel",
  "mont",
  "rio",
  "sol",
  "licht",
  "feld",
  "gar",
  "torre",
  "nord",
  "alt",
  "brun",
  "fleur",
  "casa",
  "ober",
  "val",
  "mar",
];
const tails = [
  "markt",
  "verein",
  "atelier",
  "hof",
  "taller",
  "kanzlei",
  "garten",
  "cycles",
  "huerto",
  "bau",
  "verlag",
  "cuisine",
  "praxis",
  "radio",
  "museo",
  "technik",
];
const rareCount = 150;

/** Sites of the long tail: plain pages, some with a counter, some with addresses that look odd. */
export const rare: readonly Site[] = (() => {
  const chance = new Chance(8812);
  const hosts = new Set<string>();
  while (hosts.size < rareCount)
    hosts.add(
      `${chance.pick(["www.", "", "shop.", "blog."])}${chance.pick(heads)}${chance.pick(["-", ""])}${chance.pick(tails)}.example`,
    );
  const odd = [
    "GET jpg 30110 /wp-content/uploads/2026/10/foto-{n3}-1024x683.jpg",
    "GET css 9010 /wp-includes/css/dist/block-library/style.min.css?ver=6.8.3",
    "GET js 12010 /wp-content/plugins/menu/js/menu.min.js?ver={n10}",
    "GET json 610 /wp-json/wp/v2/posts?per_page=3&_fields=title,link",
    "GET jpg 18010 /img/resize?src=%2Fm%2F{n4}.jpg&width=800&height=600&dpr=2",
    "POST json 40 /wp-admin/admin-ajax.php",
    "GET json 902 /api/session?token=eyJhbGciOiJIUzI1NiJ9.{c60}.{w43}",
    "GET js 3010 /cookie-notice/banner.js?lang={lang}&tz={tz}",
    "GET gif 43 /zaehler.php?r={n8}",
  ];
  return [...hosts].map((host) => ({
    host,
    paths: [
      "/",
      `/${chance.pick(["kontakt", "news", "produits", "tienda", "ueber-uns"])}`,
      `/${chance.pick(["p", "artikel", "item"])}/{n4}`,
    ],
    assets: Array.from({ length: chance.between(1, 5) }, () => chance.pick(odd)),
    services: chance.next() < 0.35 ? [chance.pick(counters), chance.pick(embedded)] : [],
    seen: chance.pick(["http", "opened", "opened", "opened", "tls"] as const),
  }));
})();
