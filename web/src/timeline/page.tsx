/** A case over time: every source, what was found, and what was done about it. The address has the span, lanes and point. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { ask } from "../api.ts";
import { Views } from "../case/views.tsx";
import { useKeys } from "../keys.tsx";
import type { AuditEntry, CaseView } from "../model.ts";
import { Failed, Loading } from "../parts/states.tsx";
import { Text } from "../parts/text.tsx";
import { useCase } from "../queue/data.ts";
import { left } from "../queue/left.ts";
import { caseAddress, Link, useRouter } from "../router.tsx";
import { eventsQuery } from "./events.ts";
import { type Laning, lanings, pointsOf, type Span, withFewLanes } from "./points.ts";
import { TimelineView } from "./view.tsx";

export function TimelinePage({ id }: { readonly id: string }) {
  const view = useCase(id);
  const { go } = useRouter();
  const back = () => go(caseAddress(id));
  useKeys({ l: back, Escape: back });
  return (
    <main className="page timeline" id="main" tabIndex={-1}>
      <header className="case-head">
        <p className="quiet">
          <Link to={left.address} className="back">
            ← Queue
          </Link>{" "}
          · {view.data?.id ?? <Text most={200}>{id}</Text>}
        </p>
        <h1>
          Timeline
          {view.data === undefined ? null : (
            <>
              : <Text most={300}>{view.data.title}</Text>
            </>
          )}
        </h1>
        <Views id={id} />
      </header>
      {view.data === undefined ? (
        view.isPending ? (
          <Loading what={id} />
        ) : (
          <Failed error={view.error} again={() => void view.refetch()} />
        )
      ) : (
        <Loaded view={view.data} />
      )}
    </main>
  );
}

function spanIn(query: URLSearchParams): Span | undefined {
  const [from, to] = ["from", "to"].map((name) =>
    /^\d{1,16}$/.test(query.get(name) ?? "") ? Number(query.get(name)) : Number.NaN,
  ) as [number, number];
  return from < to ? { from, to } : undefined;
}

function Loaded({ view }: { readonly view: CaseView }) {
  const { query } = useRouter();
  const laning: Laning = lanings.find((one) => one === query.get("lanes")) ?? "source";
  const span = spanIn(query);
  const all = useEvents(view.id, undefined, true);
  // What was left out of all of it is asked for where the person looks closer.
  const isPart = all.data !== undefined && all.data.total > all.data.items.length;
  const near = useEvents(view.id, span, isPart && span !== undefined);
  const events = isPart && span !== undefined ? (near.data ?? all.data) : all.data;
  const audit = useQuery({
    queryKey: ["audit", view.id],
    queryFn: ({ signal }) =>
      ask<{ readonly items: readonly AuditEntry[] }>(
        `/audit?case=${encodeURIComponent(view.id)}&limit=1000`,
        { signal },
      ),
  });
  const points = useMemo(
    () => withFewLanes(pointsOf(view, events?.items ?? [], audit.data?.items ?? [], laning), laning),
    [view, events, audit.data, laning],
  );
  const failed = all.error ?? near.error ?? audit.error;
  const again = () => {
    void all.refetch();
    void audit.refetch();
    if (span !== undefined && isPart) void near.refetch();
  };
  return (
    <>
      {all.isPending ? <Loading what="the events of all sources" /> : null}
      {failed !== null ? <Failed error={failed} again={again} /> : null}
      <TimelineView
        view={view}
        points={points}
        events={events}
        busy={near.isFetching || all.isFetching}
        again={again}
        span={span}
        laning={laning}
      />
    </>
  );
}

function useEvents(id: string, span: Span | undefined, enabled: boolean) {
  return useQuery({
    ...eventsQuery(id, span),
    enabled,
    placeholderData: keepPreviousData,
  });
}
