/** The body of a webhook: who, what and when, for programs; texts of logs are in it as they are in messages for people. */
import type { EventKind } from "./model.ts";
import type { CaseNews } from "./news.ts";
import { caseUrl, gravestFirst, kindsOf, safe, type Telling } from "./telling.ts";

/** Cases of a digest that are named; the rest is had from `GET /api/v1/changes?since=`. */
export const itemsMax = 50;

function itemOf({ summary, events }: CaseNews, publicUrl: string | undefined) {
  const { id, version, changed, state, action, priority, severity, score, first_seen, last_seen } = summary;
  const url = caseUrl(publicUrl, id);
  return {
    id,
    version,
    changed,
    title: safe(summary.title),
    state,
    owner: summary.owner === null ? null : safe(summary.owner),
    action,
    priority,
    severity,
    score,
    verdict: summary.verdict,
    background: summary.background,
    entities: summary.entities,
    findings: summary.findings,
    first_seen: new Date(first_seen).toISOString(),
    last_seen: new Date(last_seen).toISOString(),
    ...(url === undefined ? {} : { url }),
    kinds: kindsOf(events),
    events: events.slice(-itemsMax).map(({ kind, atMs, by, detail }) => ({
      kind,
      at: new Date(atMs).toISOString(),
      by: safe(by, 80),
      ...(detail === "" ? {} : { detail: safe(detail) }),
    })),
  };
}

const payload = (type: string, nowMs: number, data: Readonly<Record<string, unknown>>) =>
  JSON.stringify({ type, timestamp: new Date(nowMs).toISOString(), data });

export function caseBody(
  news: CaseNews,
  { headline, lines }: Telling,
  given: { readonly publicUrl: string | undefined; readonly nowMs: number },
): string {
  return payload("case.changed", given.nowMs, {
    case: itemOf(news, given.publicUrl),
    text: [headline, ...lines].join("\n"),
  });
}

/** @param since the number to ask for changes with, where more happened than is named */
export function digestBody(
  cases: readonly CaseNews[],
  { headline }: Telling,
  given: { readonly publicUrl: string | undefined; readonly nowMs: number; readonly since: number },
): string {
  const counts: Partial<Record<EventKind, number>> = {};
  for (const { events } of cases) for (const kind of kindsOf(events)) counts[kind] = (counts[kind] ?? 0) + 1;
  return payload("cases.changed", given.nowMs, {
    count: cases.length,
    counts,
    since: given.since,
    cases: gravestFirst(cases)
      .slice(0, itemsMax)
      .map((one) => {
        const { events: _, ...item } = itemOf(one, given.publicUrl);
        return item;
      }),
    text: headline,
  });
}

export function testBody({ headline, lines }: Telling, nowMs: number): string {
  return payload("test", nowMs, { text: [headline, ...lines].join("\n") });
}
