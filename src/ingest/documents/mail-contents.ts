/** What the parts of a mail hold: text, links, forms, scripts, attachments. Nothing of it is run or fetched. */

import { mailLimits } from "../../limits.ts";
import { unknownCharset } from "./mail-fields.ts";
import { type PageFindings, readPage } from "./mail-html.ts";
import type { LeftOut } from "./mail-limits.ts";
import { Links } from "./mail-links.ts";
import { isMailType, type Leaf } from "./mail-parts.ts";
import { withTableForms } from "./mail-table.ts";
import { cut, cutBytes, decodeText, endBytes, endOfCharacters } from "./mail-text.ts";
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
      const text = isPage
        ? readPage(source, findings, leftOut)
        : withTableForms(source.replace(/\r\n?/g, "\n").trim());
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

/** Stands where text was left out of the middle. */
const gapMark = "\n\n[text left out]\n\n";

/** The text of a mail: whole up to its limit, else its beginning and its end. */
class Texts {
  readonly #leftOut: LeftOut;
  readonly #half = mailLimits.textBytes / 2;
  #head = "";
  #headBytes = 0;
  #isFull = false;
  #tail = "";
  #hasGap = false;

  constructor(leftOut: LeftOut) {
    this.#leftOut = leftOut;
  }

  add(text: string): void {
    if (text === "") return;
    const more = this.#head === "" ? text : `\n\n${text}`;
    const kept = this.#isFull ? "" : cutBytes(more, this.#half - this.#headBytes);
    this.#head += kept;
    this.#headBytes += Buffer.byteLength(kept);
    if (kept.length === more.length) return;
    this.#isFull = true;
    const rest = this.#tail + more.slice(kept.length);
    this.#tail = endBytes(rest, this.#half);
    if (this.#tail.length === rest.length) return;
    this.#hasGap = true;
    this.#leftOut.add(`text between the first and the last ${this.#half} bytes`);
  }

  joined(): string {
    return this.#head + (this.#hasGap ? gapMark : "") + this.#tail;
  }
}
