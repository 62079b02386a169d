/** Name and password, or a provider. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ask } from "../api.ts";
import type { Actor } from "../model.ts";
import { Field, focusOnce, NotSignedIn } from "../parts/form.tsx";
import { ProviderWay } from "./provider.tsx";

export function SignIn({
  onDone,
  actor,
}: {
  readonly onDone: () => Promise<void>;
  /** Whose session ended, with a page behind that stays. */
  readonly actor?: Actor;
}) {
  const byProvider = actor?.issuer !== undefined;
  return (
    <div className="card">
      {byProvider ? null : <ByPassword onDone={onDone} name={actor?.name ?? ""} />}
      <ProviderWay behind={actor !== undefined} alone={byProvider} onDone={onDone} />
    </div>
  );
}

function ByPassword({
  onDone,
  name: given,
}: {
  readonly onDone: () => Promise<void>;
  readonly name: string;
}) {
  const [name, setName] = useState(given);
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => ask("/session", { method: "POST", body: { name, password } }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Field label="Name">
        {(ids) => (
          <input
            {...ids}
            value={name}
            onChange={({ target }) => setName(target.value)}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            ref={given === "" ? focusOnce : undefined}
          />
        )}
      </Field>
      <Field label="Password">
        {(ids) => (
          <input
            {...ids}
            type="password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
            autoComplete="current-password"
            required
            data-first={given === "" ? undefined : true}
          />
        )}
      </Field>
      <NotSignedIn error={signIn.error} />
      <button type="submit" className="primary" disabled={signIn.isPending}>
        {signIn.isPending ? "Signing in …" : "Sign in"}
      </button>
    </form>
  );
}
