/** What was sent to one destination and what waits for it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ask } from "../api.ts";
import type { Delivery, Destination } from "../model.ts";
import { Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { Table } from "../parts/table.tsx";
import { Text } from "../parts/text.tsx";
import { caseAddress, Link } from "../router.tsx";
import { countOf, secondOf } from "../times.ts";

const askMs = 5_000;

const stateWords: Readonly<Record<Delivery["state"], string>> = {
  waiting: "◌ waiting",
  delivered: "● delivered",
  "given-up": "✕ given up",
};

export function Deliveries({ of }: { readonly of: Destination }) {
  const list = useQuery({
    queryKey: ["deliveries", of.id],
    queryFn: ({ signal }) =>
      ask<{ readonly items: readonly Delivery[] }>(`/destinations/${of.id}/deliveries`, { signal }),
    refetchInterval: askMs,
  });
  return (
    <Part title={`Last deliveries to ${of.name}`}>
      {list.data === undefined ? (
        list.isPending ? (
          <Loading what="the deliveries" />
        ) : (
          <Failed error={list.error} again={() => void list.refetch()} />
        )
      ) : list.data.items.length === 0 ? (
        <p className="quiet">None yet. Send a test, or wait for a change.</p>
      ) : (
        <Table
          label={`Table of deliveries to ${of.name}`}
          head={["Since, UTC", "Message", "State", "#Attempts", "Next or end, UTC", "-Send again"]}
        >
          {list.data.items.map((one) => (
            <Row key={one.id} one={one} />
          ))}
        </Table>
      )}
    </Part>
  );
}

function Row({ one }: { readonly one: Delivery }) {
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => ask(`/deliveries/${encodeURIComponent(one.id)}/again`, { method: "POST" }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["deliveries"] }),
  });
  const end = one.state === "waiting" ? one.next_ms : one.ended_ms;
  return (
    <tr>
      <td className="nowrap">{secondOf(one.queued_ms)}</td>
      <td className="value">
        <Text most={200}>{one.subject}</Text>
        {one.case === null ? null : (
          <div>
            <Link to={caseAddress(one.case)}>{one.case}</Link>
          </div>
        )}
        <div className="quiet mono break">{one.id}</div>
      </td>
      <td className="value">
        <span className={one.state === "given-up" ? "missing" : ""}>{stateWords[one.state]}</span>
        {one.because === "" ? null : (
          <div className="quiet">
            <Text>{one.because}</Text>
          </div>
        )}
      </td>
      <td className="number">{countOf(one.attempts)}</td>
      <td className="nowrap">{end === null ? "–" : secondOf(end)}</td>
      <td>
        {one.state === "waiting" ? null : (
          <button type="button" className="small" disabled={again.isPending} onClick={() => again.mutate()}>
            Send again<span className="unseen"> {one.subject.slice(0, 80)}</span>
          </button>
        )}
        <Refused error={again.error} />
      </td>
    </tr>
  );
}
