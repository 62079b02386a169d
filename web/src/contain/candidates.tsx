/** Blocks side by side: what each stops of the case, and whom else. */
import { Text } from "../parts/text.tsx";
import { Link, useRouter } from "../router.tsx";
import { counted, countOf } from "../times.ts";
import type { CandidateJson, Weighed } from "./model.ts";
import { Further, LeftOut } from "./products.tsx";

export function Candidates({ weighed }: { readonly weighed: Weighed }) {
  const { candidates, because } = weighed;
  const recommended = candidates.find((one) => one.recommended);
  return (
    <section className="drawer-part">
      <h3>What could be blocked, the narrowest first</h3>
      <p className={recommended === undefined ? "notice caution" : "notice"}>
        {recommended === undefined ? (
          <b>Nothing is recommended. </b>
        ) : (
          <b>Recommended: {recommended.title}. </b>
        )}
        <Text most={1000}>{because}</Text> <a href={`#${filesId}`}>To the files</a>
      </p>
      <ol className="plain-list candidates">
        {candidates.map((one) => (
          <Candidate
            key={`${one.kind} ${one.pruned} ${one.entries.count}`}
            one={one}
            recommended={recommended}
            chooses={candidates.find(({ kind }) => kind === one.kind) === one}
          />
        ))}
      </ol>
    </section>
  );
}

/** Where the files begin. */
export const filesId = "drawer-files";

const reasonsShown = 3;

/** Why another one is recommended. */
export function whyNot(one: CandidateJson, recommended: CandidateJson | undefined): string {
  if (one.recommended) return "";
  if (one.entries.count === 0) {
    const reasons = [...new Set(one.left_out.first.map(({ because }) => because))];
    return `Refused: nothing of it may be blocked${reasons.length === 0 ? "" : ": "}${reasons.slice(0, reasonsShown).join("; ")}.`;
  }
  if (one.others > 0)
    return `Not recommended: it would also stop ${counted(one.other_clients.count, "client")} who ${one.other_clients.count === 1 ? "is" : "are"} none of this case.`;
  if (one.stopped === 0) return "Not recommended: it stops nothing of the case.";
  if (recommended === undefined) return "";
  if (one.stopped < recommended.stopped)
    return `Not recommended: it stops ${counted(recommended.stopped - one.stopped, "request")} less of the case.`;
  return "Not recommended: it stops as much with more entries, or with wider ones.";
}

function Candidate({
  one,
  recommended,
  chooses,
}: {
  readonly one: CandidateJson;
  readonly recommended: CandidateJson | undefined;
  /** Whether its kind, asked for by name, gives this one. */
  readonly chooses: boolean;
}) {
  const { path, query } = useRouter();
  const name = `${one.title}${one.pruned ? ", without what others share" : ""}`;
  const choose = new URLSearchParams(query);
  choose.set("kind", one.kind);
  const why = whyNot(one, recommended);
  return (
    <li className={one.recommended ? "candidate recommended" : "candidate"}>
      <p className="candidate-head">
        <b>{name}</b>
        <span className="quiet">{counted(one.entries.count, "entry", "entries")}</span>
        {one.recommended ? <span className="chip action-close">★ recommended</span> : null}
        {one.written ? <span className="chip">files below</span> : null}
        {!one.written && chooses && one.entries.count > 0 ? (
          <Link to={`${path}?${choose}`} className="button small">
            Write this one<span className="unseen">: {name}</span>
          </Link>
        ) : null}
      </p>
      {one.entries.count === 0 ? null : <Impact one={one} name={name} />}
      {why === "" ? null : (
        <p className="why-not">
          <Text most={400}>{why}</Text>
        </p>
      )}
      {one.entries.count === 0 ? null : (
        <details>
          <summary>
            Entries ({countOf(one.entries.count)})<span className="unseen"> of {name}</span>
          </summary>
          <ul className="told-list mono">
            {one.entries.first.map((entry) => (
              <li key={entry}>
                <Text most={300}>{entry}</Text>
              </li>
            ))}
          </ul>
          <Further told={one.entries} />
        </details>
      )}
      {one.other_clients.count === 0 ? null : (
        <details>
          <summary>Who else would have been stopped ({countOf(one.other_clients.count)})</summary>
          <ul className="told-list">
            {one.other_clients.first.map(({ source, requests, agent }) => (
              <li key={source}>
                <Text most={100}>{source}</Text>: {counted(requests, "request")},{" "}
                <span className="mono">
                  <Text most={200}>{agent}</Text>
                </span>
              </li>
            ))}
          </ul>
          <Further told={one.other_clients} />
        </details>
      )}
      <LeftOut told={one.left_out} />
    </li>
  );
}

function Impact({ one, name }: { readonly one: CandidateJson; readonly name: string }) {
  const share = one.of_case === 0 ? 0 : Math.floor((100 * one.stopped) / one.of_case);
  return (
    <p className="impact">
      <meter min={0} max={100} value={share} aria-label={`Share of the case that ${name} stops`}>
        {share} %
      </meter>
      <span>
        stops {countOf(one.stopped)} of {counted(one.of_case, "request")} of the case ({share} %)
      </span>
      {one.others === 0 ? (
        <span className="spared">and nobody else</span>
      ) : (
        <span className="harmed">
          and {counted(one.others, "request")} of {counted(one.other_clients.count, "other client")}
        </span>
      )}
      {one.of_other_cases === 0 ? null : (
        <span className="quiet">({counted(one.of_other_cases, "request")} of other cases besides)</span>
      )}
    </p>
  );
}
