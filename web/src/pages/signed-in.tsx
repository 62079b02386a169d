/** Where the provider sends people back to: its answer goes to the server, and the person on to the page that they came from. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { ask } from "../api.ts";
import { NotSignedIn } from "../parts/form.tsx";
import { Loading } from "../parts/states.tsx";
import { useRouter } from "../router.tsx";

/** Read once, and out of the address bar and the history at once. */
let answerOfLink: string | undefined;

export function takeAnswer(): void {
  if (location.pathname !== "/signed-in" || location.search === "") return;
  answerOfLink = location.search;
  history.replaceState(null, "", "/signed-in");
}

export function SignedIn() {
  const { go } = useRouter();
  const queries = useQueryClient();
  const finish = useMutation({
    mutationFn: (query: string) =>
      ask<{ readonly to: string }>("/sign-in/provider/answer", { method: "POST", body: { query } }),
    onSuccess: async ({ to }) => {
      queries.clear();
      go(to, { replace: true });
    },
  });
  const { mutate, error } = finish;
  useEffect(() => {
    if (answerOfLink === undefined) go("/", { replace: true });
    else mutate(answerOfLink);
    answerOfLink = undefined;
  }, [go, mutate]);
  if (error === null) return <Loading what="the console" />;
  return (
    <main className="sign-in-page">
      <h1>
        <img src="/favicon.svg" alt="" width="36" height="36" /> Vedette
      </h1>
      <div className="card">
        <h2>You are not signed in</h2>
        <NotSignedIn error={error} />
        <button type="button" className="primary" onClick={() => go("/", { replace: true })}>
          Back to the sign-in
        </button>
      </div>
    </main>
  );
}
