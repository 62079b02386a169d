/** Services of others in pages: none gathers for an adversary. */
import type { Chance } from "../../random.ts";
import { hex, type Service } from "./service.ts";

const screen = (chance: Chance) => chance.pick(["1920x1080", "1536x864", "2560x1440", "1512x982"]);
const stamp = (chance: Chance) => `17955${chance.between(10_000_000, 99_999_999)}`;

export const pageServices: readonly Service[] = [
  {
    site: "a",
    host: "www.google-analytics.com",
    from: "page",
    method: "POST",
    status: 204,
    behaviour: "counts of pages, with size of screen, language and hints of the browser",
    path: (c) =>
      `/g/collect?v=2&tid=G-${hex(c, 8).toUpperCase()}&_p=${stamp(c)}&cid=${c.between(1e8, 9e8)}.${c.between(1e9, 2e9)}&ul=sv-se&sr=${screen(c)}&uaa=x86&uab=64&uafvl=Chromium%3B158.0.8012.84%7CNot_A%20Brand%3B99.0.0.0&uamb=0&uap=Windows&uapv=19.0.0&uaw=0&en=page_view`,
  },
  {
    site: "a",
    host: "stats.ostra-valves.example",
    from: "page",
    method: "POST",
    status: 204,
    behaviour: "Matomo of a supplier, with screen and plug-ins as it always sends them",
    path: (c) =>
      `/matomo.php?action_name=Catalogue&idsite=3&rec=1&r=${c.between(1e5, 9e5)}&_id=${hex(c, 16)}&pdf=1&qt=0&realp=0&wma=0&fla=0&java=0&ag=0&cookie=1&res=${screen(c)}`,
  },
  {
    site: "a",
    host: "o450712.ingest.sentry.io",
    from: "page",
    method: "POST",
    type: "application/json",
    behaviour: "errors of a web application",
    path: (c) =>
      `/api/4507${c.between(10, 99)}/envelope/?sentry_key=${hex(c, 16)}&sentry_version=7&sentry_client=sentry.javascript.react%2F9.30.0`,
  },
  {
    site: "a",
    host: "browser-intake-datadoghq.eu",
    from: "page",
    method: "POST",
    status: 202,
    behaviour: "speed of a web application at its users",
    path: (c) =>
      `/api/v2/rum?ddsource=browser&dd-api-key=pub${hex(c, 16)}&dd-evp-origin=browser&dd-request-id=${hex(c, 12)}&ddtags=sdk_version%3A6.13.0%2Cenv%3Aprod`,
  },
  {
    site: "a",
    host: "ping.chartbeat.net",
    from: "page",
    behaviour: "readers of a newspaper are counted, with width of window and depth of reading",
    path: (c) =>
      `/ping?h=thelocal.se&p=%2F&u=${hex(c, 12)}&d=thelocal.se&x=0&m=0&y=${c.between(3000, 9000)}&o=1903&w=947&j=45&R=1&W=0&I=0&E=${c.between(0, 90)}`,
  },
  {
    site: "a",
    host: "m.stripe.com",
    from: "page",
    method: "POST",
    type: "application/json",
    behaviour: "the payment page's guard against fraud",
    path: () => "/6",
  },
  {
    site: "a",
    host: "challenges.cloudflare.com",
    from: "page",
    method: "POST",
    type: "application/json",
    behaviour: "a test whether the visitor is human",
    path: (c) => `/cdn-cgi/challenge-platform/h/g/flow/ov1/${c.between(1e9, 2e9)}:${stamp(c)}:${hex(c, 24)}`,
  },
  {
    site: "a",
    host: "www.recaptcha.net",
    from: "page",
    method: "POST",
    behaviour: "a test whether the visitor is human",
    path: (c) => `/recaptcha/api2/reload?k=6L${hex(c, 20)}`,
  },
  {
    site: "a",
    host: "qoe.video-host.example",
    from: "page",
    method: "POST",
    status: 204,
    behaviour: "a player of videos tells of stalls, with screen, codecs and speed of the line",
    path: (c) =>
      `/beacon?ev=heartbeat&view=${hex(c, 12)}&player=w1280h720&screen=${screen(c)}&codec=avc1.64001f&bw=${c.between(8000, 90000)}&os=Windows&browser=Chrome&bv=158`,
  },
  {
    site: "a",
    host: "geo.weather-corner.example",
    from: "page",
    type: "application/json",
    behaviour: "a weather box asks in which town the reader is",
    path: () => "/locate?ip=auto&lang=sv",
  },
  {
    site: "a",
    host: "cdn.jsdelivr.net",
    from: "page",
    type: "application/javascript",
    behaviour: "a public shelf of libraries, one for fingerprints among them, and nothing is sent",
    path: (c) =>
      c.pick([
        "/npm/@fingerprintjs/fingerprintjs@4/dist/fp.min.js",
        "/npm/bootstrap@5.3.3/dist/js/bootstrap.min.js",
        "/npm/ua-parser-js@2/dist/ua-parser.min.js",
      ]),
  },
  {
    site: "a",
    host: "in.hotjar.com",
    from: "page",
    method: "POST",
    type: "application/json",
    behaviour: "a recorder of what readers click in a shop, with size of window",
    path: (c) => `/api/v2/client/sites/${c.between(100_000, 999_999)}/visit-data?sv=7&w=1903&h=947&d=desktop`,
  },
  {
    site: "a",
    host: "norvik.okta.com",
    from: "page",
    method: "POST",
    type: "application/json",
    behaviour: "the company's own sign-in looks at the device",
    path: (c) => c.pick(["/api/v1/internal/device/nonce", "/idp/idx/introspect", "/idp/idx/identify"]),
  },
];
