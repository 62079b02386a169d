/** What closings propose: entries of the register, and indicators to look at. */
import type { Proposal } from "../model.ts";
import { Field } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { ProposalItem, useProposals } from "../parts/proposal.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { Link, useRouter } from "../router.tsx";
import { countOf } from "../times.ts";

const states: readonly Proposal["state"][] = ["open", "accepted", "dismissed", "withdrawn"];

export function Proposals() {
  const { query, go } = useRouter();
  const state = states.find((one) => one === query.get("state")) ?? "open";
  const proposals = useProposals(state);
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>Proposals</h1>
      <p className="quiet">
        Closing a case as benign or as a false positive proposes what would spare the next one. Nothing is
        changed by itself.
      </p>
      <Field label="State">
        {(ids) => (
          <select
            {...ids}
            value={state}
            onChange={({ target }) =>
              go(target.value === "open" ? "/proposals" : `/proposals?state=${target.value}`)
            }
          >
            {states.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        )}
      </Field>
      {proposals.data === undefined ? (
        proposals.isPending ? (
          <Loading what="the proposals" />
        ) : (
          <Failed error={proposals.error} again={() => void proposals.refetch()} />
        )
      ) : proposals.data.length === 0 ? (
        <Empty title={state === "open" ? "No proposal is open." : `No proposal is ${state}.`}>
          <p>
            They come of cases that are closed in <Link to="/">the queue</Link>.
          </p>
        </Empty>
      ) : (
        <Part title={state} count={countOf(proposals.data.length)} className="proposals">
          <ol className="plain-list">
            {proposals.data.map((one) => (
              <ProposalItem key={one.id} proposal={one} />
            ))}
          </ol>
        </Part>
      )}
    </main>
  );
}
