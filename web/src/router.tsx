/** Addresses of views, on the browser's own history. */
import {
  type AnchorHTMLAttributes,
  createContext,
  type MouseEvent,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
} from "react";

export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

interface Router extends Place {
  /** `replace` where the step is no place to go back to. */
  go(to: string, given?: { readonly replace?: boolean }): void;
}

const RouterContext = createContext<Router | undefined>(undefined);

const here = () => `${location.pathname}${location.search}`;

export function RouterProvider({ children }: { readonly children: ReactNode }) {
  const [at, setAt] = useState(here);
  useEffect(() => {
    const moved = () => setAt(here());
    addEventListener("popstate", moved);
    return () => removeEventListener("popstate", moved);
  }, []);
  const router = useMemo<Router>(() => {
    const [path = "/", query = ""] = at.split("?", 2);
    return {
      path,
      query: new URLSearchParams(query),
      go: (to, { replace = false } = {}) => {
        if (to === here()) return;
        if (replace) history.replaceState(null, "", to);
        else history.pushState(null, "", to);
        setAt(here());
        if (!replace && to.split("?")[0] !== path) scrollTo(0, 0);
      },
    };
  }, [at]);
  return <RouterContext value={router}>{children}</RouterContext>;
}

export function useRouter(): Router {
  const router = useContext(RouterContext);
  if (router === undefined) throw new Error("no router above");
  return router;
}

/** A link within the console; with a modifier the browser opens it as it would any other. */
export function Link({
  to,
  children,
  ...rest
}: { readonly to: string } & AnchorHTMLAttributes<HTMLAnchorElement>) {
  const { go } = useRouter();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    // A row around it would preview what this opens.
    event.stopPropagation();
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} {...rest} onClick={follow}>
      {children}
    </a>
  );
}

export function caseAddress(id: string): string {
  return `/case/${encodeURIComponent(id)}`;
}
