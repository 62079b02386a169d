/** One case: the playbook's questions and steps, what they stand on, and what people decide. */
import { type ReactNode, useState } from "react";
import { ActDialog } from "../acts/dialog.tsx";
import type { Suggested } from "../acts/fields.tsx";
import type { Kind } from "../acts/kinds.ts";
import { Problem } from "../api.ts";
import { type Tab, tabOf } from "../contain/model.ts";
import { graphAddress } from "../hunt/entity.ts";
import { useKeys } from "../keys.tsx";
import { type CaseView, may } from "../model.ts";
import { DecisionChip, SeverityChip, StateChip } from "../parts/chips.tsx";
import { type LatePart, Later } from "../parts/later.tsx";
import { Failed, Loading } from "../parts/states.tsx";
import { CopyButton, Text } from "../parts/text.tsx";
import { useCase } from "../queue/data.ts";
import { left } from "../queue/left.ts";
import { caseAddress, Link, useRouter } from "../router.tsx";
import { useActor } from "../session.tsx";
import { counted, spanOf } from "../times.ts";
import { Answers } from "./answers.tsx";
import { Checklist } from "./checklist.tsx";
import { Decision } from "./decision.tsx";
import { Entities } from "./entities.tsx";
import { Findings } from "./findings.tsx";
import { History } from "./history.tsx";
import { Merging } from "./merging.tsx";
import { Notes } from "./notes.tsx";
import { CaseProposals } from "./proposals.tsx";
import { SetAsideNotice } from "./set-aside.tsx";
import { Views } from "./views.tsx";
import { Work } from "./work.tsx";

const drawerPart: LatePart<{ readonly view: CaseView; readonly tab: Tab }> = {
  what: "the drawer",
  load: async () => (await import("../contain/drawer.tsx")).Drawer,
};

export function CasePage({ id }: { readonly id: string }) {
  const view = useCase(id);
  const { go, query } = useRouter();
  const tab = tabOf(query);
  const [asked, setAsked] = useState<{ readonly kind: Kind; readonly suggested?: Suggested }>();
  const actor = useActor();
  const ask = (kind: Kind) => (event?: KeyboardEvent) => {
    event?.preventDefault();
    const needed = kind === "override" ? "tier2" : "tier1";
    if (view.data !== undefined && may(actor, needed)) setAsked({ kind });
  };
  const leave = ({ target }: KeyboardEvent) => {
    if (!(target instanceof HTMLSelectElement)) go(left.address);
  };
  useKeys({
    e: ask("escalate"),
    c: ask("close"),
    n: ask("note"),
    t: ask("tag"),
    b: () => may(actor, "tier1") && go(`${caseAddress(id)}?drawer=block`),
    l: () => go(`${caseAddress(id)}/timeline`),
    Escape: leave,
  });
  if (view.data === undefined)
    return (
      <main className="page" id="main" tabIndex={-1}>
        <Back />
        <h1>
          <Text most={200}>{id}</Text>
        </h1>
        {view.isPending ? (
          <Loading what={id} />
        ) : view.error instanceof Problem && view.error.kind === "casebook-missing" ? (
          <Failed
            error={
              new Problem(404, "missing", `There is no case ${id}.`, "The queue has those that there are.")
            }
          />
        ) : (
          <Failed error={view.error} again={() => void view.refetch()} />
        )}
      </main>
    );
  return (
    <main className="case" id="main" tabIndex={-1}>
      <Head view={view.data}>
        <SetAsideNotice view={view.data} onClose={(suggested) => setAsked({ kind: "close", suggested })} />
      </Head>
      <div className="case-main">
        <Answers view={view.data} />
        <Checklist view={view.data} />
        <Findings view={view.data} />
        <Entities view={view.data} />
      </div>
      <div className="case-side">
        <Decision view={view.data} onAct={(kind) => ask(kind)()} />
        <Work view={view.data} onAct={(kind) => ask(kind)()} />
        <Notes view={view.data} onAct={(kind) => ask(kind)()} />
        <CaseProposals id={view.data.id} />
        <Merging view={view.data} />
        <History view={view.data} />
      </div>
      {tab === undefined ? null : <Later part={drawerPart} given={{ view: view.data, tab }} />}
      {asked === undefined ? null : (
        <ActDialog
          {...asked}
          scope={{ cases: [{ id: view.data.id, version: view.data.version }], tags: view.data.tags }}
          onClose={() => setAsked(undefined)}
        />
      )}
    </main>
  );
}

function Back() {
  return (
    <Link to={left.address} className="back">
      ← Queue
    </Link>
  );
}

function Head({ view, children }: { readonly view: CaseView; readonly children: ReactNode }) {
  return (
    <header className="case-head">
      <p className="quiet">
        <Back /> · {view.id}
        {view.aliases.length === 0 ? null : <> · earlier {view.aliases.join(", ")}</>}
      </p>
      <h1>
        <Text most={300}>{view.title}</Text>
      </h1>
      <p className="chips">
        <DecisionChip action={view.action} priority={view.priority} replaced={view.override !== null} />
        <SeverityChip severity={view.severity} />
        <StateChip state={view.state} />
        {view.background ? <span className="chip">background</span> : null}
        <span className="quiet">
          {spanOf(view.first_seen, view.last_seen)} UTC · {counted(view.findings, "finding")} · score{" "}
          {view.score} · confidence {view.snapshot.confidence}
        </span>
        <Link to={graphAddress({ kind: "case", value: view.id })} className="button small">
          Graph
        </Link>
        <CopyButton
          what="a line for a ticket"
          text={`${view.id} ${view.title} (${view.action}, ${view.priority}; ${spanOf(view.first_seen, view.last_seen)} UTC)`}
        />
      </p>
      {view.snapshot.techniques.length === 0 ? null : (
        <p className="quiet">ATT&amp;CK {view.snapshot.techniques.join(", ")}</p>
      )}
      <Views id={view.id} />
      <p className="quiet">
        Below: <a href="#findings">{counted(view.snapshot.findings.length, "finding")} with their lines</a> ·{" "}
        <a href="#entities">{counted(view.snapshot.entities.length, "entity", "entities")}</a>
      </p>
      {view.merged_into === null ? null : (
        <p className="notice">
          This case was merged into{" "}
          <Link to={`/case/${encodeURIComponent(view.merged_into)}`}>{view.merged_into}</Link>; work goes on
          there.
        </p>
      )}
      {children}
    </header>
  );
}
