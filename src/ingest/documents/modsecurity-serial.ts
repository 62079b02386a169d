/**
 * ModSecurity's native audit log: transactions in sections, `--boundary-A--` to `--boundary-Z--`.
 *
 * Source: https://github.com/owasp-modsecurity/ModSecurity/wiki/ModSecurity-2-Data-Formats (2026-11-24).
 */
import { rawOfText, withMore } from "./bytes.ts";
import { type DocumentLimits, type DocumentReader, rawBytesMax } from "./document.ts";
import { type Line, LineCutter, type LineParser, withoutReturn } from "./lines.ts";
import { type Emit, type Filling, faults, put, recordsOf, rejected } from "./records.ts";

const boundary = /^-{2,3}([0-9A-Za-z]{4,32})-{1,3}([A-Z])--$/;

export const modsecuritySerial: DocumentReader = {
  id: "modsecurity-serial",
  title: "ModSecurity audit log (native, serial)",
  fits: (head) => {
    const first = head.split("\n").find((line) => line.trim() !== "");
    return first !== undefined && boundary.exec(withoutReturn(first))?.[2] === "A";
  },
  records: (chunks, limits) =>
    recordsOf(chunks, (emit) => new LineCutter(new AuditParser(emit, limits), limits)),
};

class AuditParser implements LineParser {
  readonly #emit: Emit;
  readonly #limits: DocumentLimits;
  #id: string | undefined;
  #line = 1;
  #raw = "";
  #bytes = 0;
  #section = "";
  #sections = new Map<string, string[]>();

  constructor(emit: Emit, limits: DocumentLimits) {
    this.#emit = emit;
    this.#limits = limits;
  }

  line(line: Line): void {
    const text = withoutReturn(line.text);
    const [, id, section] = boundary.exec(text) ?? [];
    if (id !== undefined && section !== undefined && (section === "A" || id === this.#id)) {
      if (section === "A") {
        if (this.#id !== undefined) this.#reject(faults.cut);
        this.#id = id;
        this.#line = line.number;
        this.#raw = "";
        this.#bytes = 0;
        this.#sections = new Map();
      }
      if (section === "Z") this.#close();
      else {
        this.#section = section;
        this.#sections.set(section, []);
      }
    } else if (this.#id === undefined) {
      if (text !== "") this.#emit(rejected(line.number, rawOfText(text), "stands in no transaction"));
      return;
    } else this.#sections.get(this.#section)?.push(text);
    this.#raw = withMore(this.#raw, `${text}\n`);
    this.#bytes += line.bytes;
    if (this.#bytes > this.#limits.recordBytes && this.#id !== undefined)
      this.#reject(faults.long(this.#limits));
  }

  end(): void {
    if (this.#id !== undefined) this.#reject(faults.cut);
  }

  #reject(reject: string): void {
    this.#emit(rejected(this.#line, rawOfText(this.#raw), reject));
    this.#id = undefined;
    this.#sections = new Map();
  }

  #close(): void {
    const head = /^\[([^\]]+)\] (\S+) (\S+) (\d+) (\S+) (\d+)/.exec(this.#sections.get("A")?.[0] ?? "");
    if (head === null) {
      this.#reject("its head is not understood");
      return;
    }
    const [, time = "", uniqueId = "", clientIp = "", clientPort, serverIp = "", serverPort] = head;
    const value: Filling = {
      time: isoTime(time),
      unique_id: uniqueId,
      client_ip: clientIp,
      client_port: Number(clientPort),
      server_ip: serverIp,
      server_port: Number(serverPort),
    };
    const request = this.#sections.get("B") ?? [];
    const requestLine = request[0] ?? "";
    const [, method = "", uri = "", version = ""] =
      /^(\S+) (.*?)(?: (HTTP\/[\d.]+))?$/.exec(requestLine) ?? [];
    Object.assign(value, { request_line: requestLine, method, uri, version });
    value.request_headers = headersOf(request.slice(1));
    const response = this.#sections.get("F") ?? [];
    const status = /^(?:HTTP\/\S+ )?(\d{3})\b/.exec(response[0] ?? "")?.[1];
    if (status !== undefined) value.status = Number(status);
    value.response_headers = headersOf(response.slice(1));
    const trailer = this.#sections.get("H") ?? [];
    // Version 2 begins each message with a word, version 3 with its name alone.
    const messages = trailer.filter((line) => /^(?:Message|ModSecurity):/.test(line));
    const taken = (name: string) =>
      messages.flatMap((line) =>
        [...line.matchAll(new RegExp(`\\[${name} "((?:[^"\\\\]|\\\\.)*)"\\]`, "g"))].map(
          ([, text]) => text ?? "",
        ),
      );
    value.messages = messages.map((line) => line.replace(/^[A-Za-z]+: ?/, "").slice(0, rawBytesMax));
    value.rule_ids = taken("id");
    value.rule_msgs = taken("msg");
    value.tags = taken("tag");
    value.severities = taken("severity");
    const action = trailer.find((line) => line.startsWith("Action:"));
    if (action !== undefined) value.action = action.slice(7).trim();
    this.#emit({ line: this.#line, value, raw: rawOfText(this.#raw) });
    this.#id = undefined;
  }
}

/** Headers by their names in lower case. */
function headersOf(lines: readonly string[]): Filling {
  const headers: Filling = {};
  for (const line of lines) {
    const at = line.indexOf(":");
    if (at <= 0) continue;
    const name = line.slice(0, at).toLowerCase();
    // Blanks and tabs alone are no part of a value (RFC 9110, 5.5); other white space is a client's own.
    const text = trimmed(line.slice(at + 1));
    const known = Object.hasOwn(headers, name) ? headers[name] : undefined;
    put(headers, name, known === undefined ? text : `${String(known)}, ${text}`);
  }
  return headers;
}

/** Without blanks and tabs at both ends; by hand, because a pattern for the end looks at every run of blanks again and again. */
function trimmed(text: string): string {
  const isBlank = (at: number) => text[at] === " " || text[at] === "\t";
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(from)) from += 1;
  while (to > from && isBlank(to - 1)) to -= 1;
  return text.slice(from, to);
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `17/May/2026:10:05:03 +0200`, with or without fractions of a second, in UTC; as it stands where it is something else. */
function isoTime(text: string): string {
  const match =
    /^(\d{1,2})\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:--)? ([+-])(\d\d)(\d\d)$/.exec(
      text.replace("--", " "),
    );
  if (match === null) return text;
  const [, day, month = "", year, hour, minute, second, fraction = "0", sign, zoneHour, zoneMinute] = match;
  const zone = (sign === "-" ? -1 : 1) * (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  const utc = Date.UTC(
    Number(year),
    months.indexOf(month),
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Math.round(Number(`0.${fraction}`) * 1000),
  );
  return Number.isNaN(utc) ? text : new Date(utc - zone).toISOString();
}
