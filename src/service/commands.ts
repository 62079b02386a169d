/** Commands of the program over the service's store, each a process of its own: what they print and the files they write. */

import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { VedetteError } from "../errors.ts";
import { apiLimits } from "../limits.ts";

/** What a command left behind. */
export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  /** For people; control signs are gone already. */
  readonly stderr: string;
  readonly files: readonly { readonly name: string; readonly text: string }[];
}

/**
 * Runs a command.
 * @param main the program's main module
 * @param words the command and its arguments; no shell sees them
 * @param input its standard input
 * @param writes whether it is given a folder with -o, whose files are handed back
 */
export async function runCommand(
  main: string,
  words: readonly string[],
  input = "",
  writes = false,
): Promise<Outcome> {
  const folder = writes ? mkdtempSync(join(tmpdir(), "vedette-answer-")) : undefined;
  try {
    const [name = "", ...rest] = words;
    const all = [name, ...(folder === undefined ? [] : ["-o", folder, "--force"]), ...rest];
    const { status, stdout, stderr } = await ended(main, all, input);
    return { status, stdout, stderr, files: folder === undefined ? [] : filesIn(folder) };
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function ended(
  main: string,
  words: readonly string[],
  input: string,
): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...words], {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1" },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let bytes = 0;
    let because: string | undefined;
    const end = (why: string) => {
      because ??= why;
      child.kill("SIGKILL");
    };
    const timer = setTimeout(
      () => end(`it took more than ${apiLimits.answerSecondsMax} s`),
      apiLimits.answerSecondsMax * 1000,
    );
    const take = (into: Buffer[]) => (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > apiLimits.answerBytesMax)
        end(`it printed more than ${apiLimits.answerBytesMax.toLocaleString("en")} bytes`);
      else into.push(chunk);
    };
    child.stdout.on("data", take(out));
    child.stderr.on("data", take(err));
    // It may end without reading.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearTimeout(timer);
      if (because === undefined && code !== null)
        return resolve({
          status: code,
          stdout: Buffer.concat(out).toString(),
          stderr: Buffer.concat(err).toString(),
        });
      reject(
        new VedetteError("engine.failed", `The command ended: ${because ?? String(signal)}.`, {
          hint: "Ask for less: fewer rows, less time.",
        }),
      );
    });
  });
}

function filesIn(folder: string): Outcome["files"] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort()
    .slice(0, apiLimits.filesMax)
    .map((path) => ({
      name: relative(folder, path).split(sep).join("/"),
      text: readFileSync(path, "utf8"),
    }));
}
