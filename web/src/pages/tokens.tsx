/** Tokens of programs, for administrators. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api.ts";
import type { Role, Token } from "../model.ts";
import { tokenRoles } from "../model.ts";
import { Field, Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Table } from "../parts/table.tsx";
import { CopyButton, Text } from "../parts/text.tsx";
import { fromInput, minuteOf } from "../times.ts";
import { RoleOptions } from "./accounts.tsx";

export function Tokens() {
  const queries = useQueryClient();
  const tokens = useQuery({
    queryKey: ["tokens"],
    queryFn: ({ signal }) => ask<{ readonly items: readonly Token[] }>("/tokens", { signal }),
  });
  const remove = useMutation({
    mutationFn: (id: string) => ask(`/tokens/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["tokens"] }),
  });
  return (
    <Part title="Tokens of programs">
      {tokens.data === undefined ? (
        tokens.isPending ? (
          <Loading what="the tokens" />
        ) : (
          <Failed error={tokens.error} again={() => void tokens.refetch()} />
        )
      ) : tokens.data.items.length === 0 ? (
        <p className="quiet">None. A program that asks the API needs one.</p>
      ) : (
        <Table
          label="Table of tokens"
          head={["Name", "Role", "Made, UTC", "By", "Ends, UTC", "Last used, UTC", "-Take back"]}
        >
          {tokens.data.items.map(({ id, name, role, created_ms, created_by, expires_ms, seen_ms }) => (
            <tr key={id}>
              <td>
                <Text>{name}</Text>
              </td>
              <td>{role}</td>
              <td className="nowrap">{minuteOf(created_ms)}</td>
              <td>
                <Text>{created_by}</Text>
              </td>
              <td className="nowrap">{expires_ms === null ? "never" : minuteOf(expires_ms)}</td>
              <td className="nowrap">{seen_ms === null ? "never" : minuteOf(seen_ms)}</td>
              <td>
                <button type="button" className="small" onClick={() => remove.mutate(id)}>
                  Take back<span className="unseen"> {name}</span>
                </button>
              </td>
            </tr>
          ))}
        </Table>
      )}
      <Refused error={remove.error} />
      <MakeToken />
    </Part>
  );
}

function MakeToken() {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("reader");
  const [ends, setEnds] = useState("");
  const make = useMutation({
    mutationFn: () => {
      const expires_ms = fromInput(ends);
      return ask<{ readonly token: string }>("/tokens", {
        method: "POST",
        body: { name, role, ...(expires_ms === undefined ? {} : { expires_ms }) },
      });
    },
    onSuccess: async () => {
      setName("");
      await queries.invalidateQueries({ queryKey: ["tokens"] });
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <h3>Make a token</h3>
      <Field label="Name of the program">
        {(ids) => (
          <input
            {...ids}
            value={name}
            maxLength={200}
            autoComplete="off"
            onChange={({ target }) => setName(target.value)}
            required
          />
        )}
      </Field>
      <Field label="Role of the token">
        {(ids) => (
          <select {...ids} value={role} onChange={({ target }) => setRole(target.value as Role)}>
            <RoleOptions of={tokenRoles} />
          </select>
        )}
      </Field>
      <Field label="Ends" hint="UTC. Empty for never.">
        {(ids) => (
          <input
            {...ids}
            type="datetime-local"
            value={ends}
            onChange={({ target }) => setEnds(target.value)}
          />
        )}
      </Field>
      <Refused error={make.error} />
      <button type="submit" disabled={make.isPending}>
        Make
      </button>
      {make.data === undefined ? null : (
        <p className="notice" role="status">
          It is told this once: <code className="break">{make.data.token}</code>{" "}
          <CopyButton what="the token" text={make.data.token} asIs />
        </p>
      )}
    </form>
  );
}
