/** Asks a command for its answer, when a person says so; what was asked stands in the address. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { ask } from "../api.ts";
import { Failed } from "../parts/states.tsx";
import { Text } from "../parts/text.tsx";
import { useRouter } from "../router.tsx";
import type { Answer } from "./model.ts";

/** What the address asks for, without what is empty. */
export function givenOf(query: URLSearchParams, names: readonly string[], lists: readonly string[] = []) {
  const given: Record<string, string | readonly string[]> = {};
  for (const name of names) {
    const value = query.get(name)?.trim() ?? "";
    if (value !== "") given[name] = value;
  }
  for (const name of lists) {
    const values = query.getAll(name).filter((value) => value.trim() !== "");
    if (values.length > 0) given[name] = values;
  }
  return given;
}

/** Keeps the answer while the page is open: the same question of the same case is asked once. */
export function useAnswer<T>(path: string, given: unknown, asked: boolean) {
  return useQuery({
    queryKey: ["answer", path, given],
    queryFn: ({ signal }) => ask<Answer<T>>(path, { method: "POST", body: given, signal }),
    enabled: asked,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}

/**
 * Puts the choices of a form into the address, and asks by them.
 * @returns whether they are others than before; the same have to be asked again by hand
 */
function useAskBy(): (form: HTMLFormElement) => boolean {
  const { path, query, go } = useRouter();
  return (form) => {
    const next = new URLSearchParams({ drawer: query.get("drawer") ?? "", ask: "1" });
    for (const [name, value] of new FormData(form))
      if (typeof value === "string" && value.trim() !== "") next.append(name, value.trim());
    go(`${path}?${next}`);
    return next.toString() !== query.toString();
  };
}

/** Choices, what they gave, and a way back to them. */
export function Asking<T>({
  answer,
  fields,
  does,
  again = does,
  says,
  waiting,
  children,
}: {
  readonly answer: ReturnType<typeof useAnswer<T>>;
  readonly fields: ReactNode;
  /** What the button says, at first and where there is an answer. */
  readonly does: string;
  readonly again?: string;
  /** Beside the button. */
  readonly says: string;
  readonly waiting: string;
  readonly children: (answer: Answer<T>) => ReactNode;
}) {
  const { query } = useRouter();
  const askBy = useAskBy();
  const form = (
    <form
      key={query.toString()}
      className="drawer-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!askBy(event.currentTarget)) void answer.refetch();
      }}
    >
      {fields}
      <p className="buttons">
        <button type="submit" className="primary" disabled={answer.isFetching}>
          {answer.data === undefined ? does : again}
        </button>
        <span className="quiet">{says}</span>
      </p>
    </form>
  );
  return (
    <>
      {answer.data === undefined ? (
        form
      ) : (
        <details className="asked">
          <summary>Choices</summary>
          {form}
        </details>
      )}
      <AnswerState answer={answer} waiting={waiting}>
        {children}
      </AnswerState>
    </>
  );
}

export function AnswerState<T>({
  answer,
  waiting,
  children,
}: {
  readonly answer: ReturnType<typeof useAnswer<T>>;
  /** What is being done. */
  readonly waiting: string;
  readonly children: (answer: Answer<T>) => ReactNode;
}) {
  if (answer.data !== undefined)
    return (
      <>
        {children(answer.data)}
        <Notes text={answer.data.notes} />
      </>
    );
  if (answer.isFetching)
    return (
      <div className="stand-in">
        <p role="status">
          <span className="spinner" aria-hidden="true" /> {waiting} …
        </p>
        <p className="quiet">
          It waits for a look that runs, and reads the whole history: seconds to a minute.
        </p>
      </div>
    );
  if (answer.error !== null) return <Failed error={answer.error} again={() => void answer.refetch()} />;
  return null;
}

function Notes({ text }: { readonly text: string }) {
  // How many files were written where is the service's own matter.
  const lines = text.split("\n").filter((line) => line.trim() !== "" && !/ written to \//.test(line));
  if (lines.length === 0) return null;
  return (
    <details>
      <summary>What the command says besides ({lines.length})</summary>
      <ul className="told-list">
        {lines.slice(0, 100).map((line) => (
          <li key={line}>
            <Text>{line}</Text>
          </li>
        ))}
      </ul>
    </details>
  );
}
