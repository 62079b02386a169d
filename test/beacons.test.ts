/** Outbound fingerprints: decoded, counted by kind, and told apart from what browsers and programs tell as a matter of course. */
import { beforeAll, describe, expect, test } from "vitest";
import { unknownProperty } from "../src/detect/beacons.ts";
import type { Finding } from "../src/detect/finding.ts";
import { propertyRules } from "../src/detect/properties.ts";
import { content } from "./support/triage.ts";
import { Workbench } from "./support/workbench.ts";

let bench: Workbench;
beforeAll(async () => {
  bench = await Workbench.open();
});

const start = 1_779_012_303;
/** A line of Squid's native log. */
const squid = (client: number, url: string, at = 0) =>
  `${start + at}.123     45 192.0.2.${client} TCP_MISS/200 430 GET ${url} - HIER_DIRECT/198.51.100.9 text/html`;
/** A request in EVE. */
const eve = (client: string, host: string, url: string, more: object = {}, at = 0) =>
  JSON.stringify({
    timestamp: new Date((start + at) * 1000).toISOString().replace("Z", "000+0000"),
    flow_id: 1,
    event_type: "http",
    src_ip: client,
    src_port: 51000,
    dest_ip: "198.51.100.9",
    dest_port: 80,
    proto: "TCP",
    tx_id: 0,
    http: { hostname: host, url, http_method: "GET", protocol: "HTTP/1.1", status: 200, length: 43, ...more },
  });

async function found(lines: readonly string[], id = "beacon.fingerprint"): Promise<readonly Finding[]> {
  const indicator = content().indicators.find((one) => one.id === id);
  if (indicator === undefined) throw new Error(`no indicator ${id}`);
  const format = bench.recognise(lines);
  await bench.scan(lines, format);
  return bench.findings(indicator, await bench.profiles(), format);
}
const hosts = (findings: readonly Finding[]) => findings.map(({ entityValue }) => entityValue).sort();

const json = {
  screenResolution: [1920, 1080],
  colorDepth: 24,
  timezone: "Europe/Berlin",
  languages: [["de-DE"], ["en"]],
  platform: "Win32",
  hardwareConcurrency: 8,
  fonts: ["Calibri", "Segoe UI", "MS Gothic"],
};
const components = Object.fromEntries(
  Object.entries(json).map(([name, value]) => [name, { value, duration: 0 }]),
);
const pairs = Object.entries(json).map(([key, value]) => ({ key, value }));
const base64 = (text: string) => Buffer.from(text).toString("base64");
const base64url = (text: string) => Buffer.from(text).toString("base64url");
const text = JSON.stringify(json);
const quarter = (n: number) => base64url(text).slice(n * 60, n === 3 ? undefined : (n + 1) * 60);

describe("what is a beacon", () => {
  const sent: Readonly<Record<string, readonly string[]>> = {
    "short.example": ["/p?sr=1920x1080&cd=24&tz=-120&l=de-DE&hc=8&dnt=1"],
    "json.example": [`/p?d=${encodeURIComponent(text)}`],
    "twice.example": [`/p?d=${encodeURIComponent(encodeURIComponent(text))}`],
    "segment.example": [`/c/${base64url(text)}/x.gif`],
    "standard.example": [`/c?d=${encodeURIComponent(base64(text))}`],
    "nested.example": [`/c?d=${base64url(JSON.stringify({ d: base64(text) }))}`],
    "hex.example": [`/c?d=${Buffer.from(text).toString("hex")}`],
    "wide.example": [`/c?d=${Buffer.from(text, "utf16le").toString("base64url")}`],
    "components.example": [`/c?d=${base64url(JSON.stringify(components))}`],
    "pairs.example": [`/c?d=${encodeURIComponent(JSON.stringify(pairs))}`],
    "path.example": ["/k/sr/1920x1080/tz/-120/lang/de-DE/cores/8/platform/Win32/dnt/1"],
    "spread.example": [
      "/s?sr=1920x1080",
      "/s?tz=-120&n=2",
      "/s?lang=de-DE",
      "/s?platform=Win32",
      "/s?webgl=ANGLE%20(Intel",
      "/s?canvas=0123456789abcdef",
    ],
    // Numbered, and logged in another order.
    "cut.example": [2, 0, 3, 1].map((n) => `/q?n=${n}&d=${quarter(n)}`),
    "script.example": ["/r?computername=DESKTOP-4K7Q2ZX&user_name=ann&os=windows&av=Windows%20Defender"],
    // What imitates Matomo, and tells more than it does.
    "stats.example": [
      "/matomo.php?idsite=1&rec=1&res=1920x1080&cookie=1&canvas=0123456789abcdef&webgl=ANGLE%20(Intel&fonts=Calibri,Cambria",
    ],
    "d1example.cloudfront.net": [
      `/p?d=${base64url(JSON.stringify({ ...json, canvas: "0123456789abcdef" }))}`,
    ],
  };
  let findings: readonly Finding[];
  beforeAll(async () => {
    const lines = Object.entries(sent).flatMap(([host, urls], n) =>
      urls.map((url, at) => squid(10 + n, `http://${host}${url}`, at * 20)),
    );
    findings = await found(lines);
  }, 120_000);

  test.each(Object.keys(sent))("%s", (host) => expect(hosts(findings)).toContain(host));

  test("each finding names the kinds, the way and the client", () => {
    const of = (host: string) => findings.find(({ entityValue }) => entityValue === host);
    expect(of("short.example")?.facts).toMatchObject({
      kinds: 6,
      names:
        "screen size, colour depth, time zone, languages, number of processor cores, do-not-track setting",
      client: "192.0.2.10",
      way: "in one request",
    });
    expect(of("segment.example")?.facts).toMatchObject({ kinds: 7, way: "in one request, encoded" });
    expect(of("components.example")?.facts.kinds).toBe(7);
    expect(of("pairs.example")?.facts.kinds).toBe(7);
    expect(of("spread.example")?.facts).toMatchObject({
      kinds: 6,
      way: "spread over 6 requests within ten minutes",
    });
    expect(of("cut.example")?.facts).toMatchObject({ kinds: 7, way: "cut up over 4 requests, encoded" });
    expect(of("script.example")?.facts).toMatchObject({ strong: 3 });
    // What Matomo sends by itself is not counted.
    expect(of("stats.example")?.facts.names).toBe("fonts, graphics card by WebGL, canvas fingerprint");
  });
});

describe("what is none", () => {
  const page = encodeURIComponent("http://shop.example/laptops?page=2");
  const sent: Readonly<Record<string, readonly string[]>> = {
    "www.google-analytics.com": [
      `/g/collect?v=2&tid=G-ABC1234567&sr=1920x1080&ul=de-de&uaa=x86&uap=Windows&uapv=10.0.0&uafvl=Chromium%3B126.0.6478.127&dl=${page}`,
      `/collect?v=1&tid=UA-123456-1&sr=1920x1080&vp=1200x800&sd=24-bit&ul=de-de&je=0&fl=32.0&dl=${page}`,
    ],
    "metrics.shop.example": [
      `/g/collect?v=2&tid=G-ABC1234567&sr=1920x1080&ul=de-de&uaa=x86&uap=Windows&uapv=10.0.0&sd=24&dl=${page}`,
    ],
    "stats.shop.example": [
      `/piwik.php?action_name=Shop&idsite=3&rec=1&r=123456&h=12&m=5&s=3&url=${page}&_id=0123456789abcdef&pdf=1&qt=0&realp=0&wma=0&fla=0&java=0&cookie=1&res=1920x1080`,
    ],
    "sp.shop.example": [
      `/i?e=pv&url=${page}&tv=js-3.23.0&tna=sp&aid=shop&p=web&cookie=1&cs=UTF-8&lang=de-DE&res=1920x1080&cd=24&tz=Europe%2FBerlin&vp=1200x800&f_pdf=1`,
    ],
    "smetrics.shop.example": [
      `/b/ss/shop/1/JS-2.22.0/s123?AQB=1&ndh=1&g=${page}&s=1920x1080&c=24&j=1.6&v=N&k=Y&bw=1200&bh=800&ce=UTF-8`,
    ],
    "ad.doubleclick.net": [
      "/ddm/activity/src=1;type=a;cat=b;u_w=1920;u_h=1080;u_cd=24;u_tz=120;u_his=3;u_java=false;u_nplug=5;lang=de-DE",
    ],
    "www.facebook.com": [
      `/tr/?id=123456789&ev=PageView&dl=${page}&sw=1920&sh=1080&ud%5Bem%5D=0123456789abcdef0123456789abcdef&v=2.9.158`,
    ],
    "counter.example": [
      `/hit?url=${page}&ref=${page}&s=1920*1080*24&tz=120&lang=de-DE&cookie=1&title=Laptops`,
    ],
    "tools.google.com": [
      "/service/check2?appid=%7B430FD4D0%7D&os=win&osversion=10.0.19045&arch=x64&lang=de-DE&cpu=8&mem=16&browserversion=126.0.6478.127",
    ],
    "aus5.mozilla.org": [
      "/update/6/Firefox/126.0/20240509170740/WINNT_x86_64-msvc-x64/de/release/Windows_NT%2010.0.0.0.19045.4412%20(x64)/ISET:SSE4_2,MEM:16289/default/default/update.xml",
    ],
    "update.example": [
      "/check?os=windows&osVersion=10.0.19045&lang=de-DE&arch=x64&memory=16384&cores=8&version=4.2.1&cpuName=AMD%20Ryzen%205",
    ],
    "images.example": [
      "/photo.jpg?w=1920&h=1080&dpr=2&fm=webp&lang=de-DE",
      "/resize/1920x1080/photo.jpg",
      "/de-DE/1280x720/photo.webp?dpr=1.5",
    ],
    "tiles.example": [
      "/7/67/42@2x.png?lang=de&dpr=2&tz=Europe/Berlin&style=dark",
      "/weather?tz=Europe/Berlin&locale=de-DE&units=metric&res=1280x720",
    ],
    "laptops.example": ["/filter?memory=16gb&cpu=8&os=windows&gpu=GeForce%20RTX%204060&screen=15&lang=de"],
    "forum.example": ["/search?q=windows+10+screen+resolution+1920x1080+fonts+calibri+webgl+canvas"],
    "sso.example": [
      `/cb?code=abc&token=${base64url('{"alg":"RS256","typ":"JWT"}')}.${base64url('{"sub":"ann","iat":1779012303,"locale":"de-DE","zoneinfo":"Europe/Berlin","name":"Ann"}')}.c2lnbmF0dXJl`,
    ],
    "admin.example": ["/hosts?hostname=web01&username=ann"],
    "player.example": ["/qoe?dpr=1.25&lang=de&vp=1280x720&ct=4g&bitrate=3000"],
    "ordinary.example": ["/de-DE/", "/search?q=tz&l=de-DE", "/a?res=1280x720", "/b?ts=1&dnt=1", "/c?x=1"],
  };
  let findings: readonly Finding[];
  beforeAll(async () => {
    const lines = Object.entries(sent).flatMap(([host, urls], n) =>
      urls.map((url, at) => squid(10 + n, `http://${host}${url}`, at * 20)),
    );
    // A site whose pages are read, and which knows its visitors' screens and a hash of them.
    const own = ["/", "/news", "/style.css", "/contact", "/js/site.js"].map((path, at) =>
      squid(60, `http://www.paper.example${path}`, at),
    );
    own.push(
      squid(
        60,
        "http://www.paper.example/v?fp=0123456789abcdef0123456789abcdef&sr=1920x1080&tz=-120&lang=de-DE&cd=24&dpr=1",
        9,
      ),
    );
    findings = await found([...lines, ...own]);
  }, 120_000);

  test.each([...Object.keys(sent), "www.paper.example"])("%s", (host) =>
    expect(hosts(findings)).not.toContain(host),
  );
});

describe("whose request it is, and how rare its destination", () => {
  const beacon = "/p?sr=1920x1080&cd=24&tz=-120&l=de-DE&hc=8&dnt=1";
  test("of a sensor only what leaves inside clients counts", async () => {
    const lines = [
      eve("10.0.0.7", "out.example", beacon),
      eve("203.0.113.7", "here.example", beacon),
      eve("10.0.0.8", "mine.example", beacon, {}).replace("198.51.100.9", "10.0.0.1"),
    ];
    expect(hosts(await found(lines))).toEqual(["out.example"]);
  }, 60_000);

  test("few of many clients are rare, many are not, and of four nobody can tell", async () => {
    const crowd = Array.from({ length: 100 }, (_, n) => squid(n + 1, "http://portal.example/"));
    const busy = Array.from({ length: 40 }, (_, n) => squid(n + 1, `http://busy.example${beacon}`));
    const rules = (await found([...crowd, ...busy, squid(1, `http://one.example${beacon}`)])).map(
      ({ entityValue, rule, severity }) => [entityValue, rule, severity],
    );
    expect(rules.sort()).toEqual([
      ["busy.example", "beacon-common", "medium"],
      ["one.example", "beacon-rare", "high"],
    ]);
    const few = await found([...crowd.slice(0, 4), squid(1, `http://one.example${beacon}`)]);
    expect(few.map(({ rule }) => rule)).toEqual(["beacon-common"]);
    const ten = await found([...crowd.slice(0, 10), squid(1, `http://one.example${beacon}`)]);
    expect(ten.map(({ rule }) => rule)).toEqual(["beacon-rare"]);
  }, 60_000);

  test("a script that sends it is a further sign", async () => {
    const confidence = async (agent: string) =>
      (await found([eve("10.0.0.7", "out.example", beacon, { http_user_agent: agent })]))[0]?.confidence;
    expect(
      await confidence("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0"),
    ).toBe("low");
    expect(await confidence("curl/8.5.0")).toBe("medium");
  }, 60_000);
});

describe("the catalogues", () => {
  const { beacons } = content();
  test("a property has one entry, a name one meaning, a host one service", () => {
    const once = (list: readonly string[]) => list.filter((one, at) => list.indexOf(one) !== at);
    expect(once(beacons.properties.map(({ id }) => id))).toEqual([]);
    expect(once(propertyRules(beacons.properties).flatMap(({ names }) => names))).toEqual([]);
    expect(once(beacons.services.flatMap((service) => service.hosts))).toEqual([]);
    expect(beacons.services.length).toBeGreaterThan(30);
  });
  test("services send properties that there are", () => expect(unknownProperty(beacons)).toBeUndefined());
  test("each example discloses its property, and hints at it", async () => {
    const lines = beacons.properties.map(({ example }, n) =>
      squid(1, `http://${n}.example/${example.replaceAll(" ", "%20")}`),
    );
    await bench.scan(lines);
    const parts = await bench.profiles();
    const rows = await bench.engine.rows(`SELECT host, mask FROM ${parts.disclosures}`);
    const seen = new Map(rows.map((row) => [row.host, BigInt(String(row.mask))]));
    const wrong = beacons.properties.filter(
      (_, n) => (((seen.get(`${n}.example`) ?? 0n) >> BigInt(n)) & 1n) === 0n,
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  }, 60_000);
});

/** A connection in Zeek's JSON. */
const conn = (from: string, to: string, port: number, more: object = {}, at = 0) =>
  JSON.stringify({
    ts: start + at,
    uid: `C${from}${to}${port}${at}`,
    "id.orig_h": from,
    "id.orig_p": 51000,
    "id.resp_h": to,
    "id.resp_p": port,
    proto: "tcp",
    orig_bytes: 0,
    resp_bytes: 0,
    conn_state: "S0",
    history: "S",
    orig_pkts: 1,
    resp_pkts: 0,
    ...more,
  });
const used = {
  conn_state: "SF",
  history: "ShADadFf",
  orig_bytes: 9000,
  resp_bytes: 200_000,
  orig_pkts: 99,
  resp_pkts: 99,
};
const each = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n + 1));

describe("scans of client hosts", () => {
  test("a scanner among those whose work it is to speak with many", async () => {
    const lines = [
      // The scanner: three ports of forty hosts, some of which refuse.
      ...each(40, (n) => conn("10.0.9.9", `10.0.1.${n}`, 445, n % 3 === 0 ? { conn_state: "REJ" } : {}, n)),
      ...each(40, (n) => conn("10.0.9.9", `10.0.1.${n}`, 3389, {}, n)),
      ...each(40, (n) => conn("10.0.9.9", `10.0.1.${n}`, 5985, {}, n)),
      // A backup, a poller that comes every five minutes, an administrator, and workstations at a file server.
      ...each(40, (n) => conn("10.0.9.2", `10.0.1.${n}`, 445, used, n)),
      ...each(12, (n) =>
        conn("10.0.9.3", `10.0.1.${n}`, 161, { proto: "udp", resp_bytes: 90, conn_state: "SF" }, n),
      ).flatMap((line) => each(10, (n) => line.replace(`"ts":${start}`, `"ts":${start + n * 300}`))),
      ...each(8, (n) => conn("10.0.9.4", `10.0.1.${n}`, 3389, used, n)),
      ...each(40, (n) => conn(`10.0.1.${n}`, "10.0.2.1", 445, used, n)),
      // A workstation that looks for a server that is down, and chatter.
      ...each(50, (n) => conn("10.0.1.7", "10.0.2.2", 445, {}, n)),
      ...each(20, (n) => conn("10.0.1.8", "239.255.255.250", 1900, { proto: "udp" }, n)),
    ];
    const findings = await found(lines, "scan.client-hosts");
    expect(hosts(findings)).toEqual(["10.0.9.9"]);
    expect(findings[0]?.facts).toMatchObject({ targets: 40, port_list: "445, 3389, 5985", used_hosts: 0 });
    expect(findings[0]?.rule).toBe("client-hosts-scanned");
  }, 60_000);
});

describe("alerts by their meaning", () => {
  const alert = (from: string, signature: string, category: string, to = "10.0.0.1") =>
    JSON.stringify({
      timestamp: "2026-05-17T10:05:03.000000+0000",
      event_type: "alert",
      src_ip: from,
      src_port: 1,
      dest_ip: to,
      dest_port: 80,
      proto: "TCP",
      alert: { action: "allowed", gid: 1, signature_id: 1_000_001, rev: 1, signature, category, severity: 2 },
    });
  test("what asks hosts about themselves counts, and nothing else", async () => {
    const findings = await found(
      [
        alert("203.0.113.1", "LOCAL SCAN Nmap OS Detection Probe", "Attempted Information Leak"),
        alert("203.0.113.2", "LOCAL possible port sweep", "Misc activity"),
        alert("203.0.113.3", "ET POLICY Python agent outbound", "Attempted Information Leak"),
        alert("203.0.113.4", "ET INFO Session traversal scan of nothing", "Misc activity"),
        alert("203.0.113.5", "SURICATA STREAM invalid ack", "Generic Protocol Command Decode"),
        alert("203.0.113.6", "LOCAL EXPLOIT CVE-2021-44228", "Web Application Attack"),
        alert("203.0.113.7", "LOCAL a rule", "Detection of a Network Scan"),
        alert("203.0.113.8", "LOCAL scandal sheet loaded", "Misc activity"),
      ],
      "scan.nids-alert",
    );
    expect(hosts(findings)).toEqual(["203.0.113.1", "203.0.113.2", "203.0.113.7"]);
    expect(findings.map(({ facts }) => Number(facts.of_clients)).reduce((a, b) => a + b)).toBe(1);
  }, 60_000);
});

describe("look-ups of oneself", () => {
  const agent = (name: string) => ({ http_user_agent: name });
  test("a script, and not a person, a dynamic name or a stranger", async () => {
    const lines = [
      ...each(3, (n) => eve("10.0.0.1", "api.ipify.org", "/", agent("python-requests/2.31"), n)),
      ...each(9, (n) =>
        eve(
          "10.0.0.2",
          "ipinfo.io",
          "/",
          agent("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
          n,
        ),
      ),
      ...each(9, (n) => eve("10.0.0.3", "checkip.dyndns.org", "/", agent("inadyn/2.9"), n)),
      ...each(2, (n) => eve("10.0.0.4", "ifconfig.me", "/", agent("curl/8.5.0"), n)),
      ...each(9, (n) => eve("10.0.0.5", "ipify.org.example", "/", agent("curl/8.5.0"), n)),
      ...each(9, (n) => eve("203.0.113.6", "httpbin.org", "/ip", agent("Go-http-client/1.1"), n)),
      ...each(4, (n) =>
        eve("10.0.0.7", "wpad.example.net", "/wpad.dat", agent("WinHttp-Autoproxy-Service/5.1"), n),
      ),
    ];
    const findings = await found(lines, "proxy.self-lookup");
    expect(hosts(findings)).toEqual(["10.0.0.1", "10.0.0.7"]);
  }, 60_000);
  test("names in TLS count where there are several", async () => {
    const tls = (client: string, sni: string) =>
      JSON.stringify({
        timestamp: "2026-05-17T10:05:03.000000+0000",
        event_type: "tls",
        src_ip: client,
        src_port: 1,
        dest_ip: "198.51.100.1",
        dest_port: 443,
        proto: "TCP",
        tls: { sni, version: "TLS 1.3" },
      });
    const lines = [
      ...["api.ipify.org", "ipinfo.io", "tls.peet.ws"].map((name) => tls("10.0.0.1", name)),
      ...each(30, () => tls("10.0.0.2", "api.ipify.org")),
      eve("10.0.0.3", "www.example", "/"),
    ];
    expect(hosts(await found(lines, "proxy.self-lookup"))).toEqual(["10.0.0.1"]);
  }, 60_000);
});
