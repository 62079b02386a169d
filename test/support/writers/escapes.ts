/** How products write texts that they did not choose. */

const bytesOf = (text: string) => [...Buffer.from(text, "utf8")];
const hex = (byte: number) => byte.toString(16).padStart(2, "0");

/** A text with each of its bytes written by a rule of its own, or as it is. */
function byBytes(text: string, rule: (byte: number, character: string) => string | undefined): string {
  const pieces = bytesOf(text).map((byte) => {
    const written = rule(byte, String.fromCharCode(byte));
    return written === undefined ? Buffer.from([byte]) : Buffer.from(written);
  });
  return Buffer.concat(pieces).toString("utf8");
}

const cNames: Readonly<Record<string, string>> = {
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "\b": "\\b",
};

/**
 * Apache: `\"`, `\\`, C notation of white space, `\xhh` for what is not printable ASCII.
 * https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#format-notes (2026-11-29).
 */
export const apache = (text: string): string =>
  byBytes(text, (byte, character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    return cNames[character] ?? (byte < 0x20 || byte > 0x7e ? `\\x${hex(byte)}` : undefined);
  });

/**
 * lighttpd: `\"`, `\\`, C notation from bell to carriage return, `\xHH` for what else is not printable ASCII.
 * https://git.lighttpd.net/lighttpd/lighttpd1.4/src/branch/master/src/buffer.c, buffer_append_bs_escaped (2026-11-29).
 */
export const lighttpd = (text: string): string =>
  byBytes(text, (byte, character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    if (byte >= 7 && byte <= 13) return `\\${"abtnvfr"[byte - 7]}`;
    return byte < 0x20 || byte > 0x7e ? `\\x${hex(byte).toUpperCase()}` : undefined;
  });

/**
 * OpenLiteSpeed: `\"`, `\\`, `\?` where `<` is the last printable character before it, `\xHH` for what is not printable ASCII.
 * https://github.com/litespeedtech/openlitespeed/blob/master/src/http/accesslog.cpp, appendEscape (2026-11-29).
 */
export const litespeed = (text: string): string => {
  let last = "";
  return byBytes(text, (byte, character) => {
    if (byte < 0x20 || byte > 0x7e) return `\\x${hex(byte).toUpperCase()}`;
    const escaped = character === '"' || character === "\\" || (character === "?" && last === "<");
    last = character;
    return escaped ? `\\${character}` : undefined;
  });
};

/** HAProxy: `#` and two hexadecimal digits. https://docs.haproxy.org/3.0/configuration.html#8.6 (2026-11-29). */
export const haproxy = (text: string, encoded: RegExp): string =>
  byBytes(text, (byte, character) =>
    byte < 0x20 || byte > 0x7e || encoded.test(character) ? `#${hex(byte).toUpperCase()}` : undefined,
  );

/** nginx, escape=default: `"`, `\`, below 32 and above 126 as `\xXX`. https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format (2026-11-29). */
export const nginx = (text: string): string =>
  byBytes(text, (byte, character) =>
    character === '"' || character === "\\" || byte < 0x20 || byte > 0x7e
      ? `\\x${hex(byte).toUpperCase()}`
      : undefined,
  );

/** JSON with only what RFC 8259 (7) demands escaped, as nginx (escape=json), Zeek and Node write it. */
export const json = (value: unknown): string => JSON.stringify(value);

const unicode = (character: string) =>
  [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
    .join("");

/** Go's encoding/json: `<`, `>`, `&`, U+2028 and U+2029 as `\u`. https://pkg.go.dev/encoding/json#HTMLEscape (2026-11-29). */
export const goJson = (value: unknown): string => json(value).replaceAll(/[<>&\u2028\u2029]/g, unicode);

/** ASCII only, a blank behind commas and colons. https://docs.python.org/3/library/json.html#json.dumps (2026-11-29). */
export const pythonJson = (value: unknown): string =>
  json(value).replaceAll(/[\u007f-\uffff]/g, (character) =>
    character === "\u007f" ? character : unicode(character),
  );

/** .NET's System.Text.Json: quotes as `\u0022`, all that has a meaning in HTML and all but Basic Latin as `\u`. https://learn.microsoft.com/en-us/dotnet/standard/serialization/system-text-json/character-encoding (2026-11-29). */
export const dotnetJson = (value: unknown): string =>
  json(value)
    .replaceAll(/\\(.)/g, (written, character: string) => (character === '"' ? "\\u0022" : written))
    .replaceAll(/[<>&'+`\u007f-\uffff]/g, (character) =>
      unicode(character).toUpperCase().replaceAll("\\U", "\\u"),
    );

/** Slashes escaped, as the writers of PHP, Suricata and older libraries do (RFC 8259, 7: any character may be). */
export const slashJson = (value: unknown): string => json(value).replaceAll("/", "\\/");

/** A value of a comma-separated row. https://www.rfc-editor.org/rfc/rfc4180 (2026-11-29). */
export const csv = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** Characters as percent codes of their UTF-8 bytes. */
export const percent = (text: string, which: RegExp): string =>
  text.replaceAll(which, (character) =>
    bytesOf(character)
      .map((byte) => `%${hex(byte).toUpperCase()}`)
      .join(""),
  );

/** XML: the five entities, character references for what a parser would normalise. https://www.w3.org/TR/xml/#syntax (2026-11-29). */
export const xml = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll(/[\r\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
