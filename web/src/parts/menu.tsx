/** A button that opens a small menu, for mouse and keyboard (the menu button pattern of ARIA). */
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useRouter } from "../router.tsx";
import type { MenuItem } from "./menu-item.ts";

/** Pixels between the menu and the window's edge. */
const margin = 8;

export function MenuButton({
  children,
  label,
  items,
  className = "value-button",
  tabIndex,
  cell,
}: {
  readonly children: ReactNode;
  /** What the menu is about, for those who do not see it. */
  readonly label: string;
  /** Made when it is opened. */
  readonly items: () => readonly MenuItem[];
  readonly className?: string;
  readonly tabIndex?: number;
  /** Its place in a grid. */
  readonly cell?: string;
}) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const close = (back: boolean) => {
    setOpen(false);
    if (back) button.current?.focus();
  };
  return (
    <>
      <button
        type="button"
        ref={button}
        className={className}
        aria-haspopup="menu"
        aria-expanded={open}
        tabIndex={tabIndex}
        data-cell={cell}
        onClick={(event) => {
          // A row around it may do something else.
          event.stopPropagation();
          setOpen(!open);
        }}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown" || !event.altKey) return;
          event.preventDefault();
          event.stopPropagation();
          setOpen(true);
        }}
      >
        {children}
      </button>
      {open ? <Menu label={label} items={items()} under={button.current} onClose={close} /> : null}
    </>
  );
}

function Menu({
  label,
  items,
  under,
  onClose,
}: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly under: HTMLElement | null;
  readonly onClose: (back: boolean) => void;
}) {
  const menu = useRef<HTMLDivElement>(null);
  const { go } = useRouter();
  const close = useRef(onClose);
  close.current = onClose;
  useLayoutEffect(() => {
    const shown = menu.current;
    if (shown === null) return;
    // The top layer, so that nothing that scrolls cuts it, and a dialog does not hide it.
    shown.showPopover();
    place(shown, under);
    shown.querySelector<HTMLElement>("[role=menuitem]")?.focus({ preventScroll: true });
  }, [under]);
  useEffect(() => {
    const away = ({ target }: Event) => {
      if (target instanceof Node && (menu.current?.contains(target) || under?.contains(target))) return;
      close.current(false);
    };
    const moved = () => close.current(true);
    addEventListener("pointerdown", away, true);
    addEventListener("resize", moved);
    return () => {
      removeEventListener("pointerdown", away, true);
      removeEventListener("resize", moved);
    };
  }, [under]);
  const choose = ({ to, does }: MenuItem) => {
    onClose(true);
    if (to === undefined) does?.();
    else go(to);
  };
  return (
    <div
      ref={menu}
      popover="manual"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      className="menu"
      onKeyDown={(event) => steer(event, onClose)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget instanceof Node && !currentTarget.contains(relatedTarget)) onClose(false);
      }}
    >
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          tabIndex={-1}
          onClick={(event) => {
            event.stopPropagation();
            if (item.to !== undefined && (event.ctrlKey || event.metaKey))
              open(item.to, "_blank", "noopener");
            else choose(item);
          }}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}

/** Arrows walk, Escape and Tab leave; no key of it reaches the page behind. */
function steer(event: KeyboardEvent<HTMLElement>, onClose: (back: boolean) => void): void {
  event.stopPropagation();
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const to = {
    ArrowDown: (at + 1) % all.length,
    ArrowUp: (at - 1 + all.length) % all.length,
    Home: 0,
    End: all.length - 1,
  }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    all[to]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    onClose(true);
  }
}

function place(menu: HTMLElement, under: HTMLElement | null): void {
  if (under === null) return;
  const at = under.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const below = at.bottom + height + margin <= innerHeight;
  menu.style.left = `${Math.max(margin, Math.min(at.left, innerWidth - width - margin))}px`;
  menu.style.top = `${below ? at.bottom + 2 : Math.max(margin, at.top - height - 2)}px`;
}
