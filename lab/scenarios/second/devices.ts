import { agents } from "../../agents.ts";
import { Chance } from "../../random.ts";
import { newVisitor, overTls } from "../../replaying.ts";
import { pages } from "../../site.ts";
import { replayed } from "../visitors.ts";
import { asks, chromeNow, edgeNow, hour, probes, type Role, role, second, sends } from "./making.ts";

export const devices: readonly Role[] = [
  role("mail-client", "benign", "Outlook looks where its mailbox is, at every start", [
    sends(
      "1 07:50:00",
      [
        asks(
          "www",
          "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.18025; Pro)",
          [1, 2, 3, 4].map(() => ({ target: "/autodiscover/autodiscover.xml", method: "POST" })),
        ),
      ],
      23 * hour,
    ),
  ]),
  role("mail-client", "benign", "Thunderbird looks for the settings of a new account", [
    probes(
      "2 08:40:00",
      "www",
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0",
      ["/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=anna%40larkfield.example"],
      second,
    ),
  ]),
  role("proxy-lookup", "benign", "a Windows machine asks for wpad.dat when it starts", [
    sends(
      "1 08:05:00",
      [asks("www", "WinHttp-Autoproxy-Service/5.1", ["/wpad.dat", "/wpad.dat", "/wpad.dat"])],
      24 * hour,
    ),
  ]),
  role("calendar", "benign", "a telephone looks for calendar and contacts", [
    sends(
      "3 12:12:00",
      [
        asks(
          "files",
          "iOS/18.6 (22G86) accountsd/1.0",
          ["/.well-known/caldav", "/.well-known/carddav"].flatMap((target) => [
            { target, method: "PROPFIND" },
            { target, method: "PROPFIND" },
          ]),
        ),
      ],
      2 * second,
    ),
  ]),
  role("sign-on", "benign", "an application of the trust reads the sign-on's description once an hour", [
    sends(
      "1 00:31:00",
      [
        asks(
          "api",
          "Microsoft.IdentityModel.Protocols/8.14.0",
          Array.from({ length: 40 }, () => "/.well-known/openid-configuration"),
        ),
      ],
      2 * hour,
    ),
  ]),
  role("password-manager", "benign", "a password manager looks where passwords are changed", [
    probes(
      "2 19:02:00",
      "shop",
      chromeNow,
      [
        "/.well-known/change-password",
        "/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200",
      ],
      second,
    ),
  ]),
  role("application-links", "benign", "Google's and Apple's checks of links into the application", [
    probes("1 13:00:00", "www", "GoogleAssociationService", ["/.well-known/assetlinks.json"], second),
    probes(
      "1 13:04:00",
      "www",
      "swcd (unknown version) CFNetwork/1568.200.51 Darwin/24.1.0",
      ["/.well-known/apple-app-site-association", "/apple-app-site-association"],
      second,
    ),
  ]),
  role("fediverse", "benign", "another server of the fediverse asks who is here", [
    probes(
      "3 03:20:00",
      "blog",
      "Mastodon/4.5.0 (http.rb/5.3.1; +https://social.harbour-folk.example/)",
      [
        "/.well-known/nodeinfo",
        "/.well-known/host-meta",
        "/.well-known/webfinger?resource=acct:notes@blog.larkfield.example",
      ],
      second,
    ),
  ]),
  role("adverts", "benign", "looks for ads.txt and app-ads.txt", [
    probes(
      "4 09:09:00",
      "shop",
      "Mozilla/5.0 (compatible; AdsTxtCrawler/1.0; +https://iabtechlab.com/ads-txt-crawler)",
      ["/ads.txt", "/app-ads.txt", "/robots.txt"],
      2 * second,
    ),
  ]),
  role("security-contact", "benign", "a person reads security.txt and the page of contacts", [
    sends(
      "2 15:25:00",
      [overTls(asks("www", agents.firefoxLinux, ["/.well-known/security.txt", "/security.txt"]))],
      5 * second,
    ),
    ...replayed(
      newVisitor("www", agents.firefoxLinux),
      "2 15:26:00",
      pages.www.filter(({ path }) => path === "/contact" || path === "/about"),
      new Chance(700),
    ),
  ]),
  role("icons", "benign", "an iPhone keeps the page on its home screen and asks for icons", [
    ...replayed(
      newVisitor("shop", agents.safariPhone),
      "1 21:30:00",
      pages.shop.slice(0, 2),
      new Chance(701),
    ),
    probes(
      "1 21:31:00",
      "shop",
      "MobileSafari/8621.3.11.10.3 CFNetwork/3826.600.41 Darwin/24.6.0",
      [
        "/apple-touch-icon-120x120-precomposed.png",
        "/apple-touch-icon-120x120.png",
        "/apple-touch-icon-precomposed.png",
        "/apple-touch-icon.png",
      ],
      second,
    ),
  ]),
  role(
    "developer-tools",
    "benign",
    "the site's own developer, with the browser's tools open: maps of scripts and styles",
    [
      ...replayed(newVisitor("blog", chromeNow), "3 15:00:00", pages.blog.slice(0, 4), new Chance(702)),
      sends(
        "3 15:01:00",
        [
          asks("blog", chromeNow, [
            "/assets/menu.js.map",
            "/assets/site.css.map",
            "/.well-known/appspecific/com.chrome.devtools.json",
          ]),
        ],
        3 * second,
      ),
    ],
  ),
  ...[agents.chromeMac, agents.firefoxWindows, agents.safariPhone, edgeNow].map((agent, at) =>
    role("preflight", "benign", "a page elsewhere reads the API: OPTIONS before each GET, as browsers do", [
      sends(
        `${at + 1} 14:2${at}:00`,
        [
          asks(
            "api",
            agent,
            ["/api/v1/tides", "/api/v1/articles", "/api/v1/settings"].flatMap((target) => [
              {
                target,
                method: "OPTIONS",
                headers: { "access-control-request-method": "GET", origin: "https://tides.example" },
              },
              { target },
            ]),
            { referer: "https://tides.example/" },
          ),
        ],
        3 * second,
      ),
    ]),
  ),
];
