/**
 * Events as documents of the Open Cybersecurity Schema Framework (https://schema.ocsf.io). Which class an
 * event is: ocsf-classes.ts; its objects: ocsf-objects.ts. What a class has no attribute for is kept
 * under `unmapped`, as the schema asks, by our own column names.
 */
import { literal } from "../engine/sql.ts";
import { type ColumnName, columnNames, type EventClass } from "../ingest/columns.ts";
import { mentions } from "../ingest/scan.ts";
import { byDeed, deedSql } from "./activities.ts";
import { type Computed, columnValue, constant, type Member, objectSql } from "./json-sql.ts";
import {
  httpActivities,
  mailActivities,
  mailDirections,
  type OcsfClass,
  ocsfClasses,
  ocsfVersion,
  registryValue as registryValueClass,
} from "./ocsf-classes.ts";
import * as objects from "./ocsf-objects.ts";
import type { Origin, OriginValues } from "./origin.ts";
import { urlComputed } from "./url-sql.ts";

type Columns = ReadonlySet<ColumnName>;

/** Columns that are told in other words in every document. */
const apart: ReadonlySet<ColumnName> = new Set(["time_ms", "event_class"]);

/** SQL of a document's text, and what has to be computed for it first; all events are of the origin's first class. */
export function ocsfSql(
  { columns, classes: [one = "other"] }: Origin,
  values: OriginValues,
): { readonly computed: Computed; readonly sql: string } {
  const { computed, sql } = objectSql(membersOf(one, columns, values), "ocsf");
  const first: Computed = [["deed", deedSql(columns)], ...urlComputed(columns)];
  if (columns.has("forwarded_for")) first.push(["forwarded_addresses", objects.forwardedSql]);
  return { computed: [...first, ...computed], sql };
}

function membersOf(one: EventClass, columns: Columns, values: OriginValues): Member[] {
  const own = ownMembers(one, columns, values);
  const members = [
    ...own,
    ...objects.columnMember(columns, "message", "message"),
    ...statusMembers(one, columns),
    ...hostMembers(one, columns),
  ];
  const inside = objectSql(members, "member");
  const used = [inside.sql, ...inside.computed.map(([, sql]) => sql), ...urlUses(columns)].join("\n");
  const rest = columnNames.filter(
    (column) =>
      columns.has(column) && !apart.has(column) && column !== "event_code" && !mentions(used, column),
  );
  return [
    ...classMembers(one, columns),
    { name: "severity_id", value: constant(isFinding(one) ? 0 : 1) },
    ...(columns.has("time_ms")
      ? [{ name: "time", value: { when: "time_ms != 0", json: "toString(time_ms)" } }]
      : []),
    { name: "metadata", members: metadata(one, columns, values) },
    ...members,
    ...objects.object(
      "unmapped",
      rest.map((column) => ({ name: column, value: columnValue(column) })),
    ),
  ];
}

function isFinding(one: EventClass): boolean {
  return ocsfClasses[one].category === 2;
}

/** The parts of a target stand for the columns that they are made of. */
function urlUses(columns: Columns): string[] {
  return columns.has("url_original") ? ["url_domain"] : [];
}

/** class_uid, category_uid, activity_id, type_uid. */
function classMembers(one: EventClass, columns: Columns): Member[] {
  const known = ocsfClasses[one];
  const isValue =
    one === "registry" && columns.has("registry_data") ? columnValue("registry_data").when : undefined;
  const either = (value: (kind: OcsfClass) => string) =>
    isValue === undefined ? value(known) : `if(${isValue}, ${value(registryValueClass)}, ${value(known)})`;
  const activity = either((kind) => activitySql(one, kind, columns));
  const number = (name: string, sql: string): Member => ({ name, value: { when: "", json: sql } });
  return [
    number(
      "class_uid",
      either(({ uid }) => `'${uid}'`),
    ),
    number(
      "class_name",
      either(({ name }) => literal(JSON.stringify(name))),
    ),
    number("category_uid", `'${known.category}'`),
    number("activity_id", `toString(${activity})`),
    number("type_uid", `toString(${either(({ uid }) => `toUInt32(${uid})`)} * 100 + ${activity})`),
  ];
}

/** SQL of activity_id, of type UInt32. */
function activitySql(one: EventClass, { activity, deeds = {} }: OcsfClass, columns: Columns): string {
  const number = (value: number | string) => `toUInt32(${value})`;
  const looked = (text: string, table: Readonly<Record<string, number>>, otherwise: number) =>
    `transform(${text}, [${Object.keys(table).map(literal).join(", ")}], [${Object.values(table).map(number).join(", ")}], ${number(otherwise)})`;
  if (one === "http") {
    if (!columns.has("http_request_method")) return number(0);
    const method = "http_request_method";
    return `if(${method} = '' OR ${method} = '-', ${number(0)}, ${looked(method, httpActivities, activity)})`;
  }
  if (one === "mail" && columns.has("email_direction"))
    return looked("lower(email_direction)", mailActivities, activity);
  const texts = Object.fromEntries(Object.entries(deeds).map(([deed, value]) => [deed, String(value)]));
  return byDeed(texts, String(activity), number);
}

function metadata(one: EventClass, columns: Columns, values: OriginValues): Member[] {
  const profiled = isSystem(one) ? [] : hostColumns.filter((column) => columns.has(column));
  return [
    { name: "version", value: constant(ocsfVersion) },
    {
      name: "product",
      members: [
        { name: "name", value: constant("Vedette") },
        { name: "vendor_name", value: constant("Vedette") },
      ],
    },
    ...(profiled.length === 0
      ? []
      : [
          {
            name: "profiles",
            value: {
              when: profiled.map((column) => `(${columnValue(column).when})`).join(" OR "),
              json: `'["host"]'`,
            },
          },
        ]),
    ...(one === "registry"
      ? [
          {
            name: "extensions",
            value: {
              when: "",
              json: literal(JSON.stringify([{ name: "win", uid: "2", version: ocsfVersion }])),
            },
          },
        ]
      : []),
    { name: "log_name", value: values.path },
    { name: "log_format", value: values.format },
    { name: "sequence", value: values.line },
    ...objects.columnMember(columns, "event_code", "event_code"),
  ];
}

function isSystem(one: EventClass): boolean {
  return ocsfClasses[one].category === 1;
}

/** Columns that only the profile `host` has attributes for, outside the classes of systems. */
const hostColumns = ["host_name", "user_name", "process_executable", "process_pid"] as const;

/** status_id of what succeeded or failed; a finding has other numbers there. */
function statusMembers(one: EventClass, columns: Columns): Member[] {
  if (isFinding(one) || !columns.has("event_outcome")) return [];
  return [
    {
      name: "status_id",
      value: {
        when: columnValue("event_outcome").when,
        json: "transform(lower(event_outcome), ['success', 'failure'], ['1', '2'], '0')",
      },
    },
  ];
}

/** device and actor: where it happened and who did it. */
function hostMembers(one: EventClass, columns: Columns): Member[] {
  if (isFinding(one))
    return objects.object("device", columns.has("host_name") ? objects.device(columns) : []);
  const acting = one === "process" ? [] : objects.object("process", objects.process(columns));
  const named = one === "signin" ? [] : objects.object("user", objects.user(columns));
  const host =
    isSystem(one) || columns.has("host_name") ? objects.object("device", objects.device(columns)) : [];
  return [...host, ...objects.object("actor", [...acting, ...named])];
}

/** Attributes of one class. */
function ownMembers(one: EventClass, columns: Columns, values: OriginValues): Member[] {
  const { object } = objects;
  const ends = [
    ...object("src_endpoint", objects.endpoint(columns, "source")),
    ...object("dst_endpoint", objects.endpoint(columns, "destination")),
  ];
  const web = [
    ...object("http_request", objects.httpRequest(columns)),
    ...object("http_response", objects.httpResponse(columns)),
  ];
  const wire = [
    ...ends,
    ...object("connection_info", objects.connection(columns)),
    ...object("traffic", objects.traffic(columns)),
    ...object("tls", objects.tls(columns)),
    ...objects.ja4(columns),
  ];
  switch (one) {
    case "http":
      return [...wire, ...web];
    case "dns":
      return [...wire, ...object("query", objects.dnsQuery(columns))];
    case "tls":
    case "flow":
    case "network":
      return wire;
    case "alert":
    case "phish":
      return findingMembers(columns, values, ends, web);
    case "process":
      return object("process", objects.process(columns));
    case "module":
      return object("module", [
        ...object("file", objects.file(columns)),
        { name: "load_type_id", value: constant(0) },
      ]);
    case "file":
      return object("file", objects.file(columns));
    case "registry":
      return registryMembers(columns);
    case "mail":
      return [...ends, ...mailMembers(columns)];
    case "signin":
      return [
        ...ends,
        ...object("user", objects.user(columns)),
        ...object("service", objects.columnMember(columns, "name", "application_name")),
        ...objects.authProtocol(columns),
      ];
    case "anomaly":
    case "software":
    case "pipe":
    case "other":
      return [];
  }
}

/** A record with data is about a value, another about a key. */
function registryMembers(columns: Columns): Member[] {
  if (!columns.has("registry_data")) return objects.object("reg_key", objects.registryKey(columns));
  const { when } = columnValue("registry_data");
  const under = (condition: string, members: readonly Member[]): Member[] =>
    members.map((member) =>
      "value" in member
        ? {
            name: member.name,
            value: {
              json: member.value.json,
              when: member.value.when === "" ? condition : `(${condition}) AND ${member.value.when}`,
            },
          }
        : member,
    );
  return [
    ...objects.object("reg_value", under(when, objects.registryValue(columns))),
    ...objects.object("reg_key", under(`NOT (${when})`, objects.registryKey(columns))),
  ];
}

function mailMembers(columns: Columns): Member[] {
  const numbers = Object.entries(mailDirections);
  const direction = columns.has("email_direction")
    ? `transform(lower(email_direction), [${numbers.map(([name]) => literal(name)).join(", ")}], [${numbers.map(([, id]) => `'${id}'`).join(", ")}], '0')`
    : "'0'";
  return [
    { name: "direction_id", value: { when: "", json: direction } },
    ...objects.object("email", objects.email(columns)),
  ];
}

/** A finding goes by the file and line that it stands in. */
function findingMembers(
  columns: Columns,
  values: OriginValues,
  ends: readonly Member[],
  web: readonly Member[],
): Member[] {
  const uid = `concat(substring(${values.path.json}, 1, length(${values.path.json}) - 1), ':', ${values.line.json}, '"')`;
  const analytic = [
    ...objects.columnMember(columns, "uid", "rule_id"),
    ...objects.columnMember(columns, "name", "rule_name"),
    ...objects.columnMember(columns, "category", "rule_category"),
  ];
  const { object } = objects;
  const evidence = [
    ...ends,
    ...web,
    ...object("process", objects.process(columns)),
    ...object("file", objects.file(columns)),
    ...object("user", objects.user(columns)),
    ...object("email", objects.email(columns)),
    ...object("query", objects.dnsQuery(columns)),
    ...object("tls", objects.tls(columns)),
  ];
  return [
    {
      name: "finding_info",
      members: [
        { name: "uid", value: { when: "", json: uid } },
        ...objects.columnMember(columns, "title", "rule_name"),
        ...(analytic.length === 0
          ? []
          : [{ name: "analytic", members: [...analytic, { name: "type_id", value: constant(1) }] }]),
      ],
    },
    { name: "is_alert", value: { when: "", json: "'true'" } },
    ...(evidence.length === 0 ? [] : [{ name: "evidences", members: evidence, listed: true as const }]),
  ];
}
