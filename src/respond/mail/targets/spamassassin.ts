/** SpamAssassin: a rule for each entry, of anchored patterns. */
import { exactRegex } from "../../block.ts";
import { blockName, heading } from "../../target.ts";
import type { MailKind, MailMatcher } from "../matcher.ts";
import { mailKinds } from "../matcher.ts";
import type { MailTarget } from "../target.ts";

const score = 20;
/** What a rule looks at, and the pattern for a text. `:addr` is the first address of a header. */
const tests: Readonly<Record<MailKind, (pattern: string) => string>> = {
  // User and port may stand beside a host.
  "link-host": (host) => `uri NAME m{^[a-z]+://(?:[^/?\\x23@]*@)?${host}(?::\\d*)?(?:[/?\\x23]|$)}i`,
  sender: (address) => `header NAME From:addr =~ /^${address}$/i`,
  "reply-to": (address) => `header NAME Reply-To:addr =~ /^${address}$/i`,
  envelope: (address) => `header NAME EnvelopeFrom =~ /^\\s*<?${address}>?\\s*$/i`,
  "sender-domain": (host) => `header NAME From:addr =~ /\\x40${host}$/i`,
  subject: (text) => `header NAME Subject =~ /^\\s*${text}\\s*$/`,
};

export const spamassassin: MailTarget = {
  id: "spamassassin",
  title: "SpamAssassin (rules)",
  kinds: mailKinds,
  source: "https://spamassassin.apache.org/full/4.0.x/doc/Mail_SpamAssassin_Conf.html",
  render(order) {
    const name = blockName(order);
    const file = `${name}.cf`;
    const folder = order.place ?? "/etc/spamassassin";
    return {
      files: [
        {
          name: file,
          text: `${[...heading(order, "SpamAssassin rules", `rm ${folder}/${file}`), ...order.matchers.flatMap((matcher, n) => ruleOf(matcher, `${name.toUpperCase()}_${n + 1}`))].join("\n")}\n`,
        },
      ],
      apply: [
        `Copy ${file} to ${folder}/ (on other systems than Debian /etc/mail/spamassassin).`,
        "spamassassin --lint && systemctl restart spamd",
        `Each rule has a score of ${score}, above the 5 at which SpamAssassin as it comes marks a mail; what becomes of a marked mail is set where it is called.`,
      ],
      rollback: [`rm ${folder}/${file}`, "spamassassin --lint && systemctl restart spamd"],
      expiry: "SpamAssassin's rules know no date: take it back by then.",
    };
  },
};

function ruleOf({ kind, value }: MailMatcher, name: string): string[] {
  return [
    tests[kind](exactRegex(value)).replace("NAME", name),
    `describe ${name} Vedette ${kind}`,
    `score ${name} ${score}`,
  ];
}
