/** Bodies of the written mails: parts, transfer encodings, and HTML as mail programs and agencies make it. */
import { createHash } from "node:crypto";
import type { Attachment, Mail } from "./mail-data.ts";
import { hashed, hex } from "./mail-people.ts";

/** Header lines of a part and its encoded body. */
interface Part {
  readonly headers: readonly string[];
  readonly body: string;
}

const isPlain = (text: string) => /^[\x20-\x7e\n\t]*$/.test(text);

function base64(bytes: Buffer): string {
  return (bytes.toString("base64").match(/.{1,76}/g) ?? []).join("\n");
}

/** RFC 2045 section 6.7. */
export function quotedPrintable(text: string): string {
  const encoded = text.split("\n").map((line) =>
    [...Buffer.from(line, "utf8")]
      .map((byte, at, all) =>
        (byte >= 33 && byte <= 126 && byte !== 61) || ((byte === 32 || byte === 9) && at < all.length - 1)
          ? String.fromCharCode(byte)
          : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`,
      )
      .reduce<string[]>((lines, piece) => folded(lines, piece), [""])
      .join("=\n"),
  );
  return encoded.join("\n");
}

function folded(lines: string[], piece: string): string[] {
  const last = lines[lines.length - 1] ?? "";
  if (last.length + piece.length > 75) lines.push(piece);
  else lines[lines.length - 1] = last + piece;
  return lines;
}

function textPart(mail: Mail, type: string, text: string): Part {
  const usual =
    isPlain(text) && text.split("\n").every((line) => line.length < 900) ? "7bit" : "quoted-printable";
  const encoding = mail.encoding === "" ? usual : mail.encoding;
  const encoders: Readonly<Record<string, (body: string) => string>> = {
    base64: (body) => base64(Buffer.from(body, "utf8")),
    "quoted-printable": quotedPrintable,
  };
  return {
    headers: [
      `Content-Type: ${type}; charset=${isPlain(text) && encoding === "7bit" ? "us-ascii" : "utf-8"}`,
      `Content-Transfer-Encoding: ${encoding}`,
    ],
    body: (encoders[encoding] ?? ((body: string) => body))(text),
  };
}

function attachedPart({ name, type, body, junk, inline }: Attachment): Part {
  if (type === "message/rfc822")
    return { headers: [`Content-Type: ${type}; name="${name}"`, "Content-Disposition: attachment"], body };
  // The first bytes of a picture or an archive are bytes, not text.
  const bytes = [Buffer.from(body, junk > 0 ? "latin1" : "utf8")];
  for (let at = 0; at * 32 < junk; at++) bytes.push(createHash("sha256").update(`${name} ${at}`).digest());
  return {
    headers: [
      `Content-Type: ${type}; name="${name}"`,
      "Content-Transfer-Encoding: base64",
      inline
        ? `Content-ID: <${name}>\nContent-Disposition: inline; filename="${name}"`
        : `Content-Disposition: attachment; filename="${name}"`,
    ],
    body: base64(Buffer.concat(bytes)),
  };
}

function multipart(kind: string, parts: readonly Part[], id: string): Part {
  const boundary = `${"-".repeat(hashed(`dashes ${id}`) % 12)}=_${hex(`${kind} ${id}`, 24)}`;
  const inner = parts.map(({ headers, body }) => `--${boundary}\n${headers.join("\n")}\n\n${body}\n`);
  return {
    headers: [`Content-Type: multipart/${kind};\n boundary="${boundary}"`],
    body: `${inner.join("\n")}\n--${boundary}--`,
  };
}

const escaped = (text: string) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const linked = (text: string) =>
  escaped(text).replace(/https?:\/\/[^\s)]+[^\s).,]/g, (url) => `<a href="${url}">${url}</a>`);

function paragraphs(text: string): readonly string[] {
  return text.trim().split(/\n{2,}/);
}

function plainHtml(text: string): string {
  const lines = paragraphs(text).map(
    (one) => `<p class="MsoNormal">${linked(one).replaceAll("\n", "<br>\n")}</p>`,
  );
  return `<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>\n<body lang="EN-GB">\n<div class="WordSection1">\n${lines.join("\n")}\n</div>\n</body></html>`;
}

function agencyHtml(mail: Mail): string {
  const rows = paragraphs(mail.text).map(
    (one) =>
      `<tr><td style="padding:0 24px 14px 24px;font:15px/22px Arial,sans-serif;color:#333">${linked(one).replaceAll("\n", "<br>\n")}</td></tr>`,
  );
  return `<!doctype html>\n<html><head><meta name="viewport" content="width=device-width"><title>${escaped(mail.subject)}</title>\n<style>@media only screen and (max-width:600px){.w{width:100%!important}}</style></head>\n<body style="margin:0;background:#f2f4f6">\n<table role="presentation" class="w" width="600" align="center" cellpadding="0" cellspacing="0">\n${rows.join("\n")}\n</table>\n<img src="https://news.${mail.from.split("@")[1]?.replace(/>.*$/, "") ?? ""}/o/${hex(mail.id, 16)}.gif" width="1" height="1" alt="">\n</body></html>`;
}

/** The body of a mail with its Content fields. */
export function mailBody(mail: Mail): Part {
  const html =
    mail.also === "plain" ? plainHtml(mail.text) : mail.also === "agency" ? agencyHtml(mail) : mail.html;
  const texts: Part[] = [];
  if (mail.text !== "" || html === "") texts.push(textPart(mail, "text/plain", mail.text));
  if (html !== "") texts.push(textPart(mail, "text/html", html));
  const [first] = texts;
  if (first === undefined) throw new Error(`${mail.id} has no text`);
  const body = texts.length === 1 ? first : multipart("alternative", texts, mail.id);
  if (mail.attach.length === 0) return body;
  const kind = mail.attach.every(({ inline }) => inline) ? "related" : "mixed";
  return multipart(kind, [body, ...mail.attach.map(attachedPart)], mail.id);
}
