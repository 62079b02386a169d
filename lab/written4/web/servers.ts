/** What the three servers answer and how they write it down. */
import { two } from "../times.ts";
import type { Hit, Site } from "./actor.ts";

const pages: Readonly<Record<Site, readonly (readonly [RegExp, number, number])[]>> = {
  www: [
    [/^\/(?:\?.*)?$/, 200, 28_411],
    [/^\/(?:de|fr|es|pl)\/(?:[a-z-]+\/?)?(?:\?.*)?$/, 200, 21_903],
    [
      /^\/(?:tests|species|labs|news|jobs|contact|about|privacy|imprint)(?:\/[a-z0-9-]*)?\/?(?:\?.*)?$/,
      200,
      18_230,
    ],
    [/^\/assets\/.*\.(?:css|js|svg|woff2|webp|jpg)(?:\?.*)?$/, 200, 14_870],
    [/^\/(?:favicon\.ico|apple-touch-icon\.png)$/, 200, 4286],
    [/^\/robots\.txt$/, 200, 148],
    [/^\/sitemap\.xml$/, 200, 9120],
    [/^\/news\/feed\.xml$/, 200, 17_204],
    [/^\/\.well-known\/security\.txt$/, 200, 311],
    [/^\/downloads\/[a-z0-9-]+\.pdf$/, 200, 412_907],
    [/^\/neu\/\.git\/(?:HEAD|config|index|logs\/HEAD|refs\/heads\/main)$/, 200, 264],
    [/^\/(?:server-status|server-info|\.git|\.ht)/, 403, 199],
    [/./, 404, 5312],
  ],
  portal: [
    [/^\/(?:\?.*)?$/, 200, 1893],
    [/^\/(?:login|logout|orders|results|account|samples)(?:\/[A-Za-z0-9-]*)?(?:\?.*)?$/, 200, 1893],
    [/^\/assets\/app\.config\.json(?:\?.*)?$/, 200, 702],
    [/^\/assets\/.*\.(?:css|js|svg|woff2)$/, 200, 88_410],
    [/^\/(?:favicon\.ico|manifest\.webmanifest)$/, 200, 1406],
    [/^\/robots\.txt$/, 200, 26],
    [/^\/\.well-known\/(?:assetlinks\.json|apple-app-site-association|openid-configuration)$/, 200, 911],
    [/^\/api\/v2\/(?:health|version)$/, 200, 61],
    [/^\/api\/v2\/handsets\/\d+\/config$/, 200, 1322],
    [/^\/api\/v2\/(?:admin|internal)/, 401, 61],
    [/^\/api\/v2\//, 200, 2210],
    [/^\/(?:actuator|metrics)/, 403, 153],
    [/./, 404, 153],
  ],
  mail: [
    [/^\/owa\/?$/i, 302, 0],
    [/^\/owa\/auth\/logon\.aspx/i, 200, 58_211],
    [/^\/Microsoft-Server-ActiveSync/i, 200, 812],
    [/^\/autodiscover\/autodiscover\.xml/i, 401, 0],
    [/^\/autodiscover\/autodiscover\.json/i, 200, 196],
    [/^\/(?:ews|mapi|rpc|oab|ecp|powershell|adfs|certsrv)/i, 401, 1293],
    [/^\/(?:SMS_MP|ccm_system|SMS_DP_SMSPKG|CCM_Client)/i, 200, 2214],
    [/^\/(?:ClientWebService|SimpleAuthWebService|ReportingWebService|selfupdate|Content)/i, 200, 1702],
    [/^\/$/, 200, 703],
    [/./, 404, 1245],
  ],
};

export function answer(site: Site, hit: Hit): { status: number; bytes: number } {
  const [, status, bytes] = pages[site].find(([pattern]) => pattern.test(hit.target)) ?? [/./, 404, 0];
  const told = hit.status ?? status;
  const usual = hit.status !== undefined && hit.status !== status ? 0 : bytes;
  return { status: told, bytes: hit.bytes ?? (hit.method === "HEAD" ? 0 : usual) };
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** Apache's combined format. */
export function combinedLine(address: string, hit: Hit): string {
  const time = new Date(hit.timeMs);
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(two).join(":");
  const day = `${two(time.getUTCDate())}/${months[time.getUTCMonth()]}/${time.getUTCFullYear()}`;
  const { status, bytes } = answer("www", hit);
  const quoted = (text: string) => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return `${address} - ${hit.user ?? "-"} [${day}:${clock} +0000] "${hit.method} ${hit.target} HTTP/1.1" ${status} ${bytes === 0 ? "-" : bytes} "${hit.referer ?? "-"}" "${quoted(hit.agent)}"`;
}

/** nginx with a `log_format` of JSON. */
export function jsonLine(address: string, hit: Hit, turn: number): string {
  const { status, bytes } = answer("portal", hit);
  return JSON.stringify({
    time_iso8601: new Date(hit.timeMs).toISOString().replace(/\.\d+Z/, "+00:00"),
    remote_addr: address,
    remote_user: hit.user ?? "",
    request_method: hit.method,
    request_uri: hit.target,
    server_protocol: hit.agent.startsWith("Mozilla/5.0 (") ? "HTTP/2.0" : "HTTP/1.1",
    status,
    body_bytes_sent: bytes,
    request_time: Number((((turn * 37) % 190) / 1000 + 0.002).toFixed(3)),
    http_referer: hit.referer ?? "",
    http_user_agent: hit.agent,
    host: hit.target.startsWith("/api/") ? "api.talvera.example" : "portal.talvera.example",
    upstream_addr: "10.44.3.21:8080",
  });
}

export const iisHead = (date: string) => [
  "#Software: Microsoft Internet Information Services 10.0",
  "#Version: 1.0",
  `#Date: ${date} 00:00:00`,
  "#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status sc-bytes time-taken",
];

/** IIS, as its W3C extended log has it with the bytes sent. */
export function iisLine(address: string, hit: Hit, turn: number): string {
  const [day, clock] = new Date(hit.timeMs).toISOString().slice(0, 19).split("T");
  const { status, bytes } = answer("mail", hit);
  const mark = hit.target.indexOf("?");
  const stem = mark < 0 ? hit.target : hit.target.slice(0, mark);
  const query = mark < 0 ? "-" : hit.target.slice(mark + 1);
  const plus = (text: string | undefined) =>
    text === undefined || text === "" ? "-" : text.replaceAll(" ", "+");
  const win32 = status === 401 ? 5 : status === 404 ? 2 : 0;
  return `${day} ${clock} 10.44.2.10 ${hit.method} ${stem} ${query} 443 ${hit.user ?? "-"} ${address} ${plus(hit.agent)} ${plus(hit.referer)} ${status} 0 ${win32} ${bytes + 240} ${((turn * 13) % 300) + 2}`;
}
