/**
 * Which class of the Open Cybersecurity Schema Framework (OCSF) each class of events is, and the
 * number of the activity.
 *
 * Source: https://github.com/ocsf/ocsf-schema (events/, extensions/windows/events/; read on
 * 2026-11-24). A class_uid is the category's uid × 1000 plus the class's own; in the Windows extension
 * (uid 2) 200000 is added. A type_uid is class_uid × 100 + activity_id.
 */
import type { EventClass } from "../ingest/columns.ts";
import type { Deed } from "./activities.ts";

/** The schema's version that is written into metadata.version. */
export const ocsfVersion = "1.7.0";

/** An OCSF class as far as it is needed. */
export interface OcsfClass {
  readonly uid: number;
  readonly category: number;
  readonly name: string;
  /** Activity where the words of the source tell none: 0 is unknown. */
  readonly activity: number;
  readonly deeds?: Readonly<Partial<Record<Deed, number>>>;
}

const network = { uid: 4001, category: 4, name: "Network Activity" };
/** 6 is Traffic: a report of what went over a connection, whenever it was opened. */
const traffic: OcsfClass = { ...network, activity: 6 };
/** 1 is Create: a finding that the source made. */
const detection: OcsfClass = { uid: 2004, category: 2, name: "Detection Finding", activity: 1 };
const none: OcsfClass = { uid: 0, category: 0, name: "Base Event", activity: 0 };
const mail: OcsfClass = { uid: 4009, category: 4, name: "Email Activity", activity: 0 };

/** The OCSF class of each class of events; HTTP activities go by the method, see `httpActivities`. */
export const ocsfClasses: Readonly<Record<EventClass, OcsfClass>> = {
  http: { uid: 4002, category: 4, name: "HTTP Activity", activity: 99 },
  dns: { uid: 4003, category: 4, name: "DNS Activity", activity: 6 },
  tls: traffic,
  flow: traffic,
  network: { ...network, activity: 1 },
  alert: detection,
  phish: detection,
  anomaly: none,
  software: none,
  pipe: none,
  other: none,
  process: {
    uid: 1007,
    category: 1,
    name: "Process Activity",
    activity: 0,
    deeds: { create: 1, end: 2, read: 3 },
  },
  module: { uid: 1005, category: 1, name: "Module Activity", activity: 1, deeds: { end: 2 } },
  file: {
    uid: 1001,
    category: 1,
    name: "File System Activity",
    activity: 0,
    deeds: { create: 1, read: 2, change: 3, delete: 4, rename: 5 },
  },
  registry: {
    uid: 201001,
    category: 1,
    name: "Registry Key Activity",
    activity: 0,
    deeds: { create: 1, read: 2, change: 3, delete: 4, rename: 5 },
  },
  mail,
  signin: { uid: 3002, category: 3, name: "Authentication", activity: 1, deeds: { end: 2 } },
};

/** The class of a registry record that holds data: a value was set, not a key made. */
export const registryValue: OcsfClass = {
  uid: 201002,
  category: 1,
  name: "Registry Value Activity",
  activity: 2,
  deeds: { read: 1, create: 2, change: 2, delete: 4 },
};

/** Activities of HTTP Activity by method (events/network/http_activity.json); any other method is 99, none is 0. */
export const httpActivities: Readonly<Record<string, number>> = {
  CONNECT: 1,
  DELETE: 2,
  GET: 3,
  HEAD: 4,
  OPTIONS: 5,
  POST: 6,
  PUT: 7,
  TRACE: 8,
  PATCH: 9,
  ACL: 10,
  "BASELINE-CONTROL": 11,
  BIND: 12,
  CHECKIN: 13,
  CHECKOUT: 14,
  COPY: 15,
  LABEL: 16,
  LINK: 17,
  LOCK: 18,
  MERGE: 19,
  MKACTIVITY: 20,
  MKCALENDAR: 21,
  MKCOL: 22,
  MKREDIRECTREF: 23,
  MKWORKSPACE: 24,
  MOVE: 25,
  ORDERPATCH: 26,
  PRI: 27,
  PROPFIND: 28,
  PROPPATCH: 29,
  QUERY: 30,
  REBIND: 31,
  REPORT: 32,
  SEARCH: 33,
  UNBIND: 34,
  UNCHECKOUT: 35,
  UNLINK: 36,
  UNLOCK: 37,
  UPDATE: 38,
  UPDATEREDIRECTREF: 39,
  "VERSION-CONTROL": 40,
};

/** Activities of Email Activity by direction: what comes in is received, what goes out is sent. */
export const mailActivities: Readonly<Record<string, number>> = { outbound: 1, inbound: 2, internal: 1 };
/** direction_id of Email Activity. */
export const mailDirections: Readonly<Record<string, number>> = { inbound: 1, outbound: 2, internal: 3 };
