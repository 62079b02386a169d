/**
 * What a request to the endpoint says: statement, database, settings, parameters and body, wherever HTTP lets them stand
 * (ClickHouse's HTTP interface: query string, body, form, headers).
 */
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";

/** Parameters of the URL that are not settings of a statement. */
const ofHttp = new Set([
  "query",
  "query_id",
  "database",
  "default_format",
  "session_id",
  "session_timeout",
  "session_check",
  "user",
  "password",
  "compress",
  "decompress",
  "role",
  "wait_end_of_query",
  "enable_http_compression",
  "cancel_http_readonly_queries_on_client_close",
  "send_progress_in_http_headers",
  "http_headers_progress_interval_ms",
]);

/**
 * @typedef {object} Asked
 * @property {string} sql the statement
 * @property {string | undefined} data path of a file with the rows of an insertion
 * @property {string} database
 * @property {string} format of an answer that names none
 * @property {string | undefined} sessionId
 * @property {string} queryId
 * @property {boolean} whole whether the answer is sent when all of it is there
 * @property {boolean} gzip whether the answer is compressed
 * @property {Record<string, string>} settings of the statement; parameters have `param_` in front
 */

/** Reads a request. @param {string} spool path that the rows of an insertion are kept at */
export async function askedOf(/** @type {import("node:http").IncomingMessage} */ request, spool) {
  const url = new URL(request.url ?? "/", "http://endpoint");
  const given = url.searchParams;
  const header = (/** @type {string} */ name) => String(request.headers[`x-clickhouse-${name}`] ?? "");
  const inUrl = given.get("query");
  const form = /^multipart\/form-data;.*boundary=(.+)$/.exec(request.headers["content-type"] ?? "")?.[1];
  const fields = Object.fromEntries(given);
  let body = "";
  let data;
  if (form !== undefined) Object.assign(fields, parts(await textOf(request), form));
  else if (inUrl === null) body = await textOf(request);
  else if (request.method === "POST") {
    await pipeline(bodyOf(request), createWriteStream(spool));
    data = spool;
  }
  const settings = Object.fromEntries(Object.entries(fields).filter(([name]) => !ofHttp.has(name)));
  return {
    sql: fields.query ?? body,
    data,
    database: given.get("database") ?? (header("database") || "default"),
    format: given.get("default_format") ?? (header("format") || "TabSeparated"),
    sessionId: given.get("session_id") ?? undefined,
    queryId: given.get("query_id") ?? "",
    whole: given.get("wait_end_of_query") === "1",
    gzip:
      given.get("enable_http_compression") === "1" &&
      String(request.headers["accept-encoding"]).includes("gzip"),
    settings,
  };
}

/** Who asks, by header, basic authentication or the query string; in this order, as a server looks. */
export function credentialsOf(/** @type {import("node:http").IncomingMessage} */ request) {
  const { headers } = request;
  if (headers["x-clickhouse-user"] !== undefined)
    return {
      user: String(headers["x-clickhouse-user"]),
      password: String(headers["x-clickhouse-key"] ?? ""),
    };
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? "")?.[1];
  if (basic !== undefined) {
    const text = Buffer.from(basic, "base64").toString();
    return { user: text.slice(0, text.indexOf(":")), password: text.slice(text.indexOf(":") + 1) };
  }
  const given = new URL(request.url ?? "/", "http://endpoint").searchParams;
  return { user: given.get("user") ?? "default", password: given.get("password") ?? "" };
}

function bodyOf(/** @type {import("node:http").IncomingMessage} */ request) {
  return request.headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request;
}

async function textOf(/** @type {import("node:http").IncomingMessage} */ request) {
  const pieces = [];
  for await (const piece of bodyOf(request)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

/** The fields of a form of several parts. */
function parts(/** @type {string} */ text, /** @type {string} */ boundary) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const part of text.split(`--${boundary}`)) {
    const found =
      /^\r\nContent-Disposition: form-data; name="([^"]+)"[^\r]*\r\n(?:[^\r]+\r\n)*\r\n([\s\S]*)\r\n$/i.exec(
        part,
      );
    if (found !== null) fields[found[1] ?? ""] = found[2] ?? "";
  }
  return fields;
}
