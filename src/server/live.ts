/** Server-sent events: what changed, in so few words that the page asks for the rest itself. */

import type { Context } from "hono";
import { streamSSE } from "hono/streaming";
import { apiLimits } from "../limits.ts";

/** Something that changed. */
export interface Change {
  readonly kind: "cases" | "health";
  /** Of the casebook, as of the change. */
  readonly sequence: number;
}

/** A line to every open page in a while, so that what stands between does not close it. */
const beatMs = 20_000;

export class Live {
  readonly #listeners = new Set<(change: Change) => void>();

  /** Pages that listen, by whose they are. */
  readonly #pages = new Map<string, number>();

  /** Whether no further page of somebody may listen. */
  full(name: string): boolean {
    const all = [...this.#pages.values()].reduce((sum, count) => sum + count, 0);
    return all >= apiLimits.listenersMax || (this.#pages.get(name) ?? 0) >= apiLimits.listenersOfOneMax;
  }

  /** Is told of every change as well. */
  listen(listener: (change: Change) => void): void {
    this.#listeners.add(listener);
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  /** The stream of changes, until the page or the server goes. @param name whose page it is */
  answer(context: Context, name: string, stillAllowed: () => boolean): Response {
    // Nobody reads what is answered to HEAD, nor ends it.
    if (context.req.method === "HEAD")
      return context.body(null, 200, { "content-type": "text/event-stream" });
    return streamSSE(context, async (stream) => {
      let wake = () => {};
      const waiting: Change[] = [];
      const listener = (change: Change) => {
        // The newest of a kind is all that counts.
        const at = waiting.findIndex(({ kind }) => kind === change.kind);
        if (at >= 0) waiting.splice(at, 1);
        waiting.push(change);
        wake();
      };
      this.#listeners.add(listener);
      this.#pages.set(name, 1 + (this.#pages.get(name) ?? 0));
      const leave = () => {
        if (!this.#listeners.delete(listener)) return;
        const left = (this.#pages.get(name) ?? 1) - 1;
        if (left === 0) this.#pages.delete(name);
        else this.#pages.set(name, left);
      };
      stream.onAbort(() => {
        leave();
        wake();
      });
      try {
        await stream.writeSSE({ event: "hello", data: "{}" });
        while (!stream.aborted && stillAllowed()) {
          const change = waiting.shift();
          if (change !== undefined) {
            await stream.writeSSE({
              event: change.kind,
              id: String(change.sequence),
              data: JSON.stringify({ sequence: change.sequence }),
            });
            continue;
          }
          const timer = setTimeout(() => wake(), beatMs);
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          clearTimeout(timer);
          if (waiting.length === 0 && !stream.aborted) await stream.write(": beat\n\n");
        }
      } finally {
        leave();
      }
    });
  }
}
