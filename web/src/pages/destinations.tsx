/** Who is told of changes: destinations with how they are, for administrators. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../api.ts";
import { type Delivery, type Destination, may } from "../model.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Refused } from "../parts/form.tsx";
import { Part } from "../parts/part.tsx";
import { Empty, Failed, Loading } from "../parts/states.tsx";
import { Table } from "../parts/table.tsx";
import { useTell } from "../parts/tell.tsx";
import { CopyButton, Text } from "../parts/text.tsx";
import { useActor } from "../session.tsx";
import { counted, countOf, minuteOf } from "../times.ts";
import { Deliveries } from "./deliveries.tsx";
import { DestinationForm, kindWords, wantedWords } from "./destination-form.tsx";

interface List {
  readonly items: readonly Destination[];
  readonly public_url: string | null;
}

/** How often the page asks how it goes, in milliseconds. */
const askMs = 5_000;

export function Destinations() {
  const actor = useActor();
  const admin = may(actor, "administrator");
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>Destinations</h1>
      {admin ? (
        <All />
      ) : (
        <Empty title="This is for administrators.">
          <p>They say who is told of changes to cases.</p>
        </Empty>
      )}
    </main>
  );
}

function All() {
  const list = useQuery({
    queryKey: ["destinations"],
    queryFn: ({ signal }) => ask<List>("/destinations", { signal }),
    refetchInterval: askMs,
  });
  const [shown, setShown] = useState<string>();
  const [changing, setChanging] = useState<string>();
  const [made, setMade] = useState(0);
  /** What is told once, with whose it is. */
  const [secret, setSecret] = useState<{ readonly name: string; readonly text: string }>();
  if (list.data === undefined)
    return list.isPending ? (
      <Loading what="the destinations" />
    ) : (
      <Failed error={list.error} again={() => void list.refetch()} />
    );
  const { items, public_url } = list.data;
  const one = items.find(({ id }) => id === shown);
  return (
    <>
      <Part title="Who is told" count={countOf(items.length)}>
        {items.length === 0 ? (
          <p>Nobody yet. A webhook, a chat or a mail address can be told when a case is opened or changes.</p>
        ) : (
          <Table
            label="Table of destinations"
            head={["Name", "To", "Told of", "Health", "Last delivered, UTC", "-Do"]}
          >
            {items.map((item) => (
              <Row
                key={item.id}
                item={item}
                shown={shown === item.id}
                onShow={() => setShown(shown === item.id ? undefined : item.id)}
                onChange={() => setChanging(item.id)}
                onSecret={(text) => setSecret({ name: item.name, text })}
                onTested={() => setShown(item.id)}
              />
            ))}
          </Table>
        )}
        {public_url === null ? (
          <p className="quiet">
            Messages have no links: the service was not started with <code>--public-url</code>.
          </p>
        ) : null}
        {secret === undefined ? null : <Secret {...secret} />}
      </Part>
      {one === undefined ? null : <Deliveries key={one.id} of={one} />}
      <Part title="Add a destination">
        <DestinationForm
          // An empty form for the next one.
          key={made}
          onDone={(name, text) => {
            setSecret(text === null ? undefined : { name, text });
            setMade(made + 1);
          }}
        />
      </Part>
      {changing === undefined ? null : (
        <Dialog title="Change a destination" onClose={() => setChanging(undefined)}>
          <DestinationForm
            of={items.find(({ id }) => id === changing)}
            onDone={() => setChanging(undefined)}
          />
        </Dialog>
      )}
    </>
  );
}

function Secret({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <p className="notice" role="status">
      What messages to <Text>{name}</Text> are signed with. It is told this once:{" "}
      <code className="break">{text}</code> <CopyButton what="the secret" text={text} asIs />
    </p>
  );
}

/** How it goes, in a word, and why. */
function Health({ of }: { readonly of: Destination }) {
  const { enabled, off_because, failures, waiting, dropped } = of;
  const state = !enabled ? "off" : failures > 0 ? "failing" : "fine";
  const words = { off: "○ off", failing: "✕ failing", fine: "● fine" }[state];
  return (
    <>
      <span className={state === "failing" ? "missing" : ""}>{words}</span>
      {off_because === "" ? null : (
        <div className="missing">
          <Text>{off_because}</Text>
        </div>
      )}
      {failures === 0 ? null : (
        <div className="quiet">{counted(failures, "failure")} since the last success</div>
      )}
      {waiting === 0 ? null : <div>{counted(waiting, "message waits", "messages wait")}</div>}
      {dropped === 0 ? null : (
        <div className="missing">{counted(dropped, "message was", "messages were")} dropped</div>
      )}
    </>
  );
}

function Row({
  item,
  shown,
  onShow,
  onChange,
  onSecret,
  onTested,
}: {
  readonly item: Destination;
  readonly shown: boolean;
  readonly onShow: () => void;
  readonly onChange: () => void;
  readonly onSecret: (secret: string) => void;
  readonly onTested: () => void;
}) {
  const { id, name, kind, address, to, enabled, delivered_ms } = item;
  return (
    <tr>
      <td className="words">
        <Text most={80}>{name}</Text>
      </td>
      <td className="words">
        {kindWords[kind]}
        <div className="quiet mono break">
          <Text>{address}</Text>
        </div>
        {to.map((one) => (
          <div className="quiet mono break" key={one}>
            <Text>{one}</Text>
          </div>
        ))}
      </td>
      <td className="words">{wantedWords(item)}</td>
      <td className="words">
        <Health of={item} />
      </td>
      <td className="nowrap">{delivered_ms === null ? "never" : minuteOf(delivered_ms)}</td>
      <td>
        <div className="buttons">
          <TestButton id={id} name={name} onTested={onTested} />
          <button type="button" className="small" aria-expanded={shown} onClick={onShow}>
            Deliveries<span className="unseen"> of {name}</span>
          </button>
          <button type="button" className="small" onClick={onChange}>
            Change<span className="unseen"> {name}</span>
          </button>
          <Switch id={id} name={name} enabled={enabled} />
          {kind === "webhook" ? <NewSecret id={id} name={name} onSecret={onSecret} /> : null}
          <Remove item={item} />
        </div>
      </td>
    </tr>
  );
}

interface Named {
  readonly id: string;
  readonly name: string;
}

function TestButton({ id, name, onTested }: Named & { readonly onTested: () => void }) {
  const queries = useQueryClient();
  const tell = useTell();
  const test = useMutation({
    mutationFn: () => ask<Delivery>(`/destinations/${id}/test`, { method: "POST" }),
    onSuccess: ({ state, because }) => {
      tell(state === "delivered" ? `The test message to ${name} arrived.` : because);
      onTested();
    },
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: ["deliveries", id] });
      await queries.invalidateQueries({ queryKey: ["destinations"] });
    },
  });
  return (
    <>
      <button type="button" className="small" disabled={test.isPending} onClick={() => test.mutate()}>
        {test.isPending ? "Sending …" : "Send a test"}
        <span className="unseen"> to {name}</span>
      </button>
      <Refused error={test.error} />
    </>
  );
}

function Switch({ id, name, enabled }: Named & { readonly enabled: boolean }) {
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: () => ask(`/destinations/${id}`, { method: "PATCH", body: { enabled: !enabled } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["destinations"] }),
  });
  return (
    <>
      <button type="button" className="small" disabled={change.isPending} onClick={() => change.mutate()}>
        Turn {enabled ? "off" : "on"}
        <span className="unseen"> {name}</span>
      </button>
      <Refused error={change.error} />
    </>
  );
}

function NewSecret({ id, name, onSecret }: Named & { readonly onSecret: (secret: string) => void }) {
  const make = useMutation({
    mutationFn: () => ask<{ readonly secret: string }>(`/destinations/${id}/secret`, { method: "POST" }),
    onSuccess: ({ secret }) => onSecret(secret),
  });
  return (
    <>
      <button type="button" className="small" disabled={make.isPending} onClick={() => make.mutate()}>
        New secret<span className="unseen"> for {name}</span>
      </button>
      <Refused error={make.error} />
    </>
  );
}

function Remove({ item: { id, name, waiting } }: { readonly item: Destination }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => ask(`/destinations/${id}`, { method: "DELETE" }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["destinations"] }),
  });
  return (
    <>
      <button type="button" className="small" onClick={() => setAsking(true)}>
        Remove<span className="unseen"> {name}</span>
      </button>
      {asking ? (
        <Dialog title="Remove a destination" onClose={() => setAsking(false)}>
          <p>
            <Text>{name}</Text> is told nothing any more
            {waiting === 0
              ? ""
              : `, and ${counted(waiting, "message that waits is", "messages that wait are")} lost`}
            . Its deliveries are forgotten.
          </p>
          <Refused error={remove.error} />
          <div className="buttons">
            <button
              type="button"
              className="primary"
              disabled={remove.isPending}
              onClick={() => remove.mutate()}
            >
              Remove it
            </button>
            <button type="button" data-first onClick={() => setAsking(false)}>
              Keep it
            </button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}
