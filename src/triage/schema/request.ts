/** What a schema is asked for; names are checked here, and stand in statements only as literals or as what was checked. */
import { isIP } from "node:net";
import { VedetteError } from "../../errors.ts";

/** A schema to print or to compare a server with. */
export interface SchemaRequest {
  /** Letters, digits and underscores. */
  readonly database: string;
  /** The cluster by the servers' name for it; undefined for one server. */
  readonly cluster?: string;
  /** Days that what views have parsed is kept; undefined for ever. */
  readonly ttlDays?: number;
  /** Formats of lines that views parse, wrappers in front: `syslog-rfc3164+ncsa-combined`. */
  readonly formats: readonly string[];
  /** First records of a log in the one format of `formats`; formats that are settled on records need them. */
  readonly samples?: readonly string[];
  /** A topic with lines of the one format of `formats`. */
  readonly kafka?: { readonly brokers: readonly string[]; readonly topic: string };
  /** Number of the source that the first partition of the topic is. */
  readonly firstSource: number;
}

/** The same as texts of a command line. */
export interface GivenSchema {
  readonly database?: string | undefined;
  readonly cluster?: string | undefined;
  readonly ttl?: string | undefined;
  readonly formats: readonly string[];
  readonly samples?: readonly string[] | undefined;
  readonly kafka?: string | undefined;
  readonly topic?: string | undefined;
  readonly firstSource?: string | undefined;
}

const databaseName = /^[A-Za-z_]\w{0,62}$/;
const clusterName = /^[A-Za-z_][\w.-]{0,62}$/;
/** As Kafka has it (org.apache.kafka.common.internals.Topic). */
const topicName = /^[A-Za-z0-9._-]{1,249}$/;
const hostName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,252}[A-Za-z0-9])?$/;
const ttlDaysMax = 36_500;
const brokersMax = 64;
/** An event id is the source's number times 2^40 and a line; it has to be below 2^53 (JavaScript). */
const sourcesMax = 8_192;

/**
 * Checks what was given.
 * @throws VedetteError `usage.option`
 */
export function schemaRequest(given: GivenSchema): SchemaRequest {
  const { cluster, ttl, formats, samples, kafka, topic } = given;
  const database = given.database ?? "vedette";
  if (!databaseName.test(database) || /^(?:system|information_schema|default)$/i.test(database))
    throw wrong(
      `--database ${database}: a database is of letters, digits and underscores, and none of the server's own.`,
      "For example --database vedette.",
    );
  if (cluster !== undefined && !clusterName.test(cluster))
    throw wrong(
      `--cluster ${cluster}: a cluster is of letters, digits, underscores, dashes and dots.`,
      "Its name stands in remote_servers of the servers' configuration, and in system.clusters.",
    );
  if ((kafka === undefined) !== (topic === undefined))
    throw wrong("--kafka and --topic belong together.", "Give the brokers and the topic.");
  if (kafka !== undefined && formats.length !== 1 && samples === undefined)
    throw wrong(
      "A topic holds lines of one format.",
      "Name it with --format; print the tables of another topic by another run.",
    );
  if (samples !== undefined && formats.length > 1)
    throw wrong("--sample shows records of one format.", "Give one --format, or none.");
  const first = whole(given.firstSource, "first-source", 0, sourcesMax - 1);
  const days = whole(ttl, "ttl", 1, ttlDaysMax);
  return {
    database,
    ...(cluster === undefined ? {} : { cluster }),
    ...(days === undefined ? {} : { ttlDays: days }),
    formats: [...new Set(formats)],
    ...(samples === undefined ? {} : { samples }),
    ...(kafka === undefined || topic === undefined
      ? {}
      : { kafka: { brokers: brokersOf(kafka), topic: topicOf(topic) } }),
    firstSource: first ?? 0,
  };
}

function wrong(says: string, hint: string): VedetteError {
  return new VedetteError("usage.option", says, { hint });
}

function whole(text: string | undefined, name: string, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw wrong(
    `--${name} ${text}: give a whole number from ${least} to ${most.toLocaleString("en")}.`,
    `For example --${name} ${name === "ttl" ? 90 : 100}.`,
  );
}

function topicOf(topic: string): string {
  if (topicName.test(topic) && topic !== "." && topic !== "..") return topic;
  throw wrong(
    `--topic ${topic}: a topic is of letters, digits, dots, underscores and dashes, at most 249 of them.`,
    "Name one topic.",
  );
}

/** `host:port` in a list with commas; an IPv6 address stands in brackets. */
function brokersOf(text: string): string[] {
  const brokers = text.split(",");
  const odd = brokers.find((broker) => !isBroker(broker));
  if (odd === undefined && brokers.length <= brokersMax) return brokers;
  throw wrong(
    `--kafka ${text}: ${odd === undefined ? `there are more than ${brokersMax} brokers` : `${odd} is no broker`}.`,
    "Write brokers as HOST:PORT, with commas between them: kafka1.example:9092,kafka2.example:9092",
  );
}

function isBroker(text: string): boolean {
  const found = /^(?:\[([0-9A-Fa-f:.]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text);
  if (found === null) return false;
  const [, address, host = "", port] = found;
  const named = address === undefined ? hostName.test(host) : isIP(address) === 6;
  return named && Number(port) >= 1 && Number(port) <= 65_535;
}
