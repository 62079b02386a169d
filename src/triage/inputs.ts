/** What a request names, down to what is read: files, members of archives, folders of mails. */
import { join } from "node:path";
import type { VedetteError } from "../errors.ts";
import { archiveLimits, openArchives } from "../ingest/archives/archives.ts";
import { discover, type Input } from "../ingest/discover.ts";
import { gatherMails } from "../ingest/mail-folders.ts";
import type { TriageRequest } from "./request.ts";

/** What was found, and what was wrong with single names; the run goes on with the rest. */
export interface FoundInputs {
  readonly inputs: readonly Input[];
  readonly problems: readonly VedetteError[];
  readonly notes: readonly string[];
}

/**
 * Finds what a request names, and opens the archives among it.
 * @param folder the run's own; copies of members are kept in it
 */
export async function findInputs(
  { paths, content, stdin }: Pick<TriageRequest, "paths" | "content" | "stdin">,
  folder: string,
): Promise<FoundInputs> {
  const found = discover(paths);
  const limits = archiveLimits(content.policy.limits);
  const opened = await openArchives(found.inputs, join(folder, "members"), limits, stdin);
  return {
    inputs: gatherMails(opened.inputs),
    problems: [...found.problems, ...opened.problems],
    notes: [...found.notes, ...opened.notes],
  };
}
