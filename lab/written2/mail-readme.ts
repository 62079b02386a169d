import { counted, type Label, meaning } from "./set.ts";

export function readMe(labels: readonly Label[], boxed: number): string {
  return `# Mail, second set

Mail of the week from 16 to 20 November 2026 at an invented firm, \`orlenda.example\`, which makes pumps and has offices in
Leeds, Graz, Lyon and Valencia. \`labels.json\` says of each mail whether it asks for client configuration.

${labels.length - boxed} files of one mail each, and \`accounts-shared.mbox\` with ${boxed}, all in \`post/\`. ${counted(labels)}

**Written, not recorded.** Nobody sent these mails. \`lab/written2/mail.ts\` makes them from the texts in
\`lab/written2/mail\`. Labels were given with the texts, before any detection ran on them, by somebody who had read no rule
and no result; the texts of the first set (\`samples/mail\`) were not read either.

${meaning}

Phishing for passwords, payments or bank details is benign here where it asks nothing about the client. Pictures that stand for
QR codes cannot be read as such. A mail's \`value\` is its path; in the mbox, path and number. Addresses are of the
documentation ranges, names end in \`.example\`, people are invented.
`;
}
