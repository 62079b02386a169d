/**
 * To which addresses a notification may go. A destination is what somebody typed, and the service stands where that person may not
 * reach: addresses of the machine, of its networks and of a cloud's own services are refused, unless whoever started the service
 * named them.
 */
import { lookup } from "node:dns/promises";
import ipaddr from "ipaddr.js";
import { VedetteError } from "../../errors.ts";
import { notifyLimits } from "../../limits.ts";

export interface Network {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
}

export interface CheckedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Finds the addresses of a name; a test gives its own. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/**
 * Where clouds keep credentials and orders for a machine. They are refused whatever is allowed; link-local addresses, in
 * which most of them are (169.254.169.254), are so as a whole.
 */
const ofClouds: ReadonlySet<string> = new Set([
  "fd00:ec2::254", // Amazon EC2 over IPv6
  "fd20:ce::254", // Google Cloud over IPv6
  "100.100.100.200", // Alibaba Cloud
  "168.63.129.16", // Azure's agent
  "192.0.0.192", // Oracle Cloud, classic
]);

/** Kinds of addresses that may be allowed by name; every other kind that is not public is refused always. */
const allowable: ReadonlySet<string> = new Set(["private", "uniqueLocal", "loopback", "carrierGradeNat"]);

/** All of IPv6 that is given out (IANA); what else looks public stands for something, such as ::7f00:1 for 127.0.0.1. */
const globalUnicast = ipaddr.IPv6.parse("2000::");

/** @throws VedetteError `usage.option` */
export function networkOf(given: string): Network {
  try {
    if (given.includes("/")) {
      const [address, bits] = ipaddr.parseCIDR(given);
      return { address, bits };
    }
    const address = ipaddr.process(given);
    return { address, bits: address.kind() === "ipv4" ? 32 : 128 };
  } catch {
    throw new VedetteError("usage.option", `--notify-to ${given}: not an address or a network.`, {
      hint: "For example 10.1.2.0/24, 127.0.0.1 or fd12:3456::/48.",
    });
  }
}

/** What an address is: for everybody, allowed by name, or why it is refused. */
export function addressVerdict(
  text: string,
  allowed: readonly Network[],
): "public" | "allowed" | { readonly refused: string } {
  const address = unwrapped(ipaddr.process(text.replace(/%.*$/, "")));
  const range = address.range();
  if (range === "linkLocal" || ofClouds.has(address.toString()))
    return { refused: `${address}: link-local addresses and those of a cloud's own services are never told` };
  if (range === "unicast" && (address.kind() === "ipv4" || address.match(globalUnicast, 3))) return "public";
  if (!allowable.has(range)) return { refused: `${address}: nobody is to be reached there (${range})` };
  if (allowed.some(({ address: base, bits }) => base.kind() === address.kind() && address.match(base, bits)))
    return "allowed";
  return {
    refused: `${address}: an address of this machine or of a private network; start the service with --notify-to ${address} to allow it`,
  };
}

/** An IPv4 address that is written as one of IPv6 for a translator (RFC 6052) is what it is translated to. */
function unwrapped(address: ipaddr.IPv4 | ipaddr.IPv6): ipaddr.IPv4 | ipaddr.IPv6 {
  if (address.kind() === "ipv6" && address.range() === "rfc6052")
    return ipaddr.fromByteArray(address.toByteArray().slice(12));
  return address;
}

export const systemResolve: Resolve = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

/** The addresses of a host, once all of them are found to be permitted: the connection goes to these and to no others. */
export async function checkedAddresses(
  host: string,
  allowed: readonly Network[],
  resolve: Resolve,
): Promise<
  { readonly addresses: readonly CheckedAddress[]; readonly public: boolean } | { refused: string }
> {
  const bare = host.replace(/^\[|\]$/g, "");
  const found = ipaddr.isValid(bare) ? [bare] : await resolve(bare);
  if (found.length === 0) return { refused: "its name has no address" };
  const addresses: CheckedAddress[] = [];
  let anyPublic = false;
  for (const text of found.slice(0, notifyLimits.hostAddressesMax)) {
    const verdict = addressVerdict(text, allowed);
    if (typeof verdict === "object") return verdict;
    anyPublic ||= verdict === "public";
    addresses.push({ address: text, family: text.includes(":") ? 6 : 4 });
  }
  return { addresses, public: anyPublic };
}
