/** Networks by their prefixes, so that an address is looked up and not compared with each. */
import { networkOf } from "../assess/register.ts";

/** The networks, of those given, in which an address lies. */
export function networkIndex(networks: readonly string[]): (address: string) => readonly string[] {
  const byLength = new Map<string, { bytes: number; bits: number; held: Map<string, string[]> }>();
  for (const network of new Set(networks)) {
    const range = networkOf(network);
    if (range === undefined) continue;
    const bytes = range[0].toByteArray();
    const key = `${bytes.length} ${range[1]}`;
    const length = byLength.get(key) ?? { bytes: bytes.length, bits: range[1], held: new Map() };
    byLength.set(key, length);
    const prefix = prefixOf(bytes, range[1]);
    length.held.set(prefix, [...(length.held.get(prefix) ?? []), network]);
  }
  const lengths = [...byLength.values()];
  const known = new Map<string, readonly string[]>();
  return (address) => {
    const found = known.get(address) ?? lookUp(address, lengths);
    known.set(address, found);
    return found;
  };
}

function lookUp(
  address: string,
  lengths: readonly { bytes: number; bits: number; held: ReadonlyMap<string, readonly string[]> }[],
): readonly string[] {
  const bytes = networkOf(address)?.[0].toByteArray();
  if (bytes === undefined) return [];
  return lengths
    .filter((one) => one.bytes === bytes.length)
    .flatMap(({ bits, held }) => held.get(prefixOf(bytes, bits)) ?? []);
}

/** The first bits of an address as text. */
function prefixOf(bytes: readonly number[], bits: number): string {
  return bytes
    .map((byte, at) => byte & (0xff << Math.max(0, 8 - Math.max(0, bits - at * 8))))
    .map((byte, at) => (bits <= at * 8 ? 0 : byte & 0xff))
    .join(".");
}
