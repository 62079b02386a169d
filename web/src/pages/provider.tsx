/** Signing in by a provider, where the service has one. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { ask, Problem } from "../api.ts";
import { NotSignedIn } from "../parts/form.tsx";
import { Text } from "../parts/text.tsx";

interface Ways {
  readonly provider: { readonly name: string } | null;
}

export function ProviderWay({
  behind,
  alone,
  onDone,
}: {
  /** A page lies behind, which must not be left: it is done in another tab. */
  readonly behind: boolean;
  /** It is the only way. */
  readonly alone: boolean;
  readonly onDone: () => Promise<void>;
}) {
  const ways = useQuery({
    queryKey: ["sign-in"],
    queryFn: ({ signal }) => ask<Ways>("/sign-in", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const name = ways.data?.provider?.name;
  if (name === undefined) return null;
  return (
    <section className="other-way" aria-label="By a provider">
      {alone ? null : <p className="or">or</p>}
      {behind ? <ElsewhereLink name={name} onDone={onDone} /> : <Go name={name} />}
    </section>
  );
}

function Go({ name }: { readonly name: string }) {
  const begin = useMutation({
    mutationFn: () =>
      ask<{ readonly address: string }>("/sign-in/provider", {
        method: "POST",
        body: { to: `${location.pathname}${location.search}` },
      }),
    onSuccess: ({ address }) => {
      const { protocol } = new URL(address);
      if (protocol !== "https:" && protocol !== "http:")
        throw new Problem(0, "address", "The provider's address is none.");
      location.assign(address);
    },
  });
  return (
    <>
      <NotSignedIn error={begin.error} />
      <button
        type="button"
        className="wide"
        disabled={begin.isPending || begin.isSuccess}
        onClick={() => begin.mutate()}
      >
        <span>
          {begin.isPending || begin.isSuccess ? "Going to " : "Sign in with "}
          <Text>{name}</Text>
          {begin.isPending || begin.isSuccess ? " …" : ""}
        </span>
      </button>
    </>
  );
}

/** What was typed on the page behind stays; coming back from the other tab is noticed. */
function ElsewhereLink({ name, onDone }: { readonly name: string; readonly onDone: () => Promise<void> }) {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== "visible") return;
      ask("/session").then(onDone, () => {
        // Not yet; the next time that somebody comes back is another.
      });
    };
    document.addEventListener("visibilitychange", look);
    addEventListener("focus", look);
    return () => {
      document.removeEventListener("visibilitychange", look);
      removeEventListener("focus", look);
    };
  }, [onDone]);
  return (
    <a className="button wide" href="/account" target="_blank" rel="noopener">
      <span>
        Sign in with <Text>{name}</Text> in another tab
      </span>
    </a>
  );
}
