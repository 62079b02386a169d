/** Plain lists, for gateways that take one. */
import { type BlockFile, blockName } from "../../target.ts";
import { type MailKind, valuesOf } from "../matcher.ts";
import type { MailTarget } from "../target.ts";

const plainSigns = /^[a-z0-9_][a-z0-9@_.+=%&~-]*$/;

export const plainMail: MailTarget = {
  id: "plain",
  title: "plain lists",
  kinds: ["link-host", "sender", "reply-to", "envelope", "sender-domain"],
  source: "one address or one host a line",
  cannot: ({ value }) =>
    plainSigns.test(value) ? undefined : "it has a sign that a list may read as another, such as # or *",
  render(order) {
    const list = (what: string, values: readonly string[]): BlockFile[] =>
      values.length === 0
        ? []
        : [{ name: `${blockName(order)}_${what}.txt`, text: `${[...new Set(values)].join("\n")}\n` }];
    const of = (kind: MailKind) => valuesOf(order.matchers, kind);
    const files = [
      ...list("link_hosts", of("link-host")),
      ...list("senders", [...of("sender"), ...of("envelope")]),
      ...list("reply_to", of("reply-to")),
      ...list("sender_domains", of("sender-domain")),
    ];
    return {
      files,
      apply: files.map(({ name }) => `Have the gateway read ${name}, or add its lines to a list of its own.`),
      rollback: ["Empty the files, or remove their lines from the list."],
      expiry: "A list knows no date: empty it by then.",
    };
  },
};
