/** What pages load besides, and what programs fetch on their own. */
import type { Service } from "./services.ts";

const of = (host: string, says: string, ...lines: string[]): Service => ({ host, says, lines });

export const embedded: readonly Service[] = [
  of("fonts.googleapis.com", "fonts", "GET css 1802 /css2?family=Inter:wght@400;700&display=swap"),
  of(
    "cdn.jsdelivr.net",
    "library delivery, a fingerprinting library among others",
    "GET js 38110 /npm/swiper@11/swiper-bundle.min.js",
    "GET js 33902 /npm/@fingerprintjs/fingerprintjs@4/dist/fp.min.js",
  ),
  of(
    "cdnjs.cloudflare.com",
    "library delivery",
    "GET js 6120 /ajax/libs/UAParser.js/1.0.38/ua-parser.min.js",
  ),
  of(
    "tile.openstreetmap.org",
    "map tiles",
    "GET png 14210 /13/{n4}/{n4}.png",
    "GET png 15102 /13/{n4}/{n4}.png",
  ),
  of(
    "maps.googleapis.com",
    "map",
    "GET png 31080 /maps/api/staticmap?center=47.07,15.44&zoom=14&size=640x320&scale=2&language={lang}&key=AIza{k35}",
  ),
  of(
    "api.open-meteo.com",
    "weather widget",
    "GET json 911 /v1/forecast?latitude=47.07&longitude=15.44&current=temperature_2m,weather_code&timezone={tz}",
  ),
  of("i.ytimg.com", "video pictures", "GET jpg 22010 /vi/{w11}/hqdefault.jpg"),
  of(
    "www.youtube.com",
    "quality report of a player: browser, system, bandwidth, view size",
    "POST none 0 /api/stats/qoe?fmt=399&afmt=251&cpn={w16}&el=embedded&ns=yt&fexp=v1%2C{n8}&cl={n9}&seq=1&docid={w11}&ei={w22}&event=streamingstats&plid={w16}&cbr=Chrome&cbrver=157.0.0.0&c=WEB_EMBEDDED_PLAYER&cver=1.20261115&cplayer=UNIPLAYER&cos=Windows&cosver=10.0&cplatform=DESKTOP&vps=0.000:N,0.310:B&view=0.000:640:360&bwe=0.31:{n7}&bat=1:1",
  ),
  of(
    "player.vimeo.com",
    "video player",
    "GET html 41020 /video/{n9}?dnt=1",
    "POST json 2 /log/play?session={uuid}&tz={off}",
  ),
  of(
    "images.ctfassets.net",
    "pictures resized by width, height and density",
    "GET jpg 44100 /{k12}/{k22}/{k32}/hero.jpg?w=1200&h=630&q=75&fm=webp&dpr=1",
  ),
];

export interface Program extends Service {
  readonly agent: string;
  /** Hours between two runs; `at` the computer's own minute. */
  readonly every: number;
  readonly share: number;
  readonly plain?: boolean;
  readonly tls?: boolean;
}

const program = (
  host: string,
  says: string,
  agent: string,
  every: number,
  share: number,
  lines: string[],
  how: { plain?: boolean; tls?: boolean } = {},
): Program => ({ host, says, agent, every, share, lines, ...how });

const cryptoApi = "Microsoft-CryptoAPI/10.0";
export const programs: readonly Program[] = [
  program("update.googleapis.com", "Chrome's updater", "Google Update/1.3.36.372;winhttp", 5, 0.4, [
    "POST json 340 /service/update2/json",
  ]),
  program(
    "dl.google.com",
    "Chrome's downloads",
    "Google Update/1.3.36.372;winhttp",
    24,
    0.2,
    ["GET bin 911020 /release2/chrome/{k26}_157.0.7610.72/157.0.7610.72_157.0.7610.40_chrome_updater.exe"],
    { plain: true },
  ),
  program(
    "msedge.api.cdp.microsoft.com",
    "Edge's updates: system, architecture, ring",
    "Microsoft Edge Update/1.3.207.15;winhttp",
    6,
    0.4,
    ["POST json 620 /api/v2/contents/Browser/namespaces/Default/names?action=batchupdates"],
  ),
  program(
    "aus5.mozilla.org",
    "Firefox's updates: version, system, memory, instruction set in the path",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0",
    12,
    0.3,
    [
      "GET xml 711 /update/6/Firefox/146.0/20261110093012/WINNT_x86_64-msvc-x64/de/release/Windows_NT%2010.0.0.0.26100.7171%20(x64)/ISET:SSE4_2,MEM:{mem}384/default/default/update.xml?force=0",
    ],
  ),
  program(
    "incoming.telemetry.mozilla.org",
    "Firefox's telemetry",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0",
    12,
    0.3,
    ["POST text 2 /submit/telemetry/{uuid}/main/Firefox/146.0/release/20261110093012?v=4"],
  ),
  program(
    "detectportal.firefox.com",
    "Firefox looks for a portal",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0",
    6,
    0.25,
    ["GET text 8 /success.txt?ipv4"],
    { plain: true },
  ),
  program(
    "www.msftconnecttest.com",
    "Windows asks whether it is online",
    "Microsoft NCSI",
    8,
    0.5,
    ["GET text 22 /connecttest.txt"],
    { plain: true },
  ),
  program(
    "ctldl.windowsupdate.com",
    "Windows trust list",
    cryptoApi,
    12,
    0.4,
    ["GET bin 5012 /msdownload/update/v3/static/trustedr/en/disallowedcertstl.cab?{x16}"],
    { plain: true },
  ),
  program(
    "ocsp.digicert.com",
    "OCSP, a structure as base64 in the path",
    cryptoApi,
    7,
    0.4,
    ["GET bin 471 /MFEwTzBNMEswSTAJBgUrDgMCGgUABBR{k22}{w18}%3D"],
    { plain: true },
  ),
  program(
    "r11.o.lencr.org",
    "OCSP by POST",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0",
    6,
    0.25,
    ["POST bin 504 /"],
    { plain: true },
  ),
  program(
    "v10.events.data.microsoft.com",
    "Windows telemetry",
    "MSDW",
    3,
    0.5,
    ["POST json 92 /OneCollector/1.0/"],
    { tls: true },
  ),
  program(
    "settings-win.data.microsoft.com",
    "Windows settings: version, build, device class, locale, model",
    "MSDW",
    8,
    0.4,
    [
      "GET json 811 /settings/v3.0/utc/all?os=Windows&osVer=10.0.26100.7171.amd64fre.ge_release&deviceClass=Windows.Desktop&locale={lang}&deviceId={v32}&sampleId=s%3A{n8}&appVer=10.0.26100.7171&OEMModel=TW%20Book%2014&ring=Retail",
    ],
  ),
  program(
    "self.events.data.microsoft.com",
    "Office telemetry",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.19328; Pro)",
    3,
    0.5,
    ["POST json 9 /OneCollector/1.0/"],
    { tls: true },
  ),
  program(
    "nexusrules.officeapps.live.com",
    "Office telemetry rules: version, build, client",
    "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Excel 16.0.19328; Pro)",
    24,
    0.3,
    [
      "GET xml 2410 /nexus/rules?Application=excel.exe&Version=16.0.19328.20178&ClientId=%7B{v32}%7D&OSEnvironment=10&MsoAppId=1&AudienceName=Production&AudienceGroup=Production&AppVersion=16.0.19328.20178&",
    ],
  ),
  program("armmf.adobe.com", "Acrobat's updates", "Adobe Reader Manager/1.824", 24, 0.3, [
    "GET xml 340 /arm-manifests/win/ServicesUpdater/DC/RdrManifest3.msi",
  ]),
  program("slack.com", "Slack", "Slack/4.41.105 (win32 10.0.26100; x64) Electron/39.0", 4, 0.2, [
    "POST json 61 /api/client.counts?_x_id={x8}-{ts}&_x_version_ts={ts}&_x_gantry=true",
  ]),
  program("log-external.zoom.us", "Zoom's client log", "Mozilla/5.0 (ZOOM.Win 10.0 x64)", 8, 0.2, [
    "POST json 12 /upload/meeting/log?os=win&ver=6.6.2.11420&cid={uuid}",
  ]),
  program("spclient.wg.spotify.com", "Spotify", "Spotify/126700459 Win32_x86_64/0 (PC desktop)", 4, 0.1, [
    "POST bin 12 /gabo-receiver-service/v3/events",
  ]),
  program("genuine-software3.autodesk.com", "Autodesk licence check", "AdskLicensing/15.3", 12, 0.15, [
    "POST json 120 /v1/report?product=ACD&release=2027&os=win11&lang={lang}&hw={v32}",
  ]),
  program(
    "update.eset.com",
    "antivirus updates: system, hardware number, licence in the agent",
    "EFSW Update (Windows; U; 64bit; BPC 11.1.2062.0; OS: 10.0.26100 SP 0.0 NT; TDB 61221; CL 1.1.1; LNG 1031; x64c; APP eea; BEO 1; CPU 198339; ASP 0.10; FW 0.0; PX 1; PUA 1; HWF: 01009DE6-53D4-9B2A-8AF1-A1B2C3D4E5F6)",
    2,
    0.4,
    ["GET text 3010 /eset_upd/businessprogramdata/dll/update.ver"],
    { plain: true },
  ),
  program(
    "connectivitycheck.gstatic.com",
    "Android asks whether it is online",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/60.0.3112.32 Safari/537.36",
    6,
    1,
    ["GET none 0 /generate_204"],
    { plain: true },
  ),
  program(
    "xp.apple.com",
    "Apple's telemetry",
    "com.apple.appstored/1.0 iOS/26.1 model/iPhone15,4 hwp/t8120 build/23B85 (6; dt:297) AMS/1",
    12,
    1,
    ["POST json 2 /report/2/xp_amp_appstore_perf"],
    { tls: true },
  ),
  program(
    "captive.apple.com",
    "Apple looks for a portal",
    "CaptiveNetworkSupport-491.0.1 wispr",
    8,
    1,
    ["GET html 68 /hotspot-detect.html"],
    { plain: true },
  ),
];
