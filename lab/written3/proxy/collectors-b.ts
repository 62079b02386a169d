/** First site: programs that send what a PC is, and programs that ask where they are. */
import { curlMac, macro, powershell, requests, winHttp } from "./agents.ts";
import { ask, often, type Request, type Subject } from "./web.ts";

const collector = (type: "ip" | "domain", value: string, kind: string, behaviour: string): Subject => ({
  site: "a",
  type,
  value,
  label: "collector",
  class: kind,
  behaviour,
});

export const programSubjects: readonly Subject[] = [
  collector(
    "domain",
    "mail-archive-sync.example",
    "proxy-implant",
    "an implant's check-in with host, user, build, protection and rights, every half hour",
  ),
  collector(
    "domain",
    "offer-template.example",
    "proxy-macro",
    "a document's macro sends versions of Office and Windows and the name of the user",
  ),
  collector(
    "domain",
    "drop-helper.example",
    "proxy-script",
    "a script uploads the list of programs, of patches and of what protects the PC",
  ),
  collector(
    "domain",
    "mac-cleaner-pro.example",
    "proxy-tool",
    "a free cleaner for the Mac sends serial, system, processor and the programs found",
  ),
  collector(
    "ip",
    "10.70.1.41",
    "proxy-self",
    "PowerShell asks three services for the own address, its network and whether it is a data centre, again and again",
  ),
  collector(
    "ip",
    "10.70.1.12",
    "proxy-self",
    "a Python program asks where it is, then fetches a text from a paste site",
  ),
];

const updates = "https://mail-archive-sync.example/owa/sync";

export const programRequests: readonly Request[] = [
  ...often(
    [
      "0 11:02:10",
      "0 11:31:58",
      "0 12:02:31",
      "0 12:32:04",
      "0 13:01:49",
      "0 13:32:40",
      "0 14:02:12",
      "0 14:31:55",
    ],
    (time, turn) => [
      ask(
        time,
        "10.70.1.22",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64)",
        turn === 0
          ? `${updates}?id=b81e&h=NVK-LT-0388&u=norvik%5Cotate&b=26100.4652&a=x64&av=Windows%20Defender&il=medium&dom=norvik.example&p=explorer.exe`
          : `${updates}?id=b81e&t=${turn}`,
        { bytes: turn === 0 ? 64 : 16, type: "application/octet-stream" },
      ),
    ],
  ),
  ask(
    "0 13:44:50",
    "10.70.1.3",
    macro,
    "https://offer-template.example/t/logo.png?x=16.0.20412.20190&w=Windows%20(64-bit)%20NT%2010.00&n=sbrandt&c=NVK-LT-0402&l=1031",
    {
      bytes: 1290,
      type: "image/png",
    },
  ),
  ask(
    "0 13:44:52",
    "10.70.1.3",
    macro,
    "https://offer-template.example/t/logo.png?x=addins&v=Acrobat%20PDFMaker;TeamsAddin",
    {
      bytes: 1290,
      type: "image/png",
    },
  ),
  ask("1 15:11:03", "10.70.1.25", powershell, "https://drop-helper.example/s/c.txt", {
    bytes: 3120,
    type: "text/plain",
  }),
  ask(
    "1 15:11:29",
    "10.70.1.25",
    powershell,
    "https://drop-helper.example/u.php?pc=NVK-LT-0377&f=installed_software.csv",
    {
      method: "POST",
      bytes: 2,
    },
  ),
  ask(
    "1 15:11:34",
    "10.70.1.25",
    powershell,
    "https://drop-helper.example/u.php?pc=NVK-LT-0377&f=hotfix.csv",
    { method: "POST", bytes: 2 },
  ),
  ask(
    "1 15:11:36",
    "10.70.1.25",
    powershell,
    "https://drop-helper.example/u.php?pc=NVK-LT-0377&f=antivirusproduct.txt",
    {
      method: "POST",
      bytes: 2,
    },
  ),
  ask(
    "0 15:30:44",
    "10.70.1.44",
    curlMac,
    "https://mac-cleaner-pro.example/api/hello?sn=FVFG20AB&hw=Mac15%2C6&os=27.1&cpu=Apple%20M3%20Pro&ram=18&sip=enabled&lang=de",
    {
      bytes: 41,
    },
  ),
  ask(
    "0 15:31:20",
    "10.70.1.44",
    curlMac,
    "https://mac-cleaner-pro.example/api/apps?sn=FVFG20AB&list=Slack,1Password%207,Ledger%20Live,Tunnelblick,Microsoft%20Outlook,Santa",
    {
      method: "POST",
      bytes: 41,
    },
  ),
  ...often(["0 22:04:11", "1 00:04:14", "1 02:04:12", "1 04:04:15", "1 06:04:13"], (time) => [
    ask(
      time,
      "10.70.1.41",
      powershell,
      "http://ip-api.com/json/?fields=status,country,city,isp,as,proxy,hosting,query",
      {
        bytes: 311,
        type: "application/json",
      },
    ),
    ask(time + 1400, "10.70.1.41", powershell, "https://ipinfo.io/json", {
      bytes: 288,
      type: "application/json",
    }),
    ask(time + 2900, "10.70.1.41", winHttp, "https://icanhazip.com/", { bytes: 14, type: "text/plain" }),
  ]),
  ...often(["0 16:48:02", "1 09:12:40"], (time) => [
    ask(time, "10.70.1.12", requests, "https://api.ipify.org/?format=json", {
      bytes: 22,
      type: "application/json",
    }),
    ask(time + 700, "10.70.1.12", requests, "http://ip-api.com/json/203.0.113.40", {
      bytes: 298,
      type: "application/json",
    }),
    ask(time + 2100, "10.70.1.12", requests, "https://pastebin.com/raw/q7Wd0Kza", {
      bytes: 182,
      type: "text/plain",
    }),
  ]),
];
