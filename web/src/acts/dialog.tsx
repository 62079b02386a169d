/** One dialog for acts on one case, on some, or on all that a filter fits. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api.ts";
import type { BulkPreview, CaseAct, CaseFilter } from "../model.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field, Refused } from "../parts/form.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { useTell } from "../parts/tell.tsx";
import { useActor } from "../session.tsx";
import { counted } from "../times.ts";
import type { Suggested } from "./fields.tsx";
import { ActForm } from "./forms.tsx";
import { type Kind, kindTitles } from "./kinds.ts";
import { Partly, refresh, type Target, useActs } from "./run.ts";

/** What a key or a button asked for. */
export type Scope =
  | { readonly cases: readonly Target[]; readonly tags?: readonly string[] }
  | { readonly filter: CaseFilter };

const bulkKinds: readonly Kind[] = ["assign", "tag", "note", "state", "escalate", "close"];

export function ActDialog({
  kind: given,
  scope,
  suggested,
  onClose,
  onDone,
}: {
  /** Undefined where the person chooses. */
  readonly kind: Kind | undefined;
  readonly scope: Scope;
  readonly suggested?: Suggested | undefined;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}) {
  const actor = useActor();
  const queries = useQueryClient();
  const tell = useTell();
  const run = useActs();
  // What was seen when the dialog opened; changes that come in meanwhile are told, not taken silently.
  const [seen] = useState(scope);
  const [kind, setKind] = useState<Kind>(given ?? "assign");
  const byFilter = "filter" in seen;
  const preview = useQuery({
    queryKey: ["bulk", byFilter ? seen.filter : null],
    queryFn: () => ask<BulkPreview>("/bulk/preview", { method: "POST", body: byFilter ? seen.filter : {} }),
    enabled: byFilter,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  const send = useMutation({
    mutationFn: async (acts: readonly CaseAct[]) => {
      if (!byFilter) {
        await run(seen.cases, acts);
        return seen.cases.length;
      }
      const { count } = await ask<{ count: number }>("/bulk", {
        method: "POST",
        body: { filter: seen.filter, token: preview.data?.token, act: acts[0] },
      });
      await refresh(queries);
      return count;
    },
    onSuccess: (count) => {
      tell(`${kindTitles[kind]}: done on ${counted(count, "case")}.`);
      onDone?.();
      onClose();
    },
  });
  const count = byFilter ? preview.data?.count : seen.cases.length;
  const [only] = byFilter ? [] : seen.cases;
  const title =
    only !== undefined && count === 1
      ? `${kindTitles[kind]}: ${only.id}`
      : `${given === undefined ? "Act on" : kindTitles[kind]}${given === undefined ? " " : ": "}${count === undefined ? "…" : counted(count, "case")}`;
  return (
    <Dialog title={title} onClose={onClose}>
      {byFilter && preview.isPending ? <Loading what="the exact number" /> : null}
      {byFilter && preview.error !== null ? (
        <Failed error={preview.error} again={() => void preview.refetch()} />
      ) : null}
      {count === undefined ? null : (
        <>
          {byFilter ? (
            <p>
              The filter fits exactly <strong>{counted(count, "case")}</strong> now. All of them are changed,
              or none where one changed meanwhile.
            </p>
          ) : null}
          {given !== undefined ? null : (
            <Field label="What to do">
              {(ids) => (
                <select {...ids} value={kind} onChange={({ target }) => setKind(target.value as Kind)}>
                  {bulkKinds.map((one) => (
                    <option key={one} value={one}>
                      {kindTitles[one]}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          )}
          <ActForm
            kind={kind}
            single={byFilter || seen.cases.length > 1}
            me={actor.name}
            tags={byFilter ? [] : (seen.tags ?? [])}
            suggested={suggested}
            onActs={(acts) => send.mutate(acts)}
          >
            {send.error instanceof Partly ? (
              <p className="refused" role="alert">
                {send.error.message}
              </p>
            ) : (
              <Refused error={send.error} />
            )}
            <div className="dialog-foot">
              {byFilter && send.error !== null ? (
                <button type="button" onClick={() => void preview.refetch().then(() => send.reset())}>
                  Count again
                </button>
              ) : null}
              <button type="button" onClick={onClose}>
                Cancel
              </button>
              <button type="submit" className="primary" disabled={send.isPending || count === 0}>
                {send.isPending
                  ? "Sending …"
                  : count === 1
                    ? kindTitles[kind]
                    : `${kindTitles[kind]}: ${counted(count, "case")}`}
              </button>
            </div>
          </ActForm>
        </>
      )}
    </Dialog>
  );
}
