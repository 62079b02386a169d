/** Those who want to know which product runs where, and in which version, with lists made for it. */
import { Chance } from "../../random.ts";
import { originOf } from "../../site.ts";
import { after, chromeNow, edgeNow, minute, probes, second, sends } from "../second/making.ts";
import { browses, list, type Member, macNow, opens, scattered, scout, visitorAgents } from "./making.ts";

const plugins = list(`
  akismet contact-form-7 woocommerce elementor wordfence yoast-seo jetpack wp-super-cache really-simple-ssl updraftplus
  all-in-one-wp-migration duplicator ninja-forms wpforms-lite litespeed-cache redirection classic-editor tide-table
  revslider wp-file-manager loginizer w3-total-cache better-search-replace mailpoet give the-events-calendar buddypress
  bbpress wp-statistics ultimate-member essential-addons-for-elementor-lite forminator tablepress wp-optimize backwpup
  smart-slider-3 popup-builder hello-dolly nextgen-gallery profile-builder`);

const themes = list(
  "astra hello-elementor divi generatepress oceanwp twentytwentyfour twentytwentyfive kadence neve avada harbour",
);

const readme = (name: string): string => `/wp-content/plugins/${name}/readme.txt`;

/** Templates of a scanner, each under another agent of the scanner's list of old browsers. */
const oldAgents = [
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/74.0.3729.169 Safari/537.36",
  "Mozilla/5.0 (X11; Ubuntu; Linux i686; rv:124.0) Gecko/20100101 Firefox/124.0",
  "Mozilla/5.0 (Kubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 13_1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/113.0.0.0 Safari/537.36",
  "Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; AS; rv:11.0) like Gecko",
  "Mozilla/5.0 (Debian; Linux i686; rv:131.0) Gecko/20100101 Firefox/131.0",
];

const templates = list(`
  / /favicon.ico /robots.txt /readme.txt /.git/config /.env /config.json /server-status /phpinfo.php /actuator/health
  /wp-json/ /CHANGELOG.txt /core/CHANGELOG.txt /administrator/manifests/files/joomla.xml /package.json /composer.json
  /.vscode/settings.json /docker-compose.yml /web.config /elmah.axd /api/swagger.json /v2/api-docs /graphql
  /.well-known/security.txt /version /status?full /nginx.conf /.DS_Store /telescope/requests /_profiler/phpinfo
  /solr/admin/info/system /api/v1/version /login.action /jenkins/login /grafana/login /kibana/app/kibana`);

const httpx = "httpx - Open-source project (github.com/projectdiscovery/httpx)";

export const versionScouts: readonly Member[] = [
  scout(
    "templates",
    "a scanner's templates, 36 paths, each under another agent of its list of old browsers",
    [
      sends(
        "2 23:12:00",
        templates.map((path, at) => browses("blog", oldAgents[at % oldAgents.length] ?? chromeNow, [path])),
        700,
      ),
    ],
  ),
  scout("templates", "a scanner whose templates were not filled in, among paths that were", [
    probes(
      "3 04:40:00",
      "shop",
      oldAgents[3],
      list(
        "/%7B%7BBaseURL%7D%7D/.env /{{randstr}}/config.json /{{Hostname}}/actuator/env /.env /config.json /actuator/env /%7B%7BBaseURL%7D%7D/.git/config",
      ),
      900,
    ),
  ]),
  scout(
    "templates",
    "the same kind under one current agent, slowed to one path in half a minute, over HTTP/2",
    [sends("1 13:05:00", [browses("www", chromeNow, templates.slice(4, 24))], 31 * second)],
  ),
  scout(
    "technology",
    "httpx under its own agent: title, icon and a few paths of four sites",
    (["www", "shop", "blog", "wiki"] as const).map((site, at) =>
      probes(
        after("4 01:30:00", at * 9 * second),
        site,
        httpx,
        ["/", "/favicon.ico", "/.git/HEAD", "/server-status"],
        second,
      ),
    ),
  ),
  scout(
    "technology",
    "the same questions under a library's agent: icon, a page that is not there, names of products",
    [
      probes(
        "2 15:51:00",
        "shop",
        "python-httpx/0.28.1",
        list(
          "/ /favicon.ico /nothing-here-7f3a /index.php /wp-login.php /administrator/ /user/login /composer.lock /package.json /CHANGELOG.md",
        ),
        1500,
      ),
    ],
  ),
  scout("plugin-sweep", "WPScan under its own agent: readme of forty plugins", [
    probes(
      "1 22:18:00",
      "blog",
      "WPScan v3.8.28 (https://wpscan.com/wordpress-security-scanner)",
      ["/", "/readme.html", ...plugins.map(readme)],
      400,
    ),
  ]),
  scout(
    "plugin-sweep",
    "readme of eighteen plugins under a current Chrome's agent, a minute and more apart",
    scattered(
      "3 08:50:00",
      browses("blog", chromeNow, plugins.slice(3, 21).map(readme)),
      60 * second,
      5 * minute,
      new Chance(371_001),
    ),
  ),
  scout("plugin-sweep", "HEAD on the styles of eleven themes, whose headers tell versions", [
    probes(
      "4 17:36:00",
      "blog",
      edgeNow,
      themes.map((name) => `/wp-content/themes/${name}/style.css`),
      2 * second,
      "HEAD",
    ),
  ]),
  scout("source-maps", "opens the new shop as a browser does, then hunts maps and manifests of its scripts", [
    ...opens("shop", macNow, "2 11:31:00", ["/app/"], new Chance(371_002)),
    sends(
      "2 11:32:00",
      [
        browses(
          "shop",
          macNow,
          list(
            "/js/app.js.map /js/main.js.map /app/main.js.map /asset-manifest.json /webpack-stats.json /static/js/main.js.map /_next/static/chunks/main.js.map /vite.config.js /package.json /tsconfig.json /.env.production",
          ),
        ),
      ],
      4 * second,
    ),
  ]),
  scout("well-known", "fourteen names below /.well-known, whatever they are for", [
    probes(
      "3 21:17:00",
      "www",
      "Mozilla/5.0 (compatible; wk-enum/0.3)",
      list(
        "openid-configuration oauth-authorization-server jwks.json host-meta nodeinfo matrix/client terraform.json ai-plugin.json smart-configuration est/cacerts keybase.txt configuration.json mta-sts.txt security.txt",
      ).map((name) => `/.well-known/${name}`),
      1100,
    ),
  ]),
  scout(
    "page-then-versions",
    "reads like a visitor for two days, and asks for one version file after each page",
    ["1 10:20:00", "1 20:41:00", "2 12:03:00", "2 21:35:00", "3 07:58:00"].flatMap((at, turn) => [
      ...opens(
        "blog",
        visitorAgents[21] ?? chromeNow,
        at,
        ["/", "/2026/10/new-moorings"],
        new Chance(371_010 + turn),
      ),
      sends(after(at, 3 * minute), [
        browses(
          "blog",
          visitorAgents[21] ?? chromeNow,
          [
            list("/CHANGELOG.txt /composer.lock /readme.html /wp-includes/version.php /package-lock.json")[
              turn
            ] ?? "/",
          ],
          { referer: `${originOf("blog")}/` },
        ),
      ]),
    ]),
  ),
];
