/**
 * Reads many inputs, small files of one format by one statement: the engine takes longer to
 * analyse the statement (0.15 s) than to read such a file, and rotated logs are many.
 */
import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { EngineError } from "../engine/engine.ts";
import type { ReadContext } from "./context.ts";
import type { Input } from "./discover.ts";
import { forget } from "./parts.ts";
import { finish, open, type Prepared, prepare, readOpened, recovering } from "./read.ts";
import { scan } from "./read-lines.ts";
import { filesLines, lineColumns } from "./scan.ts";
import type { SourceReport } from "./source.ts";

/** Files up to this size are read together with others. */
const togetherBytesMax = 16_000_000;
const sourceColumn = "source_number";
/** Files that are open, and that one statement reads, at most. */
const togetherMax = 48;

/**
 * Reads inputs; their reports come in the same order, and each input is the source of its place.
 * @param before called in front of each input
 */
export async function readInputs(
  context: ReadContext,
  inputs: readonly Input[],
  before: (number: number) => void,
): Promise<SourceReport[]> {
  const reports: SourceReport[] = [];
  for await (const some of readInTurn(context, inputs, before)) reports.push(...some);
  return reports;
}

/** As `readInputs`, some reports at a time, as soon as they are there. */
export async function* readInTurn(
  context: ReadContext,
  inputs: readonly Input[],
  before: (number: number) => void,
): AsyncIterable<SourceReport[]> {
  for (let first = 0; first < inputs.length; first += togetherMax) {
    const reports: SourceReport[] = [];
    const small: Prepared[] = [];
    for (const [index, input] of inputs.slice(first, first + togetherMax).entries()) {
      const number = first + index;
      before(number);
      const report = await begin(context, input, number);
      if ("samples" in report) small.push(report);
      else reports[index] = report;
    }
    for (const alike of groups(small)) {
      const scanned = alike.length > 1 && (await scanTogether(context, alike));
      for (const prepared of alike) {
        const number = prepared.lines.source;
        reports[number - first] = await recovering(context, prepared.opened, number, number, () =>
          finish(context, prepared, scanned),
        );
      }
    }
    yield reports;
  }
}

/** Opens and recognises an input; what is not small is read as well. */
async function begin(context: ReadContext, input: Input, number: number): Promise<Prepared | SourceReport> {
  const opened = await open(context, input, number, number);
  if (!("input" in opened)) return opened;
  return recovering<Prepared | SourceReport>(context, opened, number, number, async () => {
    if (opened.bytes > togetherBytesMax) return readOpened(context, opened, number);
    const prepared = await prepare(context, opened, number);
    const alone =
      "samples" in prepared &&
      (prepared.recognised.under !== undefined || prepared.opened.document !== undefined);
    return alone ? finish(context, prepared, false) : prepared;
  });
}

/** Inputs that one statement can read. */
function groups(list: readonly Prepared[]): Prepared[][] {
  const found = new Map<string, Prepared[]>();
  for (const prepared of list) {
    const { lines, recognised, opened } = prepared;
    const key = JSON.stringify([
      lines.recordSql,
      lines.crlf,
      lines.fileMs,
      lines.dayOrder,
      opened.engineCompression,
      recognised.plan,
    ]);
    found.set(key, [...(found.get(key) ?? []), prepared]);
  }
  return [...found.values()];
}

/** Reads inputs by one statement; false where one of them spoils it, and nothing is kept. */
async function scanTogether(context: ReadContext, alike: readonly Prepared[]): Promise<boolean> {
  const [first] = alike;
  if (first === undefined) return false;
  const numbers = alike.map(({ lines }) => lines.source);
  // Links named by number in a folder of their own: one table function reads them all, where a
  // union of one for each would set up the whole parsing as often.
  const folder = join(context.folder, `together-${first.lines.source}`);
  if (/[*?{}[\]]/.test(folder)) return false;
  mkdirSync(folder, { recursive: true });
  for (const { lines, opened } of alike)
    symlinkSync(resolve(opened.file), join(folder, String(lines.source)));
  try {
    await scan(
      context,
      {
        ...first.lines,
        columns: [...lineColumns, sourceColumn],
        sourceColumn,
        from: filesLines("files", sourceColumn, first.opened.engineCompression),
      },
      first.recognised,
      { files: join(folder, "*") },
    );
    return true;
  } catch (thrown) {
    if (!(thrown instanceof EngineError)) throw thrown;
    await forget(context, numbers);
    return false;
  }
}
