/** The network around an address. */
import { networkOf } from "./register.ts";

const insideRanges: readonly string[] = [
  "private",
  "loopback",
  "linkLocal",
  "uniqueLocal",
  "carrierGradeNat",
];

/** The /24, or the /48 of IPv6, around an address or a range; undefined inside, where neighbours are colleagues. */
export function networkAround(text: string): string | undefined {
  const parsed = networkOf(text);
  if (parsed === undefined) return undefined;
  const [address] = parsed;
  if (insideRanges.includes(address.range())) return undefined;
  const bytes = address.toByteArray();
  if (address.kind() === "ipv4") return `${bytes.slice(0, 3).join(".")}.0/24`;
  const groups = [0, 2, 4].map((at) => (((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)).toString(16));
  return `${groups.join(":")}::/48`;
}
