/**
 * What an HTML part shows and where it leads: visible text, links, forms, scripts.
 *
 * It works on the tokens of htmlparser2 and not on its parser or a tree, because those search their stack of open
 * elements for every closing tag, which takes quadratic time on pages made for it.
 */

import { Tokenizer, type TokenizerCallbacks } from "htmlparser2";
import { mailLimits } from "../../limits.ts";
import type { LeftOut } from "./mail-limits.ts";
import { type Links, targetOf } from "./mail-links.ts";
import { TableForms } from "./mail-table.ts";
import { cut } from "./mail-text.ts";

/** What is collected from all HTML parts of a mail. */
export interface PageFindings {
  readonly links: Links;
  readonly forms: Set<string>;
  readonly formFields: Set<string>;
  readonly scripts: Set<string>;
}

const blockTags = new Set(
  "address article aside blockquote body br center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol option p pre section table tbody textarea tfoot thead tr ul".split(
    " ",
  ),
);
const fieldTags = new Set(["input", "select", "textarea"]);
const voidTags = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
/** What lies in these is never shown. */
const unseenTags = new Set("script style title template iframe noembed noframes".split(" "));
/** Their closing tag may be missing: the next block ends them. */
const openEndedTags = new Set("dd dt li option p td th tr".split(" "));
const wanted = new Set(
  "href src action formaction background name style hidden http-equiv content xlink:href type alt".split(" "),
);
const targetAttributes = ["href", "xlink:href", "src", "action", "formaction", "background"];
const hiding =
  /(?:^|[;\s])(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|font-size\s{0,9}:\s{0,9}0(?:px|pt|em|%)?\s{0,9}(?:[;!]|$))/i;
/** Shown text of one link that is kept for comparison. */
const shownCharacters = 400;
/** Longest tag or attribute name that is any of ours. */
const nameCharacters = 16;

/** Reads a page: gives its visible text and adds what else is found. */
export function readPage(html: string, findings: PageFindings, leftOut: LeftOut): string {
  const reader = new PageReader(html, findings, leftOut);
  const tokenizer = new Tokenizer({}, reader);
  tokenizer.write(html);
  tokenizer.end();
  return reader.finish();
}

class PageReader implements TokenizerCallbacks {
  readonly #html: string;
  readonly #findings: PageFindings;
  readonly #leftOut: LeftOut;
  readonly #text: string[] = [];
  /** What stands in the place of pictures that are not loaded. */
  #pictures = "";
  readonly #attributes = new Map<string, string>();
  #tag = "";
  #attribute = "";
  #value = "";
  #base: string | undefined;
  /** The element that hides what is in it, and how many of its name are open. */
  #hidden: { readonly tag: string; depth: number } | undefined;
  #script: string | undefined;
  readonly #tables = new TableForms();
  #anchor: { readonly target: string; shown: string } | undefined;

  constructor(html: string, findings: PageFindings, leftOut: LeftOut) {
    this.#html = html;
    this.#findings = findings;
    this.#leftOut = leftOut;
  }

  finish(): string {
    this.#endScript();
    this.#endAnchor();
    const shown = plain(this.#text.join(""));
    // Who says it all in a picture says the rest to programs that load none.
    const pictures = plain(this.#pictures);
    return pictures.length > shown.length ? `${shown}\n${pictures}`.trim() : shown;
  }

  onopentagname(start: number, end: number): void {
    this.#tag = this.#name(start, end);
    this.#attributes.clear();
  }

  onattribname(start: number, end: number): void {
    this.#attribute = this.#name(start, end);
    this.#value = "";
  }

  onattribdata(start: number, end: number): void {
    if (wanted.has(this.#attribute))
      this.#addValue(this.#html.slice(start, Math.min(end, start + mailLimits.linkCharacters)));
  }

  onattribentity(codePoint: number): void {
    if (wanted.has(this.#attribute)) this.#addValue(String.fromCodePoint(codePoint));
  }

  onattribend(): void {
    if (wanted.has(this.#attribute) && !this.#attributes.has(this.#attribute))
      this.#attributes.set(this.#attribute, this.#value);
    this.#attribute = "";
  }

  onopentagend(): void {
    this.#opened(false);
  }

  onselfclosingtag(): void {
    this.#opened(true);
  }

  onclosetag(start: number, end: number): void {
    const tag = this.#name(start, end);
    if (tag === "script") this.#endScript();
    if (tag === "a") this.#endAnchor();
    if (tag === "tr" || tag === "table") this.#endRow();
    if (blockTags.has(tag)) this.#text.push("\n");
    if (this.#hidden?.tag === tag && --this.#hidden.depth === 0) this.#hidden = undefined;
  }

  ontext(start: number, end: number): void {
    if (this.#script !== undefined) {
      if (this.#script.length < mailLimits.scriptCharacters)
        this.#script = (
          this.#script + this.#html.slice(start, Math.min(end, start + mailLimits.scriptCharacters))
        ).trimStart();
    } else if (this.#hidden === undefined) this.#show(this.#html.slice(start, end));
  }

  ontextentity(codePoint: number): void {
    if (this.#script === undefined && this.#hidden === undefined) this.#show(String.fromCodePoint(codePoint));
  }

  // A CDATA section in HTML is a comment to a browser, as are declarations and processing instructions.
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onprocessinginstruction(): void {}
  onend(): void {}

  #name(start: number, end: number): string {
    return end - start > nameCharacters ? "" : this.#html.slice(start, end).toLowerCase();
  }

  #addValue(piece: string): void {
    if (this.#value.length < 2 * mailLimits.linkCharacters) this.#value += piece;
  }

  #show(text: string): void {
    // Line ends in the source are spaces on the page; most text has single spaces and is taken as it is.
    this.#tables.show(text);
    this.#text.push(/[\n\r\t]| {2}/.test(text) ? text.replace(/\s+/g, " ") : text);
    if (this.#anchor !== undefined && this.#anchor.shown.length < shownCharacters)
      this.#anchor.shown += text.slice(0, shownCharacters);
  }

  #opened(closed: boolean): void {
    const tag = this.#tag;
    // A list's items are told from paragraphs, as readers of mail without pages show them.
    if (blockTags.has(tag)) this.#text.push(tag === "li" ? "\n- " : "\n");
    else if (tag === "td" || tag === "th") this.#text.push(" ");
    this.#table(tag);
    this.#hide(tag, closed);
    this.#collect(tag);
  }

  #table(tag: string): void {
    if (tag === "tr" || tag === "table") this.#endRow();
    if (tag === "table") this.#tables.table();
    else if (tag === "tr") this.#tables.row();
    else if (tag === "td" || tag === "th") this.#tables.cell();
  }

  #endRow(): void {
    const form = this.#tables.endRow();
    if (form !== undefined) this.#text.push(`\n${form}\n`);
  }

  #hide(tag: string, closed: boolean): void {
    const hidden = this.#hidden;
    if (hidden !== undefined && openEndedTags.has(hidden.tag) && (tag === hidden.tag || blockTags.has(tag)))
      this.#hidden = undefined;
    else if (hidden !== undefined) {
      if (tag === hidden.tag && !closed) hidden.depth++;
      return;
    }
    if (voidTags.has(tag) || tag === "") return;
    const style = this.#attributes.get("style");
    const isHidden = this.#attributes.has("hidden") || (style !== undefined && hiding.test(style));
    if (unseenTags.has(tag) || (isHidden && tag !== "body")) this.#hidden = { tag, depth: 1 };
  }

  #collect(tag: string): void {
    const { links, forms, formFields } = this.#findings;
    const get = (name: string) => this.#attributes.get(name);
    if (tag === "base" && this.#base === undefined) this.#base = get("href");
    for (const name of targetAttributes) {
      const value = get(name);
      const target = value === undefined ? undefined : targetOf(value, this.#base);
      if (target === undefined) continue;
      links.add(target);
      if (tag === "a" && name === "href") {
        this.#endAnchor();
        this.#anchor = { target, shown: "" };
      }
    }
    const instead = tag === "img" && this.#hidden === undefined ? get("alt") : undefined;
    if (instead !== undefined && this.#pictures.length < shownCharacters)
      this.#pictures += `${instead.slice(0, shownCharacters)}\n`;
    if (tag === "meta" && /^refresh$/i.test(get("http-equiv") ?? "")) this.#addRefresh(get("content") ?? "");
    const action = (tag === "form" ? get("action") : undefined) ?? get("formaction");
    if (action !== undefined && action.trim() !== "")
      this.#keep(forms, targetOf(action, this.#base) ?? action, "forms");
    const name = get("name");
    if (fieldTags.has(tag) && name !== undefined && name !== "") this.#keep(formFields, name, "form fields");
    // A field is shown as the blank that it would be on paper.
    if (
      fieldTags.has(tag) &&
      this.#hidden === undefined &&
      !/^(?:hidden|submit|button|image|reset)$/i.test(get("type") ?? "")
    )
      this.#text.push(" ____ ");
    if (tag === "script") {
      const source = get("src");
      this.#script = source === undefined ? "" : undefined;
      if (source !== undefined) this.#keep(this.#findings.scripts, source, "scripts");
    }
  }

  #addRefresh(content: string): void {
    const address = /url\s{0,9}=\s{0,9}["']?([^"']+)/i.exec(content)?.[1];
    const target = address === undefined ? undefined : targetOf(address, this.#base);
    if (target !== undefined) this.#findings.links.add(target);
  }

  #keep(found: Set<string>, value: string, what: string): void {
    if (found.size < mailLimits.formParts) found.add(cut(value.trim(), mailLimits.linkCharacters));
    else this.#leftOut.add(`${what} beyond the limit of ${mailLimits.formParts}`);
  }

  #endScript(): void {
    const script = this.#script?.trim();
    this.#script = undefined;
    if (script !== undefined && script !== "")
      this.#keep(this.#findings.scripts, cut(script, mailLimits.scriptCharacters), "scripts");
  }

  #endAnchor(): void {
    const anchor = this.#anchor;
    this.#anchor = undefined;
    if (anchor !== undefined) this.#findings.links.addShown(anchor.shown.replace(/\s+/g, " "), anchor.target);
  }
}

/** Text as it is shown: without what takes no room, and with single spaces. */
function plain(text: string): string {
  return text
    .replace(/\u00ad|\u034f|\u200b|\u2060|\ufeff/g, "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}
