import { modifiedAt, type SiteName } from "../../site.ts";
import { asks, hour, probes, second, sends } from "../second/making.ts";
import { innocent, type Member, repeated } from "./making.ts";

const since = { "if-modified-since": modifiedAt.toUTCString() };

const feeds: readonly [string, SiteName, string][] = [
  [
    "Mozilla/5.0 (compatible; NewsBlur Feed Fetcher - 4 subscribers - https://www.newsblur.com/site/91)",
    "blog",
    "/feed.xml",
  ],
  ["FreshRSS/1.27.1 (Linux; https://freshrss.org)", "www", "/feed.xml"],
  ["Vienna/8680 CFNetwork/1568 Darwin/24.6.0", "blog", "/feed.xml"],
  ["Feedly/1.0 (+https://feedly.com/poller.html; 12 subscribers)", "blog", "/feed.xml"],
  ["CommaFeed/5.11 (https://github.com/Athou/commafeed)", "www", "/feed.xml"],
  ["Akregator/6.5.3; syndication", "www", "/feed.xml"],
  ["FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)", "blog", "/feed"],
];

const feedReaders = feeds.map(([agent, site, target], at) =>
  innocent("feed", `fetches ${target} of ${site} and asks whether it changed`, [
    sends(
      `1 01:${10 + at * 3}:00`,
      [asks(site, agent, repeated(at % 3 === 2 ? 21 : 14 + at * 3, target), since)],
      (2 + (at % 3)) * hour,
    ),
  ]),
);

const podcasts = [
  "Overcast/3.0 (+http://overcast.fm/; iOS podcast app)",
  "PocketCasts/1.0 (Pocket Casts Feed Parser; +http://pocketcasts.com/)",
  "AntennaPod/3.9.0",
  "iTMS",
  "gPodder/3.11.5 (+http://gpodder.org/) Linux",
].map((agent, at) =>
  innocent("podcast", "fetches the podcast's feed and an episode in pieces", [
    ...[1, 2, 3, 4].map((day) => probes(`${day} 0${at + 2}:25:00`, "blog", agent, ["/podcast.xml"], second)),
    sends(
      `${(at % 4) + 1} 1${at}:30:00`,
      [
        asks(
          "blog",
          at % 2 ? agent : "AppleCoreMedia/1.0.0.23G83 (iPhone; U; CPU OS 26_6 like Mac OS X; en_gb)",
          ["bytes=0-1", "bytes=0-4095", "bytes=4096-"].map((range) => ({
            target: `/audio/talk-${(at % 2) + 1}.mp3`,
            headers: { range },
          })),
        ),
      ],
      3 * second,
    ),
  ]),
);

const previews: readonly [string, SiteName, readonly string[]][] = [
  [
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "www",
    ["/articles/knots", "/img/knots.png", "/favicon.ico"],
  ],
  ["WhatsApp/2.26.21.78 A", "shop", ["/products/rope", "/img/rope.png"]],
  [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 MicrosoftPreview/2.0 +https://aka.ms/MicrosoftPreview",
    "www",
    ["/downloads"],
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
    "blog",
    ["/2026/11/winter-berths", "/apple-touch-icon.png", "/favicon.ico"],
  ],
  ["Synapse (bot; +https://github.com/matrix-org/synapse)", "blog", ["/2026/10/new-moorings"]],
  ["NotionEmbedder", "wiki", ["/wiki/Start"]],
  ["Bluesky Cardyb/1.1; +mailto:support@bsky.app", "www", ["/articles/fog-signal", "/img/fog.png"]],
];

const cards = previews.map(([agent, site, targets], at) =>
  innocent("preview", `fetches one page of ${site} for a preview`, [
    probes(`${(at % 4) + 1} 1${at % 10}:52:00`, site, agent, targets, second),
  ]),
);

const images: readonly [string, SiteName, readonly string[], string][] = [
  [
    "Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)",
    "www",
    ["/assets/logo.png", "/img/fog.png"],
    "pictures of a newsletter, by way of the mail service",
  ],
  ["github-camo (876de43e)", "blog", ["/img/fair.png", "/img/fair.png"], "a picture shown on a forge"],
  [
    "Amazon CloudFront",
    "shop",
    [
      "/assets/site.css",
      "/assets/menu.js",
      "/img/rope.png",
      "/img/anchor.png",
      "/js/app.js",
      "/config.json",
      "/app/",
    ],
    "a cache in front of the shop fetches what has run out, /config.json among it",
  ],
  [
    "Mozilla/5.0 (compatible; Barracuda Sentinel (EE))",
    "www",
    ["/articles/knots?utm_source=newsletter", "/articles/knots?utm_source=newsletter"],
    "a mail filter looks where a newsletter's link leads",
  ],
  [
    "Wallabag/2.6.14",
    "blog",
    ["/2026/09/autumn-fair", "/img/fair.png"],
    "somebody keeps an article for later",
  ],
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Zotero/7.0.27",
    "www",
    ["/articles/lighthouse-keeper"],
    "a library of citations keeps a page",
  ],
];

const proxies = images.map(([agent, site, targets, what], at) =>
  innocent("fetched-for-others", what, [
    sends(`${(at % 4) + 1} 0${at + 3}:37:00`, [asks(site, agent, targets)], 20 * second),
  ]),
);

export const feedClients: readonly Member[] = [...feedReaders, ...podcasts, ...cards, ...proxies];
