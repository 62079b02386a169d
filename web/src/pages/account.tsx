/** One's own sessions and password; for administrators, all accounts and the tokens of programs. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api.ts";
import { may, type Session } from "../model.ts";
import { Field, Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Table } from "../parts/table.tsx";
import { useTell } from "../parts/tell.tsx";
import { Text } from "../parts/text.tsx";
import { useActor } from "../session.tsx";
import { minuteOf } from "../times.ts";
import { Accounts } from "./accounts.tsx";
import { Tokens } from "./tokens.tsx";

export function Account() {
  const actor = useActor();
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>Account</h1>
      <p>
        Signed in as <b>{actor.name}</b>, {actor.role}
        {actor.issuer === undefined ? (
          "."
        ) : (
          <>
            , by <Text>{actor.issuer}</Text>.
          </>
        )}
      </p>
      <Sessions />
      {actor.issuer === undefined ? <Password /> : null}
      {may(actor, "administrator") ? (
        <>
          <Accounts />
          <Tokens />
        </>
      ) : null}
    </main>
  );
}

function Sessions() {
  const queries = useQueryClient();
  const sessions = useQuery({
    queryKey: ["sessions"],
    queryFn: ({ signal }) => ask<{ readonly items: readonly Session[] }>("/sessions", { signal }),
  });
  const end = useMutation({
    mutationFn: (id: string) => ask(`/sessions/${id}`, { method: "DELETE" }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["sessions"] }),
  });
  return (
    <Part title="Your sessions">
      {sessions.data === undefined ? (
        sessions.isPending ? (
          <Loading what="your sessions" />
        ) : (
          <Failed error={sessions.error} again={() => void sessions.refetch()} />
        )
      ) : (
        <Table
          label="Table of sessions"
          head={["Last used, UTC", "Since, UTC", "Network", "Browser", "-End"]}
        >
          {sessions.data.items.map(({ id, created_ms, seen_ms, network, agent, current }) => (
            <tr key={id}>
              <td className="nowrap">
                {minuteOf(seen_ms)}
                {current ? <span className="chip here">this one</span> : null}
              </td>
              <td className="nowrap">{minuteOf(created_ms)}</td>
              <td>{network === "" ? "–" : <Text>{network}</Text>}</td>
              <td className="value">{agent === "" ? "–" : <Text most={200}>{agent}</Text>}</td>
              <td>
                <button
                  type="button"
                  className="small"
                  disabled={end.isPending}
                  onClick={() => end.mutate(id)}
                >
                  End
                  <span className="unseen"> the session of {minuteOf(created_ms)}</span>
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <p className="quiet">Ending the session of this page signs you out here.</p>
      <Refused error={end.error} />
    </Part>
  );
}

function Password() {
  const tell = useTell();
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const change = useMutation({
    mutationFn: () => ask("/password", { method: "POST", body: { old, new: next } }),
    onSuccess: () => {
      setOld("");
      setNext("");
      tell("The password is changed. All your sessions ended; sign in with the new one.");
    },
  });
  return (
    <Part title="Password">
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Field label="Old password">
          {(ids) => (
            <input
              {...ids}
              type="password"
              autoComplete="current-password"
              value={old}
              onChange={({ target }) => setOld(target.value)}
              required
            />
          )}
        </Field>
        <Field label="New password" hint="At least 12 characters; all your sessions end.">
          {(ids) => (
            <input
              {...ids}
              type="password"
              autoComplete="new-password"
              minLength={12}
              maxLength={256}
              value={next}
              onChange={({ target }) => setNext(target.value)}
              required
            />
          )}
        </Field>
        <Refused error={change.error} />
        <button type="submit" disabled={change.isPending}>
          Change the password
        </button>
      </form>
    </Part>
  );
}
