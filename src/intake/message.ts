/** A syslog message as a record, and whose it is. */

/** Names a program by RFC 5424, or by RFC 3164 with or without a host. */
const header5424 = /^<\d{1,3}>1 \S+ \S+ (\S+) /;
const header3164 =
  /^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT\S+) (?:\S*[^:\s] )?([^:\s[]+)(?:\[[^\]\s]*\])?:/;
const plainName = /^[A-Za-z0-9._/-]{1,48}$/;
/** Headers are no longer than this. */
const headerBytes = 512;

/** The stream of programs whose name is none, or beyond the number that is kept apart. */
export const otherProgram = "other";

export function programOf(message: Buffer): string {
  const text = message.subarray(0, headerBytes).toString("latin1");
  const name = (header5424.exec(text) ?? header3164.exec(text))?.[1];
  return name !== undefined && name !== "-" && plainName.test(name) ? name : otherProgram;
}

const lineFeed = 0x0a;

/**
 * The message without its end. A line feed inside is written as `#012`, the way rsyslog writes control
 * characters to files; all other bytes stay.
 */
export function recordOf(message: Buffer): Buffer {
  let end = message.length;
  while (end > 0 && isEnd(message[end - 1])) end -= 1;
  const record = message.subarray(0, end);
  if (!record.includes(lineFeed)) return record;
  return Buffer.from(record.toString("latin1").replaceAll("\n", "#012"), "latin1");
}

/** Senders end messages in LF, CRLF, or NUL. */
function isEnd(byte: number | undefined): boolean {
  return byte === lineFeed || byte === 0x0d || byte === 0;
}
