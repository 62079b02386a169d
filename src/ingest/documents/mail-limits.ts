/**
 * How much of one mail is read. What lies beyond is left out and the record says so, so a mail made to
 * exhaust the reader costs no more than an ordinary large one. (The length of a mail, the number and
 * the depth of its parts are limits of all documents and given in.)
 */
export const mailLimits = {
  /** Text of all parts together in bytes of UTF-8, half of it from the beginning and half from the end: a mail asks there. */
  textBytes: 65_536,
  /** Bytes of one text or HTML part that are decoded and searched for links; mailings stay under 1 MiB. */
  partTextBytes: 4_194_304,
  /** Bytes of one header field; mail servers take no line over 998 bytes, and folded fields grow to some KiB. */
  headerBytes: 65_536,
  /** Bytes of the header fields of one part; servers refuse mails from 64 KiB to 1 MiB on. */
  headersBytes: 1_048_576,
  /** Bytes of one line that may be a boundary; RFC 2046 allows 70 characters and white space. */
  boundaryLineBytes: 1024,
  /** Links, and shown texts that differ from their links. */
  links: 500,
  /** Characters of a link, as browsers and proxies commonly take. */
  linkCharacters: 2048,
  /** Addresses of one header field such as To. */
  addresses: 1000,
  /** Characters of one address, name, file name, type or identifier; the standard allows 254 for an address. */
  wordCharacters: 998,
  /** Characters of a subject, and of authentication results as they stand. */
  fieldCharacters: 4096,
  /** Received fields, and addresses in them; mail servers take more than 100 for a loop. */
  hops: 100,
  /** Identifiers in References. */
  references: 200,
  /** Form actions, names of form fields and scripts, each. */
  formParts: 100,
  /** Characters kept of a script in the mail or attached; what reads a client and sends it takes some hundred. */
  scriptCharacters: 2000,
  /** Mails within mails that are encoded as a whole, within each other; each is decoded anew. */
  encodedMails: 4,
} as const;

/** Reasons for which something of a mail is not in its record; each is told once. */
export class LeftOut {
  readonly #reasons = new Set<string>();

  /** @param reason a few words of ours, nothing from the mail */
  add(reason: string): void {
    this.#reasons.add(reason);
  }

  list(): readonly string[] {
    return [...this.#reasons];
  }
}
