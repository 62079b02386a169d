/** Acts on cases: each names the version that the person saw, and is refused where somebody was faster. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { ask, isStale, Problem } from "../api.ts";
import type { CaseAct, CaseView } from "../model.ts";

/** A case as the person saw it. */
export interface Target {
  readonly id: string;
  readonly version: number;
}

/** Not all of several cases were changed. */
export class Partly extends Error {
  override readonly name = "Partly";
}

const changedKeys = ["cases", "facets", "case", "audit"];

/** Asks again for whatever a change of cases may have touched. */
export async function refresh(queries: QueryClient): Promise<void> {
  await Promise.all(changedKeys.map((key) => queries.invalidateQueries({ queryKey: [key] })));
}

export function useActs(): (targets: readonly Target[], acts: readonly CaseAct[]) => Promise<void> {
  const queries = useQueryClient();
  /** Versions that are known to be newer than those seen, and cases of which all was done. */
  const versions = useRef(new Map<string, number>());
  const done = useRef(new Map<string, number>());
  return useCallback(
    async (targets, acts) => {
      const failures: { id: string; thrown: unknown }[] = [];
      for (const { id, version } of targets) {
        try {
          for (let at = done.current.get(id) ?? 0; at < acts.length; at += 1) {
            const now = Math.max(version, versions.current.get(id) ?? 0);
            const answer = await ask<{ version: number }>(`/cases/${encodeURIComponent(id)}/acts`, {
              method: "POST",
              body: { version: now, act: acts[at] },
            });
            versions.current.set(id, answer.version);
            done.current.set(id, at + 1);
          }
        } catch (thrown) {
          failures.push({ id, thrown });
          if (isStale(thrown)) {
            const view = await ask<CaseView>(`/cases/${encodeURIComponent(id)}`);
            versions.current.set(id, view.version);
          }
          // The next would fail for the same reason.
          if (thrown instanceof Problem && (thrown.status === 401 || thrown.status === 0)) break;
        }
      }
      await refresh(queries);
      const [first] = failures;
      if (first === undefined) {
        done.current.clear();
        return;
      }
      if (targets.length === 1 || (first.thrown instanceof Problem && first.thrown.status === 401))
        throw first.thrown;
      const because = first.thrown instanceof Error ? first.thrown.message : "";
      throw new Partly(
        `${targets.length - failures.length} of ${targets.length} are done. ${failures.map(({ id }) => id).join(", ")}: ${because} Send it again for those that are left.`,
      );
    },
    [queries],
  );
}
