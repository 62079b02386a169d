/** Opens a triage that keeps its events, for commands that answer to what it found. */
import type { Content } from "../../content/load.ts";
import { withBeyond } from "../../respond/beyond.ts";
import { type OpenTriage, openTriage } from "../../triage/triage.ts";
import type { Invocation } from "../command.ts";
import { makeProgress } from "../progress.ts";
import { requestOf } from "../request.ts";

/** The caller closes it. */
export async function openWithEvents(
  invocation: Invocation,
  paths: readonly string[],
  content: Content,
): Promise<OpenTriage> {
  const { options, effects } = invocation;
  const progress = makeProgress(effects, options.quiet === true);
  const open = await openTriage(
    { ...(await requestOf(invocation, paths, content)), events: true },
    effects,
    progress.update,
  ).finally(progress.end);
  try {
    return await withBeyond(open);
  } catch (thrown) {
    await open.close();
    throw thrown;
  }
}
