/** Addresses of the names that written hosts connect to. Public names keep theirs to themselves: all are documentation addresses. */

const pools = [
  ["192.0.2", 142, 161],
  ["198.51.100", 149, 168],
  ["203.0.113", 43, 76],
] as const;

const addresses = new Map<string, string>();

/** Gives each name an address of its own: those of the firm inside, all others from the documentation ranges. */
export function assignAddresses(domains: readonly string[]): void {
  const free = pools.flatMap(([net, low, high]) =>
    Array.from({ length: high - low + 1 }, (_, at) => `${net}.${low + at}`),
  );
  let inside = 10;
  for (const domain of [...new Set(domains)].sort()) {
    const address = domain.endsWith("corvane.example") ? `10.30.0.${inside++}` : free.shift();
    if (address === undefined) throw new Error(`no address is left for ${domain}`);
    addresses.set(domain, address);
  }
}

export function addressOfDomain(domain: string): string {
  const address = addresses.get(domain);
  if (address === undefined) throw new Error(`${domain} has no address`);
  return address;
}
