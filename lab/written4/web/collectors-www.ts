/** Who gathers configuration from the public site. */
import * as agents from "../agents.ts";
import { type Actor, asks, collector, type Hit, words } from "./actor.ts";

const nuclei =
  "Mozilla/5.0 (X11; Linux x86_64) Nuclei - Open-source project (github.com/projectdiscovery/nuclei)";
const googlebot =
  "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) Chrome/158.0.7780.64 Safari/537.36";
const old =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.129 Safari/537.36";
const shared =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36";

const templates =
  words(`/.git/config /.env /.env.local /server-status /server-info /phpinfo.php /info.php /actuator/env
 /actuator/heapdump /.aws/credentials /.svn/entries /.DS_Store /config.json /config.yml /web.config /.htpasswd /backup.sql /debug/default/view
 /telescope/requests /_profiler/phpinfo /.vscode/sftp.json /wp-config.php.bak /api/swagger.json /v2/_catalog /.well-known/openid-configuration
 /solr/admin/info/system /jolokia/version /manager/html /console/ /nginx_status /status?full /.dockerenv /docker-compose.yml /Jenkinsfile
 /composer.json /package.json /yarn.lock /elmah.axd /trace.axd /crossdomain.xml /druid/index.html /graphql /metrics /health /.idea/workspace.xml`);
const dictionary =
  words(`admin backup bin cache cgi-bin conf config configs console css data db debug dev dist docs download dump env error etc export
 files fonts git hidden home html icons img inc include install internal intranet java js lang lib log logs mail manage manager media members mobile
 monitor mysql node old panel php phpmyadmin plugins portal private proc public reports restore root rss sample scripts secure server server-status
 service settings setup shell site sql src stage staging static stats status storage svn swagger sys system temp templates test tests tmp tools uploads
 user users util var vendor version web webadmin webmail wiki wp-admin wp-content xml zip`);

function spread(times: readonly string[], agent: string, paths: readonly string[]): Hit[] {
  return times.flatMap((time, turn) => asks(time, { agent }, [paths[turn] ?? "/"]));
}

const slowTimes = [0, 1].flatMap((day) =>
  [
    "00:41:09",
    "03:52:48",
    "05:20:31",
    "08:11:02",
    "11:37:55",
    "14:09:40",
    "17:48:13",
    "20:33:27",
    "22:58:01",
  ].map((time) => `${day} ${time}`),
);

const campaign = [
  ["0 01:12:04", "/.env /.env.prod /config/database.yml /.git/HEAD /server-status /sftp-config.json"],
  ["0 04:48:41", "/.aws/config /.env.bak /config.php.old /.git/index /phpinfo.php"],
  ["0 09:30:22", "/.docker/config.json /api/.env /settings.py /.hg/hgrc /info.php /server-info"],
  ["0 15:02:19", "/.npmrc /laravel/.env /config/app.yml /.svn/wc.db /i.php"],
  [
    "0 21:40:50",
    "/.ssh/config /app/.env /local.settings.json /.bzr/branch/branch.conf /test.php /nginx_status",
  ],
  ["1 03:17:33", "/.netrc /backend/.env /appsettings.Production.json /.git/logs/HEAD /phpversion.php"],
].map(([time = "", list = ""], turn) =>
  collector(
    "www",
    "web-campaign",
    `one of six addresses that share out a list of configuration files under one old Chrome's agent, part ${turn + 1}`,
    asks(time, { agent: shared, gaps: [3, 5, 2] }, words(list)),
  ),
);

const session = [
  ...asks("0 13:20:04", { agent: agents.chrome }, [
    "/",
    "/assets/main.css",
    "/assets/app.js",
    "/favicon.ico",
  ]),
  ...asks("0 13:20:49", { agent: agents.chrome, referer: "https://www.talvera.example/" }, [
    "/tests/equine-panel",
  ]),
  ...asks("0 13:22:10", { agent: agents.chrome, gaps: [9, 14, 6] }, [
    "/server-status",
    "/phpinfo.php",
    "/labs/graz",
    "/.env",
    "/server-info",
    "/contact",
    "/config.json",
  ]),
];

export const publicCollectors: readonly Actor[] = [
  collector(
    "www",
    "web-tool",
    "nuclei under its own agent: files of configuration, status pages and versions",
    asks("0 02:14:55", { agent: nuclei, gaps: [0.1, 0.2, 0.1] }, templates),
  ),
  collector(
    "www",
    "web-tool",
    "Nikto under its own agent: status pages, versions and files left over",
    words(
      "/ /server-status /server-info /README /CHANGELOG.txt /config.php.bak /admin/config.php /icons/README /phpinfo.php /test.php /status /cgi-bin/printenv /cgi-bin/test-cgi /.htaccess /web.config /manual/ /license.txt /xampp/phpinfo.php /cfg.txt /config.inc /site.ini",
    ).flatMap((path, turn) =>
      asks(
        Date.UTC(2026, 10, 25, 6, 40, 2) + turn * 700,
        { agent: `Mozilla/5.00 (Nikto/2.1.6) (Evasions:None) (Test:00${1204 + turn * 61})` },
        [path],
      ),
    ),
  ),
  collector(
    "www",
    "web-enumerate",
    "feroxbuster under its own agent: a wordlist of common names",
    asks(
      "1 01:05:12",
      { agent: "feroxbuster/2.13.0", gaps: [0.05, 0.1, 0.08] },
      dictionary.map((word) => `/${word}`),
    ),
  ),
  collector(
    "www",
    "web-enumerate",
    "a wordlist under a current Firefox's agent, with the usual ends",
    asks(
      "0 19:44:31",
      { agent: agents.firefox, gaps: [0.2, 0.3] },
      dictionary.slice(0, 60).flatMap((word) => [`/${word}.php`, `/${word}.bak`]),
    ),
  ),
  collector(
    "www",
    "web-survey",
    "LeakIX's robot goes past the first page and asks for what is left open",
    asks(
      "0 11:28:09",
      { agent: "Mozilla/5.0 (l9scan/2.0.931323e2239313e2535323e2034333; +https://leakix.net)" },
      words(
        "/ /.env /.git/config /server-status /.DS_Store /.vscode/sftp.json /debug/default/view?panel=config /v2/_catalog /telescope/requests /actuator/env /info.php /config.json /ecp/Current/exporttool/microsoft.exchange.ediscovery.exporttool.application /s/931323e2/_/;/META-INF/maven/com.atlassian.jira/jira-webapp-dist/pom.properties",
      ),
    ),
  ),
  collector(
    "www",
    "web-credentials",
    "a robot after Laravel's settings: environment files in a dozen folders and its known form",
    [
      ...asks(
        "1 05:33:40",
        { agent: old, gaps: [1, 2] },
        words(
          "/.env /core/.env /app/.env /public/.env /admin/.env /api/.env /laravel/.env /crm/.env /web/.env /local/.env /new/.env /old/.env /storage/.env /vendor/.env",
        ),
      ),
      ...asks("1 05:34:10", { agent: old, gaps: [1, 2] }, [
        "POST /",
        "POST /.env",
        "POST /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php",
      ]),
    ],
  ),
  ...campaign,
  collector(
    "www",
    "web-version-control",
    "takes the repository that a relaunch left open apart, and is served",
    asks(
      "0 22:10:05",
      { agent: agents.requests, gaps: [0.4, 0.3] },
      words(
        "/.git/HEAD /neu/.git/HEAD /neu/.git/config /neu/.git/index /neu/.git/logs/HEAD /neu/.git/refs/heads/main /neu/.git/packed-refs /neu/.git/objects/info/packs",
      ),
    ),
  ),
  collector(
    "www",
    "web-slow",
    "one configuration file every two or three hours for two days under Safari's agent",
    spread(
      slowTimes,
      agents.safari,
      words(
        "/.env /config.json /server-status /.git/config /phpinfo.php /wp-config.php~ /settings.json /web.config /.htpasswd /application.yml /info.php /server-info /.npmrc /backup.zip /env.js /docker-compose.yml /config.yaml /.env.production",
      ),
    ),
  ),
  collector(
    "www",
    "web-false-name",
    "claims to be Googlebot, leaves robots.txt aside and asks for configuration",
    asks(
      "1 08:02:59",
      { agent: googlebot, gaps: [2, 3] },
      words(
        "/wp-config.php.bak /wp-config.txt /.env /config.php /configuration.php~ /administrator/manifests/files/joomla.xml /app/etc/local.xml /sites/default/settings.php /.git/config /server-status /user/config/system.yaml /typo3conf/LocalConfiguration.php",
      ),
    ),
  ),
  collector(
    "www",
    "web-plugins",
    "WPScan under its own agent, though the site has no WordPress",
    asks(
      "0 16:01:40",
      { agent: "WPScan v3.8.28 (https://wpscan.com/wordpress-security-scanner)", gaps: [0.3] },
      [
        ...words(
          "/ /wp-login.php /xmlrpc.php /readme.html /wp-cron.php /wp-content/debug.log /wp-config.php.save /wp-json/wp/v2/users/",
        ),
        ...words(
          "akismet contact-form-7 elementor woocommerce wordfence wp-file-manager jetpack yoast really-simple-ssl updraftplus duplicator all-in-one-seo-pack",
        ).map((name) => `/wp-content/plugins/${name}/readme.txt`),
      ],
    ),
  ),
  collector(
    "www",
    "web-version",
    "looks for the version of a dozen products under a checker's agent",
    asks(
      "1 12:40:12",
      { agent: "Mozilla/5.0 (compatible; VersionCheck/1.4)", gaps: [4, 3] },
      words(
        "/CHANGELOG.txt /core/CHANGELOG.txt /readme.html /license.txt /administrator/manifests/files/joomla.xml /typo3/sysext/core/composer.json /magento_version /VERSION /version.txt /RELEASE-NOTES /composer.lock /build.txt",
      ),
    ),
  ),
  collector(
    "www",
    "web-session",
    "reads four pages as a browser does, and between them asks for status pages and settings",
    session,
  ),
  collector(
    "www",
    "web-script",
    "curl asks with its own agent for a handful of files and goes",
    asks(
      "1 17:21:31",
      { agent: "curl/7.88.1", gaps: [6, 11] },
      words("/.env /.git/config /config.json /phpinfo.php /server-status?auto /.aws/credentials"),
    ),
  ),
  collector(
    "www",
    "web-rotating",
    "twenty paths, each under another agent out of a list of old browsers",
    words(
      "/.env /info.php /.git/HEAD /config.php /server-status /admin/.env /db.sql /.svn/entries /backup.tar.gz /web.config /.htaccess /settings.php /test.php /status /config.yml /application.properties /.env.dev /env /credentials.json /id_rsa",
    ).flatMap((path, turn) =>
      asks(
        Date.UTC(2026, 10, 26, 20, 12, 4) + turn * 2600,
        {
          agent: `Mozilla/5.0 (Windows NT ${["6.1", "6.3", "10.0", "5.1"][turn % 4]}; rv:${40 + turn * 3}.0) Gecko/20100101 Firefox/${40 + turn * 3}.0`,
        },
        [path],
      ),
    ),
  ),
];
