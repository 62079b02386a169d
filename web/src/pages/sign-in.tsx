/** Name and password. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ask, Problem } from "../api.ts";
import { Field, focusOnce } from "../parts/form.tsx";
import { Text } from "../parts/text.tsx";

export function SignIn({
  onDone,
  name: given = "",
}: {
  readonly onDone: () => Promise<void>;
  readonly name?: string;
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
    <form className="card" onSubmit={submit}>
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
      {signIn.error === null ? null : (
        <p className="refused" role="alert">
          <Text>{wordsOf(signIn.error)}</Text>
        </p>
      )}
      <button type="submit" className="primary" disabled={signIn.isPending}>
        {signIn.isPending ? "Signing in …" : "Sign in"}
      </button>
    </form>
  );
}

function wordsOf(error: Error): string {
  return error instanceof Problem ? `${error.message} ${error.hint ?? ""}`.trim() : "Signing in failed.";
}
