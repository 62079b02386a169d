/**
 * The invented firm whose mailboxes the written mails were delivered to, and how a short name of a mail's
 * data becomes an address with a display name.
 */
import { createHash } from "node:crypto";

export const ownDomain = "lindmarin.example";

/** Display names of those whose short name does not tell it. */
const displayNames: Readonly<Record<string, string>> = {
  helpdesk: "IT Service Desk",
  it: "IT Lindqvist Marine",
  abuse: "Abuse",
  "astrid.lindqvist": "Astrid Lindqvist",
  "yann.legoff": "Yann Le Goff",
  "lucia.castro": "Lucía Castro",
  "xoan.pereira": "Xoán Pereira",
};

const staff: Readonly<Record<string, readonly string[]>> = {
  en: ["jonas.ek", "maria.lind", "tom.whitby", "aisha.khan", "greg.olsen", "nina.berg", "ellen.frost"],
  de: ["katrin.voss", "uwe.petersen", "jana.riedel"],
  fr: ["claire.morvan", "yann.legoff", "hugo.bertin"],
  es: ["lucia.castro", "xoan.pereira", "marta.rial"],
};

/** A number that depends on the text alone, in [0, 2^32). */
export function hashed(text: string): number {
  return createHash("sha256").update(text).digest().readUInt32BE(0);
}

export function hex(text: string, length: number): string {
  return createHash("sha256").update(text).digest("hex").slice(0, length);
}

export function picked<Item>(items: readonly Item[], text: string): Item {
  const item = items[hashed(text) % items.length];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

/** One of the people who read mail in this language. */
export function someoneWhoReads(language: string, id: string): string {
  return picked(staff[language] ?? staff.en ?? [], `to ${id}`);
}

/** `jonas.ek` becomes `Jonas Ek <jonas.ek@…>`; what has an @ stays as it is. */
export function mailbox(name: string): string {
  if (name.includes("@")) return name;
  const usual = name
    .split(".")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");
  return `${displayNames[name] ?? usual} <${name}@${ownDomain}>`;
}

export function addressOf(mailboxText: string): string {
  return /<([^>]+)>/.exec(mailboxText)?.[1] ?? mailboxText.trim();
}

export function domainOf(mailboxText: string): string {
  return addressOf(mailboxText).split("@")[1] ?? "";
}
