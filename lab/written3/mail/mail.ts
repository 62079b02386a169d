/** One written mail and its bytes. */
import { Buffer } from "node:buffer";
import type { Chance } from "../../random.ts";
import type { Label } from "../labels.ts";

export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly content: string;
}

export interface Mail {
  readonly label: Label;
  readonly class: string;
  readonly behaviour: string;
  readonly why?: string;
  readonly from: string;
  readonly to?: string;
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly attach?: readonly Attachment[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly encoding?: "quoted-printable" | "base64" | "8bit";
  /** The result of the receiver's checks. */
  readonly auth?: "pass" | "none" | "fail" | "internal";
}

const people = [
  "Marta Lindqvist <marta.lindqvist@norvik.example>",
  "Jonas Weber <jonas.weber@norvik.example>",
  "Claire Aubry <claire.aubry@norvik.example>",
  "Pablo Serrano <pablo.serrano@norvik.example>",
  "Hannah Price <hannah.price@norvik.example>",
  "Owen Tate <owen.tate@norvik.example>",
  "Silke Brandt <silke.brandt@norvik.example>",
  "accounts@norvik.example",
  "info@norvik.example",
];

const plainAscii = (text: string) => [...text].every((letter) => letter.charCodeAt(0) < 127);

function word(text: string): string {
  if (plainAscii(text)) return text;
  const pieces = text.match(/.{1,30}/gu) ?? [];
  return pieces.map((piece) => `=?UTF-8?B?${Buffer.from(piece).toString("base64")}?=`).join("\n ");
}

function person(text: string): string {
  const [, name, address] = /^(.*) (<.+>)$/.exec(text) ?? [];
  return name === undefined ? text : `${word(name)} ${address}`;
}

function quotedPrintable(text: string): string {
  return text
    .split("\n")
    .map((line) => {
      const units = [...Buffer.from(line)].map((byte, at, all) => {
        const last = at === all.length - 1;
        if ((byte >= 33 && byte <= 126 && byte !== 61) || (byte === 32 && !last))
          return String.fromCharCode(byte);
        return `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
      });
      let shown = "";
      let width = 0;
      for (const unit of units) {
        if (width + unit.length > 75) {
          shown += "=\n";
          width = 0;
        }
        shown += unit;
        width += unit.length;
      }
      return shown;
    })
    .join("\n");
}

function base64(text: string): string {
  return (
    Buffer.from(text)
      .toString("base64")
      .match(/.{1,76}/g) ?? []
  ).join("\n");
}

function part(type: string, text: string, encoding: string, extra = ""): string {
  const body =
    encoding === "base64" ? base64(text) : encoding === "quoted-printable" ? quotedPrintable(text) : text;
  return `Content-Type: ${type}${extra}\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n`;
}

function multipart(kind: string, parts: readonly string[], mark: string): string {
  const inner = parts.map((one) => `--${mark}\n${one}`).join("\n");
  return `Content-Type: multipart/${kind}; boundary="${mark}"\n\n${inner}\n--${mark}--\n`;
}

/** Programs differ in how they encode; lines too long for a mail are never left as they are. */
const encodings = ["quoted-printable", "quoted-printable", "quoted-printable", "base64", "8bit"] as const;

function bodyOf(mail: Mail, mark: string, chance: Chance): string {
  const picked = mail.encoding ?? chance.pick(encodings);
  const long = `${mail.text ?? ""}\n${mail.html ?? ""}`.split("\n").some((line) => line.length > 900);
  const encoding = long && picked === "8bit" ? "quoted-printable" : picked;
  const parts: string[] = [];
  if (mail.text !== undefined) parts.push(part("text/plain; charset=UTF-8", mail.text, encoding));
  if (mail.html !== undefined) parts.push(part("text/html; charset=UTF-8", mail.html, encoding));
  const [first] = parts;
  if (first === undefined) throw new Error(`no body: ${mail.subject}`);
  const body = parts.length === 1 ? first : multipart("alternative", parts, `alt_${mark}`);
  if (mail.attach === undefined) return body;
  const attached = mail.attach.map(({ name, type, content }) =>
    part(
      `${type}; name="${name}"`,
      content,
      "base64",
      `\nContent-Disposition: attachment; filename="${name}"`,
    ),
  );
  return multipart("mixed", [body, ...attached], `mix_${mark}`);
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const two = (value: number) => String(value).padStart(2, "0");

function dateHeader(timeMs: number): string {
  const time = new Date(timeMs);
  const clock = [time.getUTCHours(), time.getUTCMinutes(), time.getUTCSeconds()].map(two).join(":");
  return `${days[time.getUTCDay()]}, ${time.getUTCDate()} Nov ${time.getUTCFullYear()} ${clock} +0000`;
}

export function bytesOf(mail: Mail, timeMs: number, chance: Chance): string {
  const domain = /@([^>]+)>?$/.exec(mail.from)?.[1] ?? "norvik.example";
  const mark = chance.between(0x10000000, 0xffffffff).toString(16);
  const auth = mail.auth ?? chance.pick(["pass", "pass", "pass", "pass", "none"] as const);
  const relay =
    auth === "internal" ? `10.20.0.${chance.between(10, 40)}` : `203.0.113.${chance.between(2, 250)}`;
  const checks =
    auth === "internal"
      ? "mx.norvik.example; auth=pass"
      : `mx.norvik.example; spf=${auth} smtp.mailfrom=${domain}; dkim=${auth} header.d=${domain}; dmarc=${auth}`;
  const headers: [string, string][] = [
    ["Return-Path", `<${/<?([^<> ]+@[^<> ]+)>?$/.exec(mail.from)?.[1]}>`],
    [
      "Received",
      `from mail.${domain} ([${relay}]) by mx.norvik.example with ESMTPS; ${dateHeader(timeMs + 3000)}`,
    ],
    ["Authentication-Results", checks],
    ["Date", dateHeader(timeMs)],
    ["From", person(mail.from)],
    ["To", person(mail.to ?? chance.pick(people))],
    ["Subject", word(mail.subject)],
    ["Message-ID", `<${mark}.${two(chance.between(1, 99))}@${domain}>`],
    ...Object.entries(mail.headers ?? {}),
    ["MIME-Version", "1.0"],
  ];
  const top = headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  return `${top}\n${bodyOf(mail, mark, chance)}`.replaceAll("\n", "\r\n");
}
