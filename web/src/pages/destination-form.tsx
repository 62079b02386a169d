/** Adds a destination, or changes one. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api.ts";
import {
  type Destination,
  type DestinationKind,
  type EventKind,
  eventKinds,
  type Severity,
  severities,
} from "../model.ts";
import { Field, Refused } from "../parts/form.tsx";

export const kindWords: Readonly<Record<DestinationKind, string>> = {
  webhook: "Webhook, signed",
  slack: "Slack, or a chat that takes its messages",
  teams: "Microsoft Teams (Workflows)",
  mail: "Mail",
};

const eventWords: Readonly<Record<EventKind, string>> = {
  opened: "opened",
  graver: "graver, or escalated",
  state: "put in another state",
  closed: "closed",
  assigned: "assigned",
  note: "given a note",
};

/** What a destination is told of, in a sentence. */
export function wantedWords({ events, least_severity, escalate_only }: Destination): string {
  const all = events.length === eventKinds.length;
  return [
    all ? "everything" : events.map((one) => eventWords[one]).join(", "),
    ...(least_severity === "info" ? [] : [`severity ${least_severity} or more`]),
    ...(escalate_only ? ["escalate only"] : []),
  ].join("; ");
}

const addressHints: Readonly<Record<DestinationKind, string>> = {
  webhook: "https://… It gets JSON by POST.",
  slack: "https://hooks.slack.com/services/…",
  teams: "The URL of the workflow “When a Teams webhook request is received”.",
  mail: "smtp://mail.example:587, or smtps:// for TLS from the start.",
};

export function DestinationForm({
  of,
  onDone,
}: {
  /** What is changed; undefined for a new one. */
  readonly of?: Destination | undefined;
  readonly onDone: (name: string, secret: string | null) => void;
}) {
  const queries = useQueryClient();
  const [name, setName] = useState(of?.name ?? "");
  const [kind, setKind] = useState<DestinationKind>(of?.kind ?? "webhook");
  const [address, setAddress] = useState("");
  const [from, setFrom] = useState(of?.from ?? "");
  const [to, setTo] = useState((of?.to ?? []).join(", "));
  const [events, setEvents] = useState<readonly EventKind[]>(of?.events ?? ["opened", "graver"]);
  const [least, setLeast] = useState<Severity>(of?.least_severity ?? "info");
  const [escalateOnly, setEscalateOnly] = useState(of?.escalate_only ?? false);
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name,
        ...(address === "" ? {} : { address }),
        ...(kind === "mail" ? { from, to: to.split(/[\s,;]+/).filter((one) => one !== "") } : {}),
        events,
        least_severity: least,
        escalate_only: escalateOnly,
      };
      return ask<{ readonly secret?: string | null }>(
        of === undefined ? "/destinations" : `/destinations/${of.id}`,
        of === undefined ? { method: "POST", body: { ...body, kind } } : { method: "PATCH", body },
      );
    },
    onSuccess: async ({ secret }) => {
      await queries.invalidateQueries({ queryKey: ["destinations"] });
      onDone(name, secret ?? null);
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextField label="Name of the destination" value={name} onValue={setName} most={200} />
      {of === undefined ? (
        <Field label="Kind">
          {(ids) => (
            <select {...ids} value={kind} onChange={({ target }) => setKind(target.value as DestinationKind)}>
              {Object.entries(kindWords).map(([value, word]) => (
                <option key={value} value={value}>
                  {word}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      <TextField
        label="Address"
        value={address}
        onValue={setAddress}
        most={2000}
        required={of === undefined}
        hint={of === undefined ? addressHints[kind] : `Empty: as it is, ${of.address}`}
      />
      {kind === "mail" ? (
        <>
          <TextField label="From" value={from} onValue={setFrom} most={320} />
          <TextField label="To" value={to} onValue={setTo} most={5000} hint="Several with commas." />
        </>
      ) : null}
      <Wanted events={events} onEvents={setEvents} />
      <Field label="Least severity">
        {(ids) => (
          <select {...ids} value={least} onChange={({ target }) => setLeast(target.value as Severity)}>
            {severities.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        )}
      </Field>
      <label className="check">
        <input
          type="checkbox"
          checked={escalateOnly}
          onChange={({ target }) => setEscalateOnly(target.checked)}
        />
        <span>Only cases whose action is to escalate</span>
      </label>
      <Refused error={save.error} />
      <button type="submit" disabled={save.isPending || events.length === 0}>
        {of === undefined ? "Add" : "Save"}
      </button>
    </form>
  );
}

function TextField({
  label,
  value,
  onValue,
  most,
  required = true,
  hint,
}: {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly most: number;
  readonly required?: boolean;
  readonly hint?: string;
}) {
  return (
    <Field label={label} hint={hint}>
      {(ids) => (
        <input
          {...ids}
          value={value}
          maxLength={most}
          autoComplete="off"
          spellCheck={false}
          required={required}
          onChange={({ target }) => onValue(target.value)}
        />
      )}
    </Field>
  );
}

function Wanted({
  events,
  onEvents,
}: {
  readonly events: readonly EventKind[];
  readonly onEvents: (events: readonly EventKind[]) => void;
}) {
  return (
    <fieldset className="choices">
      <legend>Tell when a case is</legend>
      {eventKinds.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={events.includes(one)}
            onChange={({ target }) =>
              onEvents(eventKinds.filter((kind) => (kind === one ? target.checked : events.includes(kind))))
            }
          />
          {eventWords[one]}
        </label>
      ))}
    </fieldset>
  );
}
