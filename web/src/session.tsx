/** Who is signed in. A page is never thrown away because a session ended: one signs in on top of it. */
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { ask, onSignedOut, Problem } from "./api.ts";
import type { Actor } from "./model.ts";
import { SignIn } from "./pages/sign-in.tsx";
import { Dialog } from "./parts/dialog.tsx";
import { Failed, Loading } from "./parts/states.tsx";

const ActorContext = createContext<Actor | undefined>(undefined);

export function useActor(): Actor {
  const actor = useContext(ActorContext);
  if (actor === undefined) throw new Error("nobody is signed in");
  return actor;
}

export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => ask<Actor>("/session", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

export function SessionGate({ children }: { readonly children: ReactNode }) {
  const queries = useQueryClient();
  const [ended, setEnded] = useState(false);
  const session = useQuery(sessionQuery);
  useEffect(() => onSignedOut(() => setEnded(true)), []);
  const signedIn = async () => {
    await queries.invalidateQueries();
    setEnded(false);
  };
  if (session.data === undefined) {
    if (session.isPending) return <Loading what="the console" />;
    if (session.error instanceof Problem && session.error.status === 401)
      return (
        <main className="sign-in-page">
          <h1>
            <img src="/favicon.svg" alt="" width="36" height="36" /> Vedette
          </h1>
          <SignIn onDone={signedIn} />
        </main>
      );
    return <Failed error={session.error} again={() => void session.refetch()} />;
  }
  return (
    <ActorContext value={session.data}>
      {children}
      {ended ? (
        <Dialog title="Sign in again" onClose={undefined}>
          <p>Your session ended. The page behind this, with what you typed, is as you left it.</p>
          <SignIn onDone={signedIn} actor={session.data} />
        </Dialog>
      ) : null}
    </ActorContext>
  );
}
