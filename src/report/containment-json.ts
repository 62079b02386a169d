/** What was weighed, for programs that show it: the blocks compared, and each product's files with how they are applied. */
import type { Candidate, LeftOut } from "../respond/candidates.ts";
import { nameOf } from "../respond/candidates.ts";
import type { Containment } from "../respond/contain.ts";
import type { Rendered } from "../respond/target.ts";
import { blockTitles } from "./containment.ts";

/** Entries, clients and reasons that are told one by one; how many there are is told besides. */
const toldMax = 50;

/** A part of a list, and how long it is. */
export interface Told<T> {
  readonly count: number;
  readonly first: readonly T[];
}

/** A product, with what its files are called and how they are used. */
export interface ProductJson {
  readonly id: string;
  readonly title: string;
  /** Names of its files as they are written; none where it can match nothing of the block. */
  readonly files: readonly string[];
  /** Requests, or mails, of the case that its files stop. */
  readonly stopped: number;
  readonly left_out: Told<LeftOut>;
  readonly apply: readonly string[];
  readonly rollback: readonly string[];
  readonly expiry: string;
}

/** A block as it was weighed; numbers are requests and clients. */
export interface CandidateJson {
  readonly kind: string;
  readonly title: string;
  /** Whether what would also have stopped others was taken out. */
  readonly pruned: boolean;
  readonly entries: Told<string>;
  readonly stopped: number;
  readonly of_case: number;
  /** Requests of others who are escalated. */
  readonly of_other_cases: number;
  readonly others: number;
  readonly other_clients: Told<{
    readonly source: string;
    readonly requests: number;
    readonly agent: string;
  }>;
  readonly left_out: Told<LeftOut>;
  readonly recommended: boolean;
  /** Whether the files are of this one. */
  readonly written: boolean;
}

export interface WeighedJson {
  /** ISO 8601, UTC. */
  readonly expires: string;
  /** The narrowest first. */
  readonly candidates: readonly CandidateJson[];
  readonly products: readonly ProductJson[];
}

function told<T>(all: readonly T[]): Told<T> {
  return { count: all.length, first: all.slice(0, toldMax) };
}

export function weighedJson({ request, weighed, chosen, files }: Containment): WeighedJson {
  return {
    expires: new Date(request.expiresMs).toISOString(),
    candidates: weighed.candidates.map((one) =>
      candidateJson(one, { recommended: one === weighed.recommended, written: one === chosen }),
    ),
    products: files.map(({ target, rendered, stopped, leftOut }) =>
      productJson(target, rendered, stopped, leftOut),
    ),
  };
}

function candidateJson(
  { kind, pruned, matchers, impact, leftOut }: Candidate,
  standing: Pick<CandidateJson, "recommended" | "written">,
): CandidateJson {
  return {
    kind,
    title: blockTitles[kind],
    pruned,
    entries: told(matchers.map(nameOf)),
    stopped: impact.stopped,
    of_case: impact.ofCase,
    of_other_cases: impact.hostile,
    others: impact.others,
    other_clients: told(
      impact.bystanders.map(({ source, requests, agent }) => ({ source, requests, agent })),
    ),
    left_out: told(leftOut),
    ...standing,
  };
}

export function productJson(
  { id, title }: { readonly id: string; readonly title: string },
  rendered: Rendered | undefined,
  stopped: number,
  leftOut: readonly LeftOut[],
): ProductJson {
  return {
    id,
    title,
    files: (rendered?.files ?? []).map(({ name }) => `${id}/${name}`),
    stopped,
    left_out: told(leftOut),
    apply: rendered?.apply ?? [],
    rollback: rendered?.rollback ?? [],
    expiry: rendered?.expiry ?? "",
  };
}
