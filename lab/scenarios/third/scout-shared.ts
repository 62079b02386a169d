/** Those who are many, and those who are slow. */
import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import type { SiteName } from "../../site.ts";
import { after, asks, chromeNow, edgeNow, hour, minute, second, sends } from "../second/making.ts";
import { androidNow, browses, firefoxNow, list, type Member, macNow, scattered, scout } from "./making.ts";

const settings = list(`
  /.env /config.json /config.php /settings.json /web.config /wp-config.php.bak /server-status /.git/config /phpinfo.php
  /config.yml /appsettings.json /.env.local /.env.production /api/config /admin/config /config/app.php /settings.py
  /local.settings.json /application.properties /application.yml /.vscode/sftp.json /docker-compose.yml /Dockerfile
  /config.inc.php /configuration.php /includes/config.php /conf/config.ini /config.ini /app/config/parameters.yml
  /config/database.yml /config/secrets.yml /.htpasswd /.htaccess /nginx.conf /httpd.conf /server-info /status /version
  /composer.json /composer.lock /package.json /yarn.lock /Gemfile.lock /requirements.txt /.npmrc /.aws/credentials
  /.ssh/config /id_rsa /.DS_Store /.svn/entries /.hg/hgrc /CHANGELOG.md /README.md /VERSION /release.txt /build.json
  /manifest.yml /Jenkinsfile /.travis.yml /.gitlab-ci.yml /.circleci/config.yml /sitemap.xml.gz /crossdomain.xml
  /clientaccesspolicy.xml /elmah.axd /trace.axd /actuator/env /actuator/health /metrics /debug /swagger.json
  /openapi.json /graphql /console /manager/html /solr/admin/info/system /jmx-console /env /env.json`);

/** Ten unrelated addresses share out one list over two days; each asks little, all under the most common agent. */
const slices = Array.from({ length: 10 }, (_, at) => {
  const chance = new Chance(410_000 + at);
  const own = settings.filter((_, place) => place % 10 === at).slice(0, 5 + (at % 4));
  const site: SiteName = at % 3 === 2 ? "blog" : "shop";
  return scout(
    "shared-list",
    `one of ten addresses that share out a list of settings, ${own.length} paths, a current Chrome's agent`,
    scattered(
      after("1 16:00:00", at * 4 * hour + chance.between(0, 90) * minute),
      asks(site, chromeNow, own),
      8 * second,
      70 * second,
      chance,
    ),
    { group: "shared-list" },
  );
});

/** Eight neighbours of one network; the agents are those of telephones and Macs, over HTTP/2. */
const neighbours = Array.from({ length: 8 }, (_, at) => {
  const chance = new Chance(411_000 + at);
  const own = [...settings]
    .reverse()
    .filter((_, place) => place % 8 === at)
    .slice(0, 4 + (at % 3));
  const agent = [agents.safariPhone, agents.safariMac, androidNow, macNow][at % 4] ?? macNow;
  return scout(
    "neighbours",
    `one of eight neighbouring addresses, ${own.length} paths a day for two days, over HTTP/2`,
    [2, 3].flatMap((day) =>
      scattered(
        after(`${day} 01:00:00`, at * 2 * hour + chance.between(0, 60) * minute),
        browses("www", agent, day === 2 ? own : [...own].reverse()),
        5 * second,
        40 * second,
        chance,
      ),
    ),
    { address: `203.0.113.${112 + at}`, group: "neighbours" },
  );
});

const slow: readonly Member[] = [
  scout(
    "slow",
    "two probes a day, at another hour each day, under one agent",
    [
      "1 04:12:00",
      "1 15:30:00",
      "2 09:41:00",
      "2 22:05:00",
      "3 02:50:00",
      "3 18:18:00",
      "4 07:07:00",
      "4 20:59:00",
    ].map((at, turn) =>
      sends(at, [
        asks("blog", firefoxNow, [
          list(
            "/wp-config.php.save /.git/config /server-status /.env.old /phpinfo.php /readme.html /config.json /web.config",
          )[turn] ?? "/",
        ]),
      ]),
    ),
  ),
  scout(
    "slow",
    "a probe every hour or three for four days, with the first page before each",
    scattered(
      "1 00:30:00",
      browses(
        "www",
        edgeNow,
        settings.slice(8, 30).flatMap((path) => ["/", path]),
      ),
      40 * minute,
      3 * hour,
      new Chance(412_001),
    ).slice(0, 40),
  ),
  scout(
    "slow",
    "over a night, one spelling of the settings in twenty minutes, with curl's agent",
    scattered(
      "2 21:00:00",
      asks(
        "wiki",
        "curl/7.81.0",
        list(
          "/config /config/ /config.json /config.yaml /settings /settings/ /settings.json /setup /server-status /server-info /status /admin/settings",
        ),
      ),
      12 * minute,
      28 * minute,
      new Chance(412_002),
    ),
  ),
  scout(
    "slow",
    "six management endpoints in four days, each under another browser's agent",
    list("/actuator /actuator/env /metrics /env /actuator/configprops /build-info").flatMap(
      (target, turn) => [
        sends(after("1 08:20:00", turn * 15 * hour), [
          asks("api", [chromeNow, firefoxNow, edgeNow, macNow, androidNow, agents.safariMac][turn], [target]),
        ]),
      ],
    ),
  ),
  scout(
    "slow",
    "IPv6: five probes a day on the public site, HTTP/2",
    [1, 2, 3, 4].flatMap((day) =>
      scattered(
        `${day} 1${day}:05:00`,
        browses("www", agents.safariMac, settings.slice(day * 7, day * 7 + 5)),
        3 * minute,
        30 * minute,
        new Chance(412_010 + day),
      ),
    ),
    { v6: true },
  ),
];

export const sharedScouts: readonly Member[] = [...slices, ...neighbours, ...slow];
