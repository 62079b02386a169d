/** Cases that are one: merging into another, and taking out again. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refresh } from "../acts/run.ts";
import { ask } from "../api.ts";
import { type CaseView, may } from "../model.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field, Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Text } from "../parts/text.tsx";
import { caseAddress, Link, useRouter } from "../router.tsx";
import { useActor } from "../session.tsx";

type Asked = { readonly kind: "merge" } | { readonly kind: "unmerge"; readonly id: string };

export function Merging({ view }: { readonly view: CaseView }) {
  const actor = useActor();
  const [asked, setAsked] = useState<Asked>();
  const canAct = may(actor, "tier2");
  if (!canAct && view.members.length === 0) return null;
  return (
    <Part title="Merged">
      {view.members.length === 0 ? <p className="quiet">No other case was merged into it.</p> : null}
      <ul className="plain-list">
        {view.members.map(({ id, kind }) => (
          <li key={id}>
            <Link to={caseAddress(id)}>{id}</Link>{" "}
            <span className="quiet">
              {kind === "engine" ? "a report says that they are one" : "merged by a person"}
            </span>{" "}
            {canAct && kind === "people" ? (
              <button type="button" className="small" onClick={() => setAsked({ kind: "unmerge", id })}>
                Take out again …<span className="unseen"> {id}</span>
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {canAct ? (
        <p className="buttons">
          {view.merged_into === null ? (
            <button type="button" className="small" onClick={() => setAsked({ kind: "merge" })}>
              Merge into another …
            </button>
          ) : (
            <button
              type="button"
              className="small"
              onClick={() => setAsked({ kind: "unmerge", id: view.id })}
            >
              Take it out again …
            </button>
          )}
        </p>
      ) : null}
      {asked?.kind === "merge" ? <MergeDialog view={view} onClose={() => setAsked(undefined)} /> : null}
      {asked?.kind === "unmerge" ? <UnmergeDialog id={asked.id} onClose={() => setAsked(undefined)} /> : null}
    </Part>
  );
}

function Note({ value, onValue }: { readonly value: string; readonly onValue: (value: string) => void }) {
  return (
    <Field label="Why">
      {(ids) => (
        <textarea
          {...ids}
          rows={3}
          maxLength={4000}
          value={value}
          onChange={({ target }) => onValue(target.value)}
        />
      )}
    </Field>
  );
}

function MergeDialog({ view, onClose }: { readonly view: CaseView; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const { go } = useRouter();
  const [id, setId] = useState("");
  const [note, setNote] = useState("");
  const [into, setInto] = useState<CaseView>();
  const find = useMutation({
    mutationFn: () => ask<CaseView>(`/cases/${encodeURIComponent(id.trim())}`),
    onSuccess: setInto,
  });
  const merge = useMutation({
    mutationFn: (target: CaseView) =>
      ask(`/cases/${encodeURIComponent(view.id)}/merge`, {
        method: "POST",
        body: { version: view.version, into: target.id, into_version: target.version, note },
      }),
    onSuccess: async (_answer, target) => {
      await refresh(queries);
      onClose();
      go(caseAddress(target.id));
    },
    onError: () => void refresh(queries).then(() => find.mutate()),
  });
  return (
    <Dialog title={`Merge ${view.id} into another`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (into === undefined) find.mutate();
          else merge.mutate(into);
        }}
      >
        <Field
          label="Into"
          hint="The id of the case that goes on. Notes and steps come along; it can be undone."
        >
          {(ids) => (
            <input
              {...ids}
              value={id}
              required
              maxLength={200}
              spellCheck={false}
              onChange={({ target }) => {
                setId(target.value);
                setInto(undefined);
              }}
            />
          )}
        </Field>
        {into === undefined ? null : (
          <p className="notice">
            {into.id}: <Text most={200}>{into.title}</Text>
          </p>
        )}
        <Note value={note} onValue={setNote} />
        <Refused error={find.error ?? merge.error} />
        <div className="dialog-foot">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={find.isPending || merge.isPending}>
            {into === undefined ? "Find it" : `Merge into ${into.id}`}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function UnmergeDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [note, setNote] = useState("");
  const send = useMutation({
    mutationFn: async () => {
      const { version } = await ask<CaseView>(`/cases/${encodeURIComponent(id)}`);
      return ask(`/cases/${encodeURIComponent(id)}/unmerge`, { method: "POST", body: { version, note } });
    },
    onSuccess: async () => {
      await refresh(queries);
      onClose();
    },
  });
  return (
    <Dialog title={`Take ${id} out again`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <p>It becomes a case of its own, as it was.</p>
        <Note value={note} onValue={setNote} />
        <Refused error={send.error} />
        <div className="dialog-foot">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={send.isPending}>
            Take out
          </button>
        </div>
      </form>
    </Dialog>
  );
}
