/**
 * Catalogue patterns are RE2 and vectorscan expressions; here they are compiled with JavaScript's RegExp, after
 * checking that they use nothing that only one of the engines understands.
 */

/** What RE2 or vectorscan cannot do, or what means something else in JavaScript. */
const FORBIDDEN: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!<]/, "look-around or a named group"],
  [/\(\?[a-zA-Z-]+:/, "flags inside a group"],
  [/[*+?}]\?/, "a lazy quantifier"],
  [/[*+?}]\+/, "a possessive quantifier"],
  [/\\[1-9]/, "a back-reference"],
  [/\\[pPxuZzAaQEKGRX]/, "an escape that the engines read differently"],
];

/** Names the constructs of `pattern` that the engine cannot run or that reach too far. */
export function patternProblems(pattern: string): string[] {
  const body = pattern.replace(/^\(\?i\)/, "");
  const problems = FORBIDDEN.flatMap(([bad, what]) => (bad.test(body) ? [what] : []));
  if (body.includes("(?i)")) problems.push("(?i) after the start");
  try {
    compile(pattern);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : "does not compile");
  }
  return problems;
}

/** Compiles a pattern as the engine would read it: case-sensitive unless it starts with (?i). */
export function compile(pattern: string): RegExp {
  const insensitive = pattern.startsWith("(?i)");
  return new RegExp(insensitive ? pattern.slice(4) : pattern, insensitive ? "is" : "s");
}

/** An endpoint pattern as a whole-path expression: `*` stays within a segment, `**` does not. */
export function compilePath(path: string, at: "root" | "anywhere"): RegExp {
  const parts = path.split(/(\*\*|\*)/).map((part) => {
    if (part === "**") return ".*";
    if (part === "*") return "[^/]*";
    return part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${at === "anywhere" ? "(?:/.*)?" : ""}${parts.join("")}$`, "s");
}
