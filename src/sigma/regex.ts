/** Regular expressions of rules: only those that are matched in linear time (RE2). */

import { sigmaLimits } from "../limits.ts";

const unsupported: readonly (readonly [RegExp, string])[] = [
  [/^\(\?(=|!)/, "a look-ahead"],
  [/^\(\?<(=|!)/, "a look-behind"],
  [/^\(\?>/, "an atomic group"],
  [/^\(\?\(/, "a condition"],
  [/^\(\?(R|\d|&|P>|P=)/, "a recursion or a named reference"],
  [/^\(\?[#|C]/, "a group that RE2 does not have"],
  [/^\\([1-9]|k[<{']|g)/, "a reference to a group"],
  [/^\\[GKXRHVNZ]/, "an escape that RE2 does not have"],
  [/^([*+?]|\{\d*,?\d*\})\+/, "a possessive quantifier"],
];

/** Why an expression is not taken; undefined where it is. What is left is for the engine to refuse. */
export function regexRefusal(pattern: string): string | undefined {
  if (pattern.length > sigmaLimits.regexCharactersMax)
    return `a regular expression has more than ${sigmaLimits.regexCharactersMax} characters`;
  let inClass = false;
  for (let at = 0; at < pattern.length; at += 1) {
    const rest = pattern.slice(at, at + 24);
    const found = inClass ? undefined : unsupported.find(([shape]) => shape.test(rest));
    if (found !== undefined)
      return `a regular expression has ${found[1]} (at character ${at + 1}), which RE2 does not match in linear time`;
    if (rest[0] === "\\") at += 1;
    else if (rest[0] === "[") {
      // A bracket that comes first is a character of the class.
      if (!inClass && /^\[\^?\]/.test(rest)) at += rest[1] === "^" ? 2 : 1;
      inClass = true;
    } else if (rest[0] === "]") inClass = false;
  }
  return undefined;
}

/** An expression with the flags of its modifiers; a dot is no line end, and case counts, unless they say so. */
export function withFlags(pattern: string, flags: readonly ("i" | "m" | "s")[]): string {
  const on = [...new Set(flags)].sort().join("");
  // The engine would let a dot match line ends.
  return `(?${on}${on.includes("s") ? "" : "-s"})${pattern}`;
}
