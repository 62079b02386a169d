/** Networks of `cidr` values. */
import ipaddr from "ipaddr.js";

export interface Network {
  readonly first: string;
  readonly last: string;
  readonly version: 4 | 6;
}

/** The first and last address of a network; undefined where the text is none. */
export function networkOf(text: string): Network | undefined {
  try {
    const [address, bits] = ipaddr.parseCIDR(
      text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`,
    );
    const bytes = address.toByteArray();
    const edge = (ones: boolean) =>
      ipaddr
        .fromByteArray(
          bytes.map((byte, index) => {
            const kept = Math.max(0, Math.min(8, bits - index * 8));
            const mask = (0xff << (8 - kept)) & 0xff;
            return (byte & mask) | (ones ? ~mask & 0xff : 0);
          }),
        )
        .toString();
    return { first: edge(false), last: edge(true), version: address.kind() === "ipv4" ? 4 : 6 };
  } catch {
    return undefined;
  }
}
