/** People who end up where nothing is. */
import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import { originOf, type SiteName } from "../../site.ts";
import { after, asks, chromeNow, edgeNow, minute, second, sends } from "../second/making.ts";
import {
  browses,
  current,
  firefoxNow,
  innocent,
  type Member,
  macNow,
  moment,
  reads,
  scattered,
  visitorAgents,
} from "./making.ts";

/** Addresses of the site as it was before, under two older content management systems; still in bookmarks and in books. */
const formerly: readonly [SiteName, readonly string[], string][] = [
  ["www", ["/index.php?page=articles&id=14", "/index.php"], "links to the PHP site of years ago"],
  ["www", ["/default.asp", "/harbour/info.asp?id=3"], "a link to the ASP site of long ago"],
  ["www", ["/about.html", "/contact.htm", "/kontakt.htm"], "pages that once ended in .html"],
  ["shop", ["/shop/product.php?id=77", "/catalog/index.php?cPath=2"], "links to the former shop"],
  ["shop", ["/cgi-bin/order.cgi?item=rope", "/order.cgi"], "a link to a script of the first shop"],
  [
    "blog",
    ["/index.php?option=com_content&view=article&id=8", "/index.php?option=com_config"],
    "links to the blog when it was a Joomla",
  ],
  [
    "blog",
    ["/?p=112", "/wp-content/uploads/2019/05/boats.jpg", "/archives/112"],
    "numbers and pictures of old posts",
  ],
  ["www", ["/en/home.aspx", "/Pages/Settings.aspx"], "links to the former SharePoint"],
  [
    "www",
    ["/typo3temp/pics/b1c.jpg", "/fileadmin/tides-2018.pdf"],
    "a picture and a table of the former TYPO3",
  ],
  [
    "shop",
    ["/mein-konto/einstellungen", "/my-account/settings.php"],
    "a bookmark of the former account page",
  ],
  [
    "wiki",
    ["/mediawiki/index.php/VPN_config", "/index.php?title=Server_status"],
    "a bookmark of the former wiki",
  ],
  ["www", ["/server-info.html", "/info.php?topic=harbour"], "links whose names were innocent once"],
];

const moved = formerly.map(([site, dead, what], at) => {
  const chance = new Chance(320_000 + at);
  const agent = visitorAgents[(at * 11 + 5) % visitorAgents.length] ?? chromeNow;
  const start = moment(chance);
  const came = at % 3 === 0 ? { referer: "https://search.example/" } : {};
  return innocent(
    "former-pages",
    `${what}; reads on from the first page`,
    [
      ...scattered(start, browses(site, agent, dead, came), 5 * second, 50 * second, chance),
      ...reads(site, agent, after(start, 2 * minute), chance.between(2, 4), chance),
    ],
    { inside: site === "wiki" },
  );
});

/** What people type who look for the entrance, or remember wrongly. */
const typed: readonly [SiteName, readonly string[], string][] = [
  ["blog", ["/admin", "/login", "/wp-login.php"], "an author who tries to remember where to sign in"],
  ["shop", ["/settings", "/account/settings"], "a customer who types the way to the settings"],
  ["www", ["/status"], "somebody who wants to know whether the site is down"],
  [
    "shop",
    ["/configurator", "/config", "/products/configurator"],
    "a customer who types the configurator's name",
  ],
  ["www", ["/version", "/downloads"], "a user of the application who looks for its newest version"],
  ["blog", ["/changelog", "/CHANGELOG.txt"], "a reader who looks for what changed on the blog"],
];

const typists = typed.map(([site, targets, what], at) => {
  const chance = new Chance(321_000 + at);
  const agent = current[(at * 3) % current.length] ?? chromeNow;
  const start = moment(chance);
  return innocent("typed-address", what, [
    ...reads(site, agent, start, chance.between(1, 3), chance),
    ...scattered(after(start, 5 * minute), browses(site, agent, targets), 8 * second, 40 * second, chance),
    ...reads(site, agent, after(start, 9 * minute), chance.between(2, 3), chance),
  ]);
});

const wellMeant: readonly Member[] = [
  innocent("security-contact", "a researcher reads security.txt, then writes to the address in it", [
    ...reads("www", firefoxNow, "2 09:12:00", 2, new Chance(325_001)),
    sends("2 09:16:00", [browses("www", firefoxNow, ["/.well-known/security.txt"])]),
  ]),
  innocent("print", "prints a page: the page again, and a style that is not there", [
    ...reads("blog", macNow, "4 18:20:00", 2, new Chance(325_002)),
    sends("4 18:22:00", [
      browses("blog", macNow, ["/2026/10/new-moorings", "/assets/print.css"], {
        referer: `${originOf("blog")}/2026/10/new-moorings`,
      }),
    ]),
  ]),
  innocent("pinned", "Edge with the site pinned to the task bar", [
    ...reads("www", edgeNow, "1 12:05:00", 3, new Chance(325_003)),
    sends("1 12:09:00", [
      browses("www", edgeNow, ["/browserconfig.xml", "/manifest.webmanifest", "/sw.js", "/opensearch.xml"]),
    ]),
  ]),
  innocent("violation-reports", "a browser whose extension breaks the policy of contents reports it", [
    ...reads("www", agents.safariMac, "3 20:31:00", 3, new Chance(325_004)),
    sends(
      "3 20:34:00",
      [
        asks(
          "www",
          agents.safariMac,
          [1, 2, 3, 4, 5].map(() => ({
            target: "/csp-report",
            method: "POST",
            body: '{"csp-report":{"blocked-uri":"inline"}}',
            headers: { "content-type": "application/csp-report" },
          })),
        ),
      ],
      7 * second,
    ),
  ]),
  innocent("violation-reports", "the same with Chrome, reports alone", [
    sends(
      "1 17:31:00",
      [
        asks(
          "www",
          chromeNow,
          [1, 2, 3].map(() => ({
            target: "/csp-report",
            method: "POST",
            body: "[]",
            headers: { "content-type": "application/reports+json" },
          })),
        ),
      ],
      2 * minute,
    ),
  ]),
];

export const wanderers: readonly Member[] = [...moved, ...typists, ...wellMeant];
