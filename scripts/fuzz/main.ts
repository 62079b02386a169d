/**
 * Fuzzes the readers and writers of the program, each in a process of its own.
 *
 *     npm run fuzz -- [WORD…] [--inputs 200000] [--seconds 3600] [--seed 1592] [--found FOLDER]
 *
 * A word chooses the targets whose name or family holds it. For each a row is printed: inputs, how many were refused, the share of its code
 * that ran, and what was found. Inputs that broke something are written to the folder, as is the one that a process died or hung over.
 */
import { type ChildProcess, fork } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Target } from "./target.ts";
import { targets } from "./targets/index.ts";
import type { Order, Report } from "./worker.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: "string", default: "200000" },
    seconds: { type: "string", default: "3600" },
    seed: { type: "string", default: "1592" },
    found: { type: "string", default: "fuzz-found" },
  },
});
/** A process that worked on one input for longer than this hangs: time of the processor, since a busy machine is no fault of an input. */
const hangMs = 60_000;
/** One that waits for something that never comes works on nothing. */
const waitMs = 20 * hangMs;
const wanted = targets.filter(
  ({ name, family }) =>
    positionals.length === 0 || positionals.some((word) => name.includes(word) || family === word),
);
if (wanted.length === 0) {
  process.stderr.write(`No target is called so. There are: ${targets.map(({ name }) => name).join(", ")}.\n`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "vedette-fuzz-run-"));
const row = (...cells: readonly (string | number)[]) => process.stdout.write(`| ${cells.join(" | ")} |\n`);
row("target", "inputs", "refused", "kept", "blocks of code run", "slowest ms", "found");
row("---", "---", "---", "---", "---", "---", "---");
let broken = 0;
for (const target of wanted) broken += await one(target);
rmSync(folder, { recursive: true, force: true });
process.exitCode = broken === 0 ? 0 : 1;

async function one(target: Target): Promise<number> {
  const current = join(folder, "current");
  const corpus = join(folder, "corpus.json");
  const order: Order = {
    target: target.name,
    inputs: Number(values.inputs),
    seconds: Number(values.seconds),
    seed: Number(values.seed),
    current,
    corpus,
  };
  const report = await answer(order);
  if ("died" in report) {
    const input = existsSync(current) ? readFileSync(current) : Buffer.alloc(0);
    row(target.name, "", "", "", "", "", `the process ${report.died}: ${keep(target, 0, input)}`);
    return 1;
  }
  const blocks = await answer({ ...order, inputs: 0 });
  const share =
    "blocks" in blocks && blocks.blocks !== undefined
      ? `${blocks.blocks.run} of ${blocks.blocks.all} (${Math.round((100 * blocks.blocks.run) / blocks.blocks.all)} %)`
      : "";
  const found = report.findings.map(({ says, input }, number) => {
    const path = keep(target, number, Buffer.from(input, "base64"));
    process.stderr.write(`${target.name}: ${path}\n${says}\n\n`);
    return path;
  });
  row(
    target.name,
    report.inputs.toLocaleString("en"),
    report.refused.toLocaleString("en"),
    report.kept,
    share,
    report.slowestMs,
    found.join(", ") || "nothing",
  );
  return found.length;
}

function keep(target: Target, number: number, input: Uint8Array): string {
  mkdirSync(values.found, { recursive: true });
  const path = join(
    values.found,
    `${target.name.replaceAll(/[^A-Za-z0-9]+/g, "-")}-${values.seed}-${number}`,
  );
  writeFileSync(path, input);
  return path;
}

/** What a process of its own reports, or how it ended without. */
function answer(order: Order): Promise<Report | { readonly died: string }> {
  const child: ChildProcess = fork(new URL("./worker.js", import.meta.url), {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  return new Promise((resolve) => {
    let beat = Date.now();
    let worked = workedMs(child.pid);
    const watch = setInterval(() => {
      const busy = workedMs(child.pid) - worked;
      if (busy > hangMs || Date.now() - beat > waitMs) child.kill("SIGKILL");
    }, 1000);
    child.on("message", (message: Report | "alive") => {
      if (message === "alive") {
        beat = Date.now();
        worked = workedMs(child.pid);
        return;
      }
      clearInterval(watch);
      resolve(message);
      child.disconnect();
    });
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      resolve({ died: signal === "SIGKILL" ? "hung or was killed" : `ended with ${signal ?? code}` });
    });
    child.send(order);
  });
}

/** Milliseconds of the processor that a process has had, where the system tells (Linux, whose clock has 100 ticks); else those of the clock. */
function workedMs(pid: number | undefined): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return Date.now();
  }
}
