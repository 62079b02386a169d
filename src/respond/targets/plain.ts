/** Plain lists of networks and of domains, for firewalls that fetch one (external dynamic list) and for anything else. */
import { type BlockFile, blockName, domainsOf, networksOf, type Target } from "../target.ts";

export const plain: Target = {
  id: "plain",
  title: "plain list",
  shapes: ["network", "domain"],
  source: "one network in CIDR form, or one domain, a line",
  render(order) {
    const name = blockName(order);
    const list = (ending: string, lines: readonly string[]): BlockFile[] =>
      lines.length === 0 ? [] : [{ name: `${name}${ending}`, text: `${lines.join("\n")}\n` }];
    const files = [
      ...list(".txt", networksOf(order.matchers)),
      ...list(".domains.txt", domainsOf(order.matchers)),
    ];
    return {
      files,
      apply: files.map(
        (one) => `Have the firewall fetch ${one.name}, or add its lines to a list that it fetches.`,
      ),
      rollback: ["Empty the file, or remove its lines from the list."],
      expiry: "A list knows no date: empty it by then.",
    };
  },
};
