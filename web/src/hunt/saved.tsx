/** Hunts that people keep: the list, and the dialog that keeps one. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api.ts";
import { may } from "../model.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Field, Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { useTell } from "../parts/tell.tsx";
import { Text } from "../parts/text.tsx";
import { Link, useRouter } from "../router.tsx";
import { useActor } from "../session.tsx";
import { countOf, minuteOf } from "../times.ts";
import { visible } from "../visible.ts";
import { type HuntView, huntAddress } from "./address.ts";
import { type SavedHunt, useSaved } from "./data.ts";

const kindWords = { hunt: "shipped hunt", sql: "SQL", sigma: "Sigma", events: "events" } as const;

export function SavedHunts() {
  const saved = useSaved();
  const items = saved.data?.items;
  return (
    <Part title="Saved hunts" count={items === undefined ? undefined : countOf(items.length)}>
      {items === undefined ? (
        saved.isPending ? (
          <Loading what="saved hunts" />
        ) : (
          <Failed error={saved.error} again={() => void saved.refetch()} />
        )
      ) : items.length === 0 ? (
        <p className="quiet">None yet. Run a hunt, narrow it by values, then choose Save.</p>
      ) : (
        <ul className="plain-list hunt-list">
          {items.map((hunt) => (
            <Item key={hunt.id} hunt={hunt} />
          ))}
        </ul>
      )}
    </Part>
  );
}

function Item({ hunt }: { readonly hunt: SavedHunt }) {
  const actor = useActor();
  const queries = useQueryClient();
  const tell = useTell();
  const { id, name, description, shared, owner, question, updated_at, version } = hunt;
  const remove = useMutation({
    mutationFn: () => ask(`/saved-hunts/${id}`, { method: "DELETE", body: { version } }),
    onSuccess: () => tell(`Removed: ${visible(name)}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ["saved-hunts"] }),
  });
  return (
    <li>
      <Link to={`/hunt?saved=${id}`}>
        <Text most={120}>{name}</Text>
      </Link>
      {description === "" ? null : (
        <p>
          <Text most={300}>{description}</Text>
        </p>
      )}
      <p className="quiet">
        {kindWords[question.kind]} · {shared ? "shared" : "yours alone"} · <Text most={60}>{owner}</Text>,{" "}
        {minuteOf(updated_at)}{" "}
        {mayChange(actor, hunt) ? (
          <button
            type="button"
            className="plain"
            disabled={remove.isPending}
            aria-label={`Remove the saved hunt ${visible(name)}`}
            onClick={() => remove.mutate()}
          >
            Remove
          </button>
        ) : null}
      </p>
      <Refused error={remove.error} />
    </li>
  );
}

function mayChange(actor: ReturnType<typeof useActor>, { owner }: SavedHunt): boolean {
  return may(actor, "tier1") && (owner === actor.name || may(actor, "administrator"));
}

/** The button of a hunt that was run, and its dialog. */
export function SaveHunt({ view }: { readonly view: HuntView }) {
  const actor = useActor();
  const saved = useSaved();
  const [open, setOpen] = useState(false);
  if (!may(actor, "tier1")) return null;
  const known = saved.data?.items.find(({ id }) => id === view.saved);
  return (
    <>
      <button type="button" className="small" onClick={() => setOpen(true)}>
        Save …
      </button>
      {open ? <SaveDialog view={view} known={known} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function SaveDialog({
  view,
  known,
  onClose,
}: {
  readonly view: HuntView;
  readonly known: SavedHunt | undefined;
  readonly onClose: () => void;
}) {
  const actor = useActor();
  const queries = useQueryClient();
  const tell = useTell();
  const { go } = useRouter();
  const [name, setName] = useState(known?.name ?? "");
  const [description, setDescription] = useState(known?.description ?? "");
  const [shared, setShared] = useState(known?.shared ?? false);
  const changes = known !== undefined && mayChange(actor, known) ? known : undefined;
  const save = useMutation({
    mutationFn: (to: SavedHunt | undefined) => {
      const { kind, text, parameters, filters } = view;
      const body = { name, description, shared, question: { kind, text, parameters, filters } };
      return to === undefined
        ? ask<SavedHunt>("/saved-hunts", { method: "POST", body })
        : ask<SavedHunt>(`/saved-hunts/${to.id}`, { method: "PUT", body: { ...body, version: to.version } });
    },
    onSuccess: (hunt) => {
      void queries.invalidateQueries({ queryKey: ["saved-hunts"] });
      tell(`Saved: ${visible(hunt.name)}`);
      onClose();
      go(huntAddress({ ...view, saved: hunt.id }), { replace: true });
    },
  });
  return (
    <Dialog title="Save the hunt" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(changes);
        }}
      >
        <Field label="Name">
          {(ids) => (
            <input
              {...ids}
              value={name}
              maxLength={120}
              required
              onChange={({ target }) => setName(target.value)}
            />
          )}
        </Field>
        <Field label="Description" hint="What it answers, and what to do with what it finds.">
          {(ids) => (
            <textarea
              {...ids}
              rows={3}
              value={description}
              maxLength={2000}
              onChange={({ target }) => setDescription(target.value)}
            />
          )}
        </Field>
        <label className="check">
          <input type="checkbox" checked={shared} onChange={({ target }) => setShared(target.checked)} />
          <span>Shared with everybody who may sign in</span>
        </label>
        <Refused error={save.error} />
        <p className="buttons">
          <button type="submit" className="primary" disabled={save.isPending}>
            {changes === undefined ? "Save" : "Change the saved hunt"}
          </button>
          {changes === undefined ? null : (
            <button type="button" disabled={save.isPending} onClick={() => save.mutate(undefined)}>
              Save as another
            </button>
          )}
        </p>
      </form>
    </Dialog>
  );
}
