/** nftables and ipset: sets of networks whose elements end by themselves. */
import { type BlockOrder, blockName, heading, networksOf, secondsOf, type Target } from "../target.ts";

function byFamily(order: BlockOrder): { v4: string[]; v6: string[] } {
  const networks = networksOf(order.matchers);
  return {
    v4: networks.filter((one) => !one.includes(":")),
    v6: networks.filter((one) => one.includes(":")),
  };
}

export const nftables: Target = {
  id: "nftables",
  title: "nftables",
  shapes: ["network"],
  source: "https://wiki.nftables.org/wiki-nftables/index.php/Sets, 2026-11-29",
  render(order) {
    const name = blockName(order);
    const { v4, v6 } = byFamily(order);
    const set = (family: "v4" | "v6", type: string, networks: readonly string[]) =>
      networks.length === 0
        ? []
        : [
            `    set ${family} {`,
            `        type ${type}`,
            "        flags interval, timeout",
            `        elements = { ${networks.map((one) => `${one} timeout ${secondsOf(order)}s`).join(",\n            ")} }`,
            "    }",
          ];
    const text = [
      ...heading(order, "nftables", `nft delete table inet ${name}`),
      `table inet ${name} {`,
      ...set("v4", "ipv4_addr", v4),
      ...set("v6", "ipv6_addr", v6),
      "    chain early {",
      "        type filter hook prerouting priority -190; policy accept;",
      ...(v4.length === 0 ? [] : ["        ip saddr @v4 counter drop"]),
      ...(v6.length === 0 ? [] : ["        ip6 saddr @v6 counter drop"]),
      "    }",
      "}",
    ];
    return {
      files: [{ name: `${name}.nft`, text: `${text.join("\n")}\n` }],
      apply: [`nft -c -f ${name}.nft && nft -f ${name}.nft`],
      rollback: [`nft delete table inet ${name}`],
      expiry: "Each element ends by itself, counted from when the file is loaded; the empty table stays.",
    };
  },
};

export const ipset: Target = {
  id: "ipset",
  title: "ipset with iptables",
  shapes: ["network"],
  source: "https://ipset.netfilter.org/ipset.man.html, 2026-11-29",
  render(order) {
    const name = blockName(order).slice(0, 28);
    const { v4, v6 } = byFamily(order);
    // The longest time that a set's element can have.
    const timeout = Math.min(secondsOf(order), 2_147_483);
    const set = (suffix: string, family: string, networks: readonly string[]) =>
      networks.length === 0
        ? []
        : [
            `create ${name}${suffix} hash:net family ${family} timeout ${timeout}`,
            ...networks.map((one) => `add ${name}${suffix} ${one}`),
          ];
    const pairs: [string, string, string[]][] = [
      ["_4", "iptables", v4],
      ["_6", "ip6tables", v6],
    ];
    const used = pairs.filter(([, , networks]) => networks.length > 0);
    return {
      files: [
        {
          name: `${name}.ipset`,
          text: `${[...set("_4", "inet", v4), ...set("_6", "inet6", v6)].join("\n")}\n`,
        },
      ],
      apply: [
        `ipset restore < ${name}.ipset`,
        ...used.map(
          ([suffix, program]) => `${program} -I INPUT -m set --match-set ${name}${suffix} src -j DROP`,
        ),
      ],
      rollback: used.flatMap(([suffix, program]) => [
        `${program} -D INPUT -m set --match-set ${name}${suffix} src -j DROP`,
        `ipset destroy ${name}${suffix}`,
      ]),
      expiry:
        "Each element ends by itself, counted from when it is added (24 days at most); the empty set stays.",
    };
  },
};
