/** Pages that collect what a browser is: the host that gets it, and what the browser sends there. */
import type { Chance } from "../../random.ts";
import { letters } from "./ask.ts";
import type { Person, Place } from "./people.ts";

export interface Beacon {
  readonly host: string;
  readonly says: string;
  /** The page that holds it, and the place whose people open that page. */
  readonly page: string;
  readonly place: Place;
  readonly visitors: number;
  readonly why?: string;
  readonly lines: (person: Person, chance: Chance) => readonly string[];
}

const json = (value: unknown) => JSON.stringify(value);
const base64 = (value: unknown) => encodeURIComponent(Buffer.from(json(value)).toString("base64"));
const base64url = (value: string) => Buffer.from(value).toString("base64url");
const fonts = [
  "Agency FB",
  "Calibri",
  "Cambria Math",
  "Franklin Gothic",
  "Gill Sans MT",
  "MS Reference",
  "Segoe UI Emoji",
];
const hash = (chance: Chance, length = 32) => letters(chance, length, "0123456789abcdef");

const components = (one: Person, chance: Chance) => ({
  userAgent: one.agent,
  language: [one.language, one.language.slice(0, 2)],
  timezone: one.zone,
  screenResolution: [one.width, one.height],
  colorDepth: 24,
  deviceMemory: one.memory,
  hardwareConcurrency: one.cores,
  platform: one.platform,
  webglVendorAndRenderer: one.graphics,
  canvas: hash(chance),
  audio: 124.04347527516074,
  fonts,
});

export const beacons: readonly Beacon[] = [
  {
    host: "c.metrowell.example",
    says: "components of a fingerprint library as base64 of JSON in one parameter",
    page: "https://www.trailhut.example/touren/schneeschuh",
    place: "works",
    visitors: 4,
    lines: (one, chance) => [`GET json 31 /v1/i?k=${hash(chance, 12)}&d=${base64(components(one, chance))}`],
  },
  {
    host: "pix.larderly.example",
    says: "a picture with some fifteen client properties under plain short names",
    page: "https://rezepte.kochgarten.example/apfelstrudel",
    place: "works",
    visitors: 5,
    lines: (_, chance) => [
      `GET gif 43 /p.gif?sw={sw}&sh={sh}&aw={sw}&ah={vh}&cd=24&dpr=1.25&tz={tz}&off={off}&nl={lang}&np={plat}&hc={cores}&dm={mem}&gl={gpu}&tp=0&pl=PDF%20Viewer%2CChrome%20PDF%20Viewer&dnt=null&ck=1&ls=1&cv=${hash(chance)}`,
    ],
  },
  {
    host: "q.anvilreach.example",
    says: "screen, offset, language, platform, cores and graphics as segments of the path of a picture",
    page: "https://forum.schweissecke.example/t/8812",
    place: "works",
    visitors: 3,
    lines: (_, chance) => [
      `GET gif 43 /i/{sw}x{sh}x24/{off}/{lang}/{plat}/{cores}/{mem}/{gpu}/${hash(chance, 16)}.gif`,
    ],
  },
  {
    host: "stat.owlharbor.example",
    says: "percent-coded JSON with canvas, WebGL and audio results in the query",
    page: "https://www.gratis-vorlagen.example/rechnung",
    place: "works",
    visitors: 3,
    lines: (one, chance) => {
      const { canvas, audio, webglVendorAndRenderer, hardwareConcurrency } = components(one, chance);
      const seen = {
        canvas2d: canvas,
        webgl: { renderer: webglVendorAndRenderer },
        audio,
        workers: hardwareConcurrency,
        media: { mic: 1, cam: 1 },
        voices: 7,
        tz: one.zone,
        fonts: fonts.length,
        lies: 0,
      };
      return [`GET none 0 /c?r=${encodeURIComponent(json(seen))}`];
    },
  },
  {
    host: "a.thornquay.example",
    says: "no script: media queries of a style sheet load a picture for each property of the client",
    page: "https://www.heimwerk-tipps.example/daemmung",
    place: "works",
    visitors: 3,
    lines: (one) => [
      "GET css 8102 /m.css",
      `GET gif 43 /q/min-w-${one.width}`,
      `GET gif 43 /q/min-h-${one.height}`,
      "GET gif 43 /q/hover-fine",
      "GET gif 43 /q/scheme-light",
      "GET gif 43 /q/gamut-srgb",
      "GET gif 43 /q/dpi-120",
      "GET gif 43 /q/font-segoe-ui-variable",
      `GET gif 43 /q/eng-${one.brand === "Firefox" ? "gecko" : "blink"}`,
    ],
  },
  {
    host: "t.fernstile.example",
    says: "one property a request, hexadecimal, joined by a session number",
    page: "http://annonces.brocabrac.example/velo",
    place: "plant",
    visitors: 4,
    lines: (one, chance) => {
      const session = hash(chance, 10);
      const values = [
        one.agent,
        `${one.width}x${one.height}`,
        one.zone,
        one.platform,
        String(one.cores),
        one.graphics,
        one.language,
      ];
      return values.map(
        (value, at) => `GET gif 43 /${session}/${at}?v=${Buffer.from(value).toString("hex")}`,
      );
    },
  },
  {
    host: "w.hollinbeck.example",
    says: "high-entropy client hints, graphics and fonts under names of its own",
    page: "http://www.jeux-pause.example/patience",
    place: "plant",
    visitors: 4,
    lines: (_, chance) => [
      `GET json 12 /h?full={brand}%2F157.0.7610.72&pv=19.0.0&arch=x86&bits=64&model=&wow=0&ff=Desktop&gpu={gpu}&fn=${encodeURIComponent(fonts.join("|"))}&z={tz}&s={sw}.{sh}&u=${hash(chance)}`,
    ],
  },
  {
    host: "live.pitcairn-stats.example",
    says: "looks like a call of Google Analytics 4, but goes to an unknown host and carries graphics, canvas, cores, memory and plug-ins",
    page: "http://www.annuaire-pme.example/lyon/pompes",
    place: "plant",
    visitors: 5,
    lines: (_, chance) => [
      `POST none 0 /g/collect?v=2&tid=G-{k10}&_p={ms}&cid={c9}.{c10}&ul={lc}&sr={sw}x{sh}&en=page_view&ep.gpu={gpu}&ep.cv=${hash(chance)}&epn.hc={cores}&epn.dm={mem}&ep.plg=5&ep.tz={tz}&ep.os={plat}`,
    ],
  },
  {
    host: "m.gantryline.example",
    says: "components as base64url of JSON, as a segment of the path",
    page: "http://www.recetasdemar.example/arroz",
    place: "shop",
    visitors: 4,
    lines: (one, chance) => [`GET png 68 /b/${base64url(json(components(one, chance)))}/1x1.png`],
  },
  {
    host: "font.ostlermere.example",
    says: "list of installed fonts and plug-ins, with zone and screen",
    page: "http://www.tipografia-libre.example/descargas",
    place: "shop",
    visitors: 3,
    lines: () => [
      `GET gif 43 /f.gif?fonts=${encodeURIComponent(fonts.join(","))}&plugins=${encodeURIComponent("PDF Viewer,Chrome PDF Viewer,Microsoft Edge PDF Viewer")}&tz={tz}&scr={sw}x{sh}x24&cpu={cores}`,
    ],
  },
  {
    host: "d.fraudwarden.example",
    says: "device profiling on a bank's sign-in page by a firm that no catalogue names",
    why: "banks buy such profiling against fraud; whether this firm is one the bank uses is not in the log",
    page: "https://netbanking.raxbank.example/login",
    place: "works",
    visitors: 6,
    lines: (one, chance) => [
      `POST json 88 /profile?org=${hash(chance, 8)}&s=${hash(chance)}`,
      `GET png 81 /fp/clear.png?ja=${base64url(json({ s: [one.width, one.height], z: one.offset, g: one.graphics, l: one.language }))}`,
    ],
  },
  {
    host: "collect.smallpaper.example",
    says: "counter of a little newspaper's group: screen, language and zone only",
    why: "three ordinary properties to a host few know is what every small counter sends",
    page: "https://www.dorfblatt.example/termine",
    place: "works",
    visitors: 5,
    lines: () => ["GET gif 43 /hit?s={sw}x{sh}&l={lang}&z={tz}&p={page}&r={n6}"],
  },
  {
    host: "k.vexelrun.example",
    says: "a coded blob of 900 letters on every page of a shop, which cannot be decoded",
    why: "it may be a fingerprint or the state of a shopping session; length and rarity are all there is",
    page: "http://www.tienda-cuero.example/bolsos",
    place: "shop",
    visitors: 4,
    lines: () => ["GET none 0 /e?b={w900}"],
  },
];

/** First-party counters of known sites, harmless. */
export const own: readonly Beacon[] = [
  {
    host: "stats.harrach-zeitung.example",
    says: "the newspaper's own Matomo on a host of its own domain",
    page: "https://www.harrach-zeitung.example/",
    place: "works",
    visitors: 26,
    lines: () => [
      "GET gif 43 /matomo.php?action_name=Start&idsite=1&rec=1&r={n6}&h=9&m=12&s=40&url={page}&_id={v16}&_idn=0&send_image=0&_refts=0&pv_id={w6}&pf_net=21&pf_srv=84&uadata=%7B%7D&pdf=1&qt=0&realp=0&wma=0&fla=0&java=0&ag=0&cookie=1&res={sw}x{sh}",
    ],
  },
  {
    host: "metrics.bergland-reisen.example",
    says: "Adobe Analytics on a host of the travel agency's own domain",
    page: "https://www.bergland-reisen.example/winter",
    place: "works",
    visitors: 14,
    lines: () => [
      "GET gif 43 /b/ss/berglandprod/1/JS-2.26.0/s{n14}?AQB=1&ndh=1&pf=1&t=18%2F10%2F2026%209%3A12%3A40%203%20-60&fid={v16}-{v16}&ce=UTF-8&pageName=winter&g={page}&cc=EUR&s={sw}x{sh}&c=24&j=1.6&v=N&k=Y&bw={vw}&bh={vh}&AQE=1",
    ],
  },
  {
    host: "sgtm.nordlicht-moebel.example",
    says: "the shop's own tag server, in the form of Google Analytics 4",
    page: "http://www.nordlicht-moebel.example/lampes",
    place: "plant",
    visitors: 12,
    lines: () => [
      "POST none 0 /g/collect?v=2&tid=G-7Q2LMK01ZX&_p={ms}&cid={c9}.{c10}&ul={lc}&sr={sw}x{sh}&en=view_item&dl={page}&_s=2",
    ],
  },
];
