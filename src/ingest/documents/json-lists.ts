/**
 * Which arrays of an exported JSON object hold its records, and what each element becomes.
 *
 * Sources of the names, read 2026-11-24: `value` Microsoft Graph (learn.microsoft.com/graph/paging);
 * `Records` CloudTrail (docs.aws.amazon.com/awscloudtrail, log file examples); `results` Splunk's REST
 * search results; `hits.hits` Elasticsearch and OpenSearch search responses; `items` Kubernetes lists and Google
 * APIs; `rows` the history of rspamd's controller; `messagesDelivered` and its siblings Proofpoint's TAP SIEM API.
 */
import type { Json, JsonObject } from "./document.ts";
import { type Filling, put } from "./records.ts";

const plain = ["value", "Records", "records", "Results", "results", "data", "events", "items", "rows"];
const proofpoint = ["messagesDelivered", "messagesBlocked", "clicksPermitted", "clicksBlocked"];
const lists: ReadonlySet<string> = new Set([...plain, ...proofpoint, "hits.hits"]);

/** Whether an array under this path of keys may hold records. */
export function mayHoldRecords(path: string): boolean {
  return lists.has(path);
}

/**
 * Keys that a record has and an export around records has not. An object that has one of them before a list is
 * itself the record: a Google Workspace activity has its `id` first and then a list `events`.
 */
const ofRecords: ReadonlySet<string> = new Set([
  ...["id", "_id", "uuid", "@timestamp", "timestamp", "time", "ts", "date", "_time", "TimeGenerated"],
  ...["eventTime", "eventID", "CreationTime", "createdDateTime", "activityDateTime"],
]);

/** Whether a key says that the object is itself a record. */
export function namesRecord(key: string): boolean {
  return ofRecords.has(key);
}

/** Longest path of keys above; a longer key is none of them. */
export const listNameBytesMax = 32;

/** What an element of a list is as a record. */
export function elementOf(path: string, element: JsonObject): JsonObject {
  if (path === "hits.hits") {
    const source: Json | undefined = Object.hasOwn(element, "_source") ? element._source : undefined;
    return isObject(source) ? source : element;
  }
  if (!proofpoint.includes(path)) return element;
  // Delivered or blocked stands nowhere but in the name of the list.
  const named: Filling = {};
  for (const key of Object.keys(element)) put(named, key, element[key] ?? null);
  put(named, "@list", path);
  return named;
}

/** Whether a JSON value is an object. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
