/** The drawer of a case: what could be blocked, at what cost, and the files to take away. Its choices are in the address. */
import { useMutation } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import { useActs } from "../acts/run.ts";
import { type CaseView, may } from "../model.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Refused } from "../parts/form.tsx";
import { Empty } from "../parts/states.tsx";
import { TellProvider, useTell } from "../parts/tell.tsx";
import { caseAddress, Link, useRouter } from "../router.tsx";
import { useActor } from "../session.tsx";
import { BlockPart } from "./block.tsx";
import { TakenContext } from "./files.tsx";
import { MailPart } from "./mail.tsx";
import { type Tab, tabs, tabTitles } from "./model.ts";
import { RulesPart } from "./rules.tsx";

export function Drawer({ view, tab }: { readonly view: CaseView; readonly tab: Tab }) {
  const { go } = useRouter();
  const actor = useActor();
  const [taken, setTaken] = useState(false);
  const onTaken = useCallback(() => setTaken(true), []);
  return (
    <Dialog title={`${tabTitles[tab]} of ${view.id}`} onClose={() => go(caseAddress(view.id))} drawer>
      {/* What is told has to be inside: all behind an open dialog is out of reach. */}
      <TellProvider>
        <nav className="drawer-tabs" aria-label="Parts of the drawer">
          {tabs.map((one) => (
            <Link
              key={one}
              to={`${caseAddress(view.id)}?drawer=${one}`}
              className="nav"
              {...(one === tab ? { "aria-current": "page" as const } : {})}
            >
              {tabTitles[one]}
            </Link>
          ))}
        </nav>
        {may(actor, "tier1") ? (
          <TakenContext value={onTaken}>
            {tab === "block" ? (
              <BlockPart view={view} />
            ) : tab === "mail" ? (
              <MailPart view={view} />
            ) : (
              <RulesPart view={view} />
            )}
            {taken && tab !== "rules" ? <OfferContained view={view} /> : null}
          </TakenContext>
        ) : (
          <Empty title={`This needs the role tier1; ${actor.name} has ${actor.role}.`}>
            <p>Ask somebody of Tier 1, or an administrator for the role.</p>
          </Empty>
        )}
      </TellProvider>
    </Dialog>
  );
}

/** Files that were taken away are meant to be applied; the case may say so. */
function OfferContained({ view }: { readonly view: CaseView }) {
  const run = useActs();
  const tell = useTell();
  const send = useMutation({
    mutationFn: () => run([{ id: view.id, version: view.version }], [{ kind: "state", state: "contained" }]),
    onSuccess: () => tell(`${view.id} is marked as contained.`),
  });
  if (view.state === "closed") return null;
  return (
    <div className="notice offer" role="status">
      {view.state === "contained" ? (
        <p>The case is marked as contained.</p>
      ) : (
        <>
          <p>Once they are applied:</p>
          <button type="button" className="primary" disabled={send.isPending} onClick={() => send.mutate()}>
            Mark the case contained
          </button>
        </>
      )}
      <Refused error={send.error} />
    </div>
  );
}
