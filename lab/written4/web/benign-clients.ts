/** Programs and people at the public site and the portal that gather nothing, though some look like it. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import { type Actor, asks, benign, repeated, words } from "./actor.ts";

const wpf = "CFNetwork/3860.200.71 Darwin/26.1.0";
const office = "203.0.113.4";

export const clients: readonly Actor[] = [
  benign(
    "portal",
    "web-application",
    "the own telephone application fetches its settings and results",
    repeated(
      every(47, "0 06:11:00").slice(0, 30),
      { agent: "TalveraCourier/4.8.1 (Android 16; SM-A566B) okhttp/5.2.1", user: "kurier.graz", gaps: [1] },
      ["/api/v2/version", "/api/v2/handsets/1007/config", "/api/v2/orders?route=7"],
    ),
  ),
  benign(
    "portal",
    "web-application",
    "another handset of the own application",
    repeated(
      every(53, "0 05:31:00").slice(0, 28),
      { agent: "TalveraCourier/4.8.0 (Android 15; CT45P) okhttp/5.2.1", user: "kurier.linz", gaps: [1] },
      ["/api/v2/handsets/1022/config", "/api/v2/orders?route=2"],
    ),
  ),
  benign(
    "portal",
    "web-application",
    "a vet's application on a telephone of Apple's",
    repeated(every(300, "0 07:02:00"), { agent: `TalveraVet/2.11 ${wpf}`, user: "praxis.egger", gaps: [1] }, [
      "/assets/app.config.json",
      "/results",
      "/api/v2/results?since=1d",
    ]),
  ),
  benign(
    "portal",
    "web-application",
    "the installed web application looks each start for its manifest and its settings",
    repeated(every(390, "0 06:30:00"), { agent: agents.android, user: "praxis.hofer", gaps: [0.3] }, [
      "/",
      "/manifest.webmanifest",
      "/assets/app.config.json",
      "/assets/index.js",
      "/api/v2/version",
      "/api/v2/results",
    ]),
  ),
  benign(
    "portal",
    "web-partner",
    "a practice's management program fetches results by its key",
    repeated(every(30), { agent: "VetWare-Connect/11.4 (.NET 8.0.21)", user: "key-vetware", gaps: [1] }, [
      "/api/v2/results?since=30m",
      "/api/v2/orders?state=open",
    ]),
  ),
  benign(
    "portal",
    "web-partner",
    "another partner's script, written in Python, reads the description once a day and then orders",
    repeated(every(720, "0 04:00:00"), { agent: agents.requests, user: "key-farmlog", gaps: [2] }, [
      "/api/v2/openapi.json",
      "POST /api/v2/orders",
      "/api/v2/orders/last",
    ]),
  ),
  benign(
    "portal",
    "web-pipeline",
    "the own builder looks after each release at health, version and settings of the application",
    repeated(
      [Date.UTC(2026, 10, 25, 9, 31), Date.UTC(2026, 10, 25, 15, 2), Date.UTC(2026, 10, 26, 11, 44)],
      { agent: "curl/8.14.1", gaps: [2] },
      ["/api/v2/health", "/api/v2/version", "/assets/app.config.json", "/"],
    ),
    "10.44.3.40",
  ),
  benign(
    "portal",
    "web-pipeline",
    "tests of the own portal with a browser without a head, each night",
    repeated(
      [Date.UTC(2026, 10, 25, 1, 0), Date.UTC(2026, 10, 26, 1, 0)],
      {
        agent:
          "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/157.0.7778.12 Safari/537.36",
        user: "test.portal",
        gaps: [1, 2],
      },
      [
        "/",
        "/login",
        "/assets/index.js",
        "/assets/app.config.json",
        "/orders",
        "/results",
        "/account",
        "/logout",
      ],
    ),
    "10.44.3.41",
  ),
  benign(
    "www",
    "web-certificate",
    "Let's Encrypt proves the name",
    asks(
      "0 03:00:07",
      {
        agent: "Mozilla/5.0 (compatible; Let's Encrypt validation server; +https://www.letsencrypt.org)",
        gaps: [1],
      },
      ["/.well-known/acme-challenge/kZ1vJ0Xo9s7mQ3tB5dN2 200 87"],
    ),
  ),
  benign(
    "portal",
    "web-hook",
    "the payment service tells of payments",
    repeated(every(180, "0 07:07:07"), { agent: "Stripe/1.0 (+https://stripe.com/docs/webhooks)" }, [
      "POST /api/v2/hooks/payment 200 12",
    ]),
  ),
  benign(
    "portal",
    "web-linked",
    "Google looks which applications belong to the name",
    asks("0 13:40:00", { agent: "Mozilla/5.0 (compatible; Google-Site-Verification/1.0)", gaps: [1] }, [
      "/.well-known/assetlinks.json",
    ]),
  ),
  benign(
    "portal",
    "web-linked",
    "Apple's service fetches which links the application opens",
    asks("1 02:12:00", { agent: "AASA-Bot/1.0.0", gaps: [1] }, ["/.well-known/apple-app-site-association"]),
  ),
  benign(
    "www",
    "web-visitor",
    "a visitor with bookmarks of the old site, most of them dead",
    asks(
      "0 09:41:12",
      { agent: agents.firefox159, gaps: [12, 7, 15] },
      words(
        "/old/prices.html /old/ /index.php?page=contact /en/contact.aspx /contact /old/forms.html /downloads/catalogue.pdf",
      ),
    ),
  ),
  benign(
    "www",
    "web-visitor",
    "a visitor guesses where the prices are",
    asks(
      "1 14:05:55",
      { agent: agents.chrome, gaps: [8, 10] },
      words("/ /prices /preise /price-list /tests/ /downloads/price-list-2026.pdf /contact"),
    ),
  ),
  benign(
    "www",
    "web-visitor",
    "a program that keeps passwords looks for the page where they are changed",
    asks(
      "0 16:22:41",
      { agent: agents.iphone, gaps: [1] },
      words(
        "/.well-known/change-password /.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200 /",
      ),
    ),
  ),
  benign(
    "www",
    "web-visitor",
    "an old Apple device asks for icons that are not there",
    asks(
      "0 20:30:01",
      { agent: agents.ipad, gaps: [0.2] },
      words(
        "/ /apple-touch-icon-152x152-precomposed.png /apple-touch-icon-152x152.png /apple-touch-icon-precomposed.png /apple-touch-icon.png /favicon.ico /species/cat",
      ),
    ),
  ),
  benign(
    "www",
    "web-visitor",
    "a Chrome with its tools open asks for the workspace of a developer and for maps of styles",
    asks(
      "0 11:11:40",
      { agent: agents.chromeMac, gaps: [3, 1] },
      words(
        "/ /.well-known/appspecific/com.chrome.devtools.json /assets/main.css.map /assets/app.js.map /tests/pcr /.well-known/appspecific/com.chrome.devtools.json",
      ),
    ),
  ),
  benign(
    "www",
    "web-visitor",
    "a researcher looks for whom to write to",
    asks(
      "1 10:10:20",
      { agent: agents.firefoxLinux, gaps: [4] },
      words("/.well-known/security.txt /security.txt /contact /imprint"),
    ),
  ),
  benign(
    "www",
    "web-advertising",
    "an advertising network looks for the list of sellers",
    asks(
      "0 04:30:30",
      { agent: "Mozilla/5.0 (compatible; AdsTxtCrawler/1.0; +https://ads-crawl.example)", gaps: [2] },
      words("/ads.txt /app-ads.txt /sellers.json /robots.txt"),
    ),
  ),
  benign(
    "www",
    "web-measure",
    "the speed of the first page is measured, asked by the web master",
    asks(
      "1 09:30:02",
      {
        agent:
          "Mozilla/5.0 (Linux; Android 11; moto g power (2022)) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/157.0.0.0 Mobile Safari/537.36 Chrome-Lighthouse",
        gaps: [0.3],
      },
      words("/ /assets/main.css /assets/app.js /robots.txt /favicon.ico"),
    ),
  ),
  benign(
    "www",
    "web-download",
    "a vet's office fetches the catalogue with a program for downloads, in parts",
    asks("0 15:15:15", { agent: "Wget/1.25.0", gaps: [2] }, [
      "/downloads/catalogue.pdf 206 100000",
      "/downloads/catalogue.pdf 206 100000",
      "/downloads/catalogue.pdf 206 212907",
    ]),
  ),
  benign(
    "www",
    "web-office",
    "the own office reads the own site, many people behind one address",
    [agents.chrome, agents.edge, agents.firefox, agents.iphone, agents.safari, agents.chromeMac].flatMap(
      (agent, turn) =>
        asks(
          Date.UTC(2026, 10, 25, 7 + turn, 12, 9),
          { agent, gaps: [20, 40] },
          words("/ /news/ /jobs/ /contact /de/leistungen /intranet"),
        ),
    ),
    office,
  ),
];
