/** How routes ask the store: by a command of the program, when it is its turn. */
import { z } from "@hono/zod-openapi";
import type { Outcome } from "../../service/commands.ts";
import type { Api } from "../app.ts";
import { failed, storeOf } from "../store.ts";

const file = z.object({ name: z.string(), text: z.string() });
export const answer = z
  .object({
    result: z.unknown().describe("What the command prints with --json."),
    files: z.array(file),
    notes: z.string(),
  })
  .openapi("Answer");
export const rows = z
  .object({ rows: z.array(z.record(z.string(), z.unknown())), notes: z.string() })
  .openapi("Rows");

/** Words of an option; a value that begins with a dash is still a value. */
export const option = (name: string, value: string | undefined) =>
  value === undefined ? [] : [`--${name}=${value}`];

export interface Asking {
  /** @throws Problem where others wait already */
  run(words: readonly string[], input?: string, writes?: boolean): Promise<Outcome>;
  /** The answer of a command that prints a document. */
  told(outcome: Outcome): z.infer<typeof answer>;
  /** The answer of a command that prints rows. */
  rows(outcome: Outcome): z.infer<typeof rows>;
}

export function askingOf(api: Api): Asking {
  return {
    run: storeOf(api).run,
    told: (outcome) => {
      if (outcome.stdout === "") throw failed(outcome);
      return {
        result: JSON.parse(outcome.stdout) as unknown,
        files: outcome.files.map(({ name, text }) => ({ name, text })),
        notes: outcome.stderr,
      };
    },
    rows: (outcome) => {
      if (outcome.status !== 0) throw failed(outcome);
      return {
        rows: outcome.stdout
          .split("\n")
          .filter((line) => line !== "")
          .map((line) => JSON.parse(line) as Record<string, unknown>),
        notes: outcome.stderr,
      };
    },
  };
}
