/** Requests on which rules must fire and on which they must not, as a log of their own. */
import { fetchEvidence } from "../../detect/evidence.ts";
import { type History, hitsTable, marksTable, ofCase, webSql, whoColumns, whoseSql } from "./marks.ts";
import type { Draft, TestedRule } from "./model.ts";

/** A request as the samples have it, and the record that it was. */
export interface Sample {
  readonly event: number;
  /** One line of a JSON log in ECS. */
  readonly line: string;
  readonly path: string;
  readonly at: number;
  readonly text: string;
}

const quietMax = 3;
const nearMax = 300;

/**
 * Ordinary requests that come near the rules: under an agent of the case, or for a path of it; others where there are none.
 * @returns those on which the draft with a number does not fire
 */
export async function nearMisses(
  history: History,
  drafts: readonly Draft[],
): Promise<(check: number) => number[]> {
  const { engine } = history;
  const near = `(agent_id IN (SELECT agent_id FROM ${marksTable} WHERE mark = ${ofCase}) OR path_id IN (SELECT path_id FROM ${marksTable} WHERE mark = ${ofCase}))`;
  const some = `SELECT ${whoColumns} FROM events WHERE ${webSql(history)}`;
  // Looked up behind the joins: in front of them a shard would be asked, which has no table of the run.
  const rows = await engine.rows(
    `SELECT event_id, ${near} AS near FROM (${whoseSql(history, some, "one.event_id AS event_id, one.agent_id AS agent_id, one.path_id AS path_id")}) WHERE mark = 0 ORDER BY near DESC, event_id LIMIT ${nearMax}`,
  );
  const ids = rows.map((row) => Number(row.event_id));
  if (ids.length === 0) return () => [];
  const hit = new Set(
    (
      await engine.rows(
        `SELECT DISTINCT check, event_id FROM ${hitsTable} WHERE event_id IN (${ids.join(", ")})`,
      )
    ).map((row) => `${row.check} ${row.event_id}`),
  );
  // What a check in SQL fires on is not listed by requests: its twin in Sigma asks for the same.
  const twin = (check: number) =>
    drafts[check]?.language !== "sql"
      ? check
      : drafts.findIndex(
          ({ language, family, threshold }) =>
            language === "sigma" &&
            family === drafts[check]?.family &&
            threshold === drafts[check]?.threshold,
        );
  return (check) => ids.filter((id) => !hit.has(`${twin(check)} ${id}`)).slice(0, quietMax);
}

/** All samples of some rules, in the order of their events. */
export async function samplesOf(history: History, rules: readonly TestedRule[]): Promise<Sample[]> {
  const { engine, sources } = history;
  const ids = [...new Set(rules.flatMap(({ mustFire, mustNotFire }) => [...mustFire, ...mustNotFire]))].sort(
    (a, b) => a - b,
  );
  if (ids.length === 0) return [];
  const rows = await engine.rows(
    `SELECT event_id, time_ms, toString(source_ip) AS source_ip, toString(http_request_method) AS method, url_original, http_response_status_code AS status, toString(user_agent_original) AS agent, toString(url_domain) AS domain, http_request_referrer AS referrer, user_name FROM events WHERE event_id IN (${ids.join(", ")}) ORDER BY event_id`,
  );
  const evidence = await fetchEvidence(engine, sources, ids, "events");
  return rows.map((row): Sample => {
    const event = Number(row.event_id);
    const place = evidence.get(event);
    return {
      event,
      line: JSON.stringify({
        "@timestamp": new Date(Number(row.time_ms)).toISOString(),
        source: { ip: row.source_ip },
        ...(row.user_name === "" ? {} : { user: { name: row.user_name } }),
        http: {
          request: { method: row.method, referrer: row.referrer },
          response: { status_code: Number(row.status) },
        },
        url: { original: row.url_original, domain: row.domain },
        user_agent: { original: row.agent },
      }),
      path: place?.path ?? "",
      at: place?.line ?? 0,
      text: place?.text ?? "",
    };
  });
}
