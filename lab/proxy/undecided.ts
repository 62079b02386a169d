/** Destinations on which reasonable analysts differ, with what it depends on. */
import { judgement } from "./shape.ts";

export const postedJson = judgement(
  "in.copperfold.example",
  "a full set of properties as JSON in the body of a POST to a host of nobody known",
  "the body is in no log; only destination, method and page are",
  `await post(at("in.copperfold.example") + "/c", JSON.stringify({ ...env, ua: undefined }));`,
);

export const beaconApi = judgement(
  "b.ashlarway.example",
  "properties sent with sendBeacon to a host of nobody known",
  "the body is in no log; many sites have such a call",
  `send(at("b.ashlarway.example") + "/s?v=1", JSON.stringify({ w: env.w, h: env.h, tz: env.tz, gl: env.glr, cv: env.canvas })); await sleep(150);`,
);

export const onlyHash = judgement(
  "v.stillbrook.example",
  "broprint.js: one hash of canvas and audio, and nothing else",
  "one visitor number tells nothing of the client's configuration by itself, and cannot be told from any other number",
  `await get(at("v.stillbrook.example") + "/id?bfp=" + await getCurrentBrowserFingerPrint());`,
  ["bp.js"],
);

export const masked = judgement(
  "k.umberfen.example",
  "properties XORed with a key and base64: cannot be decoded without the key",
  "looks like any token of a session; only destination, length and rarity speak",
  `const key = [91, 17, 203, 44, 160]; const m = String.fromCharCode(...utf8(JSON.stringify({ s: env.w + "x" + env.h, z: env.tz, l: env.langs, p: env.plat, g: env.glr })).map((b, i) => b ^ key[i % 5]));
   await px(at("k.umberfen.example") + "/t.gif?t=" + encodeURIComponent(btoa(m)));`,
);

export const threatMetrix = judgement(
  "h.online-metrix.net",
  "device profiling of a fraud prevention service on a bank's sign-in page",
  "a known service that does fingerprint; the bank's customer has no say, an analyst may or may not care",
  `const s = rnd().toString(16); await px(at("h.online-metrix.net") + "/fp/clear.png?" + q({ org_id: "k8vif92e", session_id: s, m: 1 })); await px(at("h.online-metrix.net") + "/fp/clear3.png;CIS3SID=" + hash(s) + "?" + q({ org_id: "k8vif92e", session_id: s, ja: hex(JSON.stringify({ z: env.tzo, s: env.w + "x" + env.h, c: env.cd, p: env.plat })).slice(0, 200) }));`,
);

export const fingerprintPro = judgement(
  "eu.api.fpjs.io",
  "Fingerprint's own service, called by a bank's page",
  "a known service whose purpose is fingerprinting",
  `await post(at("eu.api.fpjs.io") + "/?" + q({ ci: "js/3.11.2", q: "kQ5mB1cT0aXvR8yZ" }), b64(JSON.stringify({ s: env.w })));`,
);

export const sift = judgement(
  "hexagon-analytics.com",
  "Sift's pixel on a bank's page, with a token that holds client properties",
  "a known fraud prevention service that fingerprints",
  `await px(at("hexagon-analytics.com") + "/images/" + b64u([env.w, env.h, env.cd, env.tzo, env.plat, env.lang].join("|")) + ".gif");`,
);

export const rentedSnowplow = judgement(
  "c.statline.example",
  "Snowplow's real tracker, sending to a collector that belongs neither to the page's owner nor to anybody known",
  "an ordinary product with ordinary fields; who runs the collector is not known",
  `snowplowBrowserTracking.newTracker("co", "c.statline.example", { appId: "mag", eventMethod: "get", bufferSize: 1, platform: "web", contexts: { webPage: true } }); snowplowBrowserTracking.trackPageView(); await sleep(300);`,
);

export const fewProperties = judgement(
  "count.smallpress.example",
  "a partner's own counter: screen and language only",
  "two kinds of property to an unknown host is what every small counter sends",
  `await px(at("count.smallpress.example") + "/hit.gif?" + q({ p: location.pathname, sr: env.w + "x" + env.h, l: env.lang }));`,
);

export const unknownPlayer = judgement(
  "qoe.rillstream.example",
  "quality reports of a video player to an unknown delivery network: screen, player size, bandwidth, buffer, system",
  "every player reports so; that the host is unknown is all that speaks against it",
  `for (let n = 0; n < 5; n += 1) await get(at("qoe.rillstream.example") + "/v1/ping?" + q({ sid: "a" + rnd(1e6), seq: n, buf: 12 + n, br: 4200, dw: env.w, dh: env.h, pw: env.iw, ph: 540, os: env.plat, net: env.net, drop: 0 }));`,
);
