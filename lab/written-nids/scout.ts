/** A source that asks workstations about themselves, and the rules that tell of it. */
import type { Actor } from "./event.ts";

export const scout = (
  address: string,
  sensor: Actor["sensor"],
  behaviour: string,
  events: Actor["events"],
  more: Partial<Actor> = {},
): Actor => ({ address, sensor, label: "collector", class: "client-hosts", behaviour, events, ...more });

export const scanRules = {
  system: {
    rule: 1000011,
    text: "LOCAL SCAN operating system detection probe (odd TCP flags)",
    category: "Attempted Information Leak",
    severity: 2 as const,
  },
  version: {
    rule: 1000012,
    text: "LOCAL SCAN service version probe from scanner",
    category: "Attempted Information Leak",
    severity: 2 as const,
  },
  smb: {
    rule: 1000013,
    text: "LOCAL SCAN behaviour: many SMB connections from one host",
    category: "Misc activity",
    severity: 3 as const,
  },
};
