/** Names the content file behind a statement that the engine refused. */
import { EngineError, engineErrorNumbers } from "../engine/engine.ts";
import { VedetteError } from "../errors.ts";
import { contentError } from "./errors.ts";

/** Failures that tell nothing about a statement: the machine or a limit stopped it. */
const notTheStatement: ReadonlySet<number> = new Set([
  engineErrorNumbers.memoryLimitExceeded,
  engineErrorNumbers.timeoutExceeded,
  engineErrorNumbers.tooSlow,
  engineErrorNumbers.notEnoughSpace,
  engineErrorNumbers.queryCancelled,
]);

/** Longest part of the engine's own words that is shown. */
const reasonCharactersMax = 300;

/**
 * Runs a statement of a content file.
 * @param path the file, such as `content/indicators/ua.tool.yaml`
 * @throws VedetteError `content.invalid` that names the file, where the engine refuses the statement;
 *   a time-out or a lack of memory is thrown as the engine gave it
 */
export async function blame<T>(path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (thrown) {
    throw blamed(path, thrown);
  }
}

function blamed(path: string, thrown: unknown): unknown {
  // A part that is missing is this program's own mistake where content was checked; it names the part.
  if (!(thrown instanceof EngineError)) return thrown;
  if (thrown.number === engineErrorNumbers.memoryLimitExceeded) {
    return new VedetteError("engine.failed", `${path}: its statement needs more memory than it may have.`, {
      place: { path },
      hint: "Give fewer logs at once, or less time with --from and --to.",
      cause: thrown,
    });
  }
  if (notTheStatement.has(thrown.number)) return thrown;
  // A set of patterns that is compiled as one fails under a number of its own.
  if (
    thrown.number === engineErrorNumbers.cannotCompileRegexp ||
    (thrown.number === engineErrorNumbers.badArguments && /\bPattern '/.test(thrown.message))
  ) {
    return contentError(
      path,
      `a pattern does not compile: ${reasonOf(thrown.message)}.`,
      "Statements fill in the patterns of content/catalogues: search for it there, too. Patterns are RE2, without look-around.",
      thrown,
    );
  }
  const meant = /Maybe you meant: \[([^\]]*)\]/
    .exec(thrown.message)?.[1]
    ?.replaceAll("'", "")
    .replaceAll(",", ", ");
  const hint =
    meant === undefined
      ? "Mend the SQL of this file; docs/reference/profiles.md lists the columns of every profile."
      : `Did you mean ${meant}?`;
  return contentError(path, `the engine refuses its SQL: ${reasonOf(thrown.message)}.`, hint, thrown);
}

/** What the engine says is wrong, without the statement that it repeats. */
function reasonOf(message: string): string {
  const said =
    message
      .replace(/^Code: \d+\. DB::Exception: /, "")
      .split(
        /:? in scope | In scope |[.:] In query |: while executing | Maybe you meant| ?SETTINGS max_threads| \([A-Z0-9_]+\)$/i,
        1,
      )[0] ?? "";
  return said.replace(/\s+/g, " ").replace(/[.:]$/, "").slice(0, reasonCharactersMax);
}
