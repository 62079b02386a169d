/** Requests as no browser sends them, and what is known of each. */
import { type Ask, requestBytes } from "./raw-client.ts";

/** A request of texts alone. */
export type TextAsk = Omit<Ask, "target" | "agent" | "referrer"> & {
  readonly target: string;
  readonly agent?: string;
  readonly referrer?: string;
};

/** A request that is sent, with what a log that holds all of it must say. */
export interface Sent {
  readonly name: string;
  readonly bytes: Buffer;
  readonly ask?: TextAsk;
  readonly notText?: true;
}

const asks: Readonly<Record<string, TextAsk>> = {
  plain: { target: "/plain?a=1&b=2", agent: "curl/8.5.0", referrer: "http://start.example.test/" },
  "no headers": { target: "/bare" },
  "empty headers": { target: "/empty", agent: "", referrer: "" },
  quotes: { target: '/say"hi"', agent: 'An "odd" "agent"', referrer: '"' },
  backslashes: { target: "/a\\b\\\\", agent: "C:\\temp\\new\\x41\\\\", referrer: "\\" },
  brackets: { target: "/[1]{2}|3", agent: "[bot] {x} |", referrer: "]" },
  percent: { target: "/%20%2e%25%5b?q=%", agent: "100% %20 %%", referrer: "http://r.example.test/%41" },
  "a NUL in percent codes": { target: "/%00", agent: "x" },
  tabs: { target: "/tabs", agent: "tab\there\t\tand there", referrer: "a\tb" },
  "UTF-8": { target: "/café/🦊?q=ü", agent: "café 🦊 \u202e", referrer: "http://r.example.test/ü" },
  "a dash": { target: "/dash", agent: "-", referrer: "-" },
  "a quoted dash": { target: "/qdash", agent: '"-"', referrer: '" "' },
  "a forged record": {
    target: "/forged",
    agent: '" 200 5 "-" "curl/8.5.0"\\" [17/May/2026:10:05:03 +0000] "GET /x HTTP/1.1',
    referrer: 'http://a/" "Mozilla/5.0',
  },
  "commas and semicolons": { target: "/a,b;c='d'", agent: "a, b; c, 'd'", referrer: "x;y" },
  "as JSON": { target: '/{"a":"b"}', agent: '{"a":"\\u0041"}', referrer: "\\u0022" },
  HEAD: { method: "HEAD", target: "/head", agent: "curl/8.5.0" },
  "a method of its own": { method: "PROPFIND", target: "/dav/", agent: "x" },
  "an absolute target": { target: "http://other.example.test/abs?x=1", agent: "x" },
  "a long target": { target: `/${"a".repeat(6000)}`, agent: "x" },
  "a long agent": { target: "/long-agent", agent: `b${"é".repeat(3000)}` },
  "a user": { target: "/private/1", agent: "x", user: "ann" },
  "a user with blanks": { target: "/private/2", agent: "x", user: "Ann  Lee" },
  "a user with quotes and brackets": { target: "/private/3", agent: "x", user: 'CORP\\a"n] [17/May/2026' },
  "a user in UTF-8": { target: "/private/4", agent: "x", user: "ünn 🦊" },
  "an empty user": { target: "/private/5", agent: "x", user: "" },
};

/** Bytes that are no text, in UTF-8 at least: a server writes them in its own way. */
const bytes = Buffer.from("\xff\xfe", "latin1");
const around = (before: string, behind: string) =>
  Buffer.concat([Buffer.from(before), bytes, Buffer.from(behind)]);

/** The same as it comes back, with what stands for the bytes. */
export const notText = (written: string): TextAsk => ({
  target: `/bytes-${written}`,
  agent: `odd ${written} end`,
});

/** A hello of TLS as a scanner sends it to a plain port; no blank is in it, and a line end, for which some servers wait. */
const hello = Buffer.concat([
  Buffer.from(`16030100430100003f0303${"a7".repeat(32)}000002130101000014ff01000100`, "hex"),
  Buffer.from("\r\n\r\n"),
]);

/** What is no request at all; no log can give a method and a target for it that hold. */
const broken: Readonly<Record<string, Buffer>> = {
  "a hello of TLS": hello,
  nonsense: Buffer.from("nonsense\r\n\r\n"),
  "an empty method": Buffer.from(" / HTTP/1.1\r\nHost: a\r\n\r\n"),
};

export const awkward: readonly Sent[] = [
  ...Object.entries(asks).map(([name, ask]) => ({ name, ask, bytes: requestBytes(ask) })),
  {
    name: "bytes that are no text",
    bytes: requestBytes({ target: around("/bytes-", ""), agent: around("odd ", " end") }),
    notText: true,
  },
  ...Object.entries(broken).map(([name, bytes]) => ({ name, bytes })),
];
