/** Reads the networks that people type. */
import ipaddr from "ipaddr.js";
import { VedetteError } from "../errors.ts";
import { texts, type Values } from "./command.ts";

/** The networks of a repeatable option in CIDR form; an address is a network of one. */
export function networks(options: Values, option: string): readonly string[] {
  return texts(options, option).map((given) => parseNetwork(given, option));
}

function parseNetwork(given: string, option: string): string {
  try {
    if (given.includes("/")) {
      const [address, bits] = ipaddr.parseCIDR(given);
      return `${address.toString()}/${bits}`;
    }
    const address = ipaddr.parse(given);
    return `${address.toString()}/${address.kind() === "ipv4" ? 32 : 128}`;
  } catch {
    throw new VedetteError("usage.option", `--${option} ${given}: not an address or network.`, {
      hint: "Write 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32; names are not looked up.",
    });
  }
}
