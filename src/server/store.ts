/** Questions to the store as commands of the program: what is run, and what its answer is over HTTP. */
import { engineLimits } from "../limits.ts";
import type { Outcome } from "../service/commands.ts";
import type { RowFilter } from "../triage/row-filters.ts";
import type { Api } from "./app.ts";
import { Problem } from "./problems.ts";

/** Rows and seconds that a question may take. */
export const { questionRows: rowsMax, questionSeconds: secondsMax } = engineLimits;

export type Rows = readonly Readonly<Record<string, unknown>>[];

/** A question as `vedette sql --document` takes it. */
export interface Asked {
  readonly statement?: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly hunt?: string;
  readonly given?: Readonly<Record<string, string>>;
  readonly filters?: readonly RowFilter[];
  readonly limit?: number;
}

export interface Store {
  run(words: readonly string[], input?: string, writes?: boolean): Promise<Outcome>;
  /** Rows, at most `rows` of them where the question has a limit. */
  ask(asked: Asked, given?: { readonly rows?: number; readonly seconds?: number }): Promise<Rows>;
}

export function storeOf(api: Pick<Api, "busy" | "command" | "places">): Store {
  const run = async (words: readonly string[], input = "", writes = false): Promise<Outcome> => {
    if (api.busy())
      throw new Problem(503, "busy", "Others wait for the store already.", {}, { "retry-after": "10" });
    return api.command(words, input, writes);
  };
  return {
    run,
    ask: async (asked, { rows = rowsMax, seconds = secondsMax } = {}) => {
      const words = ["sql", "--json", "--document", `--rows=${rows}`, `--seconds=${seconds}`, "-"];
      const outcome = await run(words, JSON.stringify({ ...asked, ids: true }));
      if (outcome.status !== 0) throw failed(outcome);
      return outcome.stdout
        .split("\n")
        .filter((line) => line !== "")
        .map((line) => named(JSON.parse(line) as Record<string, unknown>, api.places));
    },
  };
}

/** A record's place by the name that people know its source by. */
function named(row: Record<string, unknown>, places: Api["places"]): Record<string, unknown> {
  const [, path, line] = /^([\s\S]*):(\d+)$/.exec(typeof row.record === "string" ? row.record : "") ?? [];
  return path === undefined || places === undefined
    ? row
    : { ...row, record: `${places.nameOf(path)}:${line}` };
}

/** What the command says of a failure is for people, and says what to do. */
export function failed({ stderr }: Outcome): Problem {
  const lines = stderr
    .trim()
    .split("\n")
    .map((line) => line.trim());
  // The engine may have said something of its own before.
  const at = Math.max(
    0,
    lines.findIndex((line) => line.startsWith("vedette: ")),
  );
  const [says = "The command failed.", hint] = lines.slice(at);
  return new Problem(
    422,
    "command",
    // The program's own name of it is for scripts that read its output.
    says.replace(/^vedette: /, "").replace(/ \[[a-z.-]+\]$/, ""),
    hint === undefined ? {} : { hint },
  );
}
