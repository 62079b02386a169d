/** Destinations to which pages send what a browser is, in the many ways in which that is done. */
import { collector, type Shape } from "./shape.ts";

const jsdelivr = "https://cdn.jsdelivr.net/npm/@fingerprintjs/fingerprintjs@3.4.2/dist/fp.min.js";

export const plainNames = collector(
  "m.cdnpulse.example",
  "components of FingerprintJS 3 under their own names in the query of one picture",
  `const fp = await FingerprintJS.load({ monitoring: false }); const { components, visitorId } = await fp.get();
   const flat = { visitorId }; for (const [name, c] of Object.entries(components)) { const v = c.value;
     if (["canvas", "audio", "webGlBasics", "webGlExtensions", "math", "fontPreferences"].includes(name)) flat[name] = hash(JSON.stringify(v) ?? "");
     else if (v !== undefined) flat[name] = typeof v === "object" ? JSON.stringify(v).slice(0, 160) : v; }
   await px(at("m.cdnpulse.example") + "/v.gif?" + q(flat));`,
  [jsdelivr],
);

export const jsonParameter = collector(
  "telem.orchidgate.example",
  "components of FingerprintJS 5 as JSON in one parameter",
  `const fp = await FingerprintJS.load({ monitoring: false }); const { components } = await fp.get();
   const pick = {}; for (const k of ["screenResolution", "timezone", "languages", "platform", "hardwareConcurrency", "deviceMemory", "colorDepth", "vendor", "fonts", "plugins", "touchSupport"])
     pick[k] = components[k]?.value ?? null;
   await get(at("telem.orchidgate.example") + "/e?d=" + encodeURIComponent(JSON.stringify(pick)));`,
  ["agent.js"],
);

export const shortNames = collector(
  "s3.tallowmere.example",
  "ClientJS: browser, versions, system, screen, zone, language, fonts and canvas hash under names of one or two letters",
  `const c = new ClientJS();
   await px(at("s3.tallowmere.example") + "/i.gif?" + q({ b: c.getBrowser(), v: c.getBrowserVersion(), e: c.getEngine(), o: c.getOS(), ov: c.getOSVersion(),
     r: c.getCurrentResolution(), ar: c.getAvailableResolution(), d: c.getColorDepth(), z: c.getTimeZone(), l: c.getLanguage(), p: c.getPlugins(), f: c.getFonts(), cp: hash(c.getCanvasPrint()), x: c.getFingerprint() }));`,
  ["client.min.js"],
);

export const base64Path = collector(
  "edge.pinefoundry.example",
  "ThumbmarkJS components, base64url of JSON, as a segment of the path of a picture",
  `const t = new ThumbmarkJS.Thumbmark({ logging: false, stabilize: [] }); const r = await t.get(); const c = r.components;
   const pick = { s: c.screen, l: c.locales, h: c.hardware, y: c.system, g: { v: env.glv, r: env.glr }, id: r.thumbmark };
   await px(at("edge.pinefoundry.example") + "/t/" + b64u(JSON.stringify(pick).slice(0, 1500)) + "/1x1.gif");`,
  ["thumbmark.umd.js"],
);

export const hexParameter = collector(
  "api.glassharbor.example",
  "Fingerprint2 components, hex of JSON, in one parameter",
  `const list = await new Promise((done) => Fingerprint2.get({ excludes: { canvas: true, webgl: true, audio: true, fonts: true, enumerateDevices: true } }, done));
   const pick = Object.fromEntries(list.map(({ key, value }) => [key, value]));
   await get(at("api.glassharbor.example") + "/x?p=" + hex(JSON.stringify(pick).slice(0, 1400)));`,
  ["fingerprint2.min.js"],
);

export const nested = collector(
  "st.wrenlock.example",
  "UAParser and screen: base64 of a percent-coded JSON that holds another base64 of JSON",
  `const r = new UAParser().getResult(); const inner = b64(JSON.stringify({ os: r.os, cpu: r.cpu, browser: r.browser, tz: env.tz, gl: env.glr }));
   await px(at("st.wrenlock.example") + "/l?q=" + encodeURIComponent(b64(encodeURIComponent(JSON.stringify({ n: rnd(), b: inner, s: [env.w, env.h, env.cd], m: env.mem, c: env.cores })))));`,
  ["ua-parser.min.js"],
);

export const split = collector(
  "px.marrowdale.example",
  "one property a request, joined by a session number",
  `const s = rnd().toString(36); const all = { sr: env.w + "x" + env.h, cd: env.cd, tz: env.tz, la: env.langs, pf: env.plat, hc: env.cores, dm: env.mem, gl: env.glr, cv: env.canvas, ft: env.fonts };
   for (const [k, v] of Object.entries(all)) await px(at("px.marrowdale.example") + "/b?" + q({ k, v, s }));`,
);

export const segments = collector(
  "img.hollowreach.example",
  "screen, zone, language, platform, cores and memory as segments of a path",
  `await px(at("img.hollowreach.example") + ["", env.w + "x" + env.h, env.cd, env.tz.replace("/", "_"), env.lang, env.plat.replace(" ", "_"), env.cores, env.mem, env.canvas + ".png"].join("/"));`,
);

export const ownLandingPage = collector(
  "browser-check.fernhill-it.example",
  "a browser-check page that a mail links to; it sends client hints, plug-ins, WebGL and zone to its own host",
  `const h = env.high ?? {}; const list = (h.fullVersionList ?? []).map((b) => b.brand + " " + b.version).join("; ");
   await get("/check/result?" + q({ ref: "HD-4471", ua_full: list, arch: h.architecture ?? "", bits: h.bitness ?? "", os_ver: h.platformVersion ?? "", platform: env.plat, screen: env.w + "x" + env.h, timezone: env.tz, plugins: env.plugins, webgl: env.glr, lang: env.langs }));`,
);

export const imprint = collector(
  "cfg.sablecourt.example",
  "ImprintJS: results of its tests joined by '~' and sent base64 beside a list of fonts",
  `const tests = ["availableScreenResolution", "colorDepth", "cookies", "cpuClass", "deviceDpi", "doNotTrack", "installedLanguages", "language", "localStorage", "pixelRatio", "platform", "plugins", "processorCores", "screenResolution", "timezoneOffset", "touchSupport", "userAgent"];
   const seen = Object.entries({ sr: env.w + "," + env.h, cd: env.cd, pr: env.dpr, il: env.langs, pf: env.plat, pc: env.cores, to: env.tzo, ts: env.touch, ua: env.ua }).map(([k, v]) => k + "=" + v).join("~");
   const mark = await Promise.race([imprint.test(tests), sleep(1500)]);
   await px(at("cfg.sablecourt.example") + "/c/?" + q({ fp: b64(seen), fonts: env.fonts, i: mark ?? "" }));`,
  ["imprint.min.js"],
);

export const periodic = collector(
  "live.tidewrack.example",
  "the same client properties every ten minutes as base64url of JSON with names of one letter",
  `const sid = rnd().toString(36); for (let n = 0; n < 14; n += 1) { await get(at("live.tidewrack.example") + "/hb?x=" + b64u(JSON.stringify({ i: sid, n, w: env.w, h: env.h, z: env.tz, l: env.langs, p: env.plat, c: env.cores, m: env.mem, g: env.glr }))); await sleep(30); }`,
);

export const styleSheet: Shape = {
  ...collector(
    "style.quarrybank.example",
    "no script at all: media queries of a style sheet load one picture for each property of the client",
    "await sleep(150);",
  ),
  style: [
    ["(min-width: 1200px)", "html", "w-1200"],
    ["(min-device-width: 1900px)", "body::before", "dw-1900"],
    ["(min-device-height: 1000px)", "#text::before", "dh-1000"],
    ["(prefers-color-scheme: light)", "h1", "scheme-light"],
    ["(pointer: fine)", "#text", "pointer-fine"],
    ["(min-resolution: 1dppx)", "h1::before", "dppx-1"],
    ["(color-gamut: srgb)", "h1::after", "gamut-srgb"],
    ["(prefers-reduced-motion: no-preference)", "#text::after", "motion-full"],
  ]
    .map(
      ([query, element, name]) =>
        `@media ${query} { ${element} { content: "."; background: url("//style.quarrybank.example/q/7f21c0/${name}.png") } }`,
    )
    .join("\n"),
};

export const doubleBase64 = collector(
  "assets.vellumline.example",
  "bowser and screen: base64 of base64 of a query string, as the only parameter of a picture",
  `const b = bowser.parse(env.ua); const all = q({ br: b.browser.name, bv: b.browser.version, os: b.os.name, ov: b.os.versionName ?? "", pt: b.platform.type, sc: env.w + "*" + env.h, tz: env.tz, ln: env.langs, hw: env.cores, gpu: env.glr });
   await px(at("assets.vellumline.example") + "/a.gif?_=" + encodeURIComponent(b64(b64(all))));`,
  ["bowser.js"],
);

export const namelessKeys = collector(
  "n.brackenmoor.example",
  "properties under the names a to k, which say nothing; only the values tell",
  `const v = [env.w, env.h, env.cd, env.tz, env.tzo, env.langs, env.plat, env.cores, env.mem, env.glr, env.canvas];
   await px(at("n.brackenmoor.example") + "/r?" + v.map((value, at) => "abcdefghijk"[at] + "=" + encodeURIComponent(value)).join("&"));`,
);

export const joined = collector(
  "z.corvidlane.example",
  "all values in one parameter, parted by bars",
  `await get(at("z.corvidlane.example") + "/?v=" + encodeURIComponent([env.w, env.h, env.cd, env.tzo, env.tz, env.langs, env.plat, env.cores, env.mem, env.plugins.length, env.glr].join("|")));`,
);

export const likeGoogle = collector(
  "region1.gstat-analytics.example",
  "looks like a call of Google Analytics 4, but goes to a host of nobody known and carries WebGL, canvas, cores and fonts",
  `await get(at("region1.gstat-analytics.example") + "/g/collect?" + q({ v: 2, tid: "G-8KQ2M4TRZL", _p: rnd(), cid: id("_gx"), ul: env.lang.toLowerCase(), sr: env.w + "x" + env.h, en: "page_view", dl: location.href, dt: document.title, "ep.tz": env.tz, "ep.gl": env.glr, "ep.cv": env.canvas, "epn.hc": env.cores, "epn.dm": env.mem, "ep.fl": env.fonts, "ep.pf": env.plat }));`,
);

export const likeMatomo = collector(
  "piwik.fallowgate.example",
  "looks like Matomo's tracking call; the custom dimensions carry WebGL, canvas hash, cores, memory and fonts",
  `await px(at("piwik.fallowgate.example") + "/matomo.php?" + q({ idsite: 3, rec: 1, r: rnd(1e6), url: location.href, _id: id("_pk").slice(0, 16), res: env.w + "x" + env.h, cookie: env.cookie, java: 0, pdf: 1, dimension1: env.glr, dimension2: env.canvas, dimension3: env.cores + "/" + env.mem, dimension4: env.fonts, dimension5: env.tz, dimension6: env.plat }));`,
);

export const likePicture = collector(
  "cdn.sedgewick-media.example",
  "looks like a picture resized by a CDN; the signature is base64 of the client's properties",
  `await px(at("cdn.sedgewick-media.example") + "/w_640,h_360,dpr_" + env.dpr + "/hero.webp?sig=" + b64u([env.plat, env.w + "x" + env.h, env.tz, env.langs, env.cores, env.mem, env.glr, env.canvas].join(";")));`,
);
