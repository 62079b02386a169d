/** Access logs in text, each by a plain regular expression. */
import type { SecondReader, Values } from "./values.ts";

const quoted = '"((?:[^"\\\\]|\\\\.)*)"';
const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** 17/May/2026:10:05:03 +0200, or with milliseconds and without a zone. */
function clfMs(time: string): number {
  const [, day, month = "", year, hour, minute, second, fraction, zone = ""] =
    /^(\d+)\/(\w+)\/(\d+):(\d+):(\d+):(\d+)(?:\.(\d+))?(?: ([+-]\d{4}))?$/.exec(time) ?? [];
  const [, sign, hours, minutes] = /^([+-])(\d\d)(\d\d)$/.exec(zone) ?? [];
  const east = sign === undefined ? 0 : Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes));
  return (
    Date.UTC(
      Number(year),
      months.indexOf(month),
      Number(day),
      Number(hour),
      Number(minute) - east,
      Number(second),
    ) + Number(fraction ?? 0)
  );
}

/** Undoes what Apache and nginx write for quotes, backslashes and bytes; a byte that is no UTF-8 stays as it is written. */
function plain(value: string): string {
  return value.replaceAll(/(?:\\x[0-9a-fA-F]{2})+|\\["\\]/g, (written) =>
    written.startsWith("\\x") ? characters(written) : written.slice(1),
  );
}

function characters(written: string): string {
  const bytes = Buffer.from(written.replaceAll("\\x", ""), "hex");
  let text = "";
  for (let at = 0; at < bytes.length; ) {
    const one = [1, 2, 3, 4]
      .map((length) => bytes.subarray(at, at + length).toString("utf8"))
      .find((character) => [...character].length === 1 && character !== "\ufffd");
    text += one ?? written.slice(at * 4, at * 4 + 4);
    at += one === undefined ? 1 : Buffer.byteLength(one);
  }
  return text;
}

/** Method, target and version of a request line; of what is none the whole text. */
function requestOf(request: string): Values {
  const [, method, target = "", version = ""] =
    /^([A-Za-z][\w.-]*) (.*?)(?: HTTP\/(\d(?:\.\d+)?))?$/s.exec(request) ?? [];
  if (method !== undefined)
    return { http_request_method: method, url_original: target, http_version: version };
  return request === "-" || request === "<BADREQ>" ? {} : { url_original: request };
}

/** Combined log format, with the virtual host in front of it or more fields behind it. */
function accessReader(forwarded: boolean): SecondReader {
  const pattern = new RegExp(
    `^(?:([A-Za-z]\\S*) )?(\\S+) \\S+ (.+?) \\[([^\\]]+)\\] ${quoted} (\\d+|-) (\\d+|-) ${quoted} ${quoted}(?: ${quoted})?`,
  );
  return (records) => (line) => {
    const match = pattern.exec(records[line - 1] ?? "");
    if (match === null) throw new Error(`line ${line} is no combined record`);
    const [
      ,
      host,
      ip = "",
      user = "",
      time = "",
      request = "",
      status,
      bytes,
      referrer = "",
      agent = "",
      behind,
    ] = match;
    return {
      event_class: "http",
      time_ms: clfMs(time),
      source_ip: ip,
      user_name: user,
      ...requestOf(plain(request)),
      http_response_status_code: status === "-" ? 0 : Number(status),
      http_response_body_bytes: bytes === "-" ? 0 : Number(bytes),
      http_request_referrer: plain(referrer),
      user_agent_original: plain(agent),
      ...(host === undefined ? {} : { url_domain: host }),
      ...(forwarded ? { forwarded_for: behind ?? "" } : {}),
    };
  };
}
export const combinedReader = accessReader(false);
export const forwardedReader = accessReader(true);

/** HAProxy's HTTP log behind a syslog header. */
export const haproxyReader: SecondReader = (records) => (line) => {
  const pattern = new RegExp(
    `\\]: (\\S+):(\\d+) \\[([^\\]]+)\\] \\S+ \\S+ [-\\d/]+ (\\d+|-1) (\\d+) \\S+ \\S+ (\\S{4}) \\S+ \\S+ ${quoted}`,
  );
  const match = pattern.exec(records[line - 1] ?? "");
  if (match === null) throw new Error(`line ${line} is no record of HAProxy`);
  const [, ip = "", port, time = "", status, bytes, state = "", request = ""] = match;
  return {
    event_class: "http",
    source_ip: ip,
    source_port: Number(port),
    time_ms: clfMs(time),
    http_response_status_code: Number(status),
    http_response_body_bytes: Number(bytes),
    event_action: state,
    ...requestOf(request),
  };
};

/** Squid's own format: time, duration, client, result/status, bytes, method, URL, user, hierarchy/peer, type. */
export const squidReader: SecondReader = (records) => (line) => {
  const fields = (records[line - 1] ?? "").split(/ +/);
  const [time = "", , ip = "", result = "", bytes, method = "", url = "", user, hierarchy = "", type] =
    fields;
  const [action = "", status] = result.split("/");
  const dashed = (value: string | undefined) => (value === undefined || value === "-" ? "" : value);
  return {
    event_class: "http",
    time_ms: Number(time.replace(".", "")),
    source_ip: ip,
    event_action: action,
    http_response_status_code: Number(status),
    http_response_body_bytes: Number(bytes),
    http_request_method: dashed(method),
    url_original: dashed(url),
    url_domain: /^\w+:\/\/([^/:]+)/.exec(url)?.[1]?.toLowerCase() ?? "",
    user_name: user ?? "",
    destination_ip: dashed(hierarchy.split("/")[1]),
    http_response_mime_type: dashed(type),
  };
};

/** 3proxy's log with spelled out times: date, time, zone, service, error, user, both ends, bytes out and in, hops, text. */
export const threeProxyReader: SecondReader = (records) => (line) => {
  const fields = (records[line - 1] ?? "").split(" ");
  const [
    date = "",
    time,
    zone = "",
    service = "",
    error = "",
    user = "",
    client = "",
    remote = "",
    out,
    into,
  ] = fields;
  const text = fields.slice(11).join(" ");
  const [method = "", url = "", version = ""] = text.split(" ");
  const [ip = "", port] = client.split(":");
  const [peer = "", peerPort] = remote.split(":");
  const day = date.split("-").reverse().join("-");
  return {
    event_class: "http",
    time_ms: Date.parse(`${day}T${time}${zone.slice(0, 3)}:${zone.slice(3)}`),
    event_action: service.split(".")[0] ?? "",
    event_code: error,
    event_outcome: Number(error) === 0 ? "success" : "failure",
    user_name: user === "-" ? "" : user,
    source_ip: ip,
    source_port: Number(port),
    destination_ip: peer === "0.0.0.0" ? "" : peer,
    destination_port: Number(peerPort),
    http_request_body_bytes: Number(out),
    http_response_body_bytes: Number(into),
    http_request_method: method,
    url_original: url,
    url_domain: url === "" ? "" : new URL(url).hostname,
    http_version: version.replace("HTTP/", ""),
    message: text,
  };
};
