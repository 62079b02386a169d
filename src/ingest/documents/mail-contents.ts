/** What the parts of a mail hold: text, links, forms, scripts, attachments. Nothing of it is run or fetched. */

import { unknownCharset } from "./mail-fields.ts";
import { type PageFindings, readPage } from "./mail-html.ts";
import { type LeftOut, mailLimits } from "./mail-limits.ts";
import { Links } from "./mail-links.ts";
import { isMailType, type Leaf } from "./mail-parts.ts";
import { cut, cutBytes, decodeText, endOfCharacters } from "./mail-text.ts";
import { decode, decodedHash } from "./mail-transfer.ts";

/** The keys of a mail's record that come from its parts. */
export interface Contents {
  readonly text: string;
  readonly links: readonly string[];
  readonly link_texts: readonly string[];
  readonly link_domains: readonly string[];
  readonly forms: readonly string[];
  readonly form_fields: readonly string[];
  readonly scripts: readonly string[];
  readonly attachments: readonly string[];
  readonly attachment_types: readonly string[];
  readonly attachment_hashes: readonly string[];
}

const pageTypes = new Set(["text/html", "application/xhtml+xml", "image/svg+xml"]);
/** Pages are sent as attachments of any type: it is the name that opens the browser. */
/** Scripts that a double click runs, also under another ending that a mail gate lets pass. */
const scriptName = /\.(?:bat|cmd|ps1|vbs|vbe|jse?|wsf|sh|command)(?:\.txt)?$/i;
const pageName = /\.(?:x?html?|shtml?|svg)$/i;

/** Reads the parts in their order. */
export function readContents(leaves: readonly Leaf[], leftOut: LeftOut): Contents {
  const texts = new Texts(leftOut);
  const links = new Links(leftOut);
  const findings: PageFindings = { links, forms: new Set(), formFields: new Set(), scripts: new Set() };
  const attached: Leaf[] = [];
  for (const leaf of leaves) {
    const isPage = pageTypes.has(leaf.type) || pageName.test(leaf.fileName ?? "");
    if (scriptName.test(leaf.fileName ?? "")) {
      if (findings.scripts.size < mailLimits.formParts)
        findings.scripts.add(cut(textOf(leaf, leftOut).trim(), mailLimits.scriptCharacters));
    } else if (isPage || leaf.type.startsWith("text/")) {
      const source = textOf(leaf, leftOut);
      const text = isPage ? readPage(source, findings, leftOut) : source.replace(/\r\n?/g, "\n").trim();
      links.addFromText(text);
      texts.add(text);
    }
    if (isAttachment(leaf)) attached.push(leaf);
  }
  return {
    text: texts.joined(),
    links: [...links.all],
    link_texts: [...links.texts],
    link_domains: [...links.domains],
    forms: [...findings.forms],
    form_fields: [...findings.formFields],
    scripts: [...findings.scripts],
    attachments: attached.map(({ fileName, type }) => fileName ?? type),
    attachment_types: attached.map(({ type }) => type),
    attachment_hashes: attached.map((leaf) => hashOf(leaf, leftOut)),
  };
}

function textOf({ body, transfer, charset }: Leaf, leftOut: LeftOut): string {
  const { bytes, more } = decode(body, transfer, mailLimits.partTextBytes);
  if (more) leftOut.add(`text of a part beyond the limit of ${mailLimits.partTextBytes} bytes`);
  const whole = more ? bytes.subarray(0, endOfCharacters(bytes)) : bytes;
  return decodeText(whole, charset, () => leftOut.add(unknownCharset));
}

function isAttachment({ type, fileName, disposition }: Leaf): boolean {
  return (
    disposition === "attachment" || fileName !== undefined || (type !== "text/plain" && type !== "text/html")
  );
}

/** Mails in attached mails are parts of those, so their bytes would be hashed once for every mail around them. */
function hashOf({ type, mailDepth, body, isCut, transfer }: Leaf, leftOut: LeftOut): string {
  if (isCut) return "";
  if (!isMailType(type) || mailDepth === 0) return decodedHash(body, transfer);
  leftOut.add("hashes of mails in attached mails");
  return "";
}

/** The text of a mail up to its limit. */
class Texts {
  readonly #texts: string[] = [];
  readonly #leftOut: LeftOut;
  #room: number = mailLimits.textBytes;

  constructor(leftOut: LeftOut) {
    this.#leftOut = leftOut;
  }

  add(text: string): void {
    if (text === "") return;
    const room = this.#room - (this.#texts.length > 0 ? 2 : 0);
    const kept = room <= 0 ? "" : cutBytes(text, room);
    if (kept.length < text.length)
      this.#leftOut.add(`text beyond the limit of ${mailLimits.textBytes} bytes`);
    if (kept !== "") this.#texts.push(kept);
    this.#room = kept.length < text.length ? 0 : room - Buffer.byteLength(kept);
  }

  joined(): string {
    return this.#texts.join("\n\n");
  }
}
