/** Calls of web applications: errors, speed, product analytics, maps, pictures, players, a site's own counters. */
import { benign } from "./shape.ts";

export const mixpanel = benign(
  "api-js.mixpanel.com",
  "Mixpanel's real library: event as base64 of JSON with system, browser and screen, by GET",
  `mixpanel.init("3f1c9a7e52d04b1c8a66d2b0a1f4e9c7", { api_host: at("api-js.mixpanel.com"), api_method: "GET", batch_requests: false, api_payload_format: "base64", api_transport: "XHR", persistence: "localStorage" }); mixpanel.track("Page opened", { plan: "team" }); await sleep(400);`,
  ["mixpanel.min.js"],
);
export const amplitude = benign(
  "api2.amplitude.com",
  "Amplitude: events by POST",
  `await post(at("api2.amplitude.com") + "/2/httpapi", JSON.stringify({ events: [{ platform: "Web", os_name: "Chrome", language: env.lang }] }));`,
);
export const heap = benign(
  "heapanalytics.com",
  "Heap: session, screen and page under short names",
  `await px(at("heapanalytics.com") + "/h?" + q({ a: 2710443301, u: rnd(1e15), v: rnd(1e15), s: rnd(1e15), b: "web", tv: "4.0", sp: "ts", h: location.pathname, d: location.hostname, t: document.title, st: now(), sch: env.ih, scw: env.iw, uad: env.plat, ld: env.lang }));`,
);
export const newRelic = benign(
  "bam.nr-data.net",
  "New Relic browser: timings, JSON in one parameter, every minute",
  `for (let n = 0; n < 4; n += 1) await get(at("bam.nr-data.net") + "/1/NRJS-4a1b77c0d2e91f3ab5c?" + q({ a: 601102233, sa: 1, v: "1.285.0", t: "Unnamed Transaction", rst: 1200 + n * 60000, ck: 0, s: "9f2c1b", ref: location.href, ptid: "", af: "err,spa,xhr,stn,ins", be: 210, fe: 840, dc: 500, perf: JSON.stringify({ timing: { of: now(), n: 0, f: 3, dn: 8 }, navigation: {} }), fp: 320, fcp: 341 }));`,
);
export const datadog = benign(
  "browser-intake-datadoghq.eu",
  "Datadog real user monitoring: POST with a description in the query",
  `await post(at("browser-intake-datadoghq.eu") + "/api/v2/rum?" + q({ ddsource: "browser", ddtags: "sdk_version:6.24.0,api:fetch,env:production,service:crm,version:5.1.2", "dd-api-key": "pub0f3a91", "dd-evp-origin-version": "6.24.0", "dd-evp-origin": "browser", "dd-request-id": "5d1f3c7e", batch_time: now() }), "{}");`,
);
export const sentry = benign(
  "o4507112233.ingest.de.sentry.io",
  "Sentry: error envelope by POST",
  `await post(at("o4507112233.ingest.de.sentry.io") + "/api/4507112244/envelope/?" + q({ sentry_version: 7, sentry_key: "a1b2c3d4e5f60718293a4b5c6d7e8f90", sentry_client: "sentry.javascript.react/8.42.0" }), "{}");`,
);
export const fullstory = benign(
  "rs.fullstory.com",
  "FullStory: session recording by POST",
  `await post(at("rs.fullstory.com") + "/rec/page", JSON.stringify({ OrgId: "o-1K2J", ScreenWidth: env.w })); await post(at("rs.fullstory.com") + "/rec/bundle?" + q({ OrgId: "o-1K2J", UserId: rnd(), SessionId: rnd(), PageId: rnd(), Seq: 1, PageStart: now(), PrevBundleTime: 0 }), "{}");`,
);
export const mpulse = benign(
  "684d0d4b.akstat.io",
  "Akamai mPulse (Boomerang): timings with screen, depth, cores, memory, connection",
  `await px(at("684d0d4b.akstat.io") + "/?" + q({ "h.key": "RQ2XK-4M7TB", "h.d": location.hostname, "rt.tstart": now(), "rt.end": now(), t_resp: 210, t_page: 640, u: location.href, v: "1.815.1", vis: "visible", sm: "i", "ua.plt": env.plat, "ua.vnd": "Google Inc.", pid: "b2f1", n: 1, "scr.xy": env.w + "x" + env.h, "scr.bpp": env.cd + "/" + env.cd, "scr.orn": "0/landscape-primary", "scr.dpx": env.dpr, "cpu.cnc": env.cores, "dom.ln": 61, "mob.etype": env.net, "mob.rtt": env.rtt, "mem.total": 21000000, "mem.lssz": 12 }));`,
);
export const dynatrace = benign(
  "bf48120vxp.bf.dynatrace.com",
  "Dynatrace real user monitoring: POST with a long query",
  `await post(at("bf48120vxp.bf.dynatrace.com") + "/bf?" + q({ type: "js3", sn: "v_4_srv_1_sn_8E", svrid: 1, flavor: "cors", vi: "QKFA", modifiedSince: now(), bp: 3, app: "ea7c4b59f27d43eb", crc: rnd(), en: "k3x1", end: 1 }), "$a=1");`,
);
export const intercom = benign(
  "api-iam.intercom.io",
  "Intercom chat: ping by POST",
  `await post(at("api-iam.intercom.io") + "/messenger/web/ping", q({ app_id: "kx21", v: 3, g: hash("g"), platform: "web", internal: "{}", user_active_company_id: -1, device_identifier: "" }));`,
);
export const ownCounter = benign(
  "www.larkfield-shop.example",
  "the shop's pages and its own counter, with screen, zone, language and cores",
  `await get("/track?" + q({ ev: "view", p: location.pathname, sw: env.w, sh: env.h, dpr: env.dpr, tz: env.tz, lang: env.lang, hc: env.cores, v: hash(id("vid")) }));`,
);
export const ownVisitorId = benign(
  "news.harbourpost.example",
  "the newspaper's pages; a hashed visitor number goes to its own host",
  `await get("/v?" + q({ vid: hash(env.ua + env.w + env.tz).repeat(5), s: now() }));`,
);
export const cloudinary = benign(
  "res.cloudinary.com",
  "pictures resized by a CDN: width, height, density in the path",
  `for (const name of ["coat", "boots", "lamp"]) await px(at("res.cloudinary.com") + "/larkfield/image/upload/w_" + Math.round(env.iw / 3) + ",h_360,c_fill,dpr_" + env.dpr + ",f_auto,q_auto/v17/" + name + ".jpg");`,
);
export const contentful = benign(
  "images.ctfassets.net",
  "pictures resized by a CDN: width, height, density in the query",
  `await px(at("images.ctfassets.net") + "/k3n1/hero/banner.png?" + q({ w: env.iw, h: 720, dpr: env.dpr, fm: "webp", q: 80, fit: "fill" }));`,
);
export const tiles = benign(
  "tile.openstreetmap.org",
  "map tiles",
  `for (const [x, y] of [[2200, 1343], [2201, 1343], [2200, 1344], [2201, 1344]]) await px(at("tile.openstreetmap.org") + "/12/" + x + "/" + y + ".png");`,
);
export const googleMaps = benign(
  "maps.googleapis.com",
  "a static map: size, scale, language and region",
  `await px(at("maps.googleapis.com") + "/maps/api/staticmap?" + q({ center: "53.96,-1.08", zoom: 12, size: Math.min(640, env.iw) + "x400", scale: env.dpr > 1 ? 2 : 1, maptype: "roadmap", language: env.lang, region: "GB", key: "AIzaSyEXAMPLE" }));`,
);
export const youtubeQoe = benign(
  "www.youtube.com",
  "YouTube's quality reports: browser, version, system, bandwidth, buffer, view size",
  `for (let n = 1; n < 7; n += 1) await get(at("www.youtube.com") + "/api/stats/qoe?" + q({ fmt: 248, cpn: "xT3kq9", el: "embedded", docid: "dQw0example", ns: "yt", fexp: "v1,24004644", cl: 700112233, seq: n, event: "streamingstats", cbr: "Chrome", cbrver: "157.0.0.0", c: "WEB_EMBEDDED_PLAYER", cver: "1.20261118.00.00", cplayer: "UNIPLAYER", cos: "Windows", cosver: "10.0", cplatform: "DESKTOP", vps: n * 10 + ".0:PL", bwm: n * 10 + ".0:812331:0.4", bh: n * 10 + ".0:24.1", view: n * 10 + ".0:" + env.iw + ":540", hl: env.lang.replace("-", "_") }));`,
);
export const mux = benign(
  "k2l9q.litix.io",
  "Mux Data: player beacons with screen, player size, language and system",
  `for (const e of ["playerready", "viewstart", "playing", "hb"]) await px(at("k2l9q.litix.io") + "/?" + q({ beid: "b1", e, vid: "aH1", pid: "pl", psid: "q", pswd: env.w, pshe: env.h, pwd: env.iw, phe: 540, plang: env.lang, uos: env.plat, ubrv: "157", udvct: "desktop", pnm: "video.js", xsqno: rnd(99) }));`,
);
