/** Runs `vedette formats`: what can be read, and how one format is read. */
import { openContent } from "../../content/bundle.ts";
import type { Content } from "../../content/load.ts";
import type { FormatFile, WrapperFile } from "../../content/schema.ts";
import { VedetteError } from "../../errors.ts";
import { columnNames } from "../../ingest/columns.ts";
import { Recogniser } from "../../ingest/recognise.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { didYouMean } from "../../words.ts";
import type { Invocation } from "../command.ts";

/** A format or a layer around records, told alike. */
interface Told {
  readonly id: string;
  /** `around` for a layer. */
  readonly kind: string;
  readonly title: string;
  readonly source: string;
  readonly date: string;
  readonly columns: readonly string[];
  readonly samples: readonly string[];
}

export async function run({ arguments: ids, options, effects }: Invocation): Promise<number> {
  const content = await openContent();
  const chosen =
    ids.length === 0 ? [...content.formats, ...content.wrappers] : ids.map((id) => find(id, content));
  if (options.json === true) {
    const told = chosen.map(tell).map(({ samples, ...one }) => ({
      ...one,
      ...(options.samples === true || ids.length > 0 ? { samples } : {}),
    }));
    effects.stdout(`${JSON.stringify({ schema: "vedette.formats/v1", formats: told }, null, 2)}\n`);
  } else if (options.samples === true)
    for (const one of chosen) effects.stdout(`${samplesOf(one).join("\n")}\n`);
  else if (ids.length > 0) effects.stdout(chosen.map((one) => describe(tell(one))).join("\n"));
  else effects.stdout(list(content));
  return 0;
}

function find(id: string, content: Content): FormatFile | WrapperFile {
  const all = [...content.formats, ...content.wrappers];
  const found = all.find((one) => one.id === id);
  if (found !== undefined) return found;
  throw new VedetteError("usage.option", `${forTerminal(id)}: there is no such format.`, {
    hint: didYouMean(
      id,
      all.map((one) => one.id),
      (name) => all.find((one) => one.id === name)?.title ?? "",
    ),
  });
}

function list({ formats, wrappers }: Content): string {
  const rows = [
    ...formats.map(({ id, kind, title }) => ({ id, kind: kind as string, title })),
    ...wrappers.map(({ id, title }) => ({ id, kind: "around", title })),
  ];
  const width = Math.max(...rows.map(({ id }) => id.length));
  return `${rows.map(({ id, kind, title }) => `${id.padEnd(width)}  ${kind.padEnd(6)}  ${title}\n`).join("")}Compressed with gzip, zstd, bzip2 or xz; several formats in one file; syslog and container lines around any of them.\n`;
}

function tell(one: FormatFile | WrapperFile): Told {
  const { id, title, source, date } = one;
  const isFormat = "kind" in one;
  return {
    id,
    kind: isFormat ? one.kind : "around",
    title,
    source,
    date,
    columns: isFormat ? columnsOf(one) : [],
    samples: samplesOf(one),
  };
}

/** Records as they stand in a log; a header is not repeated. */
function samplesOf(one: FormatFile | WrapperFile): string[] {
  if (!("kind" in one)) return one.samples.map(({ line }) => line);
  let above = "";
  return one.samples.flatMap(({ record, after = [] }) => {
    const header = after.join("\n");
    const repeated = header === above;
    above = header;
    return repeated ? [record] : [...after, record];
  });
}

/** Columns that the format fills in one of its samples or another. */
function columnsOf(format: FormatFile): string[] {
  const recogniser = new Recogniser([format], [], [], format.id);
  const filled = new Set(
    format.samples.flatMap(({ record, after = [] }) =>
      Object.keys(recogniser.recognise([...after, record])?.plan.columns ?? {}),
    ),
  );
  return columnNames.filter((column) => filled.has(column));
}

function describe({ id, kind, title, source, date, columns, samples }: Told): string {
  const rows: [string, string][] = [
    ["kind", kind === "around" ? "a layer around records" : kind],
    ["source", `${source} (read on ${date})`],
    ...columns.map((column, index): [string, string] => [index === 0 ? "columns" : "", column]),
    ["sample", forTerminal(samples[0] ?? "")],
  ];
  return `${id}: ${title}\n${rows.map(([label, text]) => `  ${label.padEnd(8)} ${text}`).join("\n")}\n`;
}
