/** The first account, made with the link that the service printed when it started. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ask } from "../api.ts";
import { Field, focusOnce, Refused } from "../parts/form.tsx";
import { useRouter } from "../router.tsx";

/** Read once, and out of the address bar and the history at once. */
let secretOfLink: string | undefined;

export function takeSecret(): void {
  if (location.pathname !== "/first" || location.hash.length < 2) return;
  secretOfLink = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", "/first");
}

/** As the server asks (NIST SP 800-63B). */
const passwordLeast = 12;

export function First() {
  const { go } = useRouter();
  const queries = useQueryClient();
  const [secret, setSecret] = useState(secretOfLink ?? "");
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [again, setAgain] = useState("");
  const differ = again !== "" && again !== password;
  const make = useMutation({
    mutationFn: () => ask("/first", { method: "POST", body: { secret, name, password } }),
    onSuccess: async () => {
      secretOfLink = undefined;
      await queries.invalidateQueries();
      go("/", { replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (password === again) make.mutate();
  };
  return (
    <main className="sign-in-page">
      <h1>
        <img src="/favicon.svg" alt="" width="36" height="36" /> Vedette
      </h1>
      <form className="card" onSubmit={submit}>
        <h2>The first account</h2>
        <p>It is an administrator and can make the others.</p>
        {secretOfLink === undefined ? (
          <Field
            label="Secret"
            hint="The part behind # of the link that the service printed when it started."
          >
            {(ids) => (
              <input
                {...ids}
                value={secret}
                onChange={({ target }) => setSecret(target.value)}
                autoComplete="off"
                required
              />
            )}
          </Field>
        ) : null}
        <Field label="Name" hint="Letters, digits, and . _ @ - between them. It stands in the audit.">
          {(ids) => (
            <input
              {...ids}
              value={name}
              onChange={({ target }) => setName(target.value)}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={64}
              required
              ref={focusOnce}
            />
          )}
        </Field>
        <Field
          label="Password"
          hint={`At least ${passwordLeast} characters; several words are best. Without the name.`}
        >
          {(ids) => (
            <input
              {...ids}
              type="password"
              value={password}
              onChange={({ target }) => setPassword(target.value)}
              autoComplete="new-password"
              minLength={passwordLeast}
              maxLength={256}
              required
            />
          )}
        </Field>
        <Field label="Password again" hint={differ ? "The two differ." : undefined}>
          {(ids) => (
            <input
              {...ids}
              type="password"
              value={again}
              onChange={({ target }) => setAgain(target.value)}
              autoComplete="new-password"
              aria-invalid={differ}
              required
            />
          )}
        </Field>
        <Refused error={make.error} />
        <button type="submit" className="primary" disabled={make.isPending || differ}>
          {make.isPending ? "Making it …" : "Make the account"}
        </button>
      </form>
    </main>
  );
}
