/** First site: pages, mails and libraries that gather what visitors run. */
import { chrome, chromeMac, edge, firefox, office, safari } from "./agents.ts";
import { ask, at, often, type Request, type Subject } from "./web.ts";

const collector = (value: string, behaviour: string): Subject => ({
  site: "a",
  type: "domain",
  value,
  label: "collector",
  class: "proxy-page",
  behaviour,
});

export const pageSubjects: readonly Subject[] = [
  collector(
    "hydro-counter.example",
    "a script slipped into a trade body's site sends browser, plug-ins, fonts and graphics of each visitor",
  ),
  collector(
    "static-loader.example",
    "a false update on a blog: the loader asks for system and browser before it offers the file",
  ),
  collector(
    "secure-docview.example",
    "a phishing page tests the visitor (automation, screen, time zone, graphics) before it shows its form",
  ),
  collector(
    "img-relay.example",
    "a mail read in the webmail without scripts: width, darkness and fonts by which pictures are fetched",
  ),
  collector(
    "tab-helper-sync.example",
    "a browser extension sends the list of the other extensions and the system every few hours",
  ),
  collector(
    "captcha-guard.example",
    "a page of the paste-and-run kind reports system, browser and rights before and after the paste",
  ),
];

const pumps = "https://www.pump-association.example/standards/2026";
const blog = "https://www.garden-and-lathe.example/blog/sharpening/";

function counter(time: string, client: string, agent: string, rest: string): Request[] {
  const when = at(time);
  return [
    ask(when, client, agent, pumps, { bytes: 28114 }),
    ask(
      when + 900,
      client,
      agent,
      "https://www.pump-association.example/wp-includes/js/jquery/jquery.min.js",
      {
        bytes: 88401,
        referer: pumps,
      },
    ),
    ask(when + 1300, client, agent, "https://hydro-counter.example/j/c.js?s=pa", {
      bytes: 9120,
      referer: pumps,
    }),
    ask(when + 2600, client, agent, `https://hydro-counter.example/c.gif?v=2&${rest}`, {
      bytes: 43,
      referer: pumps,
    }),
    ask(when + 3900, client, agent, "https://hydro-counter.example/d", {
      method: "POST",
      status: 204,
      bytes: 0,
      referer: pumps,
    }),
  ];
}

function fonts(time: string, client: string, agent: string, names: readonly string[]): Request[] {
  const mail = "https://webmail.norvik.example/";
  return names.map((name, turn) =>
    ask(at(time) + turn * 140, client, agent, `https://img-relay.example/n/7f31/${name}`, {
      bytes: 68,
      referer: mail,
    }),
  );
}

export const pageRequests: readonly Request[] = [
  ...counter(
    "0 09:41:10",
    "10.70.1.14",
    chrome,
    "pf=Win32&pv=19.0.0&br=Chrome%20158.0.8012.84&sr=1920x1080x24&pl=PDF%20Viewer%7CChrome%20PDF%20Viewer&gl=ANGLE%20(Intel%2C%20Iris%20Xe)&fn=41&cv=a19f03cc&tz=-60&mem=8&hc=12",
  ),
  ...counter(
    "0 14:02:33",
    "10.70.1.31",
    edge,
    "pf=Win32&pv=15.0.0&br=Edge%20158.0.4210.61&sr=2560x1440x24&pl=PDF%20Viewer%7CMicrosoft%20Edge%20PDF%20Viewer&gl=ANGLE%20(NVIDIA%20T1000)&fn=58&cv=03be77d1&tz=-60&mem=8&hc=16",
  ),
  ...counter(
    "1 10:20:47",
    "10.70.1.8",
    safari,
    "pf=MacIntel&pv=&br=Safari%2027.1&sr=1512x982x30&pl=PDF%20Viewer%7CWebKit%20built-in%20PDF&gl=Apple%20GPU&fn=29&cv=77c0e1aa&tz=-60&mem=&hc=8",
  ),
  ask("0 10:58:02", "10.70.1.22", chrome, blog, { bytes: 41220 }),
  ask("0 10:58:03", "10.70.1.22", chrome, "https://static-loader.example/KxRt2?q=lathe", {
    bytes: 2210,
    referer: blog,
  }),
  ask(
    "0 10:58:05",
    "10.70.1.22",
    chrome,
    "https://static-loader.example/r?o=Windows+10%2F11&b=Chrome&bv=158&w=1920&h=947&wd=0&ad=1&lng=sv-SE&rf=google",
    { bytes: 38, referer: blog, type: "text/plain" },
  ),
  ask("0 10:58:09", "10.70.1.22", chrome, "https://static-loader.example/upd/chrome/?t=9f2", {
    bytes: 77810,
    referer: blog,
  }),
  ask("0 10:58:41", "10.70.1.22", chrome, "https://static-loader.example/dl/Chrome.Update.158.zip", {
    bytes: 19340,
    type: "application/zip",
  }),
  ask("1 08:51:12", "10.70.1.37", edge, "https://secure-docview.example/v/5Hq?e=bS5sLg", { bytes: 6120 }),
  ask(
    "1 08:51:14",
    "10.70.1.37",
    edge,
    "https://secure-docview.example/gate/check?webdriver=false&phantom=false&cores=12&mem=8&tz=Europe%2FStockholm&res=1920x1080&touch=0&gpu=Intel(R)%20UHD%20Graphics%20770&vm=no&devtools=closed",
    { bytes: 22, referer: "https://secure-docview.example/v/5Hq?e=bS5sLg", type: "application/json" },
  ),
  ask("1 08:51:15", "10.70.1.37", edge, "https://secure-docview.example/v/5Hq/sign", {
    bytes: 51870,
    referer: "https://secure-docview.example/v/5Hq?e=bS5sLg",
  }),
  ...fonts("0 08:33:20", "10.70.1.19", firefox, [
    "o.png",
    "w/1920.png",
    "h/1080.png",
    "dpr/1.png",
    "scheme/light.png",
    "font/segoeui.png",
    "font/calibri.png",
    "hover/fine.png",
  ]),
  ...fonts("0 09:04:51", "10.70.1.44", chromeMac, [
    "o.png",
    "w/1728.png",
    "h/1117.png",
    "dpr/2.png",
    "scheme/dark.png",
    "font/sfpro.png",
    "hover/fine.png",
  ]),
  ...fonts("1 07:58:40", "10.70.1.5", office, ["o.png", "w/1920.png", "mso/16.png"]),
  ...often(
    ["0 08:10:11", "0 12:10:12", "0 16:10:12", "1 08:31:09", "1 12:31:10", "1 16:31:12"],
    (time, turn) => [
      ask(
        time,
        "10.70.1.28",
        chrome,
        `https://tab-helper-sync.example/api/state?cid=5d0b&rev=${turn}&os=win&osv=10.0.26100&bv=158.0.8012.${turn < 3 ? 134 : 163}&ext=cjpalhdlnbpafiamejdnhcphjbkeiagm,nkbihfbeogaeaoehlefnkodbefgpgknn,aeblfdkhhhdcdjpifhhbdiojplfjncoa&hist=0`,
        { bytes: 96, type: "application/json" },
      ),
    ],
  ),
  ask("1 13:20:05", "10.70.1.33", edge, "https://captcha-guard.example/verify/human?id=51", {
    bytes: 11042,
    referer: "https://www.cheap-bearings.example/",
  }),
  ask(
    "1 13:20:07",
    "10.70.1.33",
    edge,
    "https://captcha-guard.example/ev?s=view&os=Windows%2011&br=Edge%20158&la=sv&adm=unknown&mob=0",
    {
      bytes: 2,
      referer: "https://captcha-guard.example/verify/human?id=51",
    },
  ),
  ask(
    "1 13:20:19",
    "10.70.1.33",
    edge,
    "https://captcha-guard.example/ev?s=copied&os=Windows%2011&br=Edge%20158&la=sv",
    {
      bytes: 2,
      referer: "https://captcha-guard.example/verify/human?id=51",
    },
  ),
];
