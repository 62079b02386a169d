/** The register: who may do what, who answers for it, and until when. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Area } from "../acts/fields.tsx";
import { ask } from "../api.ts";
import { may } from "../model.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Table } from "../parts/table.tsx";
import { useTell } from "../parts/tell.tsx";
import { Text } from "../parts/text.tsx";
import { Link } from "../router.tsx";
import { useActor } from "../session.tsx";
import { countOf, minuteOf } from "../times.ts";
import { type Entry, parts, type RegisterItem } from "./entry.ts";

export function Register() {
  const items = useQuery({
    queryKey: ["register"],
    queryFn: ({ signal }) => ask<{ readonly items: readonly RegisterItem[] }>("/register", { signal }),
  });
  const [asked, setAsked] = useState<RegisterItem>();
  const tier2 = may(useActor(), "tier2");
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>Register</h1>
      <p className="quiet">
        Who may do what, and who answers for it. What an entry covers is shown, and makes no case while the
        entry holds.
      </p>
      <Part title="Entries" count={items.data === undefined ? "" : countOf(items.data.items.length)}>
        {items.data === undefined ? (
          items.isPending ? (
            <Loading what="the register" />
          ) : (
            <Failed error={items.error} again={() => void items.refetch()} />
          )
        ) : items.data.items.length === 0 ? (
          <p>
            None yet. Justify an entity in its case, accept what a closing proposes, or start the service with
            --register.
          </p>
        ) : (
          <Table
            label="Table of entries"
            head={["Who and what", "Owner", "Reason", "Last day, UTC", "Added", "-Withdraw"]}
          >
            {items.data.items.map((item) => (
              <Row key={item.entry.id} item={item} onWithdraw={tier2 ? () => setAsked(item) : undefined} />
            ))}
          </Table>
        )}
      </Part>
      {asked === undefined ? null : <Withdraw item={asked} onClose={() => setAsked(undefined)} />}
    </main>
  );
}

function Row({
  item: { entry, expired, number, by, at, cases },
  onWithdraw,
}: {
  readonly item: RegisterItem;
  readonly onWithdraw: (() => void) | undefined;
}) {
  return (
    <tr>
      <td className="value">
        <Covers entry={entry} />
      </td>
      <td>
        <Text most={200}>{entry.owner}</Text>
      </td>
      <td>
        <Text most={500}>{entry.reason}</Text>
        {cases.map((id) => (
          <span key={id}>
            {" "}
            <Link to={`/case/${encodeURIComponent(id)}`}>{id}</Link>
          </span>
        ))}
      </td>
      <td className="nowrap">
        {entry.expires} {expired ? <span className="chip">over</span> : null}
      </td>
      <td>
        {by === null ? (
          <span className="quiet">of the file</span>
        ) : (
          <>
            <Text>{by}</Text> <span className="quiet nowrap">{at === null ? "" : minuteOf(at)}</span>
          </>
        )}
      </td>
      <td>
        {number === null || onWithdraw === undefined ? null : (
          <button type="button" className="small" onClick={onWithdraw}>
            Withdraw<span className="unseen"> {entry.id}</span> …
          </button>
        )}
      </td>
    </tr>
  );
}

function Covers({ entry }: { readonly entry: Entry }) {
  return (
    <>
      {parts.map((part) =>
        entry[part] === undefined ? null : (
          <div key={part}>
            <span className="quiet">{part}</span> <Text most={300}>{entry[part].join(", ")}</Text>
          </div>
        ),
      )}
      {entry.between === undefined ? null : (
        <div>
          <span className="quiet">between</span> {entry.between} UTC
        </div>
      )}
    </>
  );
}

function Withdraw({ item, onClose }: { readonly item: RegisterItem; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const tell = useTell();
  const [reason, setReason] = useState("");
  const send = useMutation({
    mutationFn: () => ask(`/register/${item.number}/withdrawal`, { method: "POST", body: { reason } }),
    onSuccess: async () => {
      await Promise.all(["register", "audit"].map((key) => queries.invalidateQueries({ queryKey: [key] })));
      tell("Withdrawn. Everything is looked at again, which may take a moment.");
      onClose();
    },
  });
  return (
    <Dialog title="Withdraw an entry" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <Covers entry={item.entry} />
        <Area label="Reason" value={reason} onValue={setReason} required />
        <Refused error={send.error} />
        <div className="dialog-foot">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="primary" disabled={send.isPending}>
            Withdraw
          </button>
        </div>
      </form>
    </Dialog>
  );
}
