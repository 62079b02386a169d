/** Notes of people. An edited note keeps its earlier texts; a withdrawn one says why. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Kind, noteMost, reasonMost } from "../acts/kinds.ts";
import { refresh } from "../acts/run.ts";
import { ask, isStale } from "../api.ts";
import { Markdown } from "../markdown.tsx";
import { type CaseView, may, type Note } from "../model.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field, Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Text } from "../parts/text.tsx";
import { useActor } from "../session.tsx";
import { counted, countOf, secondOf } from "../times.ts";

export function Notes({ view, onAct }: { readonly view: CaseView; readonly onAct: (kind: Kind) => void }) {
  const actor = useActor();
  return (
    <Part title="Notes" count={countOf(view.notes.length)}>
      {view.notes.length === 0 ? (
        <p className="quiet">None yet. A note says what was seen, who was asked, and what is left to do.</p>
      ) : null}
      <ol className="plain-list">
        {view.notes.map((note) => (
          <OneNote key={note.id} note={note} view={view} />
        ))}
      </ol>
      {may(actor, "tier1") ? (
        <p className="buttons">
          <button type="button" className="small" onClick={() => onAct("note")}>
            Write a note … <kbd>n</kbd>
          </button>
        </p>
      ) : null}
    </Part>
  );
}

function OneNote({ note, view }: { readonly note: Note; readonly view: CaseView }) {
  const actor = useActor();
  const [asked, setAsked] = useState<"edit" | "withdraw">();
  const newest = note.editions.at(-1);
  const first = note.editions[0];
  if (newest === undefined || first === undefined) return null;
  const { withdrawn } = note;
  return (
    <li className={`note${withdrawn === null ? "" : " withdrawn"}`}>
      <p className="quiet">
        <Text most={80}>{first.by}</Text>, {secondOf(first.at)} UTC
        {note.case === view.id ? "" : ` · on ${note.case}`}
      </p>
      {withdrawn === null ? (
        <Markdown text={newest.text} />
      ) : (
        <>
          <p>
            Withdrawn by <Text most={80}>{withdrawn.by}</Text>, {secondOf(withdrawn.at)} UTC:{" "}
            <Text>{withdrawn.reason}</Text>
          </p>
          <details>
            <summary>What it said</summary>
            <Markdown text={newest.text} />
          </details>
        </>
      )}
      {note.editions.length > 1 ? (
        <details>
          <summary>Edited {counted(note.editions.length - 1, "time")}</summary>
          {note.editions.slice(0, -1).map(({ at, by, text }) => (
            <div key={at} className="edition">
              <p className="quiet">
                <Text most={80}>{by}</Text>, {secondOf(at)} UTC
              </p>
              <Markdown text={text} />
            </div>
          ))}
        </details>
      ) : null}
      {may(actor, "tier1") && withdrawn === null ? (
        <p className="buttons">
          <button type="button" className="plain" onClick={() => setAsked("edit")}>
            Edit<span className="unseen"> the note of {secondOf(first.at)}</span>
          </button>
          <button type="button" className="plain" onClick={() => setAsked("withdraw")}>
            Withdraw<span className="unseen"> the note of {secondOf(first.at)}</span>
          </button>
        </p>
      ) : null}
      {asked === undefined ? null : (
        <NoteDialog
          kind={asked}
          note={note}
          text={newest.text}
          view={view}
          onClose={() => setAsked(undefined)}
        />
      )}
    </li>
  );
}

function NoteDialog({
  kind,
  note,
  text,
  view,
  onClose,
}: {
  readonly kind: "edit" | "withdraw";
  readonly note: Note;
  readonly text: string;
  readonly view: CaseView;
  readonly onClose: () => void;
}) {
  const queries = useQueryClient();
  const [typed, setTyped] = useState(kind === "edit" ? text : "");
  // As it was seen when the dialog opened, until somebody else turns out to have been faster.
  const [version, setVersion] = useState(view.version);
  const send = useMutation({
    mutationFn: () =>
      kind === "edit"
        ? ask(`/notes/${note.id}`, { method: "PUT", body: { version, text: typed } })
        : ask(`/notes/${note.id}/withdrawal`, { method: "POST", body: { version, reason: typed } }),
    onSuccess: async () => {
      await refresh(queries);
      onClose();
    },
    onError: async (thrown) => {
      if (!isStale(thrown)) return;
      setVersion((await ask<CaseView>(`/cases/${encodeURIComponent(view.id)}`)).version);
      await refresh(queries);
    },
  });
  return (
    <Dialog title={kind === "edit" ? "Edit the note" : "Withdraw the note"} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") send.mutate();
        }}
      >
        <Field
          label={kind === "edit" ? "Note" : "Reason (required)"}
          hint={kind === "edit" ? "The earlier text is kept." : "The text is kept, behind the reason."}
        >
          {(ids) => (
            <textarea
              {...ids}
              rows={kind === "edit" ? 8 : 3}
              required
              maxLength={kind === "edit" ? noteMost : reasonMost}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
        </Field>
        <Refused error={send.error} />
        <div className="dialog-foot">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={send.isPending}>
            {kind === "edit" ? "Save" : "Withdraw"}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
