/**
 * Calls of analytics services, as far as their form is publicly known: names of
 * parameters are theirs, values are the browser's own. Nothing is sent to them.
 */
import { benign } from "./shape.ts";

const brands = `(env.high?.fullVersionList ?? []).map((b) => b.brand + ";" + b.version).join("|")`;
const google = (host: string) =>
  `const h = env.high ?? {}; await get(at("${host}") + "/g/collect?" + q({ v: 2, tid: "G-4F7Q0ZK2XW", gtm: "45je5b50v9", _p: rnd(), gcd: "13l3l3l3l1l1", npa: 0, dma: 1, cid: id("_ga"), ul: env.lang.toLowerCase(), sr: env.w + "x" + env.h, uaa: h.architecture ?? "", uab: h.bitness ?? "", uafvl: ${brands}, uamb: 0, uam: "", uap: env.plat, uapv: h.platformVersion ?? "", uaw: 0, are: 1, frm: 0, pscdl: "noapi", _s: 1, sid: Math.floor(now() / 1000), sct: 1, seg: 1, dl: location.href, dr: "", dt: document.title, en: "page_view", _et: 41 }));`;

export const ga4 = benign(
  "www.google-analytics.com",
  "Google Analytics 4, with client hints, screen and language",
  google("www.google-analytics.com"),
);
export const ga4Region = benign(
  "region1.google-analytics.com",
  "Google Analytics 4, European host",
  google("region1.google-analytics.com"),
);

export const matomoSelf = benign(
  "stats.northmere-travel.example",
  "the travel agency's own Matomo on a host of its own domain",
  `await px(at("stats.northmere-travel.example") + "/matomo.php?" + q({ action_name: document.title, idsite: 1, rec: 1, r: rnd(1e6), h: 10, m: 5, s: 3, url: location.href, _id: id("_pk").slice(0, 16), _idn: 1, send_image: 0, _refts: 0, pv_id: "aB3x9Q", pf_net: 21, pf_srv: 80, pdf: 1, qt: 0, realp: 0, wma: 0, fla: 0, java: 0, ag: 0, cookie: env.cookie, res: env.w + "x" + env.h, uadata: JSON.stringify(env.high ?? {}).slice(0, 400) }));`,
);
export const matomoCloud = benign(
  "brightfern.matomo.cloud",
  "Matomo as a service",
  `await px(at("brightfern.matomo.cloud") + "/matomo.php?" + q({ action_name: document.title, idsite: 1, rec: 1, r: rnd(1e6), h: 9, m: 1, s: 44, url: location.href, _id: id("_pk").slice(0, 16), pdf: 1, java: 0, cookie: env.cookie, res: env.w + "x" + env.h }));`,
);
export const adobe = benign(
  "northmere.sc.omtrdc.net",
  "Adobe Analytics: screen, depth, script version, window",
  `await px(at("northmere.sc.omtrdc.net") + "/b/ss/northmereprod/1/JS-2.22.4/s" + rnd(1e13) + "?" + q({ AQB: 1, ndh: 1, pf: 1, t: "24/10/2026 9:1:44 2 " + env.tzo, mid: id("mid"), ce: "UTF-8", pageName: "home", g: location.href, cc: "GBP", c1: "D=v0", v1: env.lang, s: env.w + "x" + env.h, c: env.cd, j: "1.6", v: "N", k: "Y", bw: env.iw, bh: env.ih, AQE: 1 }));`,
);
export const demdex = benign(
  "dpm.demdex.net",
  "Adobe's visitor id service",
  `await get(at("dpm.demdex.net") + "/id?" + q({ d_visid_ver: "5.5.0", d_fieldgroup: "MC", d_rtbd: "json", d_ver: 2, d_orgid: "7B2C1A0F@AdobeOrg", d_nsid: 0, ts: now() }));`,
);
export const yandex = benign(
  "mc.yandex.ru",
  "Yandex Metrica: everything in one browser-info parameter",
  `await get(at("mc.yandex.ru") + "/watch/48120933?" + q({ wmode: 7, "page-url": location.href, charset: "utf-8", "browser-info": ["pv:1", "vf:1d5l9", "fu:0", "en:utf-8", "la:" + env.lang, "v:1610", "cn:1", "dp:0", "ls:" + rnd(), "hid:" + rnd(), "z:" + -env.tzo, "i:20261124100144", "et:" + Math.floor(now() / 1000), "c:1", "rn:" + rnd(), "u:" + rnd(), "w:" + env.iw + "x" + env.ih, "s:" + env.w + "x" + env.h + "x" + env.cd, "sk:" + env.dpr, "j:0", "t:" + document.title].join(":") }));`,
);
export const chartbeat = benign(
  "ping.chartbeat.net",
  "Chartbeat: names of one letter, every fifteen seconds",
  `for (let n = 1; n < 7; n += 1) await px(at("ping.chartbeat.net") + "/ping?" + q({ h: "harbourpost.example", p: location.pathname, u: id("cb").slice(0, 12), d: "harbourpost.example", g: 33411, n, f: "00001", c: (n / 4).toFixed(2), x: n * 40, m: 0, y: 4021, o: env.w, w: env.ih, j: 30, R: 1, W: 0, I: 0, E: n * 4, e: 4, r: "", b: 1302, t: "Dk2", V: 148, tz: env.tzo, sn: n, sv: "Cq1", sd: 1, _: "" }));`,
);
export const parsely = benign(
  "p1.parsely.com",
  "Parse.ly: screen in one field, JSON in another",
  `await px(at("p1.parsely.com") + "/plogger/?" + q({ rand: now(), plid: rnd(), idsite: "harbourpost.example", url: location.href, urlref: "", screen: env.w + "x" + env.h + "|" + env.aw + "x" + env.ah + "|" + env.cd, data: JSON.stringify({ parsely_uuid: id("pl"), parsely_site_uuid: id("ps") }), sid: 1, surl: location.href, sref: "", sts: now(), slts: 0, title: document.title, action: "pageview" }));`,
);
export const piano = benign(
  "logs1279.xiti.com",
  "Piano Analytics: screen, window, local hour, language",
  `await px(at("logs1279.xiti.com") + "/hit.xiti?" + q({ s: 602345, idclient: id("at"), ts: now(), vtag: "5.30.0", ptag: "js", r: env.w + "x" + env.h + "x" + env.cd + "x" + env.cd, re: env.iw + "x" + env.ih, hl: "9x1x44", lng: env.lang, jv: 0, p: "home" }));`,
);
export const comscore = benign(
  "sb.scorecardresearch.com",
  "Comscore",
  `await px(at("sb.scorecardresearch.com") + "/b?" + q({ c1: 2, c2: 6036212, cs_it: "b9", cv: "4.0.0+2301240627", ns__t: now(), ns_c: "UTF-8", c7: location.href, c8: document.title, c9: "" }));`,
);
export const quantcast = benign(
  "pixel.quantserve.com",
  "Quantcast: parameters parted by semicolons in the path",
  `await px(at("pixel.quantserve.com") + "/pixel;" + ["r=" + rnd(), "rf=0", "a=p-31iz6hfFutd16", "url=" + encodeURIComponent(location.href), "fpan=1", "fpa=P0-" + rnd(), "ns=0", "ce=" + env.cookie, "qjs=1", "qv=9d1b02f0", "cm=", "je=0", "sr=" + env.w + "x" + env.h + "x" + env.cd, "enc=n", "dst=1", "et=" + now(), "tzo=" + env.tzo, "ogl="].join(";"));`,
);
export const statcounter = benign(
  "c.statcounter.com",
  "StatCounter: resolution and page",
  `await px(at("c.statcounter.com") + "/t.php?" + q({ sc_project: 1298411, u1: hash(id("sc")), java: 1, security: "b1f2aa77", sc_snum: 1, sess: "91c2f0", p: 0, rcat: "d", rdom: "d", rdomg: "new", bb: 1, jg: "new", rr: "1.1.1", resolution: env.w, h: env.h, camefrom: "", u: location.href, t: document.title, invisible: 1, sc_rum_e_s: 321, sc_rum_e_e: 344 }));`,
);
export const goatcounter = benign(
  "quillpen.goatcounter.com",
  "GoatCounter: width, height and density in one field",
  `await px(at("quillpen.goatcounter.com") + "/count?" + q({ p: location.pathname, r: "", t: document.title, e: false, s: [env.w, env.h, env.dpr].join(","), b: 0, q: "", rnd: rnd().toString(36) }));`,
);
export const simpleAnalytics = benign(
  "queue.simpleanalyticscdn.com",
  "Simple Analytics: window, screen, language and time zone under plain names",
  `await px(at("queue.simpleanalyticscdn.com") + "/simple.gif?" + q({ version: "cdn_latest_12", hostname: "quillpen.example", https: true, timezone: env.tz, viewport_width: env.iw, viewport_height: env.ih, screen_width: env.w, screen_height: env.h, language: env.lang, page_id: "5c0f1f2a-7a4e-4c8c-9d11-0b7f2b8f1f77", session_id: "0a3c", path: location.pathname, type: "pageview", unique: true, time: now() }));`,
);
export const plausible = benign(
  "plausible.io",
  "Plausible: event by POST",
  `await post(at("plausible.io") + "/api/event", JSON.stringify({ n: "pageview", u: location.href, d: "quillpen.example", r: null }));`,
);
export const cloudflareInsights = benign(
  "cloudflareinsights.com",
  "Cloudflare Web Analytics: timings by POST",
  `await post(at("cloudflareinsights.com") + "/cdn-cgi/rum", JSON.stringify({ memory: {}, resources: [], referrer: "" }));`,
);
export const snowplowOwn = benign(
  "sp.oakpress.example",
  "Snowplow's real tracker on a host of the page's own domain",
  `snowplowBrowserTracking.newTracker("sp", "sp.oakpress.example", { appId: "oak", eventMethod: "get", bufferSize: 1, platform: "web", contexts: { webPage: true } }); snowplowBrowserTracking.trackPageView(); await sleep(300);`,
  ["sp.js"],
);
export const mapp = benign(
  "responder.wt-safetag.com",
  "Mapp: positional list with screen, depth and window",
  `await px(at("responder.wt-safetag.com") + "/412331019/wt?" + q({ p: ["440", "home", "1", env.w + "x" + env.h, env.cd, "1", now(), "0", env.iw + "x" + env.ih, "0"].join(","), tz: -env.tzo / 60, eid: id("wt"), one: 0, la: env.lang, cg1: "start" }));`,
);
