/**
 * Objects of the Open Cybersecurity Schema Framework over event columns
 * (https://github.com/ocsf/ocsf-schema, objects/; read on 2026-11-24). What an object requires and a log does
 * not tell is the number for "unknown" where the schema has one; else the object is left out.
 */
import type { ColumnName } from "../ingest/columns.ts";
import {
  columnValue,
  constant,
  type JsonValue,
  jsonString,
  type Member,
  onlyWhen,
  textValue,
} from "./json-sql.ts";
import { urlParts } from "./url-sql.ts";

type Columns = ReadonlySet<ColumnName>;

/** A member whose value is a column's; none where the source does not fill it. */
export function columnMember(columns: Columns, name: string, column: ColumnName): Member[] {
  return columns.has(column) ? [{ name, value: columnValue(column) }] : [];
}

/** An object, left out where no member of it can be there. */
export function object(name: string, members: readonly Member[]): Member[] {
  return members.length === 0 ? [] : [{ name, members }];
}

/** An object that is worth having only under a condition, since some of its members always are there. */
function objectWhen(condition: string, members: readonly Member[]): Member[] {
  return members.map((member) =>
    "value" in member ? { name: member.name, value: onlyWhen(condition, member.value) } : member,
  );
}

const isAddress = (sql: string) => `(isIPv4String(${sql}) OR isIPv6String(${sql}))`;
/** Last part of a path of Windows or Unix. */
const lastName = (column: ColumnName) => `substringIndex(replaceAll(${column}, '\\\\', '/'), '/', -1)`;
/** Text columns of which one holds something. */
const anyOf = (columns: Columns, wanted: readonly ColumnName[]) =>
  wanted
    .filter((column) => columns.has(column))
    .map((column) => `(${columnValue(column).when})`)
    .join(" OR ");

/** network_endpoint of one side: address, port, name. An address that is a name is a name here. */
export function endpoint(columns: Columns, side: "source" | "destination"): Member[] {
  const ip: ColumnName = `${side}_ip`;
  const name: ColumnName = `${side}_domain`;
  const port: ColumnName = `${side}_port`;
  const members: Member[] = [];
  if (columns.has(ip))
    members.push({ name: "ip", value: { when: isAddress(ip), json: `concat('"', ${ip}, '"')` } });
  const named = columns.has(name) ? name : "''";
  const bare = columns.has(ip) ? `if(${isAddress(ip)}, '', ${ip})` : "''";
  if (columns.has(name) || columns.has(ip))
    members.push({ name: "hostname", value: textValue(`if(${named} != '', ${named}, ${bare})`) });
  // An endpoint is one only by an address or a name.
  const known = anyOf(columns, [ip, name]);
  if (columns.has(port) && known !== "")
    members.push({ name: "port", value: onlyWhen(known, columnValue(port)) });
  return members;
}

/** http_request. */
export function httpRequest(columns: Columns): Member[] {
  const url: Member[] = [
    ...columnMember(columns, "url_string", "url_original"),
    ...(columns.has("url_original")
      ? [
          { name: "path", value: textValue(urlParts.path) },
          { name: "query_string", value: textValue(urlParts.query) },
          { name: "scheme", value: textValue(urlParts.scheme) },
          { name: "hostname", value: textValue(urlParts.domain) },
          {
            name: "port",
            value: { when: `${urlParts.port} != ''`, json: `toString(toUInt32OrZero(${urlParts.port}))` },
          },
        ]
      : []),
  ];
  const forwarded: JsonValue = {
    when: "notEmpty(forwarded_addresses)",
    json: "toJSONString(forwarded_addresses)",
  };
  return [
    ...columnMember(columns, "http_method", "http_request_method"),
    ...object("url", url),
    ...columnMember(columns, "user_agent", "user_agent_original"),
    ...columnMember(columns, "referrer", "http_request_referrer"),
    ...columnMember(columns, "version", "http_version"),
    ...columnMember(columns, "body_length", "http_request_body_bytes"),
    ...(columns.has("forwarded_for") ? [{ name: "x_forwarded_for", value: forwarded }] : []),
  ];
}

/** SQL of the addresses in a forwarding header; what is none is left out. */
export const forwardedSql = `arrayFilter(one -> ${isAddress("one")}, arrayMap(one -> trimBoth(one), splitByChar(',', forwarded_for)))`;

/** http_response; it requires a code. */
export function httpResponse(columns: Columns): Member[] {
  if (!columns.has("http_response_status_code")) return [];
  return objectWhen("http_response_status_code != 0", [
    ...columnMember(columns, "code", "http_response_status_code"),
    ...columnMember(columns, "body_length", "http_response_body_bytes"),
    ...columnMember(columns, "content_type", "http_response_mime_type"),
  ]);
}

const tlsColumns = ["tls_version", "tls_client_server_name", "tls_client_ja3", "tls_server_ja3s"] as const;

/** tls; it requires a version. A JA3 fingerprint is an MD5 digest. */
export function tls(columns: Columns): Member[] {
  const known = anyOf(columns, tlsColumns);
  if (known === "") return [];
  const fingerprint = (name: string, column: ColumnName): Member[] =>
    columns.has(column)
      ? [
          {
            name,
            value: {
              when: columnValue(column).when,
              json: `concat('{"algorithm_id":1,"value":', ${jsonString(column)}, '}')`,
            },
          },
        ]
      : [];
  const version = columns.has("tls_version")
    ? jsonString("if(tls_version = '' OR tls_version = '-', 'unknown', tls_version)")
    : `'"unknown"'`;
  return [
    { name: "version", value: { when: known, json: version } },
    ...columnMember(columns, "sni", "tls_client_server_name"),
    ...fingerprint("ja3_hash", "tls_client_ja3"),
    ...fingerprint("ja3s_hash", "tls_server_ja3s"),
  ];
}

/** ja4_fingerprint_list with the client's fingerprint. */
export function ja4(columns: Columns): Member[] {
  if (!columns.has("tls_client_ja4")) return [];
  const json = `concat('[{"type_id":1,"value":', ${jsonString("tls_client_ja4")}, '}]')`;
  return [{ name: "ja4_fingerprint_list", value: { when: columnValue("tls_client_ja4").when, json } }];
}

/** network_traffic, as the source sees it. */
export function traffic(columns: Columns): Member[] {
  return [
    ...columnMember(columns, "bytes_out", "source_bytes"),
    ...columnMember(columns, "bytes_in", "destination_bytes"),
  ];
}

/** network_connection_info; its direction is not known. */
export function connection(columns: Columns): Member[] {
  if (!columns.has("network_transport")) return [];
  const { when } = columnValue("network_transport");
  return [
    { name: "direction_id", value: onlyWhen(when, constant(0)) },
    { name: "protocol_name", value: { when, json: jsonString("lower(network_transport)") } },
  ];
}

/** dns_query; it requires a name. */
export function dnsQuery(columns: Columns): Member[] {
  if (!columns.has("dns_question_name")) return [];
  return objectWhen(columnValue("dns_question_name").when, [
    ...columnMember(columns, "hostname", "dns_question_name"),
    ...columnMember(columns, "type", "dns_question_type"),
  ]);
}

/** device; what type it is of is not known. */
export function device(columns: Columns): Member[] {
  return [...columnMember(columns, "hostname", "host_name"), { name: "type_id", value: constant(0) }];
}

/** user, by name. */
export function user(columns: Columns): Member[] {
  return columnMember(columns, "name", "user_name");
}

/** auth_protocol, in the source's words: a grant such as deviceCode says more than the protocol that OCSF numbers. */
export function authProtocol(columns: Columns): Member[] {
  const other = { name: "auth_protocol_id", value: { when: "authentication_protocol != ''", json: "'99'" } };
  return [
    ...columnMember(columns, "auth_protocol", "authentication_protocol"),
    ...(columns.has("authentication_protocol") ? [other] : []),
  ];
}

/** process, with its parent. */
export function process(columns: Columns): Member[] {
  const named = (column: ColumnName): Member[] =>
    columns.has(column)
      ? [
          { name: "name", value: { when: columnValue(column).when, json: jsonString(lastName(column)) } },
          { name: "path", value: columnValue(column) },
        ]
      : [];
  return [
    ...columnMember(columns, "pid", "process_pid"),
    ...named("process_executable"),
    ...columnMember(columns, "cmd_line", "process_command_line"),
    ...(columns.has("process_executable") && columns.has("process_hash_sha256")
      ? object(
          "file",
          objectWhen(
            "process_hash_sha256 != '' AND process_executable != ''",
            fileOf("process_executable", hashOf("process_hash_sha256")),
          ),
        )
      : []),
    ...object("parent_process", [
      ...columnMember(columns, "pid", "process_parent_pid"),
      ...named("process_parent_executable"),
      ...columnMember(columns, "cmd_line", "process_parent_command_line"),
    ]),
  ];
}

/** file of a record about a file or a module; its type is not known. */
export function file(columns: Columns): Member[] {
  if (!columns.has("file_path")) return [];
  return objectWhen(
    columnValue("file_path").when,
    fileOf("file_path", columns.has("file_hash_sha256") ? hashOf("file_hash_sha256") : []),
  );
}

function fileOf(path: ColumnName, hashes: readonly Member[]): Member[] {
  return [
    { name: "name", value: { when: "", json: jsonString(lastName(path)) } },
    { name: "path", value: columnValue(path) },
    { name: "type_id", value: constant(0) },
    ...hashes,
  ];
}

function hashOf(column: ColumnName): Member[] {
  const json = `concat('[{"algorithm_id":3,"value":', ${jsonString(column)}, '}]')`;
  return [{ name: "hashes", value: { when: `${column} != ''`, json } }];
}

/** reg_key of the Windows extension. */
export function registryKey(columns: Columns): Member[] {
  return columnMember(columns, "path", "registry_path");
}

/** reg_value of the Windows extension: the key it lies in, its name, its data. */
export function registryValue(columns: Columns): Member[] {
  if (!columns.has("registry_path")) return [];
  const { when } = columnValue("registry_path");
  const name = lastName("registry_path");
  return [
    { name: "name", value: { when, json: jsonString(name) } },
    {
      name: "path",
      value: {
        when,
        json: jsonString(
          `substring(registry_path, 1, greatest(length(registry_path) - length(${name}) - 1, 0))`,
        ),
      },
    },
    ...columnMember(columns, "data", "registry_data"),
  ];
}

/** email. */
export function email(columns: Columns): Member[] {
  const objects = (name: string, column: ColumnName, write: string): Member[] =>
    columns.has(column)
      ? [
          {
            name,
            value: {
              when: `${column} != ''`,
              json: `concat('[', arrayStringConcat(arrayMap(one -> ${write}, arrayFilter(one -> one != '', splitByChar('\\n', ${column}))), ','), ']')`,
            },
          },
        ]
      : [];
  return [
    ...columnMember(columns, "from", "email_from"),
    ...columnMember(columns, "to", "email_to"),
    ...columnMember(columns, "sender", "email_sender"),
    ...columnMember(columns, "reply_to", "email_reply_to"),
    ...columnMember(columns, "subject", "email_subject"),
    ...columnMember(columns, "message_uid", "email_message_id"),
    ...objects("files", "email_attachments", `concat('{"name":', ${jsonString("one")}, ',"type_id":0}')`),
    ...objects("urls", "email_links", `concat('{"url_string":', ${jsonString("one")}, '}')`),
  ];
}
