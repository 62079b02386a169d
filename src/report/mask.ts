/**
 * Takes secrets and personal values out of text that is handed to others: credentials, tokens, session ids, and
 * what people typed into forms. Log lines hold them in headers, queries, bodies and JSON, plain or percent-encoded.
 *
 * In doubt more is masked than less: a value ends where it is sure to end, not where it might.
 */

import { maskWide, personalField } from "./mask-wide.ts";
import { isMark, type Masking, marks } from "./masking.ts";

/** Names that tell of a secret wherever they are part of a name: `X-Api-Key`, `newPassword`, `csrf_token`. */
const secretParts =
  /passw|passphrase|passcode|token|secret|apikey|accesskey|privatekey|sharedkey|subscriptionkey|credential|session|sessid|jwt|bearer|authcode|oauthverifier|cookie/;
/** Names that tell of a secret only when they are all of the name. */
const secretNames = words(
  "pass pwd pswd psw pw otp totp sid auth authorization proxyauthorization wwwauthenticate hmac xauth userpass",
);
/** Secrets and personal values in a query or a form only: a log's own fields of these names say what happened and who acted. */
const formParts =
  /signature|onetime|email|mail$|phone|mobile|birth|passport|iban|creditcard|cardnumber|address|street|zipcode|postcode|postalcode|username|userid|firstname|lastname|fullname|surname|givenname|nationalid|taxid/;
const formNames = words(
  "key code state nonce sig pin mfa assertion samlresponse samlrequest ticket user usr login name uid tel fax dob ssn city zip card ccnum cvv cvc account acct recipient to from",
);

/** A colon or an equals sign, plain or encoded any number of times. */
const separator = "=|:|%(?:25)*3[da]";
/** A quote in front of a name or a value, as it is written in JSON, in a log's escape or in a query. */
const quote = String.raw`\\*["']|\\+x2[27]|\\+u002[27]|%(?:25)*2[27]`;
/** One character of a name; encoded separators end it. */
const nameUnit = String.raw`[\w.[\]-]|%(?!(?:25)*(?:3[daf]|26|2[27]))[0-9a-f]{2}`;
const pair = new RegExp(`((?:${nameUnit}){1,120})(?:${quote})?[ \\t]{0,4}(?:${separator})[ \\t]{0,4}`, "gi");
const opening = new RegExp(`(?:${quote})`, "iy");
/** Headers whose value is all of the line, blanks and several parts included. */
const wholeLine = /(?:^|[^a-z])(?:authorization|cookie|x-?api-?key|x-?auth-?token|authenticate)$/i;

/** A scheme and what follows it, unless that is a word: "basic authentication". */
const schemes =
  /\b(basic|bearer|digest|negotiate|ntlm|apikey|token)((?: |\+|%20)+)(?=[\w~+/.=-]*[\d=+/]|[\w~+/.=-]{20})([\w~+/.=-]{8,})/gi;
const userInfo = /(:\/\/|%3a%2f%2f)([^\s/?#"'<>]{1,256})@/gi;
/** Tokens that are known by their form. */
const forms =
  /\beyJ[\w-]{8,}(?:\.[\w-]*){1,4}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bglpat-[\w-]{16,}|\bxox[a-z]-[\w-]{10,}|\bsk-[\w-]{20,}|\bAIza[\w-]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g;
const query = /(?:\?|%(?:25)*3f)[^\s"'<>]*/gi;
const mailInQuery =
  /(?<=^|[?&=;,:/+]|%(?:25)*(?:3[adf]|26|2[0cf]))((?:(?!%(?:25)*(?:3[adf]|26|2[0cf]|40))[^\s?&=;,:/@]){1,128})(@|%(?:25)*40)(?=[a-z0-9])/gi;

/** The text without its secrets. Masking twice changes nothing more. */
export function mask(text: string, masking: Masking = marks): string {
  const { mark, wide } = masking;
  const known = wide === undefined ? text : wide.known(text);
  const whole = known
    .replace(forms, (token) => mark(token))
    .replace(userInfo, (found, scheme: string, user: string) =>
      isMark(user) ? found : `${scheme}${mark(user)}@`,
    );
  const paired = maskPairs(whole, masking)
    .replace(schemes, (_, scheme: string, blank: string, value: string) => `${scheme}${blank}${mark(value)}`)
    .replace(query, (found) =>
      found.replace(mailInQuery, (_, local: string, at: string) =>
        isMark(local) ? `${local}${at}` : `${mark(local)}${at}`,
      ),
    );
  return wide === undefined ? paired : maskWide(paired, mark, wide);
}

/**
 * Every text inside a value, masked; names are never changed.
 * @param but names whose texts are left, but for names of people that are known
 */
export function maskDeep<T>(value: T, but: ReadonlySet<string>, masking: Masking = marks): T {
  if (typeof value === "string") return mask(value, masking) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => maskDeep(one, but, masking)) as T;
  if (typeof value !== "object" || value === null) return value;
  const known = masking.wide?.known ?? ((text: string) => text);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      !but.has(name) ? maskDeep<unknown>(one, but, masking) : typeof one === "string" ? known(one) : one,
    ]),
  ) as T;
}

function maskPairs(text: string, { mark, wide }: Masking): string {
  let masked = "";
  let done = 0;
  pair.lastIndex = 0;
  for (let found = pair.exec(text); found !== null; found = pair.exec(text)) {
    const start = pair.lastIndex;
    const [, whole = ""] = found;
    // A name that follows an encoded character begins in the midst of it.
    const inside = text[found.index - 1] === "%" ? (/^(?:25)*[0-9a-f]{2}/i.exec(whole)?.[0].length ?? 0) : 0;
    const name = whole.slice(inside);
    const before = text.slice(Math.max(0, found.index - 6), found.index + inside);
    const personal = wide !== undefined && personalField(plainName(name));
    const secret = isSecret(name) || ((wide !== undefined || isForm(name)) && inForm(before));
    if (!secret && !personal) continue;
    const [from, to] = valueAt(text, start, wholeLine.test(name));
    const value = text.slice(from, to);
    if (to <= from || (!secret && wide?.isCommon(value) === true)) continue;
    masked += `${text.slice(done, from)}${isMark(value) ? value : mark(value)}`;
    done = to;
    pair.lastIndex = to;
  }
  return masked + text.slice(done);
}

/** A name as it is meant: undone encodings, no capitals, no marks between its words. */
function plainName(name: string): string {
  let plain = name;
  for (let round = 0; round < 3; round += 1)
    plain = plain.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  return plain
    .toLowerCase()
    .replace(/^x2[27]|^u002[27]/, "")
    .replace(/[^a-z0-9]/g, "");
}

function isSecret(name: string): boolean {
  const plain = plainName(name);
  return secretNames.has(plain) || secretNames.has(plain.replace(/^x/, "")) || secretParts.test(plain);
}

function isForm(name: string): boolean {
  const plain = plainName(name);
  return formNames.has(plain) || formParts.test(plain);
}

/** Whether a name stands where a query or a form begins one. */
function inForm(before: string): boolean {
  return /(?:[?&;]|%(?:25)*(?:3f|26))$/i.test(before);
}

/** Where a value begins and ends. */
function valueAt(text: string, start: number, line: boolean): readonly [from: number, to: number] {
  opening.lastIndex = start;
  const quoted = opening.exec(text)?.[0];
  if (quoted !== undefined) {
    const from = start + quoted.length;
    const end = closing(text, from, quoted);
    return [from, end];
  }
  // A line of headers in one record ends at a line feed, real or written, or at a quote.
  const bracket = line ? start : bracketEnd(text, start);
  const rest = (line ? /[\r\n"]|\\+[rn]|\\+x0[ad]/i : /[\s"&]|%(?:25)*(?:26|0[ad])/i).exec(
    text.slice(bracket),
  );
  return [start, rest === null ? text.length : bracket + rest.index];
}

/** Behind a list or an object that begins here, with all that is in it; else where it was. */
function bracketEnd(text: string, start: number): number {
  if (text[start] !== "[" && text[start] !== "{") return start;
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if ("[{".includes(character)) depth += 1;
    if ("]}".includes(character)) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}

/** The same quote again; one that has a further backslash in front of it is part of the value. */
function closing(text: string, from: number, quoted: string): number {
  const same = quoted.toLowerCase();
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(same, from); at !== -1; at = lower.indexOf(same, at + 1))
    if (lower[at - 1] !== "\\") return at;
  return text.length;
}
