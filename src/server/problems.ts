/** What goes wrong over HTTP, as problem documents (RFC 9457). */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { VedetteError } from "../errors.ts";

/** A failure that is the caller's to mend. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: ContentfulStatusCode;
  /** A stable slug, which programs may look at. */
  readonly kind: string;
  readonly more: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: ContentfulStatusCode,
    kind: string,
    detail: string,
    more: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.status = status;
    this.kind = kind;
    this.more = more;
    this.headers = headers;
  }
}

const titles: Readonly<Record<number, string>> = {
  400: "The request is not understood",
  401: "Not signed in",
  403: "Not allowed",
  404: "Not there",
  405: "This cannot be done here",
  409: "Changed meanwhile",
  413: "Too large",
  415: "Not a form that is understood",
  421: "Not this server",
  422: "Not what can be done",
  429: "Too many requests",
  500: "The service failed",
  503: "Not ready",
};

/** The answer that tells a problem. */
export function problemAnswer(context: Context, problem: Problem): Response {
  const { status, kind, message, more, headers } = problem;
  for (const [name, value] of Object.entries(headers)) context.header(name, value);
  return context.body(
    JSON.stringify({
      type: `urn:vedette:problem:${kind}`,
      title: titles[status] ?? "Failed",
      status,
      detail: message,
      ...more,
    }),
    status,
    { "content-type": "application/problem+json" },
  );
}

/** What some failures of the program are over HTTP. */
const statuses: Readonly<Record<string, ContentfulStatusCode>> = {
  "casebook.missing": 404,
  "casebook.stale": 409,
  "casebook.busy": 503,
  "casebook.full": 503,
  "casebook.unreadable": 503,
  "casebook.damaged": 503,
};

/** Anything thrown as a problem; what nobody meant tells nothing of the inside. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  // What the library refuses by itself: a body that is no JSON, for one.
  if (thrown instanceof HTTPException && thrown.status < 500)
    return new Problem(thrown.status as ContentfulStatusCode, "request", thrown.message);
  if (thrown instanceof VedetteError) {
    const status = statuses[thrown.code] ?? 422;
    // A failure of the service's own files is told to whoever asks, signed in or not: where they lie is not.
    if (status === 503)
      return new Problem(status, thrown.code.replaceAll(".", "-"), withoutPlace(thrown), {
        hint: "Try again; if it stays, whoever runs the service finds more in its log.",
      });
    return new Problem(status, thrown.code.replaceAll(".", "-"), thrown.message, {
      ...(thrown.hint === undefined ? {} : { hint: thrown.hint }),
    });
  }
  return new Problem(500, "failed", "The service failed; its own log says with what.");
}

function withoutPlace({ message, place }: VedetteError): string {
  const path = place?.path;
  const said =
    path === undefined ? message : message.replaceAll(`${path}: `, "").replaceAll(path, "the file");
  return said.charAt(0).toUpperCase() + said.slice(1);
}
