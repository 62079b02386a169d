/** Those who look for one product and its version. */
import { Chance } from "../../random.ts";
import type { SiteName } from "../../site.ts";
import { chromeNow, edgeNow, probes, second } from "../second/making.ts";
import { androidNow, firefoxNow, list, macNow, moment, scout } from "./making.ts";

const products: readonly [SiteName, string, readonly string[], number, string][] = [
  [
    "blog",
    chromeNow,
    list(
      "/ /readme.html /wp-includes/css/dist/block-library/style.min.css /wp-json/ /wp-links-opml.php /feed/ /license.txt /wp-admin/install.php",
    ),
    5,
    "how old WordPress is, under a current Chrome's agent",
  ],
  [
    "shop",
    firefoxNow,
    list(
      "/magento_version /administrator/manifests/files/joomla.xml /language/en-GB/en-GB.xml /core/install.php /typo3/sysext/core/composer.json /skin/frontend/ /CHANGELOG.TXT /umbraco/",
    ),
    9,
    "which of eight shop and content systems it is",
  ],
  [
    "wiki",
    macNow,
    list(
      "/login /help /rest/api/2/serverInfo /rest/applinks/1.0/manifest /api/v4/version /users/sign_in /jenkins/whoAmI/api/json /wiki/Special:Version /api.php?action=query&meta=siteinfo",
    ),
    12,
    "the versions of Jira, GitLab, Jenkins, MediaWiki",
  ],
  [
    "www",
    edgeNow,
    list(
      "/metrics /debug/vars /debug/pprof/ /grafana/api/health /prometheus/api/v1/status/config /prometheus/api/v1/status/buildinfo /kibana/api/status /-/healthy /alertmanager/api/v2/status",
    ),
    7,
    "monitoring software, its versions and configuration",
  ],
  [
    "files",
    chromeNow,
    list(
      "/status.php /ocs/v1.php/cloud/capabilities /owncloud/status.php /nextcloud/status.php /version.php /config/config.php /data/.ocdata",
    ),
    6,
    "the version of the file store, then its configuration",
  ],
  [
    "blog",
    androidNow,
    list(
      "/wp-content/plugins/tide-table/readme.txt /wp-content/themes/harbour/style.css /wp-content/plugins/tide-table/changelog.txt /readme.html /wp-includes/version.php",
    ),
    20,
    "plugin and theme of the blog by name, and their versions",
  ],
];

export const productScouts = products.map(([site, agent, targets, seconds, what], at) =>
  scout("product-version", `looks for ${what}`, [
    probes(moment(new Chance(370_000 + at), 0, 23), site, agent, targets, seconds * second),
  ]),
);
