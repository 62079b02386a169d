/** What the service reads, what it could not read, and what it looks for. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "../api.ts";
import { closingReasons, type IndicatorCount, type Report, type ServiceHealth } from "../model.ts";
import { Part } from "../parts/part.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { Table } from "../parts/table.tsx";
import { Text } from "../parts/text.tsx";
import { Link } from "../router.tsx";
import { bytesOf, counted, countOf, minuteOf, secondOf } from "../times.ts";
import { wordOf } from "../words.ts";
import { healthQuery, indicatorsQuery, reportQuery } from "./health.ts";
import { type Log, logsOf } from "./logs.ts";

export function Sources() {
  const health = useQuery(healthQuery);
  const report = useQuery(reportQuery);
  const notYet = report.error instanceof Problem && report.error.status === 503;
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>Sources</h1>
      {health.data === undefined ? (
        health.isPending ? (
          <Loading what="how the service is" />
        ) : (
          <Failed error={health.error} again={() => void health.refetch()} />
        )
      ) : (
        <HealthPart health={health.data} />
      )}
      {report.data !== undefined ? (
        <>
          <Coverage report={report.data} />
          <SourceTable report={report.data} />
          <Indicators report={report.data} />
        </>
      ) : report.isPending ? (
        <Loading what="the newest report" />
      ) : notYet ? (
        <Empty title="Nothing was looked at yet.">
          <p>The first look runs, or waits for records. This page follows by itself.</p>
        </Empty>
      ) : (
        <Failed error={report.error} again={() => void report.refetch()} />
      )}
    </main>
  );
}

const stateWords = { starting: "Starting", ready: "Ready", failing: "Failing" } as const;

function HealthPart({ health }: { readonly health: ServiceHealth }) {
  const unread = Object.entries(health.unread ?? {});
  return (
    <Part title="The service" className={`health health-${health.state}`}>
      <dl className="facts">
        <div>
          <dt>State</dt>
          <dd>
            <b>{stateWords[health.state]}</b>
            {health.because === undefined ? null : (
              <>
                : <Text>{health.because}</Text>
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Records</dt>
          <dd>{countOf(health.events)}</dd>
        </div>
        <div>
          <dt>Last look</dt>
          <dd>
            {health.lastLookMs === undefined ? "none yet" : `${secondOf(health.lastLookMs)} UTC`}
            {health.tookMs === undefined ? "" : `, ${(health.tookMs / 1000).toFixed(1)} s`}
          </dd>
        </div>
        {health.spool === undefined ? null : (
          <div>
            <dt>Intake</dt>
            <dd>
              {spoolWords[health.spool.state.name]}, {bytesOf(health.spool.bytes)} in its spool
              {"sentence" in health.spool.state ? (
                <>
                  : <Text>{health.spool.state.sentence}</Text>
                </>
              ) : null}
            </dd>
          </div>
        )}
      </dl>
      {(health.warnings ?? []).map((says) => (
        <p key={says} className="missing">
          <Text>{says}</Text>
        </p>
      ))}
      {(health.intakes ?? []).map(({ name, figures, notes }) => (
        <section key={name} aria-label={`Intake ${name}`}>
          <h3>
            Taken from <Text>{name}</Text>
          </h3>
          <p>
            {Object.entries(figures)
              .filter(([, value]) => value > 0)
              .map(([word, value]) =>
                counted(value, word.replaceAll("_", " ").replace(/s$/, ""), word.replaceAll("_", " ")),
              )
              .join(", ") || "Nothing since the service was started."}
          </p>
          {notes.length === 0 ? null : (
            <ul className="plain-list">
              {notes.map((note) => (
                <li key={note} className="missing">
                  <Text>{note}</Text>
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
      {unread.length === 0 ? null : (
        <>
          <h3>Not read ({countOf(unread.length)})</h3>
          <ul className="plain-list">
            {unread.map(([path, because]) => (
              <li key={path} className="missing">
                <span className="mono">
                  <Text>{path}</Text>
                </span>
                : <Text>{because}</Text>
              </li>
            ))}
          </ul>
        </>
      )}
    </Part>
  );
}

const spoolWords = { taking: "taking records", full: "full", failed: "failed", closed: "closed" } as const;
const coverageWords = { present: "covered", partial: "partly covered", absent: "not covered" } as const;
const coverageMarks = { present: "●", partial: "◐", absent: "○" } as const;

function Coverage({ report }: { readonly report: Report }) {
  return (
    <Part title="Log sources of the playbook">
      <ul className="plain-list coverage">
        {report.coverage.map(({ clause, state, sentence }) => (
          <li key={clause} className={`coverage-${state}`}>
            <span aria-hidden="true">{coverageMarks[state]}</span> <b>{clause}</b> {coverageWords[state]}:{" "}
            <Text>{sentence}</Text>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function SourceTable({ report }: { readonly report: Report }) {
  const logs = logsOf(report.sources);
  return (
    <Part title="Logs" count={countOf(logs.length)}>
      {logs.length === 0 ? (
        <p>None came in yet. The service reads the folders and ports that it was started with.</p>
      ) : (
        <Table
          label="Table of sources"
          head={["Source", "Kind", "Format", "#Events", "#Rejected", "First, UTC", "Last, UTC"]}
        >
          {logs.map((source) => (
            <tr key={source.path}>
              <td className="value">
                <span className="mono">
                  <Text>{source.path}</Text>
                </span>
                {source.parts === 1 ? null : <span className="quiet"> in {source.parts} parts</span>}
                {source.problems.map((problem) => (
                  <div className="missing" key={problem}>
                    <Text>{problem}</Text>
                  </div>
                ))}
                {source.notes.map((note) => (
                  <div className="quiet" key={note}>
                    <Text>{note}</Text>
                  </div>
                ))}
                <Rejects source={source} />
              </td>
              <td>{source.kind}</td>
              <td>{source.format}</td>
              <td className="number">{countOf(source.events)}</td>
              <td className="number">{countOf(source.rejected)}</td>
              <td>{source.first === undefined ? "–" : minuteOf(Date.parse(source.first))}</td>
              <td>{source.last === undefined ? "–" : minuteOf(Date.parse(source.last))}</td>
            </tr>
          ))}
        </Table>
      )}
    </Part>
  );
}

function Rejects({ source }: { readonly source: Log }) {
  if (source.rejects.length === 0) return null;
  return (
    <details>
      <summary>Why {counted(source.rejected, "record was", "records were")} rejected</summary>
      <ul>
        {source.rejects.map(({ reason, count, sample, line }) => (
          <li key={`${reason} ${line}`}>
            {countOf(count)} × <Text>{reason}</Text>, such as line {line}:{" "}
            <code>
              <Text>{sample}</Text>
            </code>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Indicators({ report }: { readonly report: Report }) {
  const [found, setFound] = useState(false);
  const shown = report.indicators.filter(({ findings, ran }) => !found || findings > 0 || !ran);
  const ran = report.indicators.filter((one) => one.ran).length;
  const cases = useQuery(indicatorsQuery);
  const casesOf = new Map(cases.data?.map((one) => [one.indicator, one]));
  return (
    <Part title="Indicators" count={`${ran} of ${report.indicators.length} ran`}>
      <p>
        <button type="button" className="toggle" aria-pressed={found} onClick={() => setFound(!found)}>
          Only those with findings, or that did not run
        </button>
      </p>
      {shown.length > 0 ? null : (
        <p>Every indicator ran, and none found anything. Show all of them to see what was looked for.</p>
      )}
      <Table
        label="Table of indicators"
        head={["Clause", "Indicator", "Ran", "#Findings", "#Open cases", "Closed as"]}
      >
        {shown.map(({ id, clause, title, ran, findings, note }) => (
          <tr key={id}>
            <td>{clause}</td>
            <td className="value">
              <Text>{title}</Text> <span className="quiet mono">{id}</span>
              {note === undefined ? null : (
                <div className="quiet">
                  <Text>{note}</Text>
                </div>
              )}
            </td>
            <td>{ran ? "yes" : "no"}</td>
            <td className="number">
              <Counted count={findings} to={`/?state=any&noise=shown&${asked(id)}`} />
            </td>
            <td className="number">
              <Counted count={casesOf.get(id)?.open ?? 0} to={`/?noise=shown&${asked(id)}`} />
            </td>
            <td>
              <ClosedAs indicator={id} closed={casesOf.get(id)?.closed ?? {}} />
            </td>
          </tr>
        ))}
      </Table>
      {cases.error === null ? null : <Failed error={cases.error} again={() => void cases.refetch()} />}
    </Part>
  );
}

const asked = (indicator: string) => `indicator=${encodeURIComponent(indicator)}`;

/** A number that leads to the cases behind it. */
function Counted({ count, to }: { readonly count: number; readonly to: string }) {
  return count === 0 ? "0" : <Link to={to}>{countOf(count)}</Link>;
}

/** What became of an indicator's cases: how often it is right is seen by why they were closed. */
function ClosedAs({
  indicator,
  closed,
}: {
  readonly indicator: string;
  readonly closed: IndicatorCount["closed"];
}) {
  const reasons = closingReasons.filter((reason) => closed[reason] !== undefined);
  return reasons.length === 0 ? (
    "–"
  ) : (
    <ul className="plain-list">
      {reasons.map((reason) => (
        <li key={reason} className="nowrap">
          <Link to={`/?state=closed&verdict=${reason}&noise=shown&${asked(indicator)}`}>
            {wordOf(reason)} {countOf(closed[reason] ?? 0)}
          </Link>
        </li>
      ))}
    </ul>
  );
}
