/** The queue: what is to be looked at, in the order of need. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { ActDialog, type Scope } from "../acts/dialog.tsx";
import type { Kind } from "../acts/kinds.ts";
import { useKeys } from "../keys.tsx";
import { type CaseSummary, may } from "../model.ts";
import { Failed, Loading } from "../parts/states.tsx";
import { caseAddress, useRouter } from "../router.tsx";
import { useActor } from "../session.tsx";
import { counted, countOf } from "../times.ts";
import { useCases, useFacets, useFolded } from "./data.ts";
import { FacetList } from "./facets.tsx";
import { address, changed, filterOf, isNarrowed, noiseOf } from "./filter.ts";
import { FilterBar } from "./filter-bar.tsx";
import { Histogram } from "./histogram.tsx";
import { left } from "./left.ts";
import { CaseList } from "./list.tsx";
import { NoCases } from "./no-cases.tsx";
import { Preview } from "./preview.tsx";

const none: readonly CaseSummary[] = [];

export function Queue() {
  const { query, go } = useRouter();
  const actor = useActor();
  const list = useCases(query);
  const facets = useFacets(query);
  const folded = useFolded(query);
  const cases = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? none, [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const [active, setActive] = useState(left.active);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<{ readonly kind: Kind | undefined; readonly scope: Scope }>();
  const focusing = useRef(left.active !== undefined);
  const filterField = useRef<HTMLInputElement>(null);
  const preview = query.get("case") ?? undefined;
  useEffect(() => {
    left.address = address(query);
    left.active = active;
  }, [query, active]);

  const show = useCallback(
    (id: string | undefined) => go(address(changed(query, { case: id })), { replace: true }),
    [go, query],
  );
  const move = (by: number) => {
    const at = cases.findIndex(({ id }) => id === active);
    const next = cases[at < 0 ? 0 : Math.max(0, Math.min(cases.length - 1, at + by))];
    if (next === undefined) return;
    focusing.current = true;
    setActive(next.id);
    if (preview !== undefined) show(next.id);
  };
  const select = useCallback(
    (id: string) =>
      setSelected((before) => {
        const after = new Set(before);
        if (!after.delete(id)) after.add(id);
        return after;
      }),
    [],
  );
  const act = (kind: Kind | undefined) => {
    if (!may(actor, "tier1")) return;
    const chosen = cases.filter(({ id }) => (selected.size > 0 ? selected.has(id) : id === active));
    if (chosen.length === 0) return;
    setAsked({ kind, scope: { cases: chosen, tags: chosen.length === 1 ? (chosen[0]?.tags ?? []) : [] } });
  };
  const keyed = (does: () => void) => (event: KeyboardEvent) => {
    event.preventDefault();
    does();
  };
  const onActive = (does: (id: string) => void) => keyed(() => active !== undefined && does(active));
  const inRow = (does: () => void) => (event: KeyboardEvent) => {
    if (isInRow(event)) keyed(does)(event);
  };
  const leave = ({ target }: KeyboardEvent) => {
    if (target === filterField.current) filterField.current?.blur();
    else if (preview !== undefined) show(undefined);
    else if (selected.size > 0) setSelected(new Set());
  };
  useKeys({
    j: keyed(() => move(1)),
    k: keyed(() => move(-1)),
    ArrowDown: inRow(() => move(1)),
    ArrowUp: inRow(() => move(-1)),
    Enter: onActive((id) => go(caseAddress(id))),
    o: onActive((id) => go(caseAddress(id))),
    Space: onActive((id) => show(preview === id ? undefined : id)),
    x: onActive(select),
    e: keyed(() => act("escalate")),
    c: keyed(() => act("close")),
    n: keyed(() => act("note")),
    t: keyed(() => act("tag")),
    "/": keyed(() => filterField.current?.focus()),
    "Shift+/": keyed(() => filterField.current?.focus()),
    Escape: leave,
  });

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const chosen = cases.filter(({ id }) => selected.has(id));
  const noise = noiseOf(query);
  const filter = filterOf(query);
  return (
    <main className={`queue${preview === undefined ? "" : " with-preview"}`} id="main" tabIndex={-1}>
      <h1 className="unseen">Queue</h1>
      <details className="facets" open={innerWidth > 900}>
        <summary>Filter by value</summary>
        {facets.error !== null && facets.data === undefined ? (
          <Failed error={facets.error} again={() => void facets.refetch()} />
        ) : null}
        <FacetList facets={facets.data} query={query} />
      </details>
      <div className="queue-middle">
        <FilterBar query={query} field={filterField} />
        <Histogram
          cases={cases}
          from={filter.from}
          to={filter.to}
          onSpan={(from, to) => go(address(changed(query, { from: from?.toString(), to: to?.toString() })))}
        />
        <div className="bar counts">
          <p role="status" aria-live="polite">
            <strong>{list.data === undefined ? "…" : counted(total, "case")}</strong>
            {list.isPlaceholderData ? " …" : ""}
          </p>
          {/* Text filters and spans apply to what is folded as well; its number is always on the screen. */}
          <p>
            {noise === "folded" ? `${foldedWords(folded.data ?? 0)} ` : ""}
            <button
              type="button"
              className="toggle"
              aria-pressed={noise === "shown"}
              onClick={() => go(address(changed(query, { noise: noise === "shown" ? undefined : "shown" })))}
            >
              Show background
            </button>
          </p>
          {may(actor, "tier2") && total > 0 ? (
            <button
              type="button"
              className="small"
              onClick={() => setAsked({ kind: undefined, scope: { filter } })}
            >
              Act on all {countOf(total)} …
            </button>
          ) : null}
        </div>
        {chosen.length === 0 ? null : (
          <div className="bar selection" role="status">
            <strong>{counted(chosen.length, "case")} selected</strong>
            {may(actor, "tier1") ? (
              <button type="button" className="primary" onClick={() => act(undefined)}>
                Act on {countOf(chosen.length)} …
              </button>
            ) : null}
            <button type="button" onClick={() => setSelected(new Set())}>
              Select none
            </button>
          </div>
        )}
        {list.data === undefined ? (
          list.isPending ? (
            <Loading what="the queue" />
          ) : (
            <Failed error={list.error} again={() => void list.refetch()} />
          )
        ) : cases.length === 0 ? (
          <NoCases narrowed={isNarrowed(query)} folded={folded.data ?? 0} />
        ) : (
          <CaseList
            cases={cases}
            total={total}
            active={active}
            selected={selected}
            focusing={focusing}
            narrow={preview !== undefined}
            more={more}
            onActive={setActive}
            onPreview={(id) => {
              setActive(id);
              show(id);
            }}
            onSelect={select}
          />
        )}
      </div>
      {preview === undefined ? null : (
        <Preview
          id={preview}
          onClose={() => show(undefined)}
          onAct={(kind) => {
            const one = cases.find(({ id }) => id === preview);
            if (one !== undefined) setAsked({ kind, scope: { cases: [one], tags: one.tags } });
          }}
        />
      )}
      {asked === undefined ? null : (
        <ActDialog
          {...asked}
          onClose={() => setAsked(undefined)}
          onDone={() => "cases" in asked.scope && asked.scope.cases.length > 1 && setSelected(new Set())}
        />
      )}
    </main>
  );
}

function isInRow(event: KeyboardEvent): boolean {
  return event.target instanceof HTMLElement && event.target.closest('[role="row"]') !== null;
}

function foldedWords(count: number): string {
  return `${counted(count, "background case is", "background cases are")} folded.`;
}
