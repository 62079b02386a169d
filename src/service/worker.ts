/**
 * The engine process of the service. The engine is a library in the process that uses it, so that a
 * native fault would take everything with it; here it takes a process that holds nothing of its own.
 */
import { countOutside } from "../assess/coverage.ts";
import type { Effects } from "../effects.ts";
import { asError, VedetteError } from "../errors.ts";
import { toDocument } from "../report/document.ts";
import type { Tool } from "../report/model.ts";
import type { Progress, TriageRequest } from "../triage/request.ts";
import type { KeepLimits, Kept } from "../triage/store-removal.ts";
import { lastMarks, takeMarks } from "../triage/stored-marks.ts";
import { openTriage } from "../triage/triage.ts";
import type { Answered, Asked, Look, Seen } from "./model.ts";

/** The way to the service. */
export interface Port {
  receive(take: (asked: Asked) => void): void;
  send(answer: Answered): void;
}

/** What the engine process does. */
export interface Work {
  look(look: Look, progress: (progress: Progress) => void): Promise<Seen>;
  keep(limits: KeepLimits): Promise<Kept>;
}

/** Does what is asked for one after the other, in the order that it was asked in. */
export function answer(port: Port, work: Work): void {
  let last = Promise.resolve();
  port.receive((asked) => {
    last = last.then(async () => {
      const { id } = asked;
      try {
        if ("keep" in asked) port.send({ id, kept: await work.keep(asked.keep) });
        else {
          const seen = await work.look(asked.look, (progress) => port.send({ id, progress }));
          port.send({ id, seen });
        }
      } catch (thrown) {
        const { message } = asError(thrown);
        port.send({
          id,
          failed:
            thrown instanceof VedetteError
              ? { message, code: thrown.code, ...(thrown.hint === undefined ? {} : { hint: thrown.hint }) }
              : { message },
        });
      }
    });
  });
}

/** One look: what is new is stored, and the window triaged. */
export async function lookAt(
  request: TriageRequest,
  { paths, marks: given = [], asksMarks }: Look,
  effects: Effects,
  tool: Tool,
  progress: (progress: Progress) => void = () => {},
): Promise<Seen> {
  const started = effects.now();
  const { result, engine, close } = await openTriage(request, effects, progress);
  let marks: Seen["marks"];
  try {
    if (given.length > 0) await takeMarks(engine, given);
    if (asksMarks === true) marks = await lastMarks(engine);
  } finally {
    await close();
  }
  const finished = effects.now();
  const unread: Record<string, string> = {};
  for (const problem of [...result.problems, ...result.sources.map(({ problem }) => problem)]) {
    const path = problem?.place.path;
    if (problem !== undefined && path !== undefined && paths.includes(path)) unread[path] = problem.message;
  }
  return {
    document: toDocument({ ...result, generatedMs: finished, durationMs: finished - started, tool }),
    unread,
    total: result.sources.reduce((sum, source) => sum + source.events + countOutside(source), 0),
    tookMs: finished - started,
    ...(marks === undefined ? {} : { marks }),
  };
}
