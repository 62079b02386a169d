/** Who did what, and whether the chain of it holds. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api.ts";
import type { AuditEntry, Verification } from "../model.ts";
import { AuditDetail } from "../parts/audit-entry.tsx";
import { Part } from "../parts/part.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { Table } from "../parts/table.tsx";
import { CopyButton, Text } from "../parts/text.tsx";
import { caseAddress, Link } from "../router.tsx";
import { countOf, secondOf } from "../times.ts";

const pageSize = 200;

export function Audit() {
  const check = useQuery({
    queryKey: ["audit", "verification"],
    queryFn: ({ signal }) => ask<Verification>("/audit/verification", { signal }),
  });
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>Audit</h1>
      {check.data === undefined ? (
        check.isPending ? (
          <Loading what="the check of the audit" />
        ) : (
          <Failed error={check.error} again={() => void check.refetch()} />
        )
      ) : (
        <>
          <Verdict check={check.data} busy={check.isFetching} again={() => void check.refetch()} />
          <Entries last={check.data.holds ? check.data.head.seq : check.data.seq} />
        </>
      )}
    </main>
  );
}

function Verdict({
  check,
  busy,
  again,
}: {
  readonly check: Verification;
  readonly busy: boolean;
  readonly again: () => void;
}) {
  return (
    <Part title="Verification" className={check.holds ? "health health-ready" : "health health-failing"}>
      {check.holds ? (
        <>
          <p>
            <b>It holds.</b> Every entry follows the one before it, {countOf(check.head.seq)} in all.
          </p>
          <p className="mono break">
            {check.head.seq} {check.head.hash}{" "}
            <CopyButton what="the head" text={`${check.head.seq} ${check.head.hash}`} asIs />
          </p>
          <p className="quiet">Keep this line elsewhere: it shows later that no entry was cut off.</p>
        </>
      ) : (
        <p role="alert">
          <b>It does not hold</b> at entry {countOf(check.seq)}: <Text>{check.because}</Text>. Keep a copy of
          the casebook as it is, and compare it with the last backup.
        </p>
      )}
      <button type="button" className="small" disabled={busy} onClick={again}>
        Check again
      </button>
    </Part>
  );
}

function Entries({ last }: { readonly last: number }) {
  /** Where the person stopped following the newest. */
  const [end, setEnd] = useState<number>();
  const to = Math.min(end ?? last, last);
  const after = Math.max(0, to - pageSize);
  const audit = useQuery({
    queryKey: ["audit", "page", after, to],
    queryFn: ({ signal }) =>
      ask<{ readonly items: readonly AuditEntry[] }>(
        `/audit?after=${after}&limit=${Math.max(1, to - after)}`,
        {
          signal,
        },
      ),
  });
  if (last === 0)
    return (
      <Empty title="Nobody did anything yet.">
        <p>Every change of a case is written here.</p>
      </Empty>
    );
  return (
    <Part title="Entries" count={`${countOf(after + 1)}–${countOf(to)}, newest first`}>
      <p className="buttons">
        <button type="button" className="small" disabled={after === 0} onClick={() => setEnd(after)}>
          Earlier
        </button>
        <button
          type="button"
          className="small"
          disabled={to >= last}
          onClick={() => setEnd(to + pageSize >= last ? undefined : to + pageSize)}
        >
          Later
        </button>
      </p>
      {audit.data === undefined ? (
        audit.isPending ? (
          <Loading what="the entries" />
        ) : (
          <Failed error={audit.error} again={() => void audit.refetch()} />
        )
      ) : (
        <div className="entries">
          <Table label="Table of entries" head={["#No.", "When, UTC", "Who", "Case", "What"]}>
            {audit.data.items.toReversed().map((entry) => (
              <tr key={entry.seq}>
                <td className="number">{entry.seq}</td>
                <td className="nowrap">{secondOf(entry.at)}</td>
                <td>
                  <Text most={80}>{entry.actor}</Text>
                </td>
                <td className="nowrap">
                  {entry.case === null ? "–" : <Link to={caseAddress(entry.case)}>{entry.case}</Link>}
                </td>
                <td className="value">
                  <AuditDetail entry={entry} />
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </Part>
  );
}
