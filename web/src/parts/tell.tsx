/** What happened, said once: in a line at the foot of the page, which screen readers read aloud. */
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from "react";

const TellContext = createContext<(says: string) => void>(() => {});

const shownMs = 6_000;

export function TellProvider({ children }: { readonly children: ReactNode }) {
  const [told, setTold] = useState({ says: "", number: 0 });
  const tell = useCallback((says: string) => setTold(({ number }) => ({ says, number: number + 1 })), []);
  useEffect(() => {
    if (told.says === "") return;
    const timer = setTimeout(() => setTold({ says: "", number: told.number }), shownMs);
    return () => clearTimeout(timer);
  }, [told]);
  return (
    <TellContext value={tell}>
      {children}
      <div className="told" role="status" aria-live="polite">
        {told.says === "" ? null : <p key={told.number}>{told.says}</p>}
      </div>
    </TellContext>
  );
}

export function useTell(): (says: string) => void {
  return useContext(TellContext);
}
