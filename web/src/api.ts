/** The one way to the server: same origin, JSON, failures as problems (RFC 9457). */

/** A failure, in words that a person can act on. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  /** The slug behind `urn:vedette:problem:`. */
  readonly kind: string;
  readonly hint: string | undefined;

  constructor(status: number, kind: string, detail: string, hint?: string) {
    super(detail);
    this.status = status;
    this.kind = kind;
    this.hint = hint;
  }
}

/** Somebody else was faster; the case has to be looked at again. */
export function isStale(thrown: unknown): boolean {
  return thrown instanceof Problem && thrown.kind === "casebook-stale";
}

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Is told when the server no longer knows who asks. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** Sign-in answers 401 to a wrong password, which says nothing of a session. */
const signIns: ReadonlySet<string> = new Set([
  "/session",
  "/first",
  "/sign-in/provider",
  "/sign-in/provider/answer",
]);

/** @throws Problem */
export async function ask<T>(
  path: string,
  given: { readonly method?: Method; readonly body?: unknown; readonly signal?: AbortSignal } = {},
): Promise<T> {
  const { method = "GET", body, signal } = given;
  let answer: Response;
  try {
    answer = await fetch(`/api/v1${path}`, {
      method,
      credentials: "same-origin",
      redirect: "error",
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined
        ? {}
        : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    throw new Problem(
      0,
      "unreachable",
      "The service does not answer.",
      "See whether it runs; this page tries again.",
    );
  }
  if (answer.ok) return (await answer.json()) as T;
  const problem = await problemOf(answer);
  if (problem.status === 401 && !(method !== "GET" && signIns.has(path)))
    for (const listener of signedOut) listener();
  throw problem;
}

async function problemOf(answer: Response): Promise<Problem> {
  const { status } = answer;
  try {
    const said = (await answer.json()) as {
      readonly type?: unknown;
      readonly detail?: unknown;
      readonly hint?: unknown;
      readonly errors?: readonly { readonly at: string; readonly says: string }[];
    };
    const details = (said.errors ?? []).map(({ at, says }) => `${at}: ${says}`).join("; ");
    const wait = answer.headers.get("retry-after");
    const hint =
      typeof said.hint === "string" ? said.hint : wait !== null ? `Try again in ${wait} s.` : undefined;
    return new Problem(
      status,
      String(said.type ?? "").replace("urn:vedette:problem:", ""),
      [String(said.detail ?? "The request failed."), details].filter((part) => part !== "").join(" "),
      hint,
    );
  } catch {
    return new Problem(status, "unknown", `The service answered ${status}.`, "Try again.");
  }
}
