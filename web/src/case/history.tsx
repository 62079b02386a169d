/** How the machine's decision went, and who did what. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api.ts";
import type { AuditEntry, CaseView } from "../model.ts";
import { AuditDetail } from "../parts/audit-entry.tsx";
import { DecisionChip } from "../parts/chips.tsx";
import { Part } from "../parts/part.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Text } from "../parts/text.tsx";
import { secondOf } from "../times.ts";

export function History({ view }: { readonly view: CaseView }) {
  const [open, setOpen] = useState(false);
  return (
    <Part title="History">
      <ol className="plain-list">
        {view.history.map(({ at, run, action, priority }) => (
          <li key={`${at} ${run}`}>
            {secondOf(at)} <DecisionChip action={action} priority={priority} />
          </li>
        ))}
      </ol>
      <p className="quiet">
        Newest report: {secondOf(view.reported_at)} UTC, run <Text most={60}>{view.run}</Text>
      </p>
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>Audit of this case</summary>
        {open ? <CaseAudit id={view.id} /> : null}
      </details>
    </Part>
  );
}

function CaseAudit({ id }: { readonly id: string }) {
  const audit = useQuery({
    queryKey: ["audit", id],
    queryFn: ({ signal }) =>
      ask<{ readonly items: readonly AuditEntry[] }>(`/audit?case=${encodeURIComponent(id)}&limit=1000`, {
        signal,
      }),
  });
  if (audit.data === undefined)
    return audit.isPending ? (
      <Loading what="the audit" />
    ) : (
      <Failed error={audit.error} again={() => void audit.refetch()} />
    );
  return (
    <ol className="plain-list audit-list">
      {audit.data.items.map((entry) => (
        <li key={entry.seq}>
          <span className="quiet">
            {entry.seq} · {secondOf(entry.at)} UTC ·
          </span>{" "}
          <b>
            <Text most={80}>{entry.actor}</Text>
          </b>{" "}
          <AuditDetail entry={entry} />
        </li>
      ))}
    </ol>
  );
}
