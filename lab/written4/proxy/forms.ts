/** How the two proxies write requests down. */
import { createHash } from "node:crypto";
import type { Request } from "./web.ts";

const people =
  "ahofer bpichler cegger dwieser egruber fhaas gnovak hgagnon iroy jlavoie kbouchard ltremblay mcote nroy osoto pvidal qlis rrojas smazur taraya".split(
    " ",
  );
const digits = (text: string) => createHash("sha1").update(text).digest();

export function addressOf(host: string): string {
  const sum = digits(host);
  return `${["192.0.2", "198.51.100", "203.0.113"][(sum[0] ?? 0) % 3]}.${((sum[1] ?? 0) % 250) + 2}`;
}

export const userOf = (client: string) => {
  const last = Number(client.split(".")[3]);
  return /^(?:172\.20\.4|10\.60\.8)\./.test(client)
    ? `${people[last % people.length]}${last > 19 ? last : ""}`
    : "";
};

export const elffHead = [
  "#Software: SGOS 7.4.6.1",
  "#Version: 1.0",
  "#Start-Date: 2026-11-25 00:00:00",
  "#Date: 2026-11-25 00:00:00",
  "#Fields: date time time-taken c-ip cs-username cs-auth-group x-exception-id sc-filter-result cs-categories cs(Referer) sc-status s-action cs-method rs(Content-Type) cs-uri-scheme cs-host cs-uri-port cs-uri-path cs-uri-query cs-uri-extension cs(User-Agent) s-ip sc-bytes cs-bytes x-virus-id r-ip",
];

/** ProxySG's main format: what has blanks is in quotes. */
export function elffLine(one: Request, turn: number): string {
  const [day, clock] = new Date(one.timeMs).toISOString().slice(0, 19).split("T");
  const url = new URL(one.url.replace(/^tcp:/, "http:"));
  const tunnel = one.method === "CONNECT";
  const scheme = tunnel ? "tcp" : url.protocol.replace(":", "");
  const port = url.port === "" ? (scheme === "https" || tunnel ? "443" : "80") : url.port;
  const quote = (text: string) =>
    /[\s"]/.test(text) ? `"${text.replaceAll('"', "'")}"` : text === "" ? "-" : text;
  const user = userOf(one.client);
  const extension = /\.([a-z0-9]{2,5})$/.exec(url.pathname)?.[1] ?? "-";
  return [
    day,
    clock,
    ((turn * 31) % 400) + 11,
    one.client,
    user === "" ? "-" : `TALVERA\\${user}`,
    "-",
    "-",
    "OBSERVED",
    '"Technology/Internet"',
    quote(one.referer ?? ""),
    one.status,
    tunnel ? "TCP_TUNNELED" : "TCP_NC_MISS",
    one.method,
    quote(one.type),
    scheme,
    url.hostname,
    port,
    tunnel ? "/" : url.pathname,
    quote(url.search),
    extension,
    quote(one.agent),
    "172.20.0.8",
    one.received + 310,
    one.sent,
    "-",
    addressOf(url.hostname),
  ].join(" ");
}

/** The cloud's feed of web logs. */
export function nssLine(one: Request): string {
  const url = new URL(one.url.replace(/^tcp:/, "https:"));
  const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  const time = new Date(one.timeMs);
  const shown = `${days[time.getUTCDay()]} Nov ${time.getUTCDate()} ${time.toISOString().slice(11, 19)} 2026`;
  const user = userOf(one.client);
  return JSON.stringify({
    sourcetype: "zscalernss-web",
    event: {
      datetime: shown,
      epochtime: String(Math.floor(one.timeMs / 1000)),
      reason: "Allowed",
      event_id: String(digits(`${one.timeMs} ${one.url}`).readUIntBE(0, 6)),
      protocol: url.protocol === "https:" ? "HTTPS" : "HTTP",
      action: "Allowed",
      transactionsize: String(one.sent + one.received),
      responsesize: String(one.received),
      requestsize: String(one.sent),
      urlcategory: "Professional Services",
      serverip: addressOf(url.hostname),
      requestmethod: one.method,
      refererURL: one.referer?.replace(/^https?:\/\//, "") ?? "None",
      useragent: one.agent === "" ? "Unknown" : one.agent,
      product: "NSS",
      location: "Road Warrior",
      ClientIP: one.client,
      status: String(one.status),
      user: user === "" ? "None" : `${user}@talvera.example`,
      url: `${url.host}${url.pathname}${url.search}`,
      vendor: "Zscaler",
      hostname: url.hostname,
      contenttype: one.type === "" ? "Other" : one.type,
      threatname: "None",
    },
  });
}
