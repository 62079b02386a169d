/** The engine process of `vedette serve`; its arguments are the service's options as JSON, and the folder of the store. */
import { writeSync } from "node:fs";
import { Readable } from "node:stream";
import { openContent } from "../../content/bundle.ts";
import { processEffects, removeAllTemporaries } from "../../effects.ts";
import type { Answered, Asked, Look, Seen } from "../../service/model.ts";
import { answer, lookAt } from "../../service/worker.ts";
import type { Progress } from "../../triage/request.ts";
import { keepWithin } from "../../triage/store-removal.ts";
import type { Values } from "../command.ts";
import { requestOf, serverOf } from "../request.ts";
import { toolVersion } from "../version.ts";

const [, , given = "{}", store = ""] = process.argv;
const options = JSON.parse(given) as Values;

/**
 * Ends at once. An orderly exit runs what the engine's library does at the end, which waits for the statement that runs, and
 * where one was cut off waits for ever: the store would belong to a process that does nothing.
 */
function endNow(): void {
  removeAllTemporaries();
  process.kill(process.pid, "SIGKILL");
}

// The service is gone: nobody waits for an answer, and what was not committed is read again.
process.on("disconnect", endNow);
// Also where it went while an answer was on its way.
process.on("uncaughtException", (error) => {
  try {
    writeSync(2, `${error.stack ?? error.message}\n`);
  } finally {
    endNow();
  }
});
for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, () => {});
process.on("SIGTERM", () => {
  removeAllTemporaries();
  process.removeAllListeners("SIGTERM");
  process.kill(process.pid, "SIGTERM");
});

const tool = { name: "vedette", version: toolVersion() };

async function lookOf(look: Look, progress: (progress: Progress) => void): Promise<Seen> {
  const { paths, identities, fromMs } = look;
  const request = await requestOf(
    {
      arguments: paths,
      options,
      effects: processEffects,
      stdin: Readable.from([]),
      stdinIsTerminal: false,
    },
    paths,
    await openContent(),
  );
  const more = {
    ...(request.server === undefined ? { store } : {}),
    ...(identities === undefined ? {} : { identities }),
    ...(fromMs === undefined ? {} : { fromMs, coarse: true }),
  };
  return lookAt({ ...request, ...more }, look, processEffects, tool, progress);
}

answer(
  {
    receive: (take) => process.on("message", (asked) => take(asked as Asked)),
    send: (answered: Answered) =>
      process.send?.(answered, undefined, undefined, (error: Error | null) => {
        if (error !== null) endNow();
      }),
  },
  {
    look: lookOf,
    keep: async (limits) =>
      keepWithin((await serverOf(options, processEffects)) ?? store, await openContent(), limits),
  },
);
