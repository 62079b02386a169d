/** What goes wrong between provider and service, in words for who wants to sign in. */
import { asError } from "../../errors.ts";
import { oidcLimits } from "../../limits.ts";
import { Problem } from "../problems.ts";

const { wordsMax } = oidcLimits;
const causesMax = 5;
const again = "Begin again. Who has a password here can sign in by it.";

/** A provider's answer that nobody here waits for. */
export function notBegun(): Problem {
  return new Problem(
    401,
    "sign-in",
    "This sign-in was not begun in this browser, or too long ago, or is over.",
    {
      hint: "Begin again.",
    },
  );
}

/** Anything thrown while the provider was asked. */
export function problemOf(thrown: unknown, name: string): Problem {
  if (thrown instanceof Problem) return thrown;
  const chain = causes(thrown);
  const said = chain.find(hasError);
  if (said !== undefined)
    return new Problem(401, "provider", `${name} refused: ${wordsOf(said)}`, { hint: again });
  if (chain.some(isUnreachable))
    return new Problem(503, "provider-unreachable", `${name} does not answer, or not in time.`, {
      hint: "Try again later. Who has a password here can sign in by it.",
    });
  const reasons = new Set(chain.map(({ message }) => message.slice(0, wordsMax)));
  reasons.delete("something went wrong");
  return new Problem(401, "provider", `What ${name} answered cannot be taken: ${[...reasons].join("; ")}.`, {
    hint: again,
  });
}

/** For the service's own log, with what an address or a certificate has wrong; it holds no secret and no token. */
export function reasonOf(thrown: unknown): string {
  return causes(thrown)
    .map((error) => {
      const code = "code" in error ? String(error.code) : "";
      const words = hasError(error) ? wordsOf(error) : error.message.slice(0, wordsMax);
      return [words, code].filter((part) => part !== "").join(" ");
    })
    .join("; ");
}

function causes(thrown: unknown): Error[] {
  const found: Error[] = [];
  // What is said of text that is no JSON shows some of it, which may be a token.
  for (let at = thrown; at instanceof Error && !(at instanceof SyntaxError); at = at.cause)
    if (found.push(at) === causesMax) break;
  return found.length === 0 ? [asError(thrown)] : found;
}

interface Said {
  readonly error: string;
  readonly error_description?: unknown;
}

/** An error as the protocol has it (RFC 6749, sections 4.1.2.1 and 5.2), in a redirection or in an answer. */
function hasError(error: Error): error is Error & Said {
  return "error" in error && typeof error.error === "string";
}

/** Text of the provider, or of whoever made it say so; it is shown as text. */
function wordsOf({ error, error_description: more }: Said): string {
  const words = typeof more === "string" && more !== "" ? `${error}: ${more}` : error;
  return words.length > wordsMax ? `${words.slice(0, wordsMax).replace(/[\ud800-\udbff]$/, "")}…` : words;
}

const network =
  /^(?:E(?:CONN|HOST|NET|PIPE|AI_|NOTFOUND|TIMEDOUT|ADDR)|UND_ERR_|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|OAUTH_TIMEOUT|OAUTH_ABORT)/;

function isUnreachable(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  return network.test(code) || error.name === "TimeoutError" || error.message === "fetch failed";
}
