/** Hunting in the store: shipped hunts, SQL, Sigma, the events of an entity; saved hunts. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ask } from "../api.ts";
import { may } from "../model.ts";
import { Part } from "../parts/part.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Link, useRouter } from "../router.tsx";
import { useActor } from "../session.tsx";
import { type HuntView, huntAddress, isLost, type Kind, kinds, viewOf } from "./address.ts";
import { Answer } from "./answer.tsx";
import { type Offer, type SavedHunt, useOffer } from "./data.ts";
import { EventsQuestion } from "./events.tsx";
import { RecordDialog } from "./record.tsx";
import { SavedHunts, SaveHunt } from "./saved.tsx";
import { ShippedHunts, ShippedQuestion } from "./shipped.tsx";
import { SigmaQuestion } from "./sigma.tsx";
import { SqlQuestion } from "./sql.tsx";

const kindTitles: Readonly<Record<Kind, string>> = {
  hunt: "Hunts",
  sql: "SQL",
  sigma: "Sigma",
  events: "Events of …",
};

export function Hunt() {
  const { query } = useRouter();
  const saved = query.get("saved");
  return query.get("kind") === null && saved !== null ? <OpenSaved id={saved} /> : <Opened query={query} />;
}

/** A saved hunt's own address leads to what it asks. */
function OpenSaved({ id }: { readonly id: string }) {
  const { go } = useRouter();
  const hunt = useQuery({
    queryKey: ["saved-hunt", id],
    queryFn: ({ signal }) => ask<SavedHunt>(`/saved-hunts/${encodeURIComponent(id)}`, { signal }),
    gcTime: 0,
  });
  const found = hunt.data;
  useEffect(() => {
    if (found !== undefined) go(huntAddress({ ...found.question, saved: found.id }), { replace: true });
  }, [found, go]);
  return (
    <main className="page hunt" id="main" tabIndex={-1}>
      <h1>Hunt</h1>
      {hunt.error === null ? (
        <Loading what="the saved hunt" />
      ) : (
        <>
          <Failed error={hunt.error} />
          <p>
            <Link to="/hunt">All hunts</Link>
          </p>
        </>
      )}
    </main>
  );
}

function Opened({ query }: { readonly query: URLSearchParams }) {
  const { go } = useRouter();
  const actor = useActor();
  const offer = useOffer();
  const view = viewOf(query);
  const [runs, setRuns] = useState(0);
  const show = (next: Partial<HuntView>, replace = false) =>
    go(huntAddress({ ...view, ...next }), { replace });
  /** Asks; the same question again is asked anew. */
  const run = (next: Partial<HuntView>) => {
    show({ record: undefined, filters: [], sort: undefined, hidden: [], ...next });
    setRuns(runs + 1);
  };
  const asked = JSON.stringify([view.text, view.parameters]);
  const isAsked = isWhole(view, offer.data);
  return (
    <main className="page hunt" id="main" tabIndex={-1}>
      <h1>Hunt</h1>
      <nav className="tabs" aria-label="Kinds of hunts">
        {kinds.map((kind) => (
          <Link
            key={kind}
            to={huntAddress({ kind })}
            className="tab"
            {...(kind === view.kind ? { "aria-current": "page" as const } : {})}
          >
            {kindTitles[kind]}
          </Link>
        ))}
      </nav>
      {isLost(query) ? (
        <p className="notice">
          The text of this hunt was too long for an address, and this browser does not have it any more. Paste
          it again, and save it to keep it.
        </p>
      ) : null}
      {offer.data === undefined ? (
        offer.isPending ? (
          <Loading what="hunts and columns" />
        ) : (
          <Failed error={offer.error} again={() => void offer.refetch()} />
        )
      ) : view.kind === "hunt" ? (
        view.text === "" ? (
          <div className="hunt-lists">
            <ShippedHunts offer={offer.data} />
            <SavedHunts />
          </div>
        ) : (
          <ShippedQuestion key={asked} offer={offer.data} view={view} onRun={run} />
        )
      ) : view.kind === "sql" ? (
        may(actor, "tier2") ? (
          <SqlQuestion offer={offer.data} view={view} onRun={run} />
        ) : (
          <NotYours what="SQL" needed="tier2" />
        )
      ) : view.kind === "sigma" ? (
        may(actor, "tier1") ? (
          <SigmaQuestion view={view} onRun={run} />
        ) : (
          <NotYours what="Sigma rules" needed="tier1" />
        )
      ) : (
        <EventsQuestion key={asked} view={view} onRun={run} />
      )}
      {isAsked && mayAsk(actor, view.kind) ? (
        <Answer view={view} runs={runs} onView={show} save={<SaveHunt view={view} />} />
      ) : null}
      {view.record === undefined ? null : (
        <RecordDialog id={view.record} onClose={() => show({ record: undefined }, true)} />
      )}
    </main>
  );
}

function mayAsk(actor: ReturnType<typeof useActor>, kind: Kind): boolean {
  return may(actor, kind === "sql" ? "tier2" : kind === "sigma" ? "tier1" : "reader");
}

function NotYours({ what, needed }: { readonly what: string; readonly needed: string }) {
  return (
    <Part title={what}>
      <p>
        {what} can be run by the role {needed} and those above. <Link to="/hunt">Hunts that are shipped</Link>{" "}
        can be run by everybody.
      </p>
    </Part>
  );
}

/** Whether nothing is missing that the question needs. */
function isWhole({ kind, text, parameters }: HuntView, offer: Offer | undefined): boolean {
  if (kind === "events") return parameters.value !== undefined && parameters.kind !== undefined;
  if (kind !== "hunt") return text !== "";
  const hunt = offer?.hunts.find(({ id }) => id === text);
  return (
    hunt?.parameters.every(
      ({ name, default: otherwise }) => otherwise !== null || parameters[name] !== undefined,
    ) ?? false
  );
}
