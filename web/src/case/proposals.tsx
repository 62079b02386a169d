/** What closing this case proposed. */
import { Part } from "../parts/part.tsx";
import { ProposalItem, useProposals } from "../parts/proposal.tsx";
import { Failed } from "../parts/states.tsx";
import { countOf } from "../times.ts";

export function CaseProposals({ id }: { readonly id: string }) {
  const proposals = useProposals();
  if (proposals.error !== null && proposals.data === undefined)
    return (
      <Part title="Proposals">
        <Failed error={proposals.error} again={() => void proposals.refetch()} />
      </Part>
    );
  const own = (proposals.data ?? []).filter(({ cases }) => cases.includes(id));
  // A case that was never closed has none; a heading would only be in the way.
  if (own.length === 0) return null;
  return (
    <Part title="Proposals" count={countOf(own.length)}>
      <ol className="plain-list">
        {own.map((one) => (
          <ProposalItem key={one.id} proposal={one} here={id} />
        ))}
      </ol>
    </Part>
  );
}
