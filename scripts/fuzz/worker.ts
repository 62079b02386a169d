/** One target in a process of its own: fuzzed, or its corpus read once more to tell what of the code runs. */
import { readFileSync, writeFileSync } from "node:fs";
import { blocksOf, fuzz } from "./run.ts";
import { targets } from "./targets/index.ts";

export interface Order {
  readonly target: string;
  /** 0 to read the corpus only. */
  readonly inputs: number;
  readonly seconds: number;
  readonly seed: number;
  readonly current: string;
  readonly corpus: string;
}

export interface Report {
  readonly inputs: number;
  readonly refused: number;
  readonly kept: number;
  readonly slowestMs: number;
  readonly findings: readonly { readonly says: string; readonly input: string }[];
  readonly blocks?: { readonly run: number; readonly all: number };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

process.once("message", async (order: Order) => {
  const target = targets.find(({ name }) => name === order.target);
  if (target === undefined) throw new Error(`no target ${order.target}`);
  const nothing = { inputs: 0, refused: 0, kept: 0, slowestMs: 0, findings: [] };
  let report: Report;
  if (order.inputs === 0) {
    const corpus = JSON.parse(readFileSync(order.corpus, "utf8")) as string[];
    report = {
      ...nothing,
      blocks: await blocksOf(
        target,
        corpus.map((one) => Buffer.from(one, "base64")),
      ),
    };
  } else {
    const alive = setInterval(() => process.send?.("alive"), 1000);
    const outcome = await fuzz(target, { ...order, progress: () => process.send?.("alive") });
    clearInterval(alive);
    writeFileSync(order.corpus, JSON.stringify(outcome.corpus.map(base64)));
    report = {
      inputs: outcome.inputs,
      refused: outcome.refused,
      kept: outcome.corpus.length,
      slowestMs: Math.round(outcome.slowest.ms),
      findings: outcome.findings.map(({ says, input }) => ({ says, input: base64(input) })),
    };
  }
  process.send?.(report);
});
