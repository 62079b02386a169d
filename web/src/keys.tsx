/** Keys. Every key is in one table, which `?` shows; single letters can be turned off (WCAG 2.1.4). */
import { useEffect, useRef, useSyncExternalStore } from "react";
import { createKeybindingsHandler } from "tinykeys";
import { stored } from "./stored.ts";

export const keyTable: readonly { readonly keys: string; readonly does: string }[] = [
  { keys: "j  k", does: "next, previous case or finding" },
  { keys: "Enter  o", does: "open the case" },
  { keys: "Space", does: "preview; the finding's lines in a case" },
  { keys: "x", does: "select the case for acting on several" },
  { keys: "/", does: "go to the text filter" },
  { keys: "Esc", does: "leave the filter, the preview, a dialog" },
  { keys: "e", does: "escalate" },
  { keys: "c", does: "close" },
  { keys: "n", does: "write a note" },
  { keys: "t", does: "tags" },
  { keys: "b", does: "containment of the case" },
  { keys: "l", does: "the case's timeline, and back" },
  { keys: "+  -  0", does: "zoom in, out, the whole timeline" },
  { keys: "↑  ↓  ←  →", does: "walk through the rows of a hunt and the nodes of a graph" },
  { keys: "Alt+↓", does: "open the menu of a value, as Enter does" },
  { keys: "g q", does: "go to the queue" },
  { keys: "g h", does: "go to the hunt" },
  { keys: "g s", does: "go to the sources" },
  { keys: "g p", does: "go to the proposals" },
  { keys: "g r", does: "go to the register" },
  { keys: "g a", does: "go to the audit" },
  { keys: "?", does: "this list" },
];

export const singleKeys = stored("vedette.keys", "on");

export function useSingleKeys(): boolean {
  return useSyncExternalStore(singleKeys.listen, singleKeys.get) !== "off";
}

/** Where letters are text, keys are not commands. */
function isTyping(event: KeyboardEvent): boolean {
  const { target } = event;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target instanceof HTMLTextAreaElement ||
      target instanceof HTMLSelectElement ||
      (target instanceof HTMLInputElement && !["checkbox", "radio", "button"].includes(target.type)))
  );
}

/** What Enter and Space do by themselves on such an element. */
function isControl(event: KeyboardEvent): boolean {
  const { target } = event;
  return target instanceof HTMLElement && target.closest("button, a, input, summary, select") !== null;
}

export type Keys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

/** Binds keys while the component is shown; nothing is bound below an open dialog. */
export function useKeys(keys: Keys): void {
  const newest = useRef(keys);
  newest.current = keys;
  const names = Object.keys(keys).join(" , ");
  useEffect(() => {
    const map = Object.fromEntries(
      names.split(" , ").map((name) => [
        name,
        (event: KeyboardEvent) => {
          if (event.defaultPrevented || event.isComposing) return;
          if (document.querySelector("dialog[open]") !== null) return;
          if (name !== "Escape") {
            if (isTyping(event)) return;
            if (singleKeys.get() === "off" && !["Enter", "Space", "ArrowDown", "ArrowUp"].includes(name))
              return;
            if ((name === "Enter" || name === "Space") && isControl(event)) return;
          }
          newest.current[name]?.(event);
        },
      ]),
    );
    const handler = createKeybindingsHandler(map);
    addEventListener("keydown", handler);
    return () => removeEventListener("keydown", handler);
  }, [names]);
}
