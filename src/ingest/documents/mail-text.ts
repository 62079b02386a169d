/** Bytes of a mail to text, in whatever charset they claim, and texts cut without breaking a character. */

/** Charset labels in mail that the Encoding Standard spells otherwise (https://encoding.spec.whatwg.org/#names-and-labels). */
const aliases: ReadonlyMap<string, string> = new Map([
  ["cp932", "shift_jis"],
  ["cp936", "gbk"],
  ["cp949", "euc-kr"],
  ["uhc", "euc-kr"],
  ["cp950", "big5"],
  ["cp874", "windows-874"],
  ["eucjp", "euc-jp"],
  ["iso-2022-jp-1", "iso-2022-jp"],
  ["iso-2022-jp-2", "iso-2022-jp"],
  ["cp50220", "iso-2022-jp"],
  ["ansi_x3.110-1983", "us-ascii"],
  ["iso-8859-1:1987", "iso-8859-1"],
  ["8bit", "us-ascii"],
]);

/** Decoders by label; only labels that there are, so a mail cannot make it grow. */
const decoders = new Map<string, TextDecoder>();
const utf16 = new TextDecoder("utf-16le", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
/** What windows-1252 has for the bytes 0x80 to 0x9f (https://encoding.spec.whatwg.org/index-windows-1252.txt). */
const windowsCharacters = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
const labelCharacters = 40;

/** The decoder of a charset label, undefined where there is none. */
export function decoderOf(label: string): TextDecoder | undefined {
  const name = label.slice(0, labelCharacters).trim().toLowerCase();
  const known = decoders.get(name);
  if (known !== undefined) return known;
  const spellings = [
    name,
    aliases.get(name),
    name.replace(/^(x-|cs)/, ""),
    name.replace(/^iso(?=\d)/, "iso-"),
  ];
  for (const spelling of spellings) {
    if (spelling === undefined) continue;
    try {
      const decoder = new TextDecoder(spelling);
      decoders.set(name, decoder);
      return decoder;
    } catch {
      // There is no such charset; the next spelling may do.
    }
  }
  return undefined;
}

/** Text whose charset is not told: UTF-8 where it can be, else latin1 (which takes any byte). */
export function decodeGuessing(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes);
  } catch {
    return decodeLatin1(bytes);
  }
}

/**
 * Text of bytes in a charset.
 * @param label the charset as the mail has it; undefined where it says nothing
 * @param unknown called where there is no such charset; the text is then read as latin1
 */
export function decodeText(bytes: Uint8Array, label: string | undefined, unknown: () => void): string {
  // Much mail says us-ascii (or nothing) and holds something else.
  if (label === undefined || label === "" || /^us-ascii$/i.test(label)) return decodeGuessing(bytes);
  const decoder = decoderOf(label);
  if (decoder?.encoding === "windows-1252") return decodeLatin1(bytes);
  if (decoder !== undefined) return decoder.decode(bytes);
  unknown();
  return decodeLatin1(bytes);
}

/** Latin1 as the web and mail have it, which is windows-1252. */
function decodeLatin1(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length);
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    units[index] = byte < 0x80 || byte > 0x9f ? byte : windowsCharacters.charCodeAt(byte - 0x80);
  }
  return utf16.decode(units);
}

/**
 * A text with the characters of windows-1252 for the controls in their place: Node's decoder of that charset
 * gives the controls (https://github.com/nodejs/node/issues/56542), which no mail means.
 */
export function withWindowsCharacters(text: string): string {
  return text.replace(
    /[\u0080-\u009f]/g,
    (control) => windowsCharacters[control.charCodeAt(0) - 0x80] ?? control,
  );
}

/** The beginning of a text, never with half a character at its end. */
export function cut(text: string, charactersMax: number): string {
  if (text.length <= charactersMax) return text;
  const last = text.charCodeAt(charactersMax - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? charactersMax - 1 : charactersMax);
}

/** The beginning of a text, so long that it has no more bytes in UTF-8. */
export function cutBytes(text: string, bytesMax: number): string {
  if (text.length * 3 <= bytesMax) return text;
  const bytes = Buffer.from(cut(text, bytesMax), "utf8");
  return bytes.length <= bytesMax ? cut(text, bytesMax) : wholeCharacters(bytes.subarray(0, bytesMax));
}

/** The end of a text, so long that it has no more bytes in UTF-8. */
export function endBytes(text: string, bytesMax: number): string {
  const bytes = Buffer.from(text.slice(-bytesMax).replace(/^[\udc00-\udfff]/, ""), "utf8");
  let start = Math.max(0, bytes.length - bytesMax);
  while (start < bytes.length && ((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return bytes.subarray(start).toString("utf8");
}

/** Bytes cut anywhere as text: a last character that is not all there is left away. */
export function wholeCharacters(bytes: Uint8Array): string {
  return decodeGuessing(bytes.subarray(0, endOfCharacters(bytes)));
}

/** Where the last whole character of UTF-8 ends. */
export function endOfCharacters(bytes: Uint8Array): number {
  // The last character begins at most three bytes before the end.
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
