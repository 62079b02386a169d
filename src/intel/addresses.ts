/** Addresses and ranges of feeds: read, made canonical, and refused where everybody would match. */
import ipaddr from "ipaddr.js";
import { type EntryValue, type Refusal, refuse } from "./entry.ts";

/** A wider range is no statement about somebody: the largest blocks that were ever handed out. */
const bitsMinV4 = 8;
const bitsMinV6 = 19;

/** Networks in which everybody has somebody; those for documentation are left, nobody uses them. */
const everybodys: Readonly<Record<string, string>> = {
  unspecified: "an address of nobody",
  broadcast: "a broadcast address",
  multicast: "a multicast address",
  linkLocal: "a link-local address",
  loopback: "a loopback address",
  private: "a private address",
  uniqueLocal: "a private address",
  carrierGradeNat: "an address that carriers share out (RFC 6598)",
};

/** Their networks in IPv4, of which a range may hold one without beginning in it. */
const heldNetworks = [
  "10.0.0.0",
  "100.64.0.0",
  "127.0.0.0",
  "169.254.0.0",
  "172.16.0.0",
  "192.168.0.0",
  "224.0.0.0",
];

const dotted = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;

/** Whether a text is meant as an address or a range: it is then nothing else. */
export function looksLikeAddress(text: string): boolean {
  return (
    /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,3})?$/.test(text) ||
    /^\[?[0-9a-f]*:[0-9a-f:.]+\]?(?:\/\d{1,3})?$/i.test(text)
  );
}

/** What kind of an address it is that nobody alone has; undefined for others. */
export function everybodysAddress(text: string): string | undefined {
  return ipaddr.isValid(text) ? everybodys[ipaddr.process(text).range()] : undefined;
}

/** The same of dotted IPv4, without a library: feeds hold millions. */
function everybodysDotted(text: string): string | undefined {
  const first = Number.parseInt(text, 10);
  const second = Number.parseInt(text.slice(text.indexOf(".") + 1), 10);
  if (first === 10 || (first === 192 && second === 168) || (first === 172 && second >= 16 && second < 32))
    return everybodys.private;
  if (first === 127) return everybodys.loopback;
  if (first === 169 && second === 254) return everybodys.linkLocal;
  if (first === 100 && second >= 64 && second < 128) return everybodys.carrierGradeNat;
  if (first === 0) return everybodys.unspecified;
  if (first >= 224 && first < 240) return everybodys.multicast;
  return text === "255.255.255.255" ? everybodys.broadcast : undefined;
}

/** An address or a range. A range of one is an address. */
export function addressValue(text: string): EntryValue | Refusal {
  const written = text.replace(/^\[([^\]]+)\]/, "$1");
  const slash = written.indexOf("/");
  try {
    if (slash >= 0) return rangeValue(written, text);
    const plain = dotted.test(written);
    const value = plain ? written : canonical(ipaddr.parse(written));
    const odd = plain ? everybodysDotted(written) : everybodysAddress(value);
    return odd === undefined ? { kind: "address", value } : refuse(odd, text);
  } catch {
    return refuse("no address or range", text);
  }
}

function canonical(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  const folded =
    address.kind() === "ipv6" && (address as ipaddr.IPv6).isIPv4MappedAddress()
      ? (address as ipaddr.IPv6).toIPv4Address()
      : address;
  return folded.toString();
}

function rangeValue(written: string, text: string): EntryValue | Refusal {
  const [address, bits] = ipaddr.parseCIDR(written);
  const v4 = address.kind() === "ipv4";
  if (bits < (v4 ? bitsMinV4 : bitsMinV6)) return refuse("a range too wide to name anybody", text);
  if (bits === (v4 ? 32 : 128)) return addressValue(address.toString());
  const first = firstOf(address, bits);
  const odd = everybodys[first.range()] ?? (v4 ? heldIn(first as ipaddr.IPv4, bits) : undefined);
  if (odd !== undefined) return refuse(odd.replace(/^an? /, "a range with a "), text);
  const value = `${canonical(first)}/${bits}`;
  return {
    kind: "range",
    value,
    bits: v4 ? bits + 96 : bits,
    base: v4 ? `::ffff:${first.toString()}` : first.toString(),
  };
}

/** The first address of a network. */
function firstOf(address: ipaddr.IPv4 | ipaddr.IPv6, bits: number): ipaddr.IPv4 | ipaddr.IPv6 {
  const bytes = address
    .toByteArray()
    .map((byte, at) => byte & (0xff << Math.max(0, 8 - Math.max(0, bits - at * 8))));
  return ipaddr.fromByteArray(bytes.map((byte) => byte & 0xff));
}

const heldFirst = heldNetworks.map((network) => ipaddr.IPv4.parse(network));

function heldIn(first: ipaddr.IPv4, bits: number): string | undefined {
  const held = heldFirst.find((network) => network.match(first, bits));
  return held === undefined ? undefined : everybodys[held.range()];
}
