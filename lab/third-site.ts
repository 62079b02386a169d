/** Pages and files of the third set: applications that fetch their own configuration, a blog with an administration, downloads. */
import { type More, page } from "./site.ts";

const application = ["/js/app.js", "/config.json"];
const php = (title: string): string => `<!doctype html><title>${title}</title><p>${title}\n`;
const administration = [
  "index",
  "options-general",
  "options-permalink",
  "plugins",
  "update-core",
  "site-health",
  "edit",
  "post",
  "upload",
  "users",
  "profile",
  "admin-ajax",
];

const telephones = ["805ec0a1b2c3", "805ec0a1b2d4", "64167f0c1d2e", "000413a7b8c9", "c0741a5566aa"];

export const thirdSite: More = {
  pages: {
    www: [
      page("/tides/", "Tide clock", "/tides/clock.js", "/tides/env.js"),
      page("/downloads", "Downloads", "/img/box.png"),
      page("/articles/knots", "Five knots", "/img/knots.png"),
      page("/articles/fog-signal", "The fog signal", "/img/fog.png"),
    ],
    shop: [
      page("/app/", "Shop, new", ...application),
      page("/app/orders", "Orders", ...application),
      page("/app/search", "Search", ...application),
      page("/account/settings/address", "Your account: address"),
    ],
    wiki: [page("/wiki/Onboarding", "First day"), page("/wiki/Telephone_list", "Telephone list")],
    blog: [page("/2026/11/winter-berths", "Winter berths", "/img/berths.png")],
    api: [],
    files: [],
  },
  files: {
    www: {
      "/tides/env.js": 'window.env = { api: "http://api.larkfield.example/api/v1" };\n',
      "/tides/clock.js": "document.title += ' .';\n",
      "/.well-known/security.txt":
        "Contact: mailto:security@larkfield.example\nExpires: 2027-06-01T00:00:00Z\n",
      "/.well-known/assetlinks.json": "[]\n",
      "/.well-known/apple-app-site-association": '{"applinks":{"details":[]}}\n',
      "/.well-known/change-password": "see /contact\n",
      "/.well-known/mta-sts.txt":
        "version: STSv1\nmode: testing\nmx: mail.larkfield.example\nmax_age: 86400\n",
      "/.well-known/acme-challenge/Zq81": "Zq81.thumb\n",
      "/manifest.webmanifest": '{"name":"Larkfield","display":"standalone"}\n',
      "/sw.js": "self.addEventListener('fetch', () => undefined);\n",
      "/wpad.dat": 'function FindProxyForURL() { return "DIRECT"; }\n',
      "/ads.txt": "# no seller\n",
      "/img/report.pdf": `%PDF-1.4\n${"% nothing\n".repeat(4000)}`,
      "/appcast.xml": '<?xml version="1.0"?><rss><channel><title>Tides 5.1.0</title></channel></rss>\n',
      "/latest.yml": "version: 5.1.0\npath: Tides-Setup-5.1.0.exe\n",
      "/opensearch.xml": '<?xml version="1.0"?><OpenSearchDescription/>\n',
    },
    shop: {
      "/config.json": '{"currency":"EUR","search":true,"release":"2026.11.2"}\n',
      "/js/app.js":
        'fetch("/config.json").then((answer) => answer.json()).then(({ release }) => (document.title += release));\n',
      "/version.json": '{"release":"2026.11.2"}\n',
      "/ngsw.json": '{"configVersion":1,"assetGroups":[]}\n',
      "/manifest.json": '{"name":"Harbour shop"}\n',
      "/ads.txt": "# no seller\n",
      "/.well-known/apple-developer-merchantid-domain-association": "0000\n",
    },
    wiki: {},
    blog: {
      "/wp-login.php": php("Sign in"),
      ...Object.fromEntries(administration.map((name) => [`/wp-admin/${name}.php`, php(name)])),
      "/wp-json/index.html": '{"name":"Notes","namespaces":["wp/v2"]}\n',
      "/wp-json/wp/v2/settings": "{}\n",
      "/wp-json/wp/v2/types": "{}\n",
      "/wp-json/wp/v2/posts": "[]\n",
      "/wp-content/plugins/tide-table/readme.txt": "=== Tide table ===\nStable tag: 1.4.2\n",
      "/wp-content/themes/harbour/style.css": "/* Theme Name: Harbour\nVersion: 2.4.1 */\n",
      "/podcast.xml":
        '<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour talk</title></channel></rss>\n',
      "/audio/talk-1.mp3": "ID3".repeat(4000),
      "/audio/talk-2.mp3": "ID3".repeat(5000),
    },
    api: {},
    files: {
      "/debian/dists/stable/InRelease": "Origin: Larkfield\n",
      "/debian/dists/stable/main/binary-amd64/Packages.xz": "none\n",
      "/simple/tides/index.html": '<!doctype html><a href="/simple/tides/tides-1.2.tar.gz">tides</a>\n',
      "/npm/tides": '{"name":"tides","dist-tags":{"latest":"1.2.0"}}\n',
      "/maven/example/tides/maven-metadata.xml": "<metadata/>\n",
      "/charts/index.yaml": "apiVersion: v1\nentries: {}\n",
      "/fdroid/repo/index-v2.json": "{}\n",
      "/git/tides.git/info/refs": "3b18e512dba79e4c8300dd08aeb37f8e728b8dad\trefs/heads/main\n",
      "/git/tides.git/git-upload-pack": "0008NAK\n",
      "/git/tides.git/HEAD": "ref: refs/heads/main\n",
      "/updates/2026-11/kb-5031.cab": "MSCF".repeat(3000),
      "/selfupdate/wuident.cab": "MSCF\n",
      "/printers/catalogue.xml": "<printers/>\n",
      ...Object.fromEntries(telephones.map((mac) => [`/provisioning/${mac}.cfg`, "account.1.enable = 1\n"])),
      "/provisioning/common.cfg": "features.directory = 1\n",
      "/provisioning/firmware.txt": "124.86.0.40\n",
    },
  },
};
