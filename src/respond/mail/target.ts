/** A product that can be told to block mail: its grammar, how its files are put in place, and how they are taken back. */
import type { BlockHead, Rendered } from "../target.ts";
import type { MailKind, MailMatcher } from "./matcher.ts";

export interface MailOrder extends BlockHead {
  readonly matchers: readonly MailMatcher[];
}

export interface MailTarget {
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly MailKind[];
  /** Where its grammar is told. */
  readonly source: string;
  /** True where a host stands for all names below it as well. */
  readonly below?: true;
  /** Why it cannot match something that the others can; undefined where it can. */
  cannot?(matcher: MailMatcher): string | undefined;
  render(order: MailOrder): Rendered;
}
