/** Mails, and what filters, portals and people say of them. */
import { csv, dotnetJson, goJson, json } from "./escapes.ts";
import { ctime, type Expected, epoch, iso, type Truth, type Writer, wholeSecond } from "./truth.ts";

const from = ({ port }: Truth) => `helpdesk-${port}@it-support.example`;
const to = ({ status }: Truth) => `ann${status}@corp.test`;
const id = ({ serial }: Truth) => `<${serial}@it-support.example>`;
/** Of a hop, addresses of one's own networks are passed over. */
const hop = ({ port }: Truth) => (port % 2 === 0 ? `192.0.2.${port % 250}` : "2001:db8::7");
const link = ({ serial }: Truth) => `https://collect.example/form?n=${serial}`;

/** Encoded words of at most 75 characters: https://www.rfc-editor.org/rfc/rfc2047#section-2 (2026-11-29). */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = "";
  for (const character of text) {
    if (Buffer.byteLength(word + character) > 42) {
      words.push(word);
      word = "";
    }
    word += character;
  }
  if (word !== "") words.push(word);
  return words.map((one) => `=?UTF-8?B?${Buffer.from(one).toString("base64")}?=`).join("\r\n ");
}

/** https://www.rfc-editor.org/rfc/rfc2045#section-6.7 (2026-11-29), each line ended by a soft break at 70 bytes. */
function quotedPrintable(text: string): string {
  return text
    .split("\r\n")
    .map((line) => {
      const written = [...Buffer.from(line)].map((byte) =>
        byte < 0x21 || byte === 0x3d || byte > 0x7e
          ? `=${byte.toString(16).toUpperCase().padStart(2, "0")}`
          : String.fromCharCode(byte),
      );
      const lines: string[] = [""];
      for (const piece of written) {
        if ((lines.at(-1) ?? "").length + piece.length > 70) lines.push("");
        lines[lines.length - 1] += piece;
      }
      return lines.join("=\r\n");
    })
    .join("\r\n");
}

/** https://www.rfc-editor.org/rfc/rfc8187#section-3.2 and RFC 2231 (2026-11-29). */
const extended = (text: string) =>
  `UTF-8''${[...Buffer.from(text)].map((byte) => (/[A-Za-z0-9.-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)).join("")}`;

/** A body's lines end in CRLF. */
const bodyOf = ({ text }: Truth) => `Which browser do you use?\r\n${text.replaceAll(/\r?\n/g, "\r\n")}.`;

function mail(one: Truth): string {
  const coded = one.port % 2 === 0;
  const body = bodyOf(one);
  const base64 = Buffer.from(body).toString("base64").replaceAll(/.{70}/g, "$&\r\n");
  return [
    `From ${from(one)} ${ctime(one.ms)}`,
    `Received: from mx.it-support.example ([${one.port % 2 === 0 ? "" : "IPv6:"}${hop(one)}]) by mx.corp.test with ESMTP; ${new Date(one.ms).toUTCString().replace("GMT", "+0000")}`,
    `From: ${encodedWords(`n${one.line}`)} <${from(one)}>`,
    `To: ${to(one)}`,
    `Subject: ${encodedWords(`s${one.line}.`)}`,
    `Date: ${new Date(one.ms).toUTCString()}`,
    `Message-ID: ${id(one)}`,
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b=_1"',
    "",
    "--b=_1",
    "Content-Type: text/plain; charset=utf-8",
    `Content-Transfer-Encoding: ${coded ? "base64" : "quoted-printable"}`,
    "",
    coded ? base64 : quotedPrintable(body),
    "--b=_1",
    "Content-Type: application/octet-stream",
    `Content-Disposition: attachment; filename*=${extended(`f${one.line}.hta`)}`,
    "Content-Transfer-Encoding: base64",
    "",
    "eA==",
    "--b=_1--",
    "",
  ]
    .join("\r\n")
    .replace("\r\n", "\n");
}

const tap = (one: Truth) => ({
  GUID: "g1",
  "@list": "messagesDelivered",
  messageTime: iso(one.ms),
  sender: `bounce-${from(one)}`,
  senderIP: one.client,
  recipient: [to(one), "bob@corp.test"],
  fromAddress: [from(one)],
  subject: one.text,
  messageID: id(one),
  xmailer: one.agent,
  threatsInfoMap: [{ threatType: "url", threat: link(one), classification: "phish" }],
  messageParts: [{ disposition: "attached", filename: one.line }],
});
const known = (one: Truth): Expected => ({ time_ms: one.ms, source_ip: one.client, email_from: from(one) });

const emailEvent = (one: Truth) => ({
  Timestamp: iso(one.ms),
  NetworkMessageId: "n1",
  InternetMessageId: id(one),
  SenderFromAddress: from(one),
  SenderMailFromAddress: `bounce-${from(one)}`,
  SenderIPv4: one.client,
  RecipientEmailAddress: to(one),
  Subject: one.text,
  ThreatTypes: "Phish",
  FileName: one.line,
});
const emailExpected = (one: Truth): Expected => ({
  ...known(one),
  event_class: "phish",
  email_sender: `bounce-${from(one)}`,
  email_to: to(one),
  email_subject: one.text,
  email_message_id: id(one),
  email_attachments: one.line,
});

export const mailWriters: readonly Writer[] = [
  {
    format: "mail-message",
    name: "mbox",
    write: mail,
    expected: (one) => ({
      ...known(one),
      time_ms: wholeSecond(one),
      source_ip: hop(one),
      email_to: to(one),
      // C1 control characters are what a text of Windows becomes that says it were ISO 8859-1.
      email_subject: `s${one.line}.`.replaceAll("\u0085", "\u2026"),
      email_message_id: id(one),
      email_text: bodyOf(one).replaceAll("\r\n", "\n"),
      email_attachments: `f${one.line}.hta`,
    }),
  },
  {
    format: "proofpoint-tap",
    write: (one) => json(tap(one)),
    expected: (one) => ({
      ...known(one),
      email_sender: `bounce-${from(one)}`,
      email_to: `${to(one)}\nbob@corp.test`,
      email_subject: one.text,
      email_message_id: id(one),
      email_mailer: one.agent,
      email_links: link(one),
      email_attachments: one.line,
      rule_category: "phish",
    }),
  },
  {
    format: "rspamd-history",
    write: (one) =>
      json({
        unix_time: Number(epoch(one.ms)),
        ip: one.client,
        user: one.user,
        sender_mime: from(one),
        sender_smtp: `bounce-${from(one)}`,
        rcpt_mime: [to(one)],
        subject: one.text,
        "message-id": id(one),
        action: "add header",
        symbols: { PHISHING: { score: 4, options: [one.line] } },
      }),
    expected: (one) => ({
      ...known(one),
      event_class: "phish",
      user_name: one.user,
      email_sender: `bounce-${from(one)}`,
      email_to: to(one),
      email_subject: one.text,
      email_message_id: id(one),
      rule_category: "PHISHING",
    }),
  },
  {
    format: "defender-email",
    name: "JSON",
    write: (one) => dotnetJson(emailEvent(one)),
    expected: emailExpected,
  },
  {
    format: "defender-email",
    name: "CSV",
    head: [Object.keys(emailEvent({ ms: 0 } as Truth)).join(",")],
    write: (one) => Object.values(emailEvent(one)).map(csv).join(","),
    expected: emailExpected,
  },
  {
    format: "defender-alert",
    write: (one) =>
      goJson({
        id: "fa1",
        serviceSource: "microsoftDefenderForOffice365",
        detectionSource: "microsoftDefenderForOffice365",
        title: one.line,
        createdDateTime: iso(one.ms),
        description: one.text,
        evidence: [
          { "@odata.type": "#microsoft.graph.security.userEvidence" },
          {
            "@odata.type": "#microsoft.graph.security.analyzedMessageEvidence",
            subject: one.text,
            senderIp: one.client,
            recipientEmailAddress: to(one),
            internetMessageId: id(one),
            urls: [link(one), "https://b.example/"],
            p2Sender: { emailAddress: from(one), displayName: one.line },
          },
        ],
      }),
    expected: (one) => ({
      ...known(one),
      event_class: "phish",
      rule_name: one.line,
      message: one.text,
      email_subject: one.text,
      email_to: to(one),
      email_message_id: id(one),
      email_links: `${link(one)}\nhttps://b.example/`,
    }),
  },
  {
    format: "phish-report",
    name: "JSON",
    write: (one) =>
      json({
        "Reported at": iso(one.ms),
        Reporter: to(one),
        From: from(one),
        Subject: one.text,
        URLs: `${link(one)}, https://b.example/`,
        "Sender IP": one.client,
        Comment: one.line,
      }),
    expected: (one) => ({
      ...known(one),
      email_to: to(one),
      email_subject: one.text,
      email_links: `${link(one)}\nhttps://b.example/`,
      message: one.line,
    }),
  },
  {
    format: "phish-report",
    name: "CSV, by a spreadsheet of Germany",
    head: ["Reported At;Reporter;From;Subject;Links;Sender IP;Comment"],
    write: (one) =>
      [iso(one.ms), to(one), from(one), one.text, link(one), one.client, one.line]
        .map((value) => (value.includes(";") ? `"${value.replaceAll('"', '""')}"` : csv(value)))
        .join(";"),
    expected: (one) => ({
      ...known(one),
      email_to: to(one),
      email_subject: one.text,
      email_links: link(one),
      message: one.line,
    }),
  },
];
