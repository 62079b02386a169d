/** What pages and programs of everybody talk to: all of it ordinary. */
import type { Chance } from "../../random.ts";
import * as agents from "../agents.ts";
import { base64url, type More, query, type Site } from "./web.ts";

export interface Service {
  readonly site: Site;
  readonly host: string;
  readonly behaviour: string;
  /** The program's own name; a page's service goes by that of the browser. */
  readonly agent?: string;
  readonly more?: More;
  readonly path: (chance: Chance) => string;
}

export function hex(chance: Chance, length: number): string {
  return Array.from({ length }, () => chance.between(0, 15).toString(16)).join("");
}

const screen = (c: Chance) => c.pick(["1920x1080", "1536x864", "2560x1440", "1440x900"]);
const beacon: More = { method: "POST", status: 204, received: 0, type: "text/plain" };
const json: More = { type: "application/json" };
const picture: More = { received: 43, type: "image/gif" };
const page = (
  site: Site,
  host: string,
  behaviour: string,
  path: Service["path"],
  more: More = beacon,
): Service => ({ site, host, behaviour, path, more });
const program = (
  site: Site,
  host: string,
  agent: string,
  behaviour: string,
  path: Service["path"],
  more: More = json,
): Service => ({ site, host, behaviour, agent, path, more });

export const pageServices: readonly Service[] = [
  page(
    "lab",
    "region1.google-analytics.com",
    "counts of pages by Google, with language, screen and hints of the browser",
    (c) =>
      `/g/collect?${query({ v: 2, tid: "G-7TQ1KX20MD", gtm: "45je6b41", _p: c.between(1e8, 9e8), cid: `${c.between(1e8, 9e8)}.1764`, ul: "fr-ca", sr: screen(c), uaa: "x86", uab: 64, uafvl: "Chromium;158.0.7780.64", uamb: 0, uap: "Windows", uapv: "19.0.0", en: "page_view" })}`,
  ),
  page(
    "lab",
    "stats.talvera.example",
    "the company's own Matomo, with size of screen and plug-ins",
    (c) =>
      `/matomo.php?${query({ action_name: "LIMS", idsite: 3, rec: 1, r: c.between(1000, 9999), h: 9, m: 12, s: 4, _id: hex(c, 16), res: screen(c), pdf: 1, cookie: 1, pv_id: hex(c, 6), uadata: '{"platform":"Windows","platformVersion":"19.0.0"}' })}`,
  ),
  page(
    "lab",
    "o4507.ingest.de.sentry.io",
    "errors of a web application go to Sentry",
    () =>
      "/api/4507/envelope/?sentry_key=a91f&sentry_version=7&sentry_client=sentry.javascript.react%2F10.25.0",
    { ...beacon, status: 200, sent: 6200 },
  ),
  page(
    "cloud",
    "browser-intake-datadoghq.eu",
    "speed of a web application at its users, by Datadog",
    (c) =>
      `/api/v2/rum?ddsource=browser&dd-api-key=pub81a&dd-evp-origin-version=6.23.0&dd-evp-origin=browser&dd-request-id=${hex(c, 32)}&batch_time=17640${c.between(10_000, 99_999)}`,
    { ...beacon, status: 202, sent: 9100 },
  ),
  page(
    "cloud",
    "bam.eu01.nr-data.net",
    "speed of a web application at its users, by New Relic",
    (c) =>
      `/1/NRJS-91c?a=4411&v=1.303.0&to=MhBSZQoZ&rst=${c.between(900, 9000)}&ck=0&s=${hex(c, 16)}&ref=https://app.herdbook.example/&ptid=${hex(c, 8)}`,
  ),
  page("cloud", "k.clarity.ms", "a recorder of what readers click, by Microsoft", () => "/collect", {
    ...beacon,
    sent: 3300,
  }),
  page(
    "lab",
    "metrics.feedmaker.example",
    "Adobe's counter on a feed maker's page, with screen, colours, window and script's version",
    (c) =>
      `/b/ss/fmprod/1/JS-2.27.0/s${c.between(1e9, 9e9)}?AQB=1&ndh=1&t=25%2F10%2F2026&ce=UTF-8&g=https%3A%2F%2Fwww.feedmaker.example%2F&s=${screen(c)}&c=24&j=1.6&v=N&k=Y&bw=1903&bh=969&AQE=1`,
    picture,
  ),
  page(
    "cloud",
    "www.facebook.com",
    "a network's pixel on a shop's page, with the size of the screen",
    (c) =>
      `/tr/?id=4411902&ev=PageView&dl=https%3A%2F%2Fshop.petfood.example%2F&rl=&if=false&ts=17640${c.between(10_000, 99_999)}&sw=1920&sh=1080&v=2.9.236&r=stable`,
    picture,
  ),
  page(
    "cloud",
    "px.ads.linkedin.com",
    "a network's pixel on a page of jobs",
    (c) =>
      `/collect/?v=2&fmt=js&pid=88120&time=17640${c.between(10_000, 99_999)}&url=https%3A%2F%2Fjobs.lab-careers.example%2F`,
    picture,
  ),
  page(
    "lab",
    "static.cloudflareinsights.com",
    "speed of a page, counted by its delivery network",
    () => "/beacon.min.js",
    { type: "text/javascript", received: 19_700 },
  ),
  page(
    "lab",
    "challenges.cloudflare.com",
    "a test whether the visitor is human, with much about the browser in its body",
    (c) =>
      `/cdn-cgi/challenge-platform/h/g/flow/ov1/${c.between(1e8, 9e8)}:17640:${hex(c, 24)}/${hex(c, 16)}`,
    { method: "POST", sent: 7400, type: "text/plain" },
  ),
  page(
    "cloud",
    "www.recaptcha.net",
    "another test whether the visitor is human",
    (c) => `/recaptcha/enterprise/reload?k=6Lc${hex(c, 20)}`,
    { method: "POST", sent: 11_200, type: "application/json" },
  ),
  page(
    "cloud",
    "api-js.datadome.co",
    "a guard against robots on a shop's page looks at the browser",
    () => "/js/",
    { method: "POST", sent: 5900, type: "application/json" },
  ),
  page("cloud", "m.stripe.com", "the guard against fraud of a payment service, on its page", () => "/6", {
    method: "POST",
    sent: 2900,
    type: "application/json",
  }),
  page(
    "lab",
    "h.online-metrix.net",
    "the guard against fraud on a bank's sign-in, a print of the browser",
    (c) => `/fp/tags.js?org_id=9ozphlqx&session_id=${hex(c, 20)}&pageid=1`,
    { type: "text/javascript", received: 30_120 },
  ),
  page(
    "lab",
    "siteintercept.qualtrics.com",
    "asks visitors of a reagent maker for their opinion",
    (c) =>
      `/WRSiteInterceptEngine/Targeting.php?Q_ZoneID=ZN_${hex(c, 14)}&Q_CLIENTVERSION=2.33.1&Q_CLIENTTYPE=web&Q_BROWSERTYPE=Chrome`,
    json,
  ),
  page("cloud", "api2.amplitude.com", "use of a web application, counted by Amplitude", () => "/2/httpapi", {
    method: "POST",
    sent: 1800,
    type: "application/json",
  }),
  page(
    "cloud",
    "sp.herdbook.example",
    "Snowplow on a herd book's page, with its plain fields and its base64",
    (c) =>
      `/i?${query({ e: "pp", p: "web", tv: "js-4.6.8", aid: "herdbook", res: screen(c), lang: "de-AT", cs: "UTF-8", tz: "Europe/Vienna", cookie: 1, vp: "1903x969", ds: "1903x4102" })}&cx=${base64url({ schema: "iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0", data: [{ pageId: hex(c, 8) }] })}`,
    picture,
  ),
  page(
    "lab",
    "pixel.adsafeprotected.com",
    "whether an advertisement was seen",
    (c) =>
      `/rfw/st/${c.between(10_000, 99_999)}/skeleton.gif?adsafe_jsinfo=,sl:inView,em:true,fr:false,mn:app,pt:1-5-15,wr:1920.1080,sr:1920.1080`,
    picture,
  ),
];

export const programServices: readonly Service[] = [
  program(
    "lab",
    "slscr.update.microsoft.com",
    "Windows-Update-Agent/1402.2504.17012.0 Client-Protocol/2.82",
    "Windows asks for updates, with machine and build in the address",
    () =>
      "/SLS/%7B9482F4B4-E343-43B6-B170-9A65BC822C77%7D/x64/10.0.26100.4652/0?CH=412&L=fr-CA&P=&PT=0x30&WUA=1402.2504.17012.0&MK=LENOVO&MD=21HD",
  ),
  program(
    "lab",
    "msedge.api.cdp.microsoft.com",
    "Microsoft Edge Update/1.3.215.9;winhttp",
    "Edge asks for its update",
    () => "/api/v2/contents/Browser/namespaces/Default/names?action=batchupdates",
    { method: "POST", sent: 2100, type: "application/json" },
  ),
  program(
    "lab",
    "mobile.events.data.microsoft.com",
    "OneCollector-Win32/10.0",
    "programs of Microsoft tell how they are used",
    () => "/OneCollector/1.0?cors=true&content-type=application/x-json-stream",
    { method: "POST", sent: 5200, type: "application/json" },
  ),
  program(
    "lab",
    "us04web.zoom.us",
    "Mozilla/5.0 (ZOOM.Win 10.0 x64)",
    "Zoom tells its version and asks for settings",
    (c) =>
      `/releasenotes/update?os=win10&type=manual&upgrade64=1&cv=6.6.6.19875&language=fr-FR&id=${hex(c, 10)}`,
    { method: "POST", type: "application/json" },
  ),
  program(
    "cloud",
    "teams.events.data.microsoft.com",
    agents.teams,
    "Teams tells how calls went",
    () => "/OneCollector/1.0/",
    { method: "POST", sent: 7100, type: "application/json" },
  ),
  program(
    "cloud",
    "agents.ninjarmm.example",
    "NinjaRMMAgent/9.0.4471 (Windows)",
    "the managed-service provider's agent, on every notebook, tells its state",
    (c) => `/agent/v2/heartbeat?node=${c.between(4000, 4060)}&av=ok&patch=ok&os=10.0.26100`,
    { method: "POST", type: "application/json" },
  ),
  program(
    "lab",
    "qagpublic.qg2.apps.qualys.eu",
    "QualysAgent/6.2",
    "the agent of the vulnerability service sends its manifest, on every PC",
    () => "/CloudAgent/",
    { method: "POST", sent: 15_200, type: "application/octet-stream" },
  ),
  program(
    "lab",
    "ts01-lanner-lion.cloudsink.net",
    "",
    "the agent of the endpoint protection keeps its line open",
    () => "",
    { method: "CONNECT", type: "" },
  ),
  program(
    "lab",
    "api.lansweeper.talvera.example",
    "LsAgent/12.4",
    "the company's own inventory, once a day from every PC",
    () => "/lsagent",
    { method: "POST", sent: 22_100, type: "application/json" },
  ),
  program(
    "cloud",
    "gateway.jamf.talvera.example",
    "jamf/11.23 CFNetwork/3860.200.71 Darwin/26.1.0",
    "the company's manager of Macs takes inventory",
    () => "/jss/checkin",
    { method: "POST", sent: 30_100, type: "application/xml" },
  ),
  program(
    "cloud",
    "manage-eu.microsoft.com",
    "Windows Intune MDM Client/10.0.26100",
    "the company's manager of devices",
    () => "/devicegatewayproxy/cimhandler.ashx?mode=Maintenance&Platform=WP",
    { method: "POST", sent: 8000, type: "application/vnd.syncml.dm+xml" },
  ),
  program(
    "lab",
    "filestore.lenovo-vantage.example",
    "LenovoVantage/10.2511.12 (21HD; 10.0.26100)",
    "the maker's helper asks for drivers by model and system",
    () => "/catalog/21HD_Win11.xml?os=10.0.26100&bios=N3XET52W&lang=fr",
    { type: "text/xml" },
  ),
  program(
    "cloud",
    "update.code.visualstudio.com",
    "VSCode 1.107.0 (Linux x64)",
    "an editor asks for its update",
    () => "/api/update/linux-x64/stable/1a5daa3a0231a0fbba4f14db7ec463cf99d7768e",
  ),
  program(
    "cloud",
    "spclient.wg.spotify.com",
    "Spotify/126900 Win32/0 (PC desktop)",
    "a player of music tells how it plays",
    () => "/gabo-receiver-service/v3/events/",
    { method: "POST", sent: 2600, type: "application/protobuf" },
  ),
  program(
    "lab",
    "javadl-esd-secure.oracle.com",
    "jucheck",
    "Java asks for its update",
    () => "/update/1.8.0/map-m-1.8.0.xml",
    { type: "text/xml" },
  ),
  program(
    "lab",
    "ping3.teamviewer.com",
    "Mozilla/4.0 (compatible; MSIE 6.0; DynGate)",
    "TeamViewer, as the help desk has it on all PCs, asks for its master",
    (c) => `/din.aspx?s=00000000&client=DynGate&rnd=${c.between(1e8, 9e8)}&p=10000001`,
    { type: "application/octet-stream" },
  ),
  program(
    "cloud",
    "updates.grammar-tool.example",
    "GrammarTool/4.11 (Windows 11; x64; de-AT)",
    "a program against errors in writing asks for its update with system and language",
    () => "/v2/check?ver=4.11.2&os=win11&arch=x64&lang=de-AT",
  ),
];
