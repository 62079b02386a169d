/** Mails of a made-up company: two that ask for client configuration from one domain, and ordinary ones. */
import { temporaryFolder, write } from "./files.ts";

export const fromMs = Date.parse("2026-05-18T00:00:00Z");
/** Far off, so that programs of today still hold it. */
export const expiresMs = Date.parse("2090-01-01T00:00:00Z");

export interface Made {
  readonly name: string;
  readonly from: string;
  readonly envelope?: string;
  readonly replyTo?: string;
  readonly to?: string;
  readonly subject: string;
  readonly body: string;
  readonly passes?: boolean;
}

const asks =
  "Please send us your browser version, the name of your VPN client and the output of ipconfig /all by reply today, or open";

export const hostile: readonly Made[] = [
  {
    name: "one.eml",
    from: "help@corp-support.example.net",
    envelope: "bounce@mailer.example.org",
    replyTo: "desk@answers.example.org",
    to: "ann@corp.example, bo@corp.example",
    subject: "Browser check of this week",
    body: `${asks} http://collect.example.net/check`,
  },
  {
    name: "two.eml",
    from: "it@corp-support.example.net",
    envelope: "bounce@mailer.example.org",
    to: "cy@corp.example",
    subject: "Browser check of this week",
    body: `${asks} http://collect.example.net/check`,
  },
];

export const ordinary: readonly Made[] = Array.from({ length: 6 }, (_, n) => ({
  name: `news${n}.eml`,
  from: "editor@paper.example",
  to: "dee@corp.example, eve@corp.example",
  subject: `This week, number ${n}`,
  body: "The garden show opens on Friday. See http://paper.example/garden for the programme.",
  passes: true,
}));

/** A mail as it is sent. */
export function textOf({ from, envelope, replyTo, to, subject, body, passes }: Made): string[] {
  const encoded = /^[\x20-\x7e]*$/.test(subject)
    ? subject
    : `=?utf-8?B?${Buffer.from(subject, "utf8").toString("base64")}?=`;
  return [
    `Return-Path: <${envelope ?? from}>`,
    "Received: from relay.example.net (relay.example.net [198.51.100.200]) by mx.corp.example; Mon, 18 May 2026 08:00:00 +0000",
    `Authentication-Results: mx.corp.example; ${passes ? "spf=pass; dkim=pass; dmarc=pass" : "spf=fail; dkim=none; dmarc=fail"}`,
    `From: "Desk" <${from}>`,
    ...(replyTo === undefined ? [] : [`Reply-To: "Desk" <${replyTo}>`]),
    `To: ${to ?? "ann@corp.example"}`,
    `Subject: ${encoded}`,
    "Date: Mon, 18 May 2026 08:00:00 +0000",
    "Content-Type: text/plain; charset=utf-8",
    "",
    body,
  ];
}

/** Writes mails into a folder of their own; their paths in the same order. */
export function written(mails: readonly Made[]): string[] {
  const folder = temporaryFolder();
  return mails.map((mail) => write(folder, mail.name, textOf(mail)));
}
