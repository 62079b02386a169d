/** Sieve (RFC 5228): a script that files into a folder of junk until a day. */
import { blockName, heading } from "../../target.ts";
import { type MailKind, valuesOf } from "../matcher.ts";
import type { MailTarget } from "../target.ts";

/** A quoted string; only these two signs have a meaning in it. */
export function sieveString(text: string): string {
  return `"${text.replaceAll(/["\\]/g, (char) => `\\${char}`)}"`;
}

const tests: readonly (readonly [MailKind, string])[] = [
  ["sender", 'address :is :all "from"'],
  ["reply-to", 'address :is :all "reply-to"'],
  ["envelope", 'envelope :is :all "from"'],
  ["sender-domain", 'address :is :domain "from"'],
  ["subject", 'header :is :comparator "i;octet" "subject"'],
];

export const sieve: MailTarget = {
  id: "sieve",
  title: "Sieve (Dovecot Pigeonhole and others)",
  kinds: tests.map(([kind]) => kind),
  source: "https://www.rfc-editor.org/rfc/rfc5228, https://www.rfc-editor.org/rfc/rfc5260",
  render(order) {
    const file = `${blockName(order)}.sieve`;
    const day = new Date(order.expiresMs).toISOString().slice(0, 10);
    const parts = tests.flatMap(([kind, test]) => {
      const values = valuesOf(order.matchers, kind);
      return values.length === 0
        ? []
        : [`    ${test} [\n${values.map((value) => `      ${sieveString(value)}`).join(",\n")}\n    ]`];
    });
    const folder = order.place ?? "/etc/dovecot/sieve-before.d";
    return {
      files: [
        {
          name: file,
          text: `${[
            ...heading(order, "Sieve script", `remove ${file}`),
            'require ["fileinto", "envelope", "date", "relational"];',
            "if allof (",
            `  currentdate :zone "+0000" :value "le" "date" "${day}",`,
            "  anyof (",
            parts.join(",\n"),
            "  )",
            ") {",
            '  fileinto "Junk";',
            "  stop;",
            "}",
          ].join("\n")}\n`,
        },
      ],
      apply: [
        `Copy ${file} to ${folder}/, of which Dovecot's sieve_before names the folder.`,
        `sievec ${folder}/${file}`,
        "It files mails into the folder Junk, which each mailbox must have.",
      ],
      rollback: [`rm ${folder}/${blockName(order)}.s*`],
      expiry: `It ends by itself after ${day} (UTC).`,
    };
  },
};
