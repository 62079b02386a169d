/** Made-up happenings that any server, sensor or host could have logged, with texts as awkward as people send them. */
import fc from "fast-check";

/** One happening; a writer takes of it what its format logs. */
export interface Truth {
  readonly ms: number;
  readonly client: string;
  readonly port: number;
  readonly server: string;
  readonly host: string;
  /** As basic authentication gives it: anything but a colon. */
  readonly user: string;
  readonly method: string;
  /** Of a request: a path with a query, without blanks and control characters. */
  readonly path: string;
  readonly query: string;
  readonly version: string;
  readonly status: number;
  readonly bytes: number;
  readonly sent: number;
  /** Texts of headers: no blanks at the ends (RFC 9110, 5.5), no line feeds, no NUL. */
  readonly referrer: string;
  readonly agent: string;
  /** Any text of one line and of several: a command line, a subject, a value of the registry. */
  readonly line: string;
  readonly text: string;
  /** Place in its log, from 0. */
  readonly serial: number;
}

/** Columns as they must come back. */
export type Expected = Readonly<Record<string, string | number>>;

/** How a product writes records of one format. */
export interface Writer {
  /** The format that a file of it must be recognised as, with the wrappers around it. */
  readonly format: string;
  /** Told apart from others of the same format. */
  readonly name?: string;
  /** Lines in front of the records. */
  readonly head?: readonly string[];
  /** Lines behind the records. */
  readonly foot?: readonly string[];
  write(one: Truth): string;
  expected(one: Truth): Expected;
  /** Happenings that the format can log; all where it is absent. */
  possible?(one: Truth): boolean;
}

/** What a client can put into a path or a header that has a meaning somewhere in a log. */
const marks = [...'""\\\\\'[]{}()|%,;+<>&=:#`^~-_/?* '];
const letters = fc.oneof(
  { weight: 10, arbitrary: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)) },
  { weight: 5, arbitrary: fc.constantFrom(...marks) },
  {
    weight: 2,
    arbitrary: fc.constantFrom("é", "ß", "Ж", "中", "🦊", "\u202e", "\u00a0", "\u2028", "\ufeff", "ﬁ"),
  },
);
const controls = fc.constantFrom(
  "\t",
  "\u0001",
  "\u0002",
  "\u0007",
  "\b",
  "\v",
  "\f",
  "\u001b",
  "\u001d",
  "\u007f",
  "\u0085",
);
const odd = [
  "-",
  '"-"',
  "",
  '""',
  '"',
  "\\",
  "\\\\",
  'say \\"hi\\"',
  "back\\",
  "\\x22 \\x5c \\n \\t \\u0041",
  "%22%20100% %5b %00",
  "a+b c",
  "(empty)",
  "null",
  "NULL",
  "None",
  "NA",
  "true",
  "0",
  "a, b; c",
  "','",
  '","',
  '" "',
  "' OR 1=1 -- ",
  `$${"{jndi:ldap://x.example/a}"}`,
  "<script>&amp;&quot;</script>",
  "#Fields: x y",
  "[17/May/2026:10:05:03 +0000]",
  '"GET / HTTP/1.1" 200 5 "-" "curl/8.5.0"',
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
];

const stringOf = (unit: fc.Arbitrary<string>, maxLength: number) => fc.string({ unit, maxLength });
const withControls = fc.oneof({ weight: 15, arbitrary: letters }, { weight: 1, arbitrary: controls });
const header = fc
  .oneof(
    { weight: 3, arbitrary: stringOf(withControls, 40) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  )
  .map((text) => text.replace(/^[ \t]+|[ \t]+$/g, ""));
const target = (maxLength: number) =>
  stringOf(letters, maxLength).map((text) => text.replaceAll(/[\s\u00a0\u2028\ufeff]/g, ""));
const address = fc.oneof(fc.ipV4(), fc.constantFrom("2001:db8::7", "2001:db8:7::15", "fe80::1:2"));

export const truth: fc.Arbitrary<Omit<Truth, "serial">> = fc.record({
  ms: fc.integer({ min: Date.UTC(2019, 0, 1), max: Date.UTC(2026, 4, 31) }),
  client: address,
  port: fc.integer({ min: 1, max: 65_535 }),
  server: address,
  host: fc.constantFrom("www.example.test", "api.example.test", "ws-1.corp.test"),
  user: fc.oneof(
    fc.constantFrom("-", "ann", "CORP\\ann", "ann@corp.test", "Ann Lee", "", '"', "[17/May/2026"),
    stringOf(withControls, 16).map((text) => text.replaceAll(":", "")),
  ),
  method: fc.constantFrom("GET", "POST", "HEAD", "PROPFIND", "M-SEARCH"),
  path: target(40).map((text) => `/${text.replaceAll("?", "")}`),
  query: fc.oneof(fc.constant(""), target(20)),
  version: fc.constantFrom("1.0", "1.1", "2.0"),
  status: fc.integer({ min: 100, max: 599 }),
  bytes: fc.integer({ min: 0, max: 2 ** 40 }),
  sent: fc.integer({ min: 0, max: 2 ** 31 }),
  referrer: header,
  agent: header,
  line: fc.oneof({ weight: 3, arbitrary: stringOf(withControls, 40) }, fc.constantFrom(...odd)),
  text: stringOf(fc.oneof({ weight: 15, arbitrary: withControls }, fc.constantFrom("\n", "\r\n")), 40),
});

export const targetOf = ({ path, query }: Truth): string => (query === "" ? path : `${path}?${query}`);
export const wholeSecond = ({ ms }: Truth): number => Math.floor(ms / 1000) * 1000;

const two = (n: number) => String(n).padStart(2, "0");
const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** 17/May/2026:10:05:03 +0200, in a zone some minutes east of Greenwich. */
export function clf(ms: number, east = 0, fraction = ""): string {
  const at = new Date(ms + east * 60_000);
  const zone = `${east < 0 ? "-" : "+"}${two(Math.floor(Math.abs(east) / 60))}${two(Math.abs(east) % 60)}`;
  return `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}:${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}${fraction} ${zone}`;
}
/** Sun May 17 10:05:03 2026, as C's ctime writes it. */
export function ctime(ms: number): string {
  const at = new Date(ms);
  return `${days[at.getUTCDay()]} ${months[at.getUTCMonth()]} ${String(at.getUTCDate()).padStart(2)} ${iso(ms).slice(11, 19)} ${at.getUTCFullYear()}`;
}
/** 05/17/26-10:05:03.123456 */
export function snortTime(ms: number): string {
  const text = iso(ms);
  return `${text.slice(5, 7)}/${text.slice(8, 10)}/${text.slice(2, 4)}-${text.slice(11, 23)}456`;
}
export const iso = (ms: number): string => new Date(ms).toISOString();
/** 2026-05-17 10:05:03 */
export const dateTime = (ms: number): string => iso(ms).slice(0, 19).replace("T", " ");
export const epoch = (ms: number, digits = 3): string =>
  `${Math.floor(ms / 1000)}.${String(ms % 1000)
    .padStart(3, "0")
    .padEnd(digits, "0")}`;
