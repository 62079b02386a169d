/** Links in mail: found in text, made whole, and their hosts. Nothing is ever fetched. */
import { mailLimits } from "../../limits.ts";
import type { LeftOut } from "./mail-limits.ts";
import { cut } from "./mail-text.ts";

/** Shown texts longer than this are sentences. */
const shownCharacters = 300;

const urlInText = /(?:https?:\/\/|ftp:\/\/|\bwww\.)[^\s<>"\p{Cc}]+/giu;
const scheme = /^[a-z][a-z0-9+.-]*:/i;
/** Parts of the mail itself, empty pages, and pictures that are in the mail. */
const noTarget = /^(?:cid|mid|about|data:(?:image|font|audio|video)\/(?!svg)|#)/i;
const shownHost =
  /^(?:[a-z]{3,5}:\/\/)?((?:[a-z0-9_\u0080-\uffff-]+\.)+[a-z\u0080-\uffff][a-z0-9\u0080-\uffff-]*[a-z0-9\u0080-\uffff])(?::\d+)?(?:[/?#].*)?$/i;
const fileEnding =
  /\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|html?|jpe?g|png|gif|txt|php|aspx?|jsp?|exe|csv|xml|json|eml|ics)$/i;

/** The links of a mail, unique, in the order of the mail. */
export class Links {
  readonly all = new Set<string>();
  readonly texts = new Set<string>();
  readonly domains = new Set<string>();
  readonly #leftOut: LeftOut;

  constructor(leftOut: LeftOut) {
    this.#leftOut = leftOut;
  }

  add(given: string): void {
    const charactersMax = /^data:/i.test(given) ? mailLimits.dataLinkCharacters : mailLimits.linkCharacters;
    const url = cut(given, charactersMax);
    if (url.length < given.length)
      this.#leftOut.add(`a link beyond the limit of ${charactersMax} characters`);
    if (this.all.has(url)) return;
    if (this.all.size >= mailLimits.links) {
      this.#leftOut.add(`links beyond the limit of ${mailLimits.links}`);
      return;
    }
    this.all.add(url);
    const host = hostOf(url);
    if (host !== undefined) this.domains.add(host);
  }

  /** Adds the links of a text. */
  addFromText(text: string): void {
    for (const [found] of text.matchAll(urlInText)) {
      const url = withoutEnd(cut(found, mailLimits.linkCharacters + 2));
      if (url.length > 4) this.add(url);
    }
  }

  /** Keeps what is shown for a link where it names another host than the link has. */
  addShown(shown: string, target: string): void {
    const text = withoutEnd(shown.trim());
    if (text.length > shownCharacters || /^mailto:/i.test(target)) return;
    const named = shownHost.exec(text)?.[1];
    if (named === undefined || (text === named && !/^www\./i.test(named) && fileEnding.test(named))) return;
    const host = hostOf(`http://${named}`);
    if (host === undefined || withoutWww(host) === withoutWww(hostOf(target) ?? "")) return;
    if (this.texts.size >= mailLimits.links)
      this.#leftOut.add(`shown links beyond the limit of ${mailLimits.links}`);
    else this.texts.add(`${text} → ${cut(target, mailLimits.linkCharacters)}`);
  }
}

/**
 * The target of a link as an attribute has it, undefined where it is none beyond the mail.
 * @param base the page's own base address, for relative links
 */
export function targetOf(attribute: string, base: string | undefined): string | undefined {
  // Browsers take line ends and tabs out of addresses, and so do those who hide one.
  const url = attribute.replace(/[\t\r\n]/g, "").trim();
  if (url === "" || noTarget.test(url)) return undefined;
  if (scheme.test(url) || /^(?:[\\/]{2}|www\.)/i.test(url)) return url;
  return base === undefined ? undefined : parsed(url, base)?.href;
}

/** The host of a link in lower case (punycode where it is international), undefined where it has none. */
export function hostOf(url: string): string | undefined {
  const whole = /^[\\/]{2}/.test(url) ? `http:${url}` : scheme.test(url) ? url : `http://${url}`;
  const host = parsed(whole)
    ?.hostname.toLowerCase()
    .replace(/\.$/, "")
    .replace(/^\[|\]$/g, "");
  return host === "" ? undefined : host;
}

function parsed(url: string, base?: string): URL | undefined {
  return URL.canParse(url, base) ? new URL(url, base) : undefined;
}

function withoutWww(host: string): string {
  return host.replace(/^www\d?\./, "");
}

/** A link in running text ends before the punctuation of the sentence. */
function withoutEnd(url: string): string {
  let end = url.length;
  // A bracket that the link itself opens is closed by it.
  let closed = url.split(")").length - url.split("(").length;
  while (end > 0 && /[.,;:!?'"\])}>*]/.test(url[end - 1] ?? "")) {
    if (url[end - 1] === ")" && closed-- <= 0) break;
    end--;
  }
  return url.slice(0, end);
}
