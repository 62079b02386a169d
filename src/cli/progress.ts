/** Progress on a terminal's standard error only, one line, after half a second. */
import type { Effects } from "../effects.ts";
import { forTerminal, shorten } from "../report/safe-text.ts";
import type { Progress } from "../triage/request.ts";

const silentMs = 500;
const redrawMs = 200;

/** Draws progress where a person sees it; does nothing elsewhere. */
export function makeProgress(
  effects: Effects,
  quiet: boolean,
): { update(progress: Progress): void; end(): void } {
  const started = effects.now();
  const shown = !quiet && effects.stderrIsTerminal();
  let drawn = false;
  let latest: Progress | undefined;
  let readBefore = 0;
  const draw = () => {
    const elapsedMs = effects.now() - started;
    if (latest === undefined || elapsedMs < silentMs) return;
    drawn = true;
    // Within one file the engine says nothing; what the process has read since then is close.
    const within = latest.totalBytes === 0 ? 0 : Math.max(0, effects.bytesRead() - readBefore);
    const doneBytes = Math.min(latest.totalBytes, latest.doneBytes + within);
    effects.stderr(
      `\r\u001b[2K${shorten(forTerminal(describe({ ...latest, doneBytes }, elapsedMs)), effects.columns() - 1)}`,
    );
  };
  const timer = shown ? setInterval(draw, redrawMs) : undefined;
  timer?.unref();
  return {
    update(progress) {
      if (!shown) return;
      latest = progress;
      readBefore = effects.bytesRead();
      draw();
    },
    end() {
      clearInterval(timer);
      if (drawn) effects.stderr("\r\u001b[2K");
    },
  };
}

function describe({ stage, doneBytes, totalBytes }: Progress, elapsedMs: number): string {
  if (totalBytes === 0) return stage;
  const left =
    doneBytes === 0
      ? ""
      : `, about ${Math.ceil((elapsedMs * (totalBytes - doneBytes)) / doneBytes / 1000)} s left`;
  return `${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB${left}  ${stage}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toLocaleString("en", { maximumFractionDigits: bytes < 1e7 ? 1 : 0 });
}
