/** Accounts, for administrators. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api.ts";
import type { Account, Role } from "../model.ts";
import { roles } from "../model.ts";
import { Field, Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Table } from "../parts/table.tsx";
import { Text } from "../parts/text.tsx";
import { useActor } from "../session.tsx";
import { minuteOf } from "../times.ts";

export function Accounts() {
  const queries = useQueryClient();
  const actor = useActor();
  const accounts = useQuery({
    queryKey: ["accounts"],
    queryFn: ({ signal }) => ask<{ readonly items: readonly Account[] }>("/accounts", { signal }),
  });
  const change = useMutation({
    mutationFn: ({ name, ...to }: { name: string; role?: Role; disabled?: boolean }) =>
      ask(`/accounts/${encodeURIComponent(name)}`, { method: "PATCH", body: to }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["accounts"] }),
  });
  const end = useMutation({
    mutationFn: (name: string) => ask(`/accounts/${encodeURIComponent(name)}/sessions`, { method: "DELETE" }),
  });
  return (
    <Part title="Accounts">
      {accounts.data === undefined ? (
        accounts.isPending ? (
          <Loading what="the accounts" />
        ) : (
          <Failed error={accounts.error} again={() => void accounts.refetch()} />
        )
      ) : (
        <Table label="Table of accounts" head={["Name", "Role", "Since, UTC", "Sign-in", "Sessions"]}>
          {accounts.data.items.map(({ name, role, created_ms, disabled, issuer, subject }) => (
            <tr key={name}>
              <td>
                <Text>{name}</Text>
                {name === actor.name ? <span className="quiet"> (you)</span> : null}
                {issuer === undefined ? null : (
                  <div className="quiet break">
                    <Text>{`${subject} at ${issuer}`}</Text>
                  </div>
                )}
              </td>
              <td>
                {issuer === undefined ? (
                  <select
                    aria-label={`Role of ${name}`}
                    value={role}
                    onChange={({ target }) => change.mutate({ name, role: target.value as Role })}
                  >
                    <RoleOptions />
                  </select>
                ) : (
                  <>
                    {role} <span className="quiet">by the provider</span>
                  </>
                )}
              </td>
              <td className="nowrap">{minuteOf(created_ms)}</td>
              <td>
                <button
                  type="button"
                  className="small"
                  onClick={() => change.mutate({ name, disabled: !disabled })}
                >
                  {disabled ? "Allow again" : "Disable"}
                  <span className="unseen"> {name}</span>
                </button>
                {disabled ? <span className="missing"> disabled</span> : null}
              </td>
              <td>
                <button type="button" className="small" onClick={() => end.mutate(name)}>
                  End all<span className="unseen"> sessions of {name}</span>
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Refused error={change.error ?? end.error} />
      <AddAccount />
    </Part>
  );
}

export function RoleOptions({ of = roles }: { readonly of?: readonly Role[] }) {
  return of.map((role) => (
    <option key={role} value={role}>
      {role}
    </option>
  ));
}

function AddAccount() {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("tier1");
  const [password, setPassword] = useState("");
  const add = useMutation({
    mutationFn: () => ask("/accounts", { method: "POST", body: { name, role, password } }),
    onSuccess: async () => {
      setName("");
      setPassword("");
      await queries.invalidateQueries({ queryKey: ["accounts"] });
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <h3>Add an account</h3>
      <Field label="Name of the account">
        {(ids) => (
          <input
            {...ids}
            value={name}
            maxLength={64}
            autoComplete="off"
            onChange={({ target }) => setName(target.value)}
            required
          />
        )}
      </Field>
      <Field label="Role">
        {(ids) => (
          <select {...ids} value={role} onChange={({ target }) => setRole(target.value as Role)}>
            <RoleOptions />
          </select>
        )}
      </Field>
      <Field
        label="First password"
        hint="At least 12 characters. Tell it in person; it can be changed under Account."
      >
        {(ids) => (
          <input
            {...ids}
            type="password"
            autoComplete="new-password"
            minLength={12}
            maxLength={256}
            value={password}
            onChange={({ target }) => setPassword(target.value)}
            required
          />
        )}
      </Field>
      <Refused error={add.error} />
      <button type="submit" disabled={add.isPending}>
        Add
      </button>
    </form>
  );
}
