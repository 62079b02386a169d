/** Effects that keep to themselves: a standing clock, captured streams, temporary folders of their own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Effects } from "../../src/effects.ts";

export interface SilentEffects extends Effects {
  /** What was written so far. */
  readonly out: { text: string };
  readonly err: { text: string };
  /** Temporary folders not yet removed. */
  readonly left: ReadonlySet<string>;
}

/** 2026-06-01T00:00:00Z, a time after all the logs that tests write. */
export const standingNow = Date.UTC(2026, 5, 1);

export function silentEffects(env: Readonly<Record<string, string>> = {}): SilentEffects {
  const out = { text: "" };
  const err = { text: "" };
  const left = new Set<string>();
  return {
    out,
    err,
    left,
    now: () => standingNow,
    stdout: (text) => {
      out.text += text;
    },
    write: async (bytes) => {
      out.text += Buffer.from(bytes).toString();
      return true;
    },
    stderr: (text) => {
      err.text += text;
    },
    env: (name) => env[name],
    stdoutIsTerminal: () => false,
    stderrIsTerminal: () => false,
    columns: () => 100,
    bytesRead: () => 0,
    makeTemporary: (purpose) => {
      const path = mkdtempSync(join(tmpdir(), `vedette-test-${purpose}-`));
      left.add(path);
      return path;
    },
    removeTemporary: (path) => {
      left.delete(path);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
