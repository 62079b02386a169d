/**
 * The justification register: who may do what, from where, until when, and who answers for it.
 *
 * An entry justifies somebody only where each part that it names holds for all that he was seen to do. It never
 * hides him: the report shows what every entry set aside.
 */
import ipaddr from "ipaddr.js";
import type { RegisterEntry } from "./register-file.ts";

/** Parts of an entry that say who it is about; one of them is needed. */
export const whoParts = ["source", "user", "host", "destination", "sender"] as const;

/** A register and the file that it is from. */
export interface Register {
  readonly path: string;
  readonly entries: readonly RegisterEntry[];
  /** Proxies that the run was told to believe; what another one passes on in a header is anybody's to write. */
  readonly trusted?: readonly string[];
}

/** An address and the bits of its network; an address by itself is a network of one. */
export function networkOf(text: string): [address: ipaddr.IPv4 | ipaddr.IPv6, bits: number] | undefined {
  try {
    if (text.includes("/")) return ipaddr.parseCIDR(text);
    const address = ipaddr.parse(text);
    return [address, address.kind() === "ipv4" ? 32 : 128];
  } catch {
    return undefined;
  }
}
