/**
 * What `--mask` takes out besides secrets: every value of a query, mail addresses with the names in front of them, names of people, and
 * parts of a path that are tokens by their form. What an attacker is told by stays: addresses, agents, paths, the senders of a case.
 */
import { holdsMark } from "./masking.ts";

/** What is known of people before a text is looked at. */
export interface Wide {
  /** The text with names of people that the report is about replaced. */
  known(text: string): string;
  /** Mail addresses in lower case that stay: senders from outside. */
  readonly senders: ReadonlySet<string>;
  /** Names of accounts that are nobody's own, and values that name nobody. */
  isCommon(value: string): boolean;
}

/** Names of fields, of logs and of JSON, whose value names a person: without marks, in lower case. */
const personal =
  /^(?:user|remote|auth|http|client|src|source|dst|target|subject|event|logon|login|x)*(?:user|userid|username|useremail|userprincipalname|upn|accountname|samaccountname|displayname|firstname|lastname|fullname|realname|phone|phonenumber|mobile)s?$/;

export function personalField(plainName: string): boolean {
  return personal.test(plainName);
}

const encodedBreak = "%(?:25)*(?:3[abcdef]|26|2[0cf]|22|27|40)";
/** A name in front of an address in angle brackets: quoted, as an encoded word, or up to four words. */
const shownName = String.raw`("[^"\r\n<>]{1,128}"|=\?[^?\s]{1,40}\?[bq]\?[^?\s]{0,120}\?=|(?<![\p{L}\p{N}.'-])\p{L}[\p{L}\p{N}.'-]{0,40}(?: \p{L}[\p{L}\p{N}.'-]{0,40}){0,3})( ?<)`;
const mail = new RegExp(
  `(?:${shownName})?(?<![\\p{L}\\p{N}._+-])((?:(?!${encodedBreak})[\\p{L}\\p{N}._%+'*-]){1,64})(@|%(?:25)*40)((?:[a-z0-9-]{1,63}\\.){1,8}[a-z]{2,24}|[a-z][a-z0-9-]{0,62})(?![a-z0-9-])`,
  "giu",
);
/** User of a line in the Common Log Format: in front of the time. */
const clfUser = /(?<=\S )(\S{1,128})(?= \[\d{1,2}\/[A-Z][a-z]{2}\/\d{4}:)/g;
const query = /(\?|%(?:25)*3f)([^\s"'<>]+)/gi;
/** What parts a query, plain or encoded, stays as it is. */
const between = /([?&;]|%(?:25)*26)/i;
const bareWord = /^[a-z][a-z_.-]{0,15}$/i;
/** A UUID, or letters and digits together, too long for a name. */
const pathToken =
  /(?<=\/|%2f)(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|(?=[\w-]{0,64}?(?:[a-z]{1,64}\d|\d{1,64}[a-z]))(?=[\w-]{0,64}?[a-z0-9]{16})[\w-]{16,256})(?=[/?#\s"';&]|%2f|$)/gi;

export function maskWide(text: string, mark: (value: string) => string, wide: Wide): string {
  return text
    .replace(clfUser, (user) => (wide.isCommon(user) || holdsMark(user) ? user : mark(user)))
    .replace(
      mail,
      (
        found,
        name: string | undefined,
        opening: string | undefined,
        local: string,
        at: string,
        domain: string,
      ) => {
        const address = `${local}@${domain}`.toLowerCase();
        if (wide.senders.has(address)) return found;
        const shown = name === undefined || holdsMark(name) ? (name ?? "") : mark(name);
        return `${shown}${opening ?? ""}${mark(address)}${at}${domain}`;
      },
    )
    .replace(query, (_, opening: string, rest: string) => `${opening}${maskQuery(rest, mark)}`)
    .replace(pathToken, (token) => mark(token));
}

function maskQuery(text: string, mark: (value: string) => string): string {
  return text
    .split(between)
    .map((piece, index) => {
      if (index % 2 === 1 || piece === "" || holdsMark(piece) || bareWord.test(piece)) return piece;
      const [whole = "", name = ""] = /^([^=]*=)(?=.)/.exec(piece) ?? [];
      if (name !== "") return `${name}${mark(piece.slice(whole.length))}`;
      return piece.endsWith("=") ? piece : mark(piece);
    })
    .join("");
}
