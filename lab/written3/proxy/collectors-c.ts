/** Second site, by sensor: what crosses the line in the clear, by names and by TLS. */
import { chrome, curl, edge, hta } from "./agents.ts";
import { ask, lookUp, often, type Request, type Subject } from "./web.ts";

const collector = (type: "ip" | "domain", value: string, kind: string, behaviour: string): Subject => ({
  site: "b",
  type,
  value,
  label: "collector",
  class: kind,
  behaviour,
});

export const sensorSubjects: readonly Subject[] = [
  collector(
    "domain",
    "api-cdn-node.example",
    "proxy-implant",
    "a loader's first request in the clear: build, processor, memory, protection, domain",
  ),
  collector(
    "domain",
    "ns-telemetry.example",
    "proxy-dns",
    "names looked up that hold the host, the build, the protection and the user",
  ),
  collector(
    "domain",
    "rebate-form.example",
    "proxy-script",
    "an HTA sends computer, user, domain and version of Office",
  ),
  collector(
    "domain",
    "visitor-lens.example",
    "proxy-page",
    "a library on a shop's page in the clear posts a profile of the browser: canvas, fonts, sound, screen",
  ),
  collector(
    "ip",
    "10.80.1.17",
    "proxy-self",
    "a program asks four services for the own address within a minute, by TLS, and again each half hour",
  ),
  collector(
    "ip",
    "10.80.1.9",
    "proxy-self",
    "an AutoIt program asks in the clear where it is and whether it sits behind a data centre",
  ),
];

const shop = "http://www.gasket-outlet.example/o-rings";

function profile(time: number, client: string, agent: string): Request[] {
  return [
    ask(time, client, agent, shop, { bytes: 20110, type: "text/html" }),
    ask(time + 800, client, agent, "http://visitor-lens.example/vl.min.js", {
      bytes: 33120,
      referer: shop,
      type: "application/javascript",
    }),
    ask(
      time + 2200,
      client,
      agent,
      "http://visitor-lens.example/p?canvas=5b1c22e0&webgl=Intel%20Iris%20Xe&audio=124.0434&fonts=47&screen=1920x1080&tz=Europe/Berlin&plugins=5&mem=8&cores=12&dnt=0&adblock=1",
      { method: "POST", referer: shop, bytes: 15, type: "application/json" },
    ),
  ];
}

const exfil = [
  "0.nvk-lt-0502.a41.ns-telemetry.example",
  "1.win11-26100-4652.a41.ns-telemetry.example",
  "2.msmpeng-1.1.25100.a41.ns-telemetry.example",
  "3.user-jweber-medium.a41.ns-telemetry.example",
  "4.office-16-0-20412.a41.ns-telemetry.example",
  "5.chrome-158-edge-158.a41.ns-telemetry.example",
  "6.end.a41.ns-telemetry.example",
];

export const sensorRequests: readonly Request[] = [
  ask(
    "0 10:15:22",
    "10.80.1.6",
    "curl/7.88.1",
    "http://api-cdn-node.example/news/feed?bld=26100&pr=AMD64%20Family%2025&mem=16247&scr=1920x1080&av=ESET&dm=NORVIK&up=20311",
    {
      bytes: 12,
      type: "text/plain",
    },
  ),
  ask("0 10:16:30", "10.80.1.6", "curl/7.88.1", "http://api-cdn-node.example/news/img/3", {
    bytes: 412_220,
    type: "image/jpeg",
  }),
  ...exfil.map((name, turn) => lookUp(`0 11:4${turn}:0${turn}`, "10.80.1.11", name)),
  ...exfil.map((name, turn) => lookUp(`1 11:4${turn}:1${turn}`, "10.80.1.11", name.replace("a41", "a42"))),
  ask(
    "1 09:33:19",
    "10.80.1.14",
    hta,
    "http://rebate-form.example/w.php?cn=NVK-LT-0511&un=cmoreau&ud=NORVIK&of=16.0&ie=11.1.26100",
    {
      bytes: 4,
      type: "text/html",
    },
  ),
  ask(
    "1 09:33:21",
    "10.80.1.14",
    hta,
    "http://rebate-form.example/w.php?cn=NVK-LT-0511&ps=MsMpEng,OneDrive,Teams,nxlog,SentinelAgent",
    {
      bytes: 4,
      type: "text/html",
    },
  ),
  ...often(["0 09:12:00"], (time) => profile(time, "10.80.1.4", chrome)),
  ...often(["0 15:48:30"], (time) => profile(time, "10.80.1.18", edge)),
  ...often(["1 13:02:10"], (time) => profile(time, "10.80.1.20", chrome)),
  ...often(["0 19:00:04", "0 19:30:05", "0 20:00:04", "0 20:30:06", "0 21:00:05", "0 21:30:04"], (time) => [
    ask(time, "10.80.1.17", curl, "https://api.ipify.org/"),
    ask(time + 9000, "10.80.1.17", curl, "https://ifconfig.me/ip"),
    ask(time + 16_000, "10.80.1.17", curl, "https://checkip.amazonaws.com/"),
    ask(time + 31_000, "10.80.1.17", curl, "https://ipwho.is/"),
  ]),
  ...often(["0 12:20:09", "0 12:50:10", "1 12:20:09"], (time) => [
    ask(time, "10.80.1.9", "AutoIt", "http://ip-api.com/line/?fields=query,country,as,hosting,proxy", {
      bytes: 70,
      type: "text/plain",
    }),
    ask(time + 2000, "10.80.1.9", "AutoIt", "http://www.geoplugin.net/json.gp", {
      bytes: 810,
      type: "application/json",
    }),
  ]),
];
