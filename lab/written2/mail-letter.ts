/** One written mail and the fields that the firm's gateway and its Exchange server would have put on it. */
import { createHash } from "node:crypto";
import { body, type Part } from "./mail-body.ts";
import type { Wanted } from "./set.ts";

export const firm = "orlenda.example";
const monday = Date.UTC(2026, 10, 16);
const days = ["Mon", "Tue", "Wed", "Thu", "Fri"];

export interface Letter {
  readonly id: string;
  readonly label: Wanted;
  readonly says: string;
  readonly lang: string;
  readonly class: string;
  readonly why: string;
  /** Day and time, such as `Tue 14:05`. */
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly replyTo: string;
  readonly envelope: string;
  readonly subject: string;
  /** Results of SPF, DKIM and DMARC by their first letters: pass, fail, none, softfail. */
  readonly auth: string;
  readonly inside: boolean;
  readonly references: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly html: string;
  readonly calendar: string;
  readonly parts: readonly Part[];
  readonly mbox: boolean;
  /** How the text is written out: qp, base64 or latin (ISO 8859-1, quoted-printable). */
  readonly coding: string;
}

/** What every mail of the source has; the rest may be left out. */
type Given = Pick<Letter, "id" | "label" | "says" | "lang" | "at" | "from" | "to" | "subject"> &
  Partial<Letter>;

export function letter(given: unknown): Letter {
  const one: Letter = {
    class: "",
    why: "",
    cc: [],
    replyTo: "",
    envelope: "",
    auth: "ppp",
    inside: false,
    references: [],
    headers: {},
    text: "",
    html: "",
    calendar: "",
    parts: [],
    mbox: false,
    coding: "qp",
    ...(given as Given),
  };
  if (!/^(Mon|Tue|Wed|Thu|Fri) \d\d:\d\d$/.test(one.at)) throw new Error(`${one.id}: ${one.at}`);
  return one;
}

export function hex(text: string, length: number): string {
  return createHash("sha512").update(text).digest("hex").slice(0, length);
}

function number(text: string, below: number): number {
  return Number.parseInt(hex(text, 8), 16) % below;
}

export function headerAddress(field: string): string {
  return /<([^>]+)>/.exec(field)?.[1] ?? field;
}

function domainOf(field: string): string {
  return headerAddress(field).split("@")[1] ?? firm;
}

export function arrival({ id, at }: Letter): number {
  const [hour, minute] = at.slice(4).split(":").map(Number);
  return (
    monday +
    days.indexOf(at.slice(0, 3)) * 86_400_000 +
    ((hour ?? 0) * 60 + (minute ?? 0)) * 60_000 +
    number(id, 60) * 1000
  );
}

function date(time: number, zone: number): string {
  const text = new Date(time + zone * 3_600_000).toUTCString().replace("GMT", "").trim();
  return `${text} ${zone < 0 ? "-" : "+"}${String(Math.abs(zone)).padStart(2, "0")}00`;
}

function encoded(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  const words = text.match(/.{1,18}/gu) ?? [];
  return words.map((word) => `=?utf-8?Q?${[...Buffer.from(word)].map(quotedByte).join("")}?=`).join("\n ");
}

function quotedByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === " ") return "_";
  return /[A-Za-z0-9]/.test(character) ? character : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

/** A field with a name and an address; the name may need encoding. */
function person(field: string): string {
  const [, name, address] = /^(.*\S)\s*(<[^>]+>)$/.exec(field) ?? [];
  if (name === undefined || address === undefined) return field;
  if (!/^[ -~]*$/.test(name)) return `${encoded(name)} ${address}`;
  return /[.,()@]/.test(name) ? `"${name}" ${address}` : `${name} ${address}`;
}

export function messageId(one: Letter): string {
  const shape = number(domainOf(one.from), 3);
  const left = [
    hex(one.id, 24),
    `${hex(one.id, 8)}-${hex(one.from, 4)}-${hex(one.at, 12)}`,
    `${number(one.id, 1e9)}.${number(one.at, 1e6)}`,
  ];
  return `<${left[shape]}@${one.inside ? `EX02.${firm}` : domainOf(one.from)}>`;
}

const verdicts: Readonly<Record<string, string>> = { p: "pass", f: "fail", n: "none", s: "softfail" };

function outside(one: Letter, recipient: string): string[] {
  const envelope = headerAddress(one.envelope || one.from);
  const domain = domainOf(envelope);
  const address = `${["192.0.2", "198.51.100", "203.0.113"][number(domain, 3)]}.${20 + number(`${domain}.`, 220)}`;
  const host = ["mail", "smtp-out", "mx", "relay1"][number(`${domain}!`, 4)];
  const [spf = "none", dkim = "none", dmarc = "none"] = [...one.auth].map(
    (letter) => verdicts[letter] ?? "none",
  );
  const time = arrival(one);
  const signer = domainOf(one.from);
  return [
    `Received: from mailgw.${firm} (10.8.0.14) by EX02.${firm}\n (10.8.1.22) with Microsoft SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.1748.39; ${date(time + 2000, 1)}`,
    `Received: from ${host}.${domain} (${host}.${domain} [${address}])\n by mailgw.${firm} with ESMTPS id ${hex(one.id, 12)}\n for <${recipient}>; ${date(time, 1)}`,
    `Authentication-Results: mailgw.${firm}; spf=${spf} smtp.mailfrom=${envelope};\n dkim=${dkim}${dkim === "none" ? "" : ` header.d=${signer}`}; dmarc=${dmarc} header.from=${signer}`,
    ...(dkim === "none"
      ? []
      : [
          `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=${signer}; s=k${number(signer, 9)};\n h=from:to:subject:date:message-id:mime-version;\n bh=${Buffer.from(hex(`bh${one.id}`, 64), "hex").toString("base64")};\n b=${Buffer.from(hex(`b${one.id}`, 96), "hex").toString("base64")}`,
        ]),
    "X-MS-Exchange-Organization-AuthAs: Anonymous",
  ];
}

function within(one: Letter): string[] {
  const time = arrival(one);
  return [
    `Received: from EX01.${firm} (10.8.1.21) by EX02.${firm} (10.8.1.22)\n with Microsoft SMTP Server (version=TLS1_2,\n cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.2.1748.39; ${date(time + 1000, 1)}`,
    `Received: from EX01.${firm} ([fe80::${hex(one.from, 4)}]) by EX01.${firm}\n ([fe80::${hex(firm, 4)}%3]) with mapi id 15.02.1748.039; ${date(time, 1)}`,
    "X-MS-Exchange-Organization-AuthAs: Internal",
    "X-MS-Exchange-Organization-AuthMechanism: 04",
  ];
}

export function wholeMail(one: Letter): string {
  const recipient = headerAddress(one.to.find((to) => to.includes(firm)) ?? one.to[0] ?? `info@${firm}`);
  const { fields, content } = body(one);
  return `${[
    ...(one.inside ? within(one) : outside(one, recipient)),
    `From: ${person(one.from)}`,
    ...(one.replyTo === "" ? [] : [`Reply-To: ${person(one.replyTo)}`]),
    `To: ${one.to.map(person).join(",\n ")}`,
    ...(one.cc.length === 0 ? [] : [`CC: ${one.cc.map(person).join(",\n ")}`]),
    `Subject: ${encoded(one.subject)}`,
    `Date: ${date(arrival(one) - 5000, one.inside ? 1 : number(domainOf(one.from), 3))}`,
    `Message-ID: ${messageId(one)}`,
    ...(one.references.length === 0
      ? []
      : [`In-Reply-To: ${one.references.at(-1)}`, `References: ${one.references.join("\n ")}`]),
    ...Object.entries(one.headers).map(([name, value]) => `${name}: ${encoded(value)}`),
    "MIME-Version: 1.0",
    ...fields,
  ].join("\n")}\n\n${content}\n`;
}
