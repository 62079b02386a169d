/** A try of a password: whether its network may have one now, and what is counted of it. */
import type { Context } from "hono";
import { accountLimits } from "../limits.ts";
import type { Api } from "./app.ts";
import { networkOf } from "./attempts.ts";
import { Problem } from "./problems.ts";
import { hashesWaiting } from "./secrets.ts";

export interface Try {
  /** Where it comes from. */
  readonly network: string;
  /** Says that the password was right. */
  succeeded(): void;
}

/**
 * Counts a try before it is known what comes of it, so that many tries at once are many.
 * @throws Problem 429 where it has to wait
 */
export function beginTry(api: Api, context: Context, account: string): Try {
  const network = networkOf(api.peer(context));
  const wait = api.attempts.waitMs(network, account, api.now());
  if (wait > 0 || hashesWaiting() >= accountLimits.hashesWaitingMax)
    throw new Problem(
      429,
      "wait",
      "Too many tries; wait a little.",
      {},
      { "retry-after": String(Math.max(1, Math.ceil(wait / 1000))) },
    );
  api.attempts.failed(network, account, api.now());
  return { network, succeeded: () => api.attempts.succeeded(network, account) };
}
