/** One written mail as it lies in a mailbox of the firm: the fields of the servers, of the sender, and the body. */
import { mailBody } from "./mail-body.ts";
import type { Mail } from "./mail-data.ts";
import {
  addressOf,
  domainOf,
  hashed,
  hex,
  mailbox,
  ownDomain,
  picked,
  someoneWhoReads,
} from "./mail-people.ts";

const weekStart = Date.UTC(2026, 10, 9);
const dayNames = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const monthName = "Nov";
const results: Readonly<Record<string, string>> = {
  p: "pass",
  f: "fail",
  n: "none",
  s: "softfail",
  t: "temperror",
};
/** Addresses of outside senders: first three numbers, and the last from and to. No client of the web samples is there. */
const outsideNets = [
  ["192.0.2", 11, 140],
  ["192.0.2", 11, 140],
  ["198.51.100", 106, 147],
  ["203.0.113", 79, 154],
] as const;

/** When it arrived, in milliseconds since 1970. */
export function arrival(mail: Mail): number {
  const chance = hashed(`at ${mail.id}`);
  const [, day, hour, minute] = /^(\w{3}) (\d\d):(\d\d)$/.exec(mail.at) ?? [];
  const dayAt = day === undefined ? chance % 5 : dayNames.indexOf(day);
  const seconds =
    (hour === undefined ? 7 + (chance % 11) : Number(hour)) * 3600 +
    (minute === undefined ? hashed(mail.id) % 60 : Number(minute)) * 60 +
    (chance % 60);
  return weekStart + dayAt * 86_400_000 + seconds * 1000;
}

function dateText(time: number, offsetHours: number): string {
  const at = new Date(time + offsetHours * 3_600_000);
  const zone = `${offsetHours < 0 ? "-" : "+"}${String(Math.abs(offsetHours)).padStart(2, "0")}00`;
  return `${dayNames[(at.getUTCDay() + 6) % 7]}, ${at.getUTCDate()} ${monthName} ${at.getUTCFullYear()} ${at.toISOString().slice(11, 19)} ${zone}`;
}

/** Encoded words of RFC 2047 where it is not plain; a mailbox keeps its address. */
function headerText(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const [, name, rest] = /^(.*?)(\s*<[^>]*>)$/.exec(text) ?? [undefined, text, ""];
  const words: string[] = [];
  for (const character of (name ?? "").replace(/^"|"$/g, "")) {
    const last = words[words.length - 1];
    if (last === undefined || Buffer.byteLength(last + character) > 40) words.push(character);
    else words[words.length - 1] = last + character;
  }
  return `${words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString("base64")}?=`).join("\n ")}${rest}`;
}

function outsideAddress(mail: Mail): string {
  if (mail.address !== "") return mail.address;
  const domain = domainOf(mail.envelope || mail.from);
  const [net, low, high] = picked(outsideNets, `net ${domain}`);
  return `${net}.${low + (hashed(`host ${domain}`) % (high - low + 1))}`;
}

function serverFields(mail: Mail, recipient: string): string[] {
  const time = arrival(mail);
  const id = hex(`queue ${mail.id}`, 10).toUpperCase();
  const inside = `Received: from mx1.${ownDomain} (mx1.${ownDomain} [10.20.0.25])\n\tby store2.${ownDomain} (Postfix) with ESMTPS id ${id}\n\tfor <${recipient}>; ${dateText(time + 1000, 0)}`;
  if (mail.route === "inside")
    return [
      `Received: from submit.${ownDomain} (submit.${ownDomain} [10.20.0.27])\n\tby store2.${ownDomain} (Postfix) with ESMTPS id ${id}\n\tfor <${recipient}>; ${dateText(time + 1000, 0)}`,
      `Received: from [10.20.${4 + (hashed(mail.from) % 8)}.${20 + (hashed(`pc ${mail.from}`) % 200)}] (ws-${hex(mail.from, 4)}.${ownDomain})\n\t(Authenticated sender: ${addressOf(mail.from)})\n\tby submit.${ownDomain} (Postfix) with ESMTPSA id ${hex(id, 10).toUpperCase()};\n\t${dateText(time, 0)}`,
      `Authentication-Results: store2.${ownDomain};\n\tauth=pass smtp.auth=${addressOf(mail.from)} smtp.mailfrom=${addressOf(mail.from)}`,
    ];
  const envelope = addressOf(mail.envelope || mail.from);
  const domain = domainOf(envelope);
  const address = outsideAddress(mail);
  const [spf, dkim, dmarc] = [...mail.auth].map((letter) => results[letter] ?? "none");
  const signer = mail.signer || domainOf(mail.from);
  const helo = picked(
    [`mail.${domain}`, `mta${1 + (hashed(domain) % 9)}.${domain}`, `out-${hex(domain, 3)}.${domain}`],
    domain,
  );
  const checked =
    hashed(`server ${mail.id}`) % 4 === 0
      ? `Authentication-Results: spf=${spf} (sender IP is ${address})\n smtp.mailfrom=${domain}; dkim=${dkim} (${dkim === "pass" ? "signature was verified" : dkim === "none" ? "message not signed" : "body hash did not verify"})\n header.d=${dkim === "none" ? "none" : signer};dmarc=${dmarc} action=${dmarc === "fail" ? "quarantine" : "none"}\n header.from=${domainOf(mail.from)};compauth=${dmarc === "pass" ? "pass reason=100" : "fail reason=001"}`
      : `Authentication-Results: mx1.${ownDomain};\n\tspf=${spf} smtp.mailfrom=${envelope};\n\tdkim=${dkim}${dkim === "none" ? "" : ` header.d=${signer} header.s=s${hashed(signer) % 9} header.b=${hex(mail.id, 8)}`};\n\tdmarc=${dmarc} header.from=${domainOf(mail.from)} policy.dmarc=${dmarc === "none" ? "none" : "quarantine"}`;
  const isSigned = dkim !== "none";
  return [
    inside,
    `Received: from ${helo} (${spf === "fail" ? "unknown" : helo} [${address.includes(":") ? "IPv6:" : ""}${address}])\n\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits))\n\tby mx1.${ownDomain} (Postfix) with ESMTPS id ${hex(`mx ${mail.id}`, 10).toUpperCase()}\n\tfor <${recipient}>; ${dateText(time, 0)}`,
    checked,
    ...(isSigned
      ? [
          `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${signer};\n s=s${hashed(signer) % 9}; t=${Math.floor(time / 1000) - 2}; h=from:to:subject:date:message-id;\n bh=${Buffer.from(hex(`bh ${mail.id}`, 64), "hex").toString("base64")};\n b=${Buffer.from(hex(`b ${mail.id}`, 64), "hex").toString("base64")}`,
        ]
      : []),
    ...Object.entries(mail.forged).map(([name, value]) => `${name}: ${value}`),
    `Received: from ${picked([`[10.${hashed(domain) % 250}.4.${2 + (hashed(mail.id) % 250)}]`, `app-${hex(domain, 4)}.${domain}`, "localhost"], mail.id)} (localhost [127.0.0.1])\n\tby ${helo} (Postfix) with ESMTP id ${hex(`first ${mail.id}`, 9).toUpperCase()};\n\t${dateText(time - 3000, hashed(domain) % 3)}`,
  ];
}

/** The identifier of a mail, as others refer to it. */
export function messageId(mail: Mail): string {
  const domain = domainOf(mail.from);
  return `<${picked([hex(mail.id, 32), `${hex(mail.id, 8)}.${hashed(mail.id)}`, `CA+${hex(mail.id, 20)}`], `shape ${domain}`)}@${mail.route === "inside" ? `store2.${ownDomain}` : domain}>`;
}

/** The whole mail with line feeds; `others` gives the identifiers that In-Reply-To may name. */
export function message(mail: Mail, others: ReadonlyMap<string, string>): string {
  const to = mail.to.length > 0 ? mail.to : [someoneWhoReads(mail.language, mail.id)];
  const recipients = to.map(mailbox);
  const delivered =
    [...recipients, ...mail.cc.map(mailbox)].map(addressOf).find((one) => one.endsWith(ownDomain)) ??
    `tom.whitby@${ownDomain}`;
  const reply = mail.replyId === "" ? "" : (others.get(mail.replyId) ?? mail.replyId);
  const { headers: bodyHeaders, body } = mailBody(mail);
  const fields: readonly string[] = [
    `Return-Path: <${addressOf(mail.envelope || mail.from)}>`,
    `Delivered-To: ${delivered}`,
    ...serverFields(mail, delivered),
    `From: ${headerText(mailbox(mail.from))}`,
    ...(mail.sender === "" ? [] : [`Sender: ${headerText(mail.sender)}`]),
    ...(mail.replyTo === "" ? [] : [`Reply-To: ${headerText(mail.replyTo)}`]),
    `To: ${recipients.map(headerText).join(",\n ")}`,
    ...(mail.cc.length === 0 ? [] : [`Cc: ${mail.cc.map((one) => headerText(mailbox(one))).join(",\n ")}`]),
    `Subject: ${headerText(mail.subject)}`,
    `Date: ${dateText(arrival(mail) - 4000, mail.route === "inside" ? 1 : (hashed(domainOf(mail.from)) % 4) - 1)}`,
    `Message-ID: ${messageId(mail)}`,
    ...(reply === "" ? [] : [`In-Reply-To: ${reply}`, `References: ${reply}`]),
    ...Object.entries(mail.headers).map(([name, value]) => `${name}: ${headerText(value)}`),
    ...(mail.mailer === ""
      ? []
      : [`${mail.mailer.startsWith("Mozilla") ? "User-Agent" : "X-Mailer"}: ${mail.mailer}`]),
    "MIME-Version: 1.0",
    ...bodyHeaders,
  ];
  return `${fields.join("\n")}\n\n${body}\n`;
}
