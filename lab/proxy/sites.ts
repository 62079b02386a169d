/** The sites that browsers open, and what each of their pages loads. */
import * as ads from "./advertising.ts";
import * as web from "./analytics.ts";
import * as apps from "./applications.ts";
import * as beacons from "./collectors.ts";
import type { Site } from "./shape.ts";
import * as undecided from "./undecided.ts";

export const ordinarySites: readonly Site[] = [
  {
    host: "www.larkfield-shop.example",
    title: "Larkfield, coats and lamps",
    shapes: [
      apps.ownCounter,
      apps.cloudinary,
      web.ga4,
      ads.remarketing,
      ads.facebook,
      ads.bing,
      ads.pinterest,
      ads.criteo,
      ads.hotjar,
    ],
  },
  {
    host: "news.harbourpost.example",
    title: "Harbour Post",
    shapes: [
      apps.ownVisitorId,
      web.chartbeat,
      web.parsely,
      web.comscore,
      web.quantcast,
      web.piano,
      ads.publisherTag,
      ads.rubicon,
    ],
  },
  {
    host: "video.tarnstream.example",
    title: "Tarnstream",
    shapes: [apps.mux, apps.youtubeQoe, web.ga4Region, ads.twitter],
  },
  {
    host: "app.weldon-crm.example",
    title: "Weldon CRM",
    shapes: [
      apps.mixpanel,
      apps.amplitude,
      apps.heap,
      apps.newRelic,
      apps.datadog,
      apps.sentry,
      apps.fullstory,
      apps.intercom,
      apps.dynatrace,
    ],
  },
  {
    host: "www.northmere-travel.example",
    title: "Northmere Travel",
    shapes: [
      web.matomoSelf,
      web.adobe,
      web.demdex,
      apps.tiles,
      apps.googleMaps,
      apps.contentful,
      apps.mpulse,
      ads.optimizeTest,
      ads.optimizely,
      web.ga4,
    ],
  },
  {
    host: "blog.quillpen.example",
    title: "Quill & Pen",
    shapes: [
      web.goatcounter,
      web.statcounter,
      web.simpleAnalytics,
      web.plausible,
      web.yandex,
      web.cloudflareInsights,
    ],
  },
  {
    host: "www.brightfern.example",
    title: "Brightfern for business",
    shapes: [
      ads.hubspot,
      ads.marketo,
      ads.linkedin,
      ads.clarity,
      ads.twitterAnalytics,
      ads.tiktok,
      ads.zendesk,
      web.matomoCloud,
    ],
  },
  { host: "www.oakpress.example", title: "Oak Press", shapes: [web.snowplowOwn, web.mapp] },
];

export const doubtfulSites: readonly Site[] = [
  {
    host: "login.northmere-bank.example",
    title: "Northmere Bank: sign in",
    shapes: [undecided.threatMetrix, undecided.fingerprintPro, undecided.sift],
  },
  {
    host: "www.tidemag.example",
    title: "Tide magazine",
    shapes: [
      { ...undecided.rentedSnowplow, libraries: ["sp.js"] },
      undecided.fewProperties,
      undecided.onlyHash,
    ],
  },
  { host: "play.rillsport.example", title: "Rill Sport, live", shapes: [undecided.unknownPlayer] },
];

/** Each pair of numbers of a list of hosts becomes a site of its own; only one collector is its page's own host. */
export const baitSites: readonly Site[] = [
  { host: "www.fitters-guild.example", title: "Guild of Fitters", shapes: [beacons.plainNames] },
  { host: "tender.portcullis-works.example", title: "Tender documents", shapes: [beacons.jsonParameter] },
  { host: "www.pumpandvalve.example", title: "Pump and Valve monthly", shapes: [beacons.shortNames] },
  {
    host: "docs.view-secure.example",
    title: "Shared document",
    shapes: [beacons.base64Path, undecided.postedJson],
  },
  { host: "survey.staffpulse.example", title: "Staff survey", shapes: [beacons.hexParameter] },
  { host: "jobs.mooring-hr.example", title: "Vacancies", shapes: [beacons.nested, undecided.masked] },
  { host: "www.turbine-forum.example", title: "Turbine forum", shapes: [beacons.split] },
  { host: "careers.millhouse.example", title: "Millhouse careers", shapes: [beacons.segments] },
  { host: "browser-check.fernhill-it.example", title: "Browser check", shapes: [beacons.ownLandingPage] },
  { host: "www.standards-digest.example", title: "Standards digest", shapes: [beacons.imprint] },
  { host: "webinar.keelson.example", title: "Webinar", shapes: [beacons.periodic] },
  {
    host: "www.gasketworld.example",
    title: "Gasket world",
    shapes: [beacons.styleSheet, undecided.beaconApi],
  },
  { host: "invoice.paperlane.example", title: "Invoice", shapes: [beacons.doubleBase64] },
  { host: "www.union-notices.example", title: "Notices", shapes: [beacons.namelessKeys] },
  { host: "wiki.pipework.example", title: "Pipework wiki", shapes: [beacons.joined, web.ga4] },
  {
    host: "www.chandlers-hall.example",
    title: "Chandlers' Hall",
    shapes: [beacons.likeGoogle, web.ga4Region],
  },
  { host: "events.breakwater.example", title: "Breakwater events", shapes: [beacons.likeMatomo] },
  { host: "gallery.slipway.example", title: "Slipway gallery", shapes: [beacons.likePicture] },
];

export const sites: readonly Site[] = [...ordinarySites, ...doubtfulSites, ...baitSites];
