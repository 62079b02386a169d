/** Rspamd: a rule of the multimap module for each kind of entry, with a map of anchored patterns. */
import { exactRegex } from "../../block.ts";
import { blockName, heading, plainComment } from "../../target.ts";
import { type MailKind, valuesOf } from "../matcher.ts";
import type { MailOrder, MailTarget } from "../target.ts";

/** How the module takes each text out of a mail. */
const rules: Readonly<Record<MailKind, readonly string[]>> = {
  "link-host": ['type = "url";'],
  sender: ['type = "selector";', "selector = \"from('mime'):addr\";"],
  "reply-to": ['type = "header";', 'header = "Reply-To";', 'filter = "email:addr";'],
  envelope: ['type = "selector";', "selector = \"from('smtp'):addr\";"],
  "sender-domain": ['type = "selector";', "selector = \"from('mime'):domain\";"],
  subject: ['type = "header";', 'header = "Subject";'],
};
const kinds = Object.keys(rules) as MailKind[];
/** Above the 15 at which a mail is refused as Rspamd comes. */
const score = 20;

export const rspamd: MailTarget = {
  id: "rspamd",
  title: "Rspamd (multimap)",
  kinds,
  source: "https://docs.rspamd.com/modules/multimap",
  render(order) {
    const name = blockName(order);
    const folder = order.place ?? "/etc/rspamd/local.d";
    const maps = kinds.flatMap((kind) => {
      const values = valuesOf(order.matchers, kind);
      return values.length === 0 ? [] : [{ kind, values, file: `${name}_${kind.replace("-", "_")}.map` }];
    });
    const conf = `${name}.conf`;
    return {
      files: [
        {
          name: conf,
          text: `${[...heading(order, "Rspamd multimap rules", `remove the line that includes ${conf}`), ...maps.flatMap(({ kind, file }) => ruleOf(order, kind, `${folder}/${file}`))].join("\n")}\n`,
        },
        ...maps.map(({ kind, values, file }) => ({
          name: file,
          text: `${values.map((value) => patternOf(kind, value)).join("\n")}\n`,
        })),
      ],
      apply: [
        `Copy the files to ${folder}/.`,
        `echo '.include(try=true) "${folder}/${conf}"' >> /etc/rspamd/local.d/multimap.conf`,
        "rspamadm configtest && systemctl reload rspamd",
        `Each rule has a score of ${score}, above the 15 at which Rspamd as it comes refuses a mail; with other limits change the scores.`,
      ],
      rollback: [
        `sed -i '/${conf}/d' /etc/rspamd/local.d/multimap.conf && rm ${folder}/${name}*`,
        "rspamadm configtest && systemctl reload rspamd",
      ],
      expiry: "Rspamd's maps know no date: take it back by then.",
    };
  },
};

function patternOf(kind: MailKind, value: string): string {
  return `/^${exactRegex(value)}$/${kind === "subject" ? "" : "i"}`;
}

function ruleOf(order: MailOrder, kind: MailKind, map: string): string[] {
  return [
    `${blockName(order).toUpperCase()}_${kind.replace("-", "_").toUpperCase()} {`,
    ...rules[kind].map((line) => `  ${line}`),
    `  map = "${map}";`,
    "  regexp = true;",
    `  score = ${score}.0;`,
    `  description = "${plainComment(`case ${order.caseId}: ${kind}`)}";`,
    "}",
  ];
}
