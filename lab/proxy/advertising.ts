/** Calls of advertisers, tag vendors and customer platforms, in the form that their scripts have. */
import { benign } from "./shape.ts";

const screenOf = `u_h: env.h, u_w: env.w, u_ah: env.ah, u_aw: env.aw, u_cd: env.cd, u_his: 3, u_tz: -env.tzo`;

export const remarketing = benign(
  "googleads.g.doubleclick.net",
  "Google Ads remarketing: screen, depth, history, zone, client hints",
  `const h = env.high ?? {}; await px(at("googleads.g.doubleclick.net") + "/pagead/viewthroughconversion/984512377/?" + q({ random: now(), cv: 11, fst: now(), bg: "ffffff", guid: "ON", async: 1, en: "page_view", ${screenOf}, u_java: false, u_nplug: 5, u_nmime: 2, frm: 0, url: location.href, hn: "www.googleadservices.com", auid: rnd() + "." + rnd(), uaa: h.architecture ?? "", uab: h.bitness ?? "", uap: env.plat, uapv: h.platformVersion ?? "", uaw: 0, fmt: 3, ct_cookie_present: "false" }));`,
);
export const publisherTag = benign(
  "securepubads.g.doubleclick.net",
  "Google's publisher tag: screen, window, zone, hints as base64 of JSON",
  `await get(at("securepubads.g.doubleclick.net") + "/gampad/ads?" + q({ pvsid: rnd(), correlator: rnd(), output: "ldjh", gdfp_req: 1, vrg: 202511180101, ptt: 17, impl: "fif", iu_parts: "21700000,home", prev_iu_szs: "728x90|970x250", ifi: 1, sfv: "1-0-45", eri: 1, sc: 1, cookie_enabled: env.cookie, abxe: 1, dt: now(), lmt: now(), adxs: 320, adys: 40, biw: env.iw, bih: env.ih, scr_x: 0, scr_y: 0, ${screenOf}, u_sd: env.dpr, dmc: env.mem, bc: 31, nvt: 1, uach: b64(JSON.stringify([env.plat, env.high?.platformVersion ?? "", env.high?.architecture ?? "", "", "", null, 0, null, env.high?.bitness ?? ""])), url: location.href, vis: 1, psz: "1903x90", msz: "728x90", fws: 0, ohw: 0, ga_vid: id("_ga") }));`,
);
export const facebook = benign(
  "www.facebook.com",
  "Meta pixel: screen, page, browser id",
  `await px(at("www.facebook.com") + "/tr/?" + q({ id: "581093342817703", ev: "PageView", dl: location.href, rl: "", if: false, ts: now(), sw: env.w, sh: env.h, v: "2.9.236", r: "stable", ec: 0, o: 4126, fbp: "fb.1." + now() + "." + rnd(), it: now(), coo: false, rqm: "GET" }));`,
);
export const bing = benign(
  "bat.bing.com",
  "Microsoft Advertising: language, screen width, height, depth",
  `await px(at("bat.bing.com") + "/action/0?" + q({ ti: "343002211", Ver: 2, mid: crypto.getRandomValues(new Uint32Array(1))[0], bo: 1, sid: "53ee55b04c8711f1a790", vid: "53eeb8704c8711f185e5", vids: 1, msclkid: "N", uach: "pv=" + (env.high?.platformVersion ?? ""), pi: 918639831, lg: env.lang, sw: env.w, sh: env.h, sc: env.cd, tl: document.title, p: location.href, r: "", lt: 611, evt: "pageLoad", sv: 2, cdb: "AQAA", rn: rnd(1e6) }));`,
);
const twitterParameters = `q({ bci: 4, dv: [env.tz, env.langs, "Google Inc.", env.plat, 255, env.w, env.h, env.cores, env.cd, env.aw, env.ah, 0, "na"].join("&"), eci: 3, event: "{}", event_id: "c19c9c99-3145-4c4d-a347-126012f6b783", integration: "gtm", p_id: "Twitter", p_user_id: 0, pl_id: "c9c638e2-049f-4197-9417-fcdc325031a3", pt: document.title, tw_document_href: location.href, tw_iframe_status: 0, txn_id: "o7z1d", type: "javascript", version: "2.3.35" })`;
export const twitter = benign(
  "t.co",
  "X (Twitter) pixel: zone, languages, platform, screen and cores in one field",
  `await px(at("t.co") + "/1/i/adsct?" + ${twitterParameters});`,
);
export const twitterAnalytics = benign(
  "analytics.twitter.com",
  "X (Twitter) pixel, second host",
  `await px(at("analytics.twitter.com") + "/1/i/adsct?" + ${twitterParameters});`,
);
export const pinterest = benign(
  "ct.pinterest.com",
  "Pinterest tag: screen in JSON in one parameter",
  `await px(at("ct.pinterest.com") + "/v3/?" + q({ tid: "2613171234567", event: "pagevisit", pd: JSON.stringify({ em: "", np: "gtm" }), ad: JSON.stringify({ loc: location.href, ref: "", if: false, sh: env.h, sw: env.w, mh: "9d2a1b", architecture: env.high?.architecture ?? "", bitness: env.high?.bitness ?? "", brands: env.high?.brands ?? [], mobile: false, model: "", platform: env.plat, platformVersion: env.high?.platformVersion ?? "", uaFullVersion: "" }), cb: now() }));`,
);
export const linkedin = benign(
  "px.ads.linkedin.com",
  "LinkedIn insight tag",
  `await px(at("px.ads.linkedin.com") + "/collect?" + q({ v: 2, fmt: "js", pid: 4120771, time: now(), li_adsId: "2b0e", url: location.href }));`,
);
export const tiktok = benign(
  "analytics.tiktok.com",
  "TikTok pixel: event by POST",
  `await post(at("analytics.tiktok.com") + "/api/v2/pixel", JSON.stringify({ event: "Pageview", context: { device: { platform: "pc" } } }));`,
);
export const rubicon = benign(
  "fastlane.rubiconproject.com",
  "header bidding: screen resolution among many fields",
  `await get(at("fastlane.rubiconproject.com") + "/a/api/fastlane.json?" + q({ account_id: 11078, site_id: 140282, zone_id: 664032, size_id: 2, alt_size_ids: "57", rp_floor: 0.01, rf: location.href, p_screen_res: env.w + "x" + env.h, "tg_i.domain": location.hostname, tk_flint: "pbjs_lite_v9.12.0", "x_source.tid": "8f2c", l_pb_bid_id: "3a1", rp_secure: 1, "m_ch_full_ver": (env.high?.fullVersionList ?? []).map((b) => b.brand + ";v=" + b.version).join(","), rand: Math.random() }));`,
);
export const criteo = benign(
  "bidder.criteo.com",
  "header bidding by POST",
  `await post(at("bidder.criteo.com") + "/cdb?" + q({ profileId: 207, av: 37, wv: "9.12.0", cb: rnd(), lsavail: 1, debug: 0 }), JSON.stringify({ slots: [] }));`,
);
export const hubspot = benign(
  "track.hubspot.com",
  "HubSpot: screen, depth, language and a browser fingerprint of its own",
  `await px(at("track.hubspot.com") + "/__ptq.gif?" + q({ k: 1, sd: env.w + "x" + env.h, cd: env.cd + "-bit", cs: "UTF-8", ln: env.lang.toLowerCase(), bfp: hash(env.ua) + hash(env.plat) + hash(env.tz) + hash(env.langs), v: "1.1", a: 24411037, rcu: location.href, pu: location.href, t: document.title, cts: now(), vi: hash(id("hs")).repeat(4), nc: true, u: "34811838." + rnd(), b: "34811838.1." + now(), cc: 15 }));`,
);
export const marketo = benign(
  "318-qxz-104.mktoresp.com",
  "Marketo Munchkin",
  `await get(at("318-qxz-104.mktoresp.com") + "/webevents/visitWebPage?" + q({ _mchNc: now(), _mchCn: "", _mchId: "318-QXZ-104", _mchTk: "_mch-" + location.hostname + "-" + rnd(), _mchHo: location.hostname, _mchPo: "", _mchRu: location.pathname, _mchPc: location.protocol, _mchVr: 164, _mchEcid: "", _mchHa: "", _mchRe: "", _mchQp: "" }));`,
);
export const clarity = benign(
  "k.clarity.ms",
  "Microsoft Clarity: recording by POST",
  `await post(at("k.clarity.ms") + "/collect", JSON.stringify({ e: ["0.7.20", 1, env.w, env.h] }));`,
);
export const zendesk = benign(
  "brightfern.zendesk.com",
  "Zendesk widget: page view as base64 of JSON with agent, referrer and language",
  `await get(at("brightfern.zendesk.com") + "/embeddable_blip?" + q({ type: "pageView", data: b64(JSON.stringify({ pageView: { referrer: "", time: 412, loadTime: 300, navigatorLanguage: env.lang, pageTitle: document.title, userAgent: env.ua, isMobile: false, isResponsive: true, viewportMeta: "", helpCenterDedup: false }, buid: hash(id("zd")), version: "5.12", timestamp: new Date().toISOString(), url: location.href })) }));`,
);
export const hotjar = benign(
  "in.hotjar.com",
  "Hotjar: visit data by POST",
  `await post(at("in.hotjar.com") + "/api/v2/client/sites/3120447/visit-data?sv=7", JSON.stringify({ window_width: env.iw }));`,
);
export const optimizeTest = benign(
  "dev.visualwebsiteoptimizer.com",
  "VWO: A/B test, visitor and resolution",
  `await px(at("dev.visualwebsiteoptimizer.com") + "/v.gif?" + q({ cd: 1, a: 720331, d: location.hostname, u: "D" + hash(id("vwo")).repeat(4), h: "b71d", t: false, r: Math.random(), s: 1, sr: env.w + "x" + env.h, vn: 4, sc: env.cd, bl: env.lang, ct: -env.tzo }));`,
);
export const optimizely = benign(
  "logx.optimizely.com",
  "Optimizely: events by POST",
  `await post(at("logx.optimizely.com") + "/v1/events", JSON.stringify({ visitors: [] }));`,
);
