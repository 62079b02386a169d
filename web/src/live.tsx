/** Changes as they happen: the server says that something changed, the page asks for what it shows. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/** Changes that come close together are asked for once. */
const restMs = 700;
/** Where the stream cannot be had, the page asks in this rhythm instead. */
const pollMs = 30_000;

const keysOf: Readonly<Record<string, readonly string[]>> = {
  cases: ["cases", "facets", "case", "audit"],
  health: ["health", "report"],
};

/** @returns whether changes come in by themselves */
export function useLive(): boolean {
  const queries = useQueryClient();
  const [live, setLive] = useState(false);
  useEffect(() => {
    let source: EventSource | undefined;
    const timers = new Map<string, ReturnType<typeof setTimeout>>();
    const changed = (kind: string) => {
      if (timers.has(kind)) return;
      timers.set(
        kind,
        setTimeout(() => {
          timers.delete(kind);
          for (const key of keysOf[kind] ?? []) void queries.invalidateQueries({ queryKey: [key] });
        }, restMs),
      );
    };
    const close = () => {
      source?.close();
      source = undefined;
      setLive(false);
    };
    const open = () => {
      if (source !== undefined || document.hidden) return;
      source = new EventSource("/api/v1/live");
      source.addEventListener("hello", () => setLive(true));
      for (const kind of Object.keys(keysOf)) source.addEventListener(kind, () => changed(kind));
      source.addEventListener("error", () => {
        setLive(false);
        // Refused, not interrupted: the browser does not try again by itself.
        if (source?.readyState === EventSource.CLOSED) close();
      });
    };
    // A browser has six connections to a server: a page that nobody sees gives its one back.
    const seen = () => {
      if (document.hidden) close();
      else {
        open();
        for (const kind of Object.keys(keysOf)) changed(kind);
      }
    };
    open();
    document.addEventListener("visibilitychange", seen);
    const poll = setInterval(() => {
      if (document.hidden || source?.readyState === EventSource.OPEN) return;
      open();
      for (const kind of Object.keys(keysOf)) changed(kind);
    }, pollMs);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      clearInterval(poll);
      for (const timer of timers.values()) clearTimeout(timer);
      close();
    };
  }, [queries]);
  return live;
}
