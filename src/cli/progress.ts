/** Progress on a terminal's standard error only, one line, after half a second. */
import type { Effects } from "../effects.ts";
import { forTerminal, shorten } from "../report/safe-text.ts";
import type { Progress } from "../triage/triage.ts";

const silentMs = 500;
const redrawMs = 100;

/** Draws progress where a person sees it; does nothing elsewhere. */
export function makeProgress(effects: Effects, quiet: boolean): { update(progress: Progress): void; end(): void } {
  const started = effects.now();
  const shown = !quiet && effects.stderrIsTerminal();
  let drawn = false;
  let last = 0;
  return {
    update(progress) {
      const now = effects.now();
      if (!shown || now - started < silentMs || now - last < redrawMs) return;
      last = now;
      drawn = true;
      effects.stderr(`\r\u001b[2K${shorten(forTerminal(describe(progress, now - started)), effects.columns() - 1)}`);
    },
    end() {
      if (drawn) effects.stderr("\r\u001b[2K");
    },
  };
}

function describe({ stage, doneBytes, totalBytes }: Progress, elapsedMs: number): string {
  if (totalBytes === 0) return stage;
  const left = doneBytes === 0 ? "" : `, about ${Math.ceil((elapsedMs * (totalBytes - doneBytes)) / doneBytes / 1000)} s left`;
  return `${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB${left}  ${stage}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString("en", { maximumFractionDigits: bytes < 1e7 ? 1 : 0 });
}
