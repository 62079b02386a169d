/** What a mail is read up to is in `limits.ts`; here is what was left out of it. */

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
