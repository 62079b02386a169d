/** One written mail and its bytes, as the receiver's server has stored it. */
import type { Chance } from "../../random.ts";
import type { Label } from "../../written3/labels.ts";
import { two } from "../times.ts";

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
  /** The result of the receiver's checks; `internal` came from the own server by a signed-in account. */
  readonly auth?: "pass" | "none" | "fail" | "internal";
}

type Parts = Omit<Mail, "label" | "class" | "behaviour" | "from" | "subject">;
const make =
  (label: Label) =>
  (kind: string, behaviour: string, from: string, subject: string, parts: Parts): Mail => ({
    label,
    class: `mail-${kind}`,
    behaviour,
    from,
    subject,
    ...parts,
  });

export const collector = make("collector");
export const benign = make("benign");
export const open = (
  kind: string,
  behaviour: string,
  why: string,
  from: string,
  subject: string,
  parts: Parts,
): Mail => ({ ...make("judgement")(kind, behaviour, from, subject, parts), why });

/** An answer in a thread that the receiver began. */
export const answers = (id: string): Readonly<Record<string, string>> => ({
  "In-Reply-To": `<${id}@talvera.example>`,
  References: `<${id}@talvera.example>`,
});

const people = [
  "Anna Hofer <a.hofer@talvera.example>",
  "Bernd Pichler <b.pichler@talvera.example>",
  "Chantal Tremblay <c.tremblay@talvera.example>",
  "Diego Rojas <d.rojas@talvera.example>",
  "Ewa Kowalska <e.kowalska@talvera.example>",
  "Geneviève Lavoie <g.lavoie@talvera.example>",
  "Hernán Soto <h.soto@talvera.example>",
  "Iwona Nowak <i.nowak@talvera.example>",
  "Nick Roy <n.roy@talvera.example>",
  "labor.graz@talvera.example",
  "info@talvera.example",
];

function word(text: string): string {
  if ([...text].every((letter) => letter.charCodeAt(0) < 127)) return text;
  return (text.match(/.{1,28}/gu) ?? [])
    .map((piece) => `=?UTF-8?B?${Buffer.from(piece).toString("base64")}?=`)
    .join("\n ");
}

function person(text: string): string {
  const [, name, address] = /^(.*) (<.+>)$/.exec(text) ?? [];
  return name === undefined ? text : `${word(name)} ${address}`;
}

/** RFC 2045: lines of at most 76 characters, no blank at an end. */
function quotedPrintable(text: string): string {
  const unit = (byte: number, last: boolean) =>
    (byte >= 33 && byte <= 126 && byte !== 61) || (byte === 32 && !last)
      ? String.fromCharCode(byte)
      : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  const folded = (line: string) => {
    let shown = "";
    let width = 0;
    const bytes = [...Buffer.from(line)];
    for (const [at, byte] of bytes.entries()) {
      const next = unit(byte, at === bytes.length - 1);
      if (width + next.length > 75) {
        shown += "=\n";
        width = 0;
      }
      shown += next;
      width += next.length;
    }
    return shown;
  };
  return text.split("\n").map(folded).join("\n");
}

const base64 = (text: string) =>
  (
    Buffer.from(text)
      .toString("base64")
      .match(/.{1,76}/g) ?? []
  ).join("\n");

function part(type: string, text: string, encoding: string, extra = ""): string {
  const body = encoding === "base64" ? base64(text) : encoding === "8bit" ? text : quotedPrintable(text);
  return `Content-Type: ${type}${extra}\nContent-Transfer-Encoding: ${encoding}\n\n${body}\n`;
}

const multipart = (kind: string, parts: readonly string[], mark: string) =>
  `Content-Type: multipart/${kind}; boundary="${mark}"\n\nThis is a message in MIME format.\n${parts.map((one) => `--${mark}\n${one}`).join("\n")}\n--${mark}--\n`;

function bodyOf(mail: Mail, mark: string, chance: Chance): string {
  const picked = chance.pick(["quoted-printable", "quoted-printable", "base64", "8bit"]);
  const long = `${mail.text ?? ""}\n${mail.html ?? ""}`.split("\n").some((line) => line.length > 900);
  const encoding = long && picked === "8bit" ? "quoted-printable" : picked;
  const parts = [
    ...(mail.text === undefined ? [] : [part("text/plain; charset=utf-8", mail.text, encoding)]),
    ...(mail.html === undefined ? [] : [part("text/html; charset=utf-8", mail.html, encoding)]),
  ];
  const [first] = parts;
  if (first === undefined) throw new Error(`no body: ${mail.subject}`);
  const body = parts.length === 1 ? first : multipart("alternative", parts, `=_a${mark}`);
  if (mail.attach === undefined) return body;
  const attached = mail.attach.map(({ name, type, content }) =>
    part(
      `${type}; name="${name}"`,
      content,
      "base64",
      `\nContent-Disposition: attachment; filename="${name}"`,
    ),
  );
  return multipart("mixed", [body, ...attached], `=_m${mark}`);
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function date(timeMs: number): string {
  const time = new Date(timeMs);
  return `${days[time.getUTCDay()]}, ${two(time.getUTCDate())} Nov ${time.getUTCFullYear()} ${time.toISOString().slice(11, 19)} +0000`;
}

/** Whoever is greeted by name, or anybody. */
function receiver(mail: Mail, chance: Chance): string {
  const anybody = chance.pick(people);
  const body = `${mail.text ?? ""}${mail.html ?? ""}`;
  const greeted = people.find((one) => {
    const [first = "", last = ""] = one.split(" ");
    return new RegExp(`(?:Hi|Hello|Hola|Hallo|Bonjour|Estimado) (?:${first}|Frau ${last})[\\s,:<]`).test(
      body,
    );
  });
  return mail.to ?? greeted ?? anybody;
}

export function bytesOf(mail: Mail, timeMs: number, chance: Chance): string {
  const domain = /@([^>]+)>?$/.exec(mail.from)?.[1] ?? "talvera.example";
  const sender = /<?([^<> ]+@[^<> ]+)>?$/.exec(mail.from)?.[1] ?? "";
  const mark = chance.between(0x10000000, 0xffffffff).toString(16);
  const auth = mail.auth ?? chance.pick(["pass", "pass", "pass", "pass", "pass", "none"] as const);
  const internal = auth === "internal";
  const relay = internal ? "10.44.2.10" : `198.51.100.${chance.between(2, 250)}`;
  const checks = internal
    ? `mx.talvera.example; auth=pass smtp.auth=${sender}`
    : `mx.talvera.example; spf=${auth} smtp.mailfrom=${domain}; dkim=${auth}${auth === "none" ? "" : ` header.d=${domain} header.s=s1`}; dmarc=${auth} header.from=${domain}`;
  const headers: [string, string][] = [
    ["Return-Path", `<${sender}>`],
    [
      "Received",
      `from ${internal ? "tal-srv-mx1.talvera.example" : `out.${domain}`} ([${relay}])\n by mx.talvera.example with ESMTPS id ${mark}; ${date(timeMs + 2000)}`,
    ],
    ["Authentication-Results", checks],
    ...(auth === "pass"
      ? ([
          [
            "DKIM-Signature",
            `v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=s1; h=from:to:subject:date;\n bh=${Buffer.from(mark).toString("base64")}; b=${Buffer.from(`${mark}${domain}`).toString("base64")}`,
          ],
        ] as [string, string][])
      : []),
    ["Date", date(timeMs)],
    ["From", person(mail.from)],
    ["To", person(receiver(mail, chance))],
    ["Subject", word(mail.subject)],
    ["Message-ID", `<${mark}@${domain}>`],
    ...Object.entries(mail.headers ?? {}),
    ["MIME-Version", "1.0"],
  ];
  return `${headers.map(([name, value]) => `${name}: ${value}`).join("\n")}\n${bodyOf(mail, mark, chance)}`.replaceAll(
    "\n",
    "\r\n",
  );
}
