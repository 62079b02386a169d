/** What every route that changes the casebook does besides: it says who and when, and tells the open pages. */
import type { By } from "../../casebook/model.ts";
import type { Api } from "../app.ts";
import type { Actor } from "../roles.ts";

export const byOf =
  ({ now }: Pick<Api, "now">) =>
  ({ name }: Actor): By => ({ at: now(), actor: name });

/** Tells open pages of a change that was made, and hands its result on. */
export const tellingOf =
  ({ live, book }: Pick<Api, "live" | "book">) =>
  <T>(result: T): T => {
    live.tell({ kind: "cases", sequence: book.auditHead().seq });
    return result;
  };
