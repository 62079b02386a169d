/**
 * Markings of the Traffic Light Protocol 2.0. Their ids and the extension are those that OASIS published
 * (https://github.com/oasis-open/cti-stix-common-objects, extension-definition-specifications/tlp-2.0; read on
 * 2026-11-29); STIX 2.1 itself knows TLP 1.0 only, which has no `clear` and no `amber+strict`.
 */
export const tlpLevels = ["clear", "green", "amber", "amber+strict", "red"] as const;
export type Tlp = (typeof tlpLevels)[number];

const ids: Readonly<Record<Tlp, string>> = {
  clear: "94868c89-83c2-464b-929b-a1a8aa3c8487",
  green: "bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
  amber: "55d920b0-5e8b-4f79-9ee9-91f868d9b421",
  "amber+strict": "939a9414-2ddd-4d32-a0cd-375ea402b003",
  red: "e828b379-4e03-4974-9ac4-e53a884c97c1",
};

/** As people write it: TLP:AMBER+STRICT. */
export function tlpName(tlp: Tlp): string {
  return `TLP:${tlp.toUpperCase()}`;
}

/** The marking as a STIX 2.1 object. */
export function tlpMarking(tlp: Tlp): { readonly id: string; readonly [name: string]: unknown } {
  return {
    type: "marking-definition",
    spec_version: "2.1",
    id: `marking-definition--${ids[tlp]}`,
    created: "2022-10-01T00:00:00.000Z",
    name: tlpName(tlp),
    extensions: {
      "extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": {
        extension_type: "property-extension",
        tlp_2_0: tlp,
      },
    },
  };
}
