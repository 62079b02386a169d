/** Postfix: regexp tables of the whole envelope address, of header lines and of body lines. */
import { blockName, heading } from "../../target.ts";
import { isPlainAscii, type MailKind, mailKinds, valuesOf } from "../matcher.ts";
import type { MailOrder, MailTarget } from "../target.ts";

/** What POSIX reads only with a backslash; all else that is no letter or digit stands in brackets. */
const withBackslash = new Set(["^", "\\", "/"]);

/** A text as a POSIX extended regular expression of one meaning. A header may be folded at any space. */
export function postfixRegex(text: string): string {
  return [...text]
    .map((char) => {
      if (/[A-Za-z0-9]/.test(char)) return char;
      if (char === " ") return "[[:space:]]+";
      return withBackslash.has(char) ? `\\${char}` : `[${char}]`;
    })
    .join("");
}

/** An address as a whole, or the last one in angle brackets, perhaps with a comment behind. */
const inHeader = (name: string, address: string) =>
  `/^${name}:([[:space:]]*|.*<)${address}>?([[:space:]]+[(].*[)])?[[:space:]]*$/`;

const tables = ["sender", "header", "body"] as const;
const lines: Readonly<Record<MailKind, readonly [(typeof tables)[number], (text: string) => string]>> = {
  "link-host": [
    "body",
    (host) =>
      `/:\\/\\/([^\\/?#@<>"[:space:]]*@)?${host}(:[0-9]+)?([^A-Za-z0-9_.@:=-]|[.]?[[:space:]]|[.]?$)/`,
  ],
  sender: ["header", (address) => inHeader("From", address)],
  "reply-to": ["header", (address) => inHeader("Reply-To", address)],
  envelope: ["sender", (address) => `/^${address}$/`],
  "sender-domain": ["header", (host) => inHeader("From", `[^<>@[:space:]]+@${host}`)],
  subject: ["header", (text) => `/^Subject:[[:space:]]*${text}[[:space:]]*$/i`],
};
const settings = {
  sender: "smtpd_sender_restrictions = check_sender_access regexp:FILE (before what is there)",
  header: "header_checks = regexp:FILE (before what is there)",
  body: "body_checks = regexp:FILE (before what is there)",
} as const;

export const postfix: MailTarget = {
  id: "postfix",
  title: "Postfix (regexp tables)",
  kinds: mailKinds,
  source: "https://www.postfix.org/regexp_table.5.html, https://www.postfix.org/header_checks.5.html",
  cannot: ({ kind, value }) =>
    kind === "subject" && !isPlainAscii(value)
      ? "Postfix sees the header as it was sent, and a subject with letters beyond ASCII is sent encoded, in one of several ways"
      : undefined,
  render(order) {
    const folder = order.place ?? "/etc/postfix";
    const files = tables.flatMap((table) => {
      const entries = entriesOf(order, table);
      const file = `${blockName(order)}_${table}.regexp`;
      return entries.length === 0 ? [] : [{ table, file, entries }];
    });
    return {
      files: files.map(({ file, entries }) => ({
        name: file,
        text: `${[...heading(order, "Postfix regexp table", `take ${file} out of main.cf`), ...entries].join("\n")}\n`,
      })),
      apply: [
        `Copy the files to ${folder}/ and name them in main.cf:`,
        ...files.map(({ table, file }) => settings[table].replace("FILE", `${folder}/${file}`)),
        "postfix check && postfix reload",
        "Postfix sees headers and body as they were sent: a subject that was encoded, and a link in a part that is encoded (base64), pass these tables.",
      ],
      rollback: [
        `Take the names out of main.cf again, then: rm ${folder}/${blockName(order)}_*.regexp`,
        "postfix check && postfix reload",
      ],
      expiry: "Postfix's tables know no date: take it back by then.",
    };
  },
};

function entriesOf(order: MailOrder, table: (typeof tables)[number]): string[] {
  return mailKinds.flatMap((kind) => {
    const [where, line] = lines[kind];
    return where === table
      ? valuesOf(order.matchers, kind).map((value) => `${line(postfixRegex(value))} REJECT ${kind} of a case`)
      : [];
  });
}
