/** The frame around every page: where one is, who one is, and the keys that work everywhere. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ask } from "./api.ts";
import { keyTable, singleKeys, useKeys, useSingleKeys } from "./keys.tsx";
import { caseOf, casePart, latePages, timelinePart } from "./late-pages.ts";
import { useLive } from "./live.tsx";
import { may } from "./model.ts";
import { First } from "./pages/first.tsx";
import { SignedIn } from "./pages/signed-in.tsx";
import { Dialog } from "./parts/dialog.tsx";
import { Later, load } from "./parts/later.tsx";
import { Empty } from "./parts/states.tsx";
import { left } from "./queue/left.ts";
import { Queue } from "./queue/queue.tsx";
import { Link, useRouter } from "./router.tsx";
import { SessionGate, useActor } from "./session.tsx";
import { stored } from "./stored.ts";

export const theme = stored("vedette.theme", "system");

export function App() {
  const { path } = useRouter();
  if (path === "/first") return <First />;
  if (path === "/signed-in") return <SignedIn />;
  return (
    <SessionGate>
      <Frame />
    </SessionGate>
  );
}

const titles: Readonly<Record<string, string>> = {
  "/": "Queue",
  "/hunt": "Hunt",
  "/graph": "Graph",
  "/sources": "Sources",
  "/proposals": "Proposals",
  "/register": "Register",
  "/audit": "Audit",
  "/destinations": "Destinations",
  "/account": "Account",
};

/** What the page that is open needs comes first. */
const caseRestMs = 1_500;

function Frame() {
  const { path, go } = useRouter();
  const actor = useActor();
  const live = useLive();
  const [help, setHelp] = useState(false);
  const title = caseOf(path)?.id ?? titles[path] ?? "Not there";
  useEffect(() => {
    document.title = `${title} – Vedette`;
  }, [title]);
  const cameFrom = useRef(path);
  useEffect(() => {
    if (cameFrom.current === path) return;
    cameFrom.current = path;
    // The queue gives the focus to the row that was left.
    if (path !== "/" || left.active === undefined)
      document.getElementById("main")?.focus({ preventScroll: true });
  }, [path]);
  // What is opened from the queue is there before it is opened.
  useEffect(() => {
    const timer = setTimeout(() => void load(casePart), caseRestMs);
    return () => clearTimeout(timer);
  }, []);
  useKeys({
    "g q": () => go(left.address),
    "g h": () => go("/hunt"),
    "g s": () => go("/sources"),
    "g p": () => go("/proposals"),
    "g r": () => go("/register"),
    "g a": () => go("/audit"),
    "Shift+?": () => setHelp(true),
    "?": () => setHelp(true),
  });
  return (
    <>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header className="top">
        <Link to="/" className="brand">
          <img src="/favicon.svg" alt="" width="22" height="22" /> Vedette
        </Link>
        <nav aria-label="Pages">
          <NavLink to={left.address} at="/">
            Queue
          </NavLink>
          <NavLink to="/hunt" at="/hunt">
            Hunt
          </NavLink>
          <NavLink to="/graph" at="/graph">
            Graph
          </NavLink>
          <NavLink to="/sources" at="/sources">
            Sources
          </NavLink>
          <NavLink to="/proposals" at="/proposals">
            Proposals
          </NavLink>
          <NavLink to="/register" at="/register">
            Register
          </NavLink>
          <NavLink to="/audit" at="/audit">
            Audit
          </NavLink>
          {may(actor, "administrator") ? (
            <NavLink to="/destinations" at="/destinations">
              Destinations
            </NavLink>
          ) : null}
        </nav>
        <div className="top-end">
          <span
            className={live ? "live on" : "live"}
            title={live ? "Changes come in by themselves" : "Asks every half minute"}
          >
            <span aria-hidden="true">{live ? "●" : "○"}</span> {live ? "live" : "not live"}
          </span>
          <Theme />
          <button type="button" className="plain" onClick={() => setHelp(true)}>
            Keys <kbd>?</kbd>
          </button>
          <NavLink to="/account" at="/account">
            {actor.name}
          </NavLink>
          <SignOut />
        </div>
      </header>
      <View path={path} />
      {help ? <KeyHelp onClose={() => setHelp(false)} /> : null}
    </>
  );
}

function View({ path }: { readonly path: string }) {
  const one = caseOf(path);
  if (one !== undefined)
    return <Later key={path} part={one.timeline ? timelinePart : casePart} given={{ id: one.id }} />;
  if (path === "/") return <Queue />;
  const page = latePages[path];
  if (page !== undefined) return <Later key={path} part={page} given={{}} />;
  return (
    <main className="page" id="main" tabIndex={-1}>
      <h1>Not there</h1>
      <Empty title="There is no such page.">
        <p>
          <Link to="/">The queue</Link> is a place to begin.
        </p>
      </Empty>
    </main>
  );
}

function NavLink({
  to,
  at,
  children,
}: {
  readonly to: string;
  readonly at: string;
  readonly children: string;
}) {
  const { path } = useRouter();
  return (
    <Link to={to} className="nav" {...(path === at ? { "aria-current": "page" as const } : {})}>
      {children}
    </Link>
  );
}

function Theme() {
  const chosen = useSyncExternalStore(theme.listen, theme.get);
  return (
    <label className="theme">
      <span className="unseen">Colours</span>
      <select value={chosen} onChange={({ target }) => theme.set(target.value)}>
        <option value="system">as the system</option>
        <option value="light">light</option>
        <option value="dark">dark</option>
        <option value="contrast">high contrast</option>
      </select>
    </label>
  );
}

function SignOut() {
  const queries = useQueryClient();
  const { go } = useRouter();
  const out = useMutation({
    mutationFn: () => ask("/session", { method: "DELETE" }),
    onSuccess: () => {
      go("/", { replace: true });
      queries.clear();
      // Nothing of the session is left in the page's memory.
      location.reload();
    },
  });
  return (
    <button type="button" className="plain" disabled={out.isPending} onClick={() => out.mutate()}>
      Sign out
    </button>
  );
}

function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const on = useSingleKeys();
  return (
    <Dialog title="Keys" onClose={onClose}>
      {/* First, as the focus goes there: below the table the dialog would begin at its end. */}
      <label className="check">
        <input
          type="checkbox"
          checked={on}
          onChange={({ target }) => singleKeys.set(target.checked ? "on" : "off")}
        />
        <span>Letters are keys. Turn it off where you speak to the computer.</span>
      </label>
      <table className="keys">
        <tbody>
          {keyTable.map(({ keys, does }) => (
            <tr key={keys}>
              <th scope="row">
                {keys.split(/ +/).map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
