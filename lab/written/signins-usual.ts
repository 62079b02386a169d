/** What the written sign-ins of ordinary people and services have in common. */

export const ownUser = (name: string) => `${name}@tessel.example`;
export const picked = (items: readonly string[], index: number) => items[index % items.length] ?? "";
export const web = {
  application: "OfficeHome",
  resource: "OfficeHome",
  client: "Browser",
  protocol: "oAuth2",
  country: "DE",
} as const;
export const exchange = {
  application: "Office 365 Exchange Online",
  resource: "Office 365 Exchange Online",
  country: "DE",
} as const;
export const days = ["Mon", "Tue", "Wed", "Thu", "Fri"];
