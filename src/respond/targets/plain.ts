/** A plain list of networks, for firewalls that fetch one (external dynamic list) and for anything else. */
import { blockName, networksOf, type Target } from "../target.ts";

export const plain: Target = {
  id: "plain",
  title: "plain list",
  shapes: ["network"],
  source: "one network in CIDR form a line",
  render(order) {
    const name = blockName(order);
    return {
      files: [{ name: `${name}.txt`, text: `${networksOf(order.matchers).join("\n")}\n` }],
      apply: [`Have the firewall fetch ${name}.txt, or add its lines to a list that it fetches.`],
      rollback: ["Empty the file, or remove its lines from the list."],
      expiry: "A list knows no date: empty it by then.",
    };
  },
};
