/** The fields of audit records: key=value, quoted, or as hexadecimal digits where the text is not to be trusted. */
import { type Filling, put } from "./records.ts";

/** A line of the audit log. */
export interface AuditLine {
  readonly node: string;
  readonly type: string;
  /** Time stamp and serial number, `1779012303.123:456`. */
  readonly stamp: string;
  /** From a program of user space; such an event has one line. */
  readonly user: boolean;
  readonly fields: readonly (readonly [key: string, value: string, quoted: boolean])[];
}

const head = /^(?:node=(\S+) )?type=([A-Z_0-9]+) msg=audit\((\d+\.\d+:\d+)\):\s?/;
// A word is looked at from its beginning alone, and braces up to the next one, so that no line takes long.
const field =
  /(?<![A-Za-z0-9_-])[0-9-]*([A-Za-z_][A-Za-z0-9_-]*)=(?:"([^"]*)"|'([^']*)'|(\{[^{}]*\})|([^\s']*))/g;

/** Takes a line apart; undefined where it is none of the audit log. */
export function auditLine(text: string): AuditLine | undefined {
  const match = head.exec(text);
  if (match === null) return undefined;
  const [whole, node = "", type = "", stamp = ""] = match;
  const rest = text.slice(whole.length).replace("\x1d", " ");
  const user = /^(USER|CRED|LOGIN|ADD|DEL|CHUSER|ROLE|SERVICE|SYSTEM|DAEMON|CRYPTO|GRP|ACCT)_?/.test(type);
  const inner = / ?msg='(.*)'/.exec(rest);
  const body =
    inner === null
      ? rest
      : `${rest.slice(0, inner.index)} ${inner[1] ?? ""} ${rest.slice(inner.index + inner[0].length)}`;
  return { node, type, stamp, user, fields: fieldsOf(body) };
}

function fieldsOf(text: string): [string, string, boolean][] {
  return [...text.matchAll(field)].map(([, key = "", double, single, braces, plain = ""]) => {
    const quoted = double ?? single;
    return [key, quoted ?? braces ?? plain, quoted !== undefined];
  });
}

/** Fields whose text is written as hexadecimal digits where it holds blanks, quotes or control characters. */
const encoded = /^(proctitle|exe|comm|name|cwd|data|acct|cmd|dir|key|a\d+)$/;

function decoded(type: string, key: string, value: string, quoted: boolean): string {
  if (quoted || !encoded.test(key)) return value === "(null)" ? "" : value;
  // The arguments of a system call are numbers, those of EXECVE texts.
  if (/^a\d+$/.test(key) && type !== "EXECVE") return value;
  if (value.length < 2 || value.length % 2 !== 0 || !/^[0-9A-F]+$/.test(value))
    return value === "(null)" ? "" : value;
  const text = Buffer.from(value, "hex").toString("utf8");
  return key === "proctitle" || key === "data" ? text.replaceAll("\0", " ") : text.replaceAll("\0", "");
}

/** The object of an event. */
export function auditObject(lines: readonly AuditLine[]): Filling {
  const [first] = lines;
  const [time = "0", serial = "0"] = (first?.stamp ?? "").split(":");
  const object: Filling = {
    types: lines.map(({ type }) => type),
    time: Number(time),
    serial: Number(serial),
  };
  if (first !== undefined && first.node !== "") object.host = first.node;
  const paths: string[] = [];
  const argv: string[] = [];
  for (const { type, fields } of lines) {
    for (const [key, written, quoted] of fields) {
      const value = decoded(type, key, written, quoted);
      if (type === "PATH") {
        if (key === "name") paths.push(value);
      } else if (type === "EXECVE") {
        const at = /^a(\d+)$/.exec(key)?.[1];
        if (at !== undefined && Number(at) < 10_000) argv[Number(at)] = value;
      } else if (type === "SOCKADDR") {
        if (key === "saddr") Object.assign(object, socketOf(value));
        else if (key === "SADDR") Object.assign(object, interpretedSocket(value));
      } else if (!Object.hasOwn(object, key)) put(object, key, value);
    }
  }
  if (paths.length > 0) object.paths = paths;
  // Places that were cut out of a long list stay empty.
  if (argv.length > 0) object.argv = Array.from(argv, (text) => text ?? "");
  return object;
}

/** What a socket address says: family, port and address in network order, or the path of a local socket. */
function socketOf(hex: string): Filling {
  if (!/^[0-9A-Fa-f]{4,}$/.test(hex)) return {};
  const bytes = Buffer.from(hex.slice(0, 512), "hex");
  const family = bytes.length < 2 ? 0 : bytes.readUInt16LE(0);
  if (family === 2 && bytes.length >= 8)
    return { saddr_ip: [...bytes.subarray(4, 8)].join("."), saddr_port: bytes.readUInt16BE(2) };
  if (family === 10 && bytes.length >= 24) {
    const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(8 + index * 2).toString(16));
    return { saddr_ip: shortened(groups), saddr_port: bytes.readUInt16BE(2) };
  }
  if (family === 1) return { saddr_path: bytes.subarray(2).toString("utf8").replaceAll("\0", "") };
  return {};
}

/** The longest run of zero groups as `::` (RFC 5952). */
function shortened(groups: readonly string[]): string {
  const text = groups.join(":");
  const runs = [...text.matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].sort((a, b) => b[0].length - a[0].length);
  const run = runs[0];
  if (run === undefined) return text;
  const before = text.slice(0, run.index);
  const behind = text.slice(run.index + run[0].length).replace(/^:/, "");
  return `${before}::${behind}`;
}

/** `{ saddr_fam=inet laddr=192.0.2.9 lport=443 }`, as enriched logs have it. */
function interpretedSocket(text: string): Filling {
  const address = /\bladdr=(\S+)/.exec(text)?.[1];
  const port = /\blport=(\d+)/.exec(text)?.[1];
  const path = /\bpath=(\S+)/.exec(text)?.[1];
  return {
    ...(address === undefined ? {} : { saddr_ip: address }),
    ...(port === undefined ? {} : { saddr_port: Number(port) }),
    ...(path === undefined ? {} : { saddr_path: path }),
  };
}
