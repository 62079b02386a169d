/** A response policy zone: a resolver answers that the names do not exist. */
import { type BlockOrder, blockName, domainsOf, heading, type Target } from "../target.ts";

/** A name of a zone has 255 bytes at most, that of the zone among them. */
const nameCharsMax = 200;

const zoneOf = (order: BlockOrder) => `${blockName(order).replaceAll("_", "-")}.rpz`;

export const rpz: Target = {
  id: "rpz",
  title: "DNS response policy zone",
  shapes: ["domain"],
  source: "https://datatracker.ietf.org/doc/html/draft-vixie-dns-rpz-02, 2026-11-29",
  cannot({ domain = "" }) {
    return domain.length > nameCharsMax ? "its zone holds no name that long" : undefined;
  },
  render(order) {
    const zone = zoneOf(order);
    const file = `${blockName(order)}.rpz.zone`;
    const folder = order.place ?? "/etc/bind";
    const text = [
      ...heading(
        order,
        `response policy zone ${zone}`,
        "remove the zone from response-policy and its zone block; rndc reconfig",
      ).map((line) => line.replace(/^#/, ";")),
      "$TTL 300",
      // Later blocks of the same case have a later serial.
      `@ IN SOA localhost. hostmaster.localhost. ( ${Math.floor(order.fromMs / 1000) % 2 ** 32} 3600 600 604800 300 )`,
      "@ IN NS localhost.",
      ...domainsOf(order.matchers).flatMap((domain) => [`${domain} IN CNAME .`, `*.${domain} IN CNAME .`]),
    ];
    return {
      files: [{ name: file, text: `${text.join("\n")}\n` }],
      apply: [
        `Copy \`${file}\` to \`${folder}\`, and check it: \`named-checkzone ${zone} ${file}\``,
        `In \`named.conf\`: \`zone "${zone}" { type primary; file "${folder}/${file}"; allow-query { none; }; };\``,
        `In its options: \`response-policy { zone "${zone}"; };\``,
        "named-checkconf && rndc reconfig",
      ],
      rollback: [
        "Remove the zone from `response-policy`, and its `zone` block.",
        "named-checkconf && rndc reconfig",
      ],
      expiry: "A zone knows no date: take it back by then.",
    };
  },
};
