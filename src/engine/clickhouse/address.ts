/** Where a ClickHouse server is, from an address as `clickhouse://user@host:8123/database?secure=1`. */
import { readFileSync } from "node:fs";
import { asError, VedetteError } from "../../errors.ts";

/** A server, and who asks it. */
export interface ServerAddress {
  /** `http://host:port` or `https://host:port`, without who asks. */
  readonly url: string;
  /** Letters, digits and underscores: it stands in statements as it is. */
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** As it may be shown and typed again; it holds no password. */
  readonly shown: string;
  /** The cluster whose shards hold the store, by the server's name for it: letters, digits, `_`, `-` and dots. */
  readonly cluster?: string;
  /** Whether rows travel compressed. */
  readonly compressed: boolean;
  readonly tls?: { readonly ca_cert: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
}

/** Reads a variable of the environment. */
type Environment = (name: string) => string | undefined;

const passwordVariable = "VEDETTE_CLICKHOUSE_PASSWORD";
const example = "clickhouse://user@host:8123/database";
const known = ["secure", "compress", "ca", "cert", "key", "password_file", "cluster"] as const;

/** Names of clusters that stand in statements as they are. */
const clusterName = /^[A-Za-z_][\w.-]{0,62}$/;

/** Whether a text is meant as the address of a server. */
export function isServerAddress(text: string): boolean {
  return /^clickhouses?:/i.test(text);
}

/**
 * An address. The password comes from the file of `?password_file=` or `VEDETTE_CLICKHOUSE_PASSWORD_FILE`, or from
 * `VEDETTE_CLICKHOUSE_PASSWORD`; the user from the address or `VEDETTE_CLICKHOUSE_USER`, else it is `default`.
 * @throws VedetteError `usage.option`, whose message never repeats what may be a password
 */
export function serverAddress(text: string, env: Environment): ServerAddress {
  const parsed = parse(text);
  const options = optionsOf(parsed);
  const secure = /^clickhouses:/i.test(text) || options.secure === "1" || options.secure === "true";
  const database = decodeURIComponent(parsed.pathname.slice(1)) || "vedette";
  if (!/^[A-Za-z_]\w{0,62}$/.test(database) || /^(?:system|information_schema)$/i.test(database))
    throw wrong("the database must be of letters, digits and underscores, and none of the server's own.");
  const { cluster } = options;
  if (cluster !== undefined && !clusterName.test(cluster))
    throw wrong("the name of a cluster is of letters, digits, underscores, dashes and dots.");
  const port = parsed.port || (secure ? "8443" : "8123");
  const given = decodeURIComponent(parsed.username);
  const more = parsed.search;
  return {
    url: `${secure ? "https" : "http"}://${parsed.hostname}:${port}`,
    database,
    user: given || env("VEDETTE_CLICKHOUSE_USER") || "default",
    password: passwordOf(options.password_file, env),
    shown: `clickhouse${/^clickhouses:/i.test(text) ? "s" : ""}://${given === "" ? "" : `${encodeURIComponent(given)}@`}${parsed.hostname}:${port}/${database}${more}`,
    ...(cluster === undefined ? {} : { cluster }),
    compressed: options.compress === "1",
    ...(secure ? tlsOf(options) : {}),
  };
}

function parse(text: string): URL {
  // The scheme is one that the parser knows, so that host and port are read as those of any URL.
  const rest = /^clickhouses?:\/\/(.*)$/is.exec(text)?.[1];
  if (rest === undefined) throw wrong(`it is written as ${example}.`);
  // Port 80 would be left out as that of http.
  let parsed: URL;
  try {
    parsed = new URL(`ftp://${rest}`);
  } catch {
    throw wrong(`it is written as ${example}.`);
  }
  if (parsed.password !== "")
    throw new VedetteError("usage.option", "--engine: the address holds a password.", {
      hint: `Everybody on this machine can read a command line. Put it into a file and name that with ?password_file=FILE, or into ${passwordVariable}.`,
    });
  if (parsed.hostname === "") throw wrong("it names no host.");
  return parsed;
}

function optionsOf(parsed: URL): Partial<Record<(typeof known)[number], string>> {
  const unknown = [...parsed.searchParams.keys()].find((name) => !known.some((one) => one === name));
  if (unknown !== undefined)
    throw wrong(`it has an option that is not known. Known are ${known.join(", ")}.`);
  return Object.fromEntries(parsed.searchParams);
}

function wrong(because: string): VedetteError {
  return new VedetteError("usage.option", `--engine: the address is not understood; ${because}`, {
    hint: `For example --engine ${example}`,
  });
}

function passwordOf(file: string | undefined, env: Environment): string {
  const path = file ?? env("VEDETTE_CLICKHOUSE_PASSWORD_FILE");
  return path === undefined
    ? (env(passwordVariable) ?? "")
    : fileOf(path, "password")
        .toString("utf8")
        .replace(/\r?\n$/, "");
}

function tlsOf({
  ca,
  cert,
  key,
}: Partial<Record<"ca" | "cert" | "key", string>>): Pick<ServerAddress, "tls"> {
  if ((cert === undefined) !== (key === undefined)) throw wrong("cert and key belong together.");
  if (ca === undefined) {
    if (cert === undefined) return {};
    throw wrong("cert and key need ca beside them.");
  }
  return {
    tls: {
      ca_cert: fileOf(ca, "ca"),
      ...(cert === undefined || key === undefined
        ? {}
        : { cert: fileOf(cert, "cert"), key: fileOf(key, "key") }),
    },
  };
}

function fileOf(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (thrown) {
    throw new VedetteError("usage.option", `${path}: the file of ${what} for --engine cannot be read.`, {
      place: { path },
      hint: asError(thrown).message,
      cause: thrown,
    });
  }
}
