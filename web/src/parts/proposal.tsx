/** A proposal that a closing made, and what a person decides about it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { refresh } from "../acts/run.ts";
import { ask } from "../api.ts";
import { may, type Proposal } from "../model.ts";
import { caseAddress, Link } from "../router.tsx";
import { useActor } from "../session.tsx";
import { counted, countOf, secondOf } from "../times.ts";
import { Few } from "./few.tsx";
import { Fields } from "./fields.tsx";
import { Refused } from "./form.tsx";
import { ReasonDialog } from "./reason-dialog.tsx";
import { useTell } from "./tell.tsx";
import { Text } from "./text.tsx";

export function useProposals(state?: Proposal["state"]) {
  return useQuery({
    // With the audit, which changes whenever one is made or decided.
    queryKey: ["audit", "proposals", state ?? "all"],
    queryFn: ({ signal }) =>
      ask<{ readonly items: readonly Proposal[] }>(
        `/proposals${state === undefined ? "" : `?state=${state}`}`,
        { signal },
      ),
    select: ({ items }) => items,
  });
}

const casesShown = 12;

export function ProposalItem({ proposal, here }: { readonly proposal: Proposal; readonly here?: string }) {
  const { id, kind, state, cases, created_at, by, decided, entry } = proposal;
  const actor = useActor();
  const [dismissing, setDismissing] = useState(false);
  const decide = useDecision(id);
  const others = cases.filter((one) => one !== here);
  return (
    <li className="proposal">
      <p>
        <b>{kind === "register" ? "Entry of the register" : "Look at an indicator"}</b>{" "}
        <span className="chip">{state}</span>
      </p>
      <Content proposal={proposal} />
      <p className="quiet">
        No. {id}, of {by === "" ? "somebody" : <Text most={80}>{by}</Text>}, {secondOf(created_at)} UTC
        {others.length === 0 ? null : " · cases "}
        <Few of={others} most={casesShown} what={`of proposal ${id}`}>
          {(one) => <Link to={caseAddress(one)}>{one}</Link>}
        </Few>
      </p>
      {decided === null ? null : (
        <p className="quiet">
          {state} by <Text most={80}>{decided.by}</Text>, {secondOf(decided.at)} UTC
          {decided.reason === "" ? null : (
            <>
              : <Text>{decided.reason}</Text>
            </>
          )}
        </p>
      )}
      {state !== "accepted" || entry === undefined ? null : (
        <p className="quiet">
          It stands in <Link to="/register">the register</Link>, and counts from the next look on.
        </p>
      )}
      {state !== "open" ? null : may(actor, "tier2") ? (
        <p className="buttons">
          <button
            type="button"
            className="small primary"
            disabled={decide.isPending}
            onClick={() => decide.mutate({ word: "acceptance", reason: "" })}
          >
            Accept<span className="unseen"> proposal {id}</span>
          </button>
          <button type="button" className="small" onClick={() => setDismissing(true)}>
            Dismiss …<span className="unseen"> proposal {id}</span>
          </button>
        </p>
      ) : (
        <p className="quiet">It is decided with the role tier2.</p>
      )}
      {dismissing ? (
        <ReasonDialog
          title={`Dismiss proposal ${id}`}
          does="Dismiss"
          error={decide.error}
          pending={decide.isPending}
          onClose={() => setDismissing(false)}
          onReason={(reason) =>
            decide.mutate({ word: "dismissal", reason }, { onSuccess: () => setDismissing(false) })
          }
        />
      ) : (
        <Refused error={decide.error} />
      )}
    </li>
  );
}

function useDecision(id: number) {
  const queries = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: ({ word, reason }: { readonly word: "acceptance" | "dismissal"; readonly reason: string }) =>
      ask<Proposal>(`/proposals/${id}/${word}`, { method: "POST", body: { reason } }),
    onSuccess: (_, { word }) =>
      tell(`Proposal ${id} is ${word === "acceptance" ? "accepted" : "dismissed"}.`),
    onSettled: () => refresh(queries),
  });
}

function Content({ proposal: { entry, tuning } }: { readonly proposal: Proposal }) {
  return (
    <>
      {tuning === undefined ? null : (
        <p>
          <span className="mono">
            <Text most={120}>{tuning.indicator}</Text>
          </span>
          : of {counted(tuning.closed, "closed case")} with a finding of it{" "}
          {tuning.false_positives === 1
            ? "1 was a false positive"
            : `${countOf(tuning.false_positives)} were false positives`}
          .
        </p>
      )}
      {entry === undefined ? null : <Fields of={entry} />}
    </>
  );
}
