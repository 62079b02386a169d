/** Labels of the third and fourth written sets, and the files beside them. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

export type Label = "collector" | "benign" | "judgement";

export interface Labelled {
  readonly type: "mail" | "host" | "ip" | "user" | "domain";
  readonly value: string;
  readonly files: readonly string[];
  readonly label: Label;
  readonly behaviour: string;
  readonly class: string;
  readonly why?: string | undefined;
}

const third = "2026-11-29";

/** A set as a folder: its files, its labels, its read-me. Names that end in `.gz` are compressed. */
export function writeSet(
  name: string,
  made: string,
  about: string,
  subjects: readonly Labelled[],
  files: ReadonlyMap<string, string>,
  date = third,
): void {
  const folder = join("samples", name);
  rmSync(folder, { recursive: true, force: true });
  for (const [file, text] of files) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.endsWith(".gz") ? gzipSync(text, { level: 9 }) : text);
  }
  const seen = new Set<string>();
  for (const { type, value, label, why } of subjects) {
    if (seen.has(`${type} ${value}`)) throw new Error(`labelled twice: ${type} ${value}`);
    if ((label === "judgement") !== (why !== undefined)) throw new Error(`why of ${value}`);
    seen.add(`${type} ${value}`);
  }
  const shown = subjects.map(({ why, ...rest }) => ({
    ...rest,
    ...(why === undefined ? {} : { judgement_why: why }),
  }));
  const labels = { schema: "vedette.labels/v2", made, date, subjects: shown };
  writeFileSync(join(folder, "labels.json"), `${JSON.stringify(labels, null, 1)}\n`);
  writeFileSync(join(folder, "README.md"), readme(name, made, about, subjects, date));
}

function readme(
  name: string,
  made: string,
  about: string,
  subjects: readonly Labelled[],
  date: string,
): string {
  const count = (label: Label, kind?: string) =>
    subjects.filter((one) => one.label === label && (kind === undefined || one.class === kind)).length;
  const classes = [...new Set(subjects.map((one) => one.class))].sort();
  const row = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return `${[
    `# ${name}`,
    "",
    about,
    "",
    row(["class", "collector", "benign", "judgement"]),
    row(["---", "---", "---", "---"]),
    ...classes.map((kind) =>
      row([kind, count("collector", kind), count("benign", kind), count("judgement", kind)]),
    ),
    row(["all", count("collector"), count("benign"), count("judgement")]),
    "",
    "Labels go by intent. `collector`: an attentive Tier 1 analyst who read all its lines would hand it to Tier 2 as",
    "gathering client configuration. `benign`: would not. `judgement`: reasonable analysts differ, or it hangs on what only",
    "the organisation knows; `judgement_why` says on what.",
    "",
    `How it was made (${date}): ${made}`,
  ].join("\n")}\n`;
}
