/** The records of one simulated campaign: a mail, who followed its link, the beacon of that client, what ran on the host, and probing from the collector's network. */
import { temporaryFolder, write } from "./files.ts";
import { combined } from "./lines.ts";

/** When and from where it comes. */
export interface CampaignAt {
  readonly base: number;
  /** Address of the collecting host. */
  readonly collector: string;
  /** An address in its network, from which the site is probed. */
  readonly prober: string;
  /** A scanner of another network. */
  readonly stranger: string;
}

export interface CampaignLogs {
  readonly ask: string;
  /** Ordinary mail from before the logs to after them. */
  readonly news: readonly string[];
  readonly proxy: string;
  readonly web: string;
  readonly hosts: string;
  mail(name: string, mail: Mail): string;
}

export interface Mail {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly results?: string;
  readonly body: string;
  readonly minutes?: number;
}

export function campaignLogs({ base, collector, prober, stranger }: CampaignAt): CampaignLogs {
  const folder = temporaryFolder();
  const at = (minutes: number) => base + minutes * 60_000;
  function mail(name: string, { from, to, subject, results, body, minutes = 0 }: Mail): string {
    return write(folder, name, [
      `Received: from relay.example.net (relay.example.net [198.51.100.200]) by mx.corp.example; ${new Date(at(minutes)).toUTCString()}`,
      `Authentication-Results: mx.corp.example; ${results ?? "spf=fail smtp.mailfrom=help@corp-support.example.net; dkim=none; dmarc=fail"}`,
      `From: "IT Help Desk" <${from ?? "help@corp-support.example.net"}>`,
      `To: ${to ?? "ann@corp.example, bo@corp.example, cy@corp.example"}`,
      `Subject: ${subject ?? "Browser check"}`,
      `Date: ${new Date(at(minutes)).toUTCString()}`,
      `Message-ID: <${name}@corp-support.example.net>`,
      "Content-Type: text/plain; charset=utf-8",
      "",
      body,
    ]);
  }
  const ask = mail("ask.eml", {
    body: "Please send us your browser version and the name of your VPN client by reply, or open http://collect.example.net/check today.",
  });
  const paper = (minutes: number) =>
    mail(`news${minutes}.eml`, {
      minutes,
      from: "editor@paper.example",
      to: "dee@corp.example",
      subject: "This week",
      results: "spf=pass smtp.mailfrom=editor@paper.example; dkim=pass header.d=paper.example; dmarc=pass",
      body: "The garden show opens on Friday. See http://paper.example/garden for the programme.",
    });
  const news = [paper(-30), paper(120)];

  const squid = (client: string, minutes: number, url: string, peer: string, user = "-") =>
    `${(at(minutes) / 1000).toFixed(3)}     45 ${client} TCP_MISS/200 430 GET ${url} ${user} HIER_DIRECT/${peer} text/html`;
  const beacon = `http://collect.example.net/c?data=${Buffer.from(
    JSON.stringify({
      screenResolution: [1920, 1080],
      colorDepth: 24,
      timezone: "Europe/Berlin",
      languages: [["de-DE"], ["en"]],
      platform: "Win32",
      hardwareConcurrency: 8,
      fonts: ["Calibri", "Segoe UI", "MS Gothic"],
    }),
  ).toString("base64url")}`;
  const browsing = Array.from({ length: 60 }, (_, n) =>
    squid(`10.0.0.${20 + (n % 30)}`, n, `http://paper.example/page/${n}`, "198.51.100.80"),
  );
  const proxy = write(folder, "proxy.log", [
    ...browsing.slice(0, 4),
    squid("10.0.0.5", 4, "http://collect.example.net/check", collector, "ann"),
    squid("10.0.0.5", 5, beacon, collector, "ann"),
    ...browsing.slice(4),
  ]);

  const clf = (minutes: number) =>
    new Date(at(minutes)).toUTCString().replace(/^\w+, (\d+) (\w+) (\d+) ([\d:]+) GMT$/, "$1/$2/$3:$4 +0000");
  const visits = Array.from({ length: 30 }, (_, n) => combined({ ip: `192.0.2.${n + 1}`, time: clf(n) }));
  const probes = (ip: string) =>
    ["/.env", "/config.json", "/server-status", "/phpinfo.php"].map((path, n) =>
      combined({
        ip,
        time: clf(60 + n),
        agent: "python-requests/2.32.3",
        request: `GET ${path} HTTP/1.1`,
        status: 404,
      }),
    );
  const web = write(folder, "access.log", [...visits, ...probes(prober), ...probes(stranger)]);

  const process = (minutes: number, image: string, command: string) =>
    JSON.stringify({
      EventID: 1,
      Channel: "Microsoft-Windows-Sysmon/Operational",
      Hostname: "PC-ANN.corp.example",
      TimeCreated: new Date(at(minutes)).toISOString(),
      User: "CORP\\ann",
      Image: image,
      ProcessId: String(4000 + minutes),
      CommandLine: command,
      ParentImage: "C:\\Windows\\System32\\wscript.exe",
      ParentCommandLine: "wscript.exe check.js",
    });
  const sys = (name: string) => `C:\\Windows\\System32\\${name}.exe`;
  const hosts = write(folder, "sysmon.json", [
    process(6, sys("systeminfo"), "systeminfo"),
    process(7, sys("ipconfig"), "ipconfig /all"),
    process(8, sys("reg"), "reg query HKLM\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall /s"),
    process(9, sys("netsh"), "netsh winhttp show proxy"),
  ]);

  return { ask, news, proxy, web, hosts, mail };
}
