/**
 * Sets of labelled data: `samples/labels.json` with the logs beside it, and every `samples/NAME/labels.json` with what is
 * in that folder. Labels say what a client is for; what the program says about it is compared with that and with nothing else.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** `collector` gathers client configuration or prepares to; `judgement`: reasonable analysts differ, scored apart. */
export type Wanted = "collector" | "benign" | "judgement";
export type SubjectType = "ip" | "user_agent" | "mail" | "domain" | "host" | "user";

/** Who or what is labelled, under the name that a report gives it. */
export interface Subject {
  readonly type: SubjectType;
  readonly value: string;
  readonly wanted: Wanted;
  /** The kind of behaviour, a short slug: the scenario of the laboratory or the class of the label. */
  readonly class: string;
  readonly behaviour: string;
  readonly why: string | undefined;
}

export interface LabelledSet {
  /** `samples`, or the name of the folder below it. */
  readonly name: string;
  readonly folder: string;
  readonly made: string;
  readonly subjects: readonly Subject[];
  /** What is given to the program, relative to the folder. */
  readonly inputs: readonly string[];
  /** Networks that are the organisation's own. */
  readonly internal: readonly string[];
  /** What is frozen: the labels and everything below the inputs, relative to the folder. */
  readonly files: readonly string[];
}

const client = z.object({
  address: z.string(),
  label: z.enum(["scanner", "benign", "judgement"]),
  behaviour: z.string(),
  scenario: z.string(),
  judgement_why: z.string().optional(),
});
const recorded = z.object({
  schema: z.literal("vedette.labels/v1"),
  clients: z.array(client),
});
const subject = z.object({
  type: z.enum(["ip", "user_agent", "mail", "domain", "host", "user"]),
  value: z.string(),
  label: z.enum(["collector", "benign", "judgement"]),
  behaviour: z.string(),
  class: z.string(),
  judgement_why: z.string().optional(),
});
const described = z.object({
  schema: z.literal("vedette.labels/v2"),
  made: z.string(),
  subjects: z.array(subject),
});
export const labelsSchema = z.discriminatedUnion("schema", [recorded, described]);

export const labelsName = "labels.json";

/** What the set's administrator would tell the program of his own site, beside the labels and frozen like them. */
const settingsName = "run.json";
const settings = z.strictObject({ internal: z.array(z.string()) });

export function findSets(samples: string): LabelledSet[] {
  const folders = readdirSync(samples, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(samples, entry.name, labelsName)))
    .map(({ name }) => name)
    .sort();
  const base = existsSync(join(samples, labelsName)) ? [readSet("samples", samples, false)] : [];
  return [...base, ...folders.map((name) => readSet(name, join(samples, name), true))];
}

function readSet(name: string, folder: string, foldersToo: boolean): LabelledSet {
  const labels = labelsSchema.parse(JSON.parse(readFileSync(join(folder, labelsName), "utf8")));
  const subjects =
    labels.schema === "vedette.labels/v1" ? labels.clients.map(ofClient) : labels.subjects.map(ofSubject);
  const twice = subjects.find((one, at) => subjects.findIndex((other) => sameSubject(one, other)) !== at);
  if (twice !== undefined) throw new Error(`${name}: ${twice.type} ${twice.value} is labelled twice`);
  const inputs = readdirSync(folder, { withFileTypes: true })
    .filter((entry) =>
      entry.isDirectory()
        ? foldersToo
        : entry.name !== labelsName && entry.name !== settingsName && !entry.name.endsWith(".md"),
    )
    .map((entry) => entry.name)
    .sort();
  const settingsFile = join(folder, settingsName);
  const told = existsSync(settingsFile)
    ? settings.parse(JSON.parse(readFileSync(settingsFile, "utf8")))
    : undefined;
  return {
    name,
    folder,
    made:
      labels.schema === "vedette.labels/v1"
        ? "recorded by the laboratory, times shifted; more in the read-me beside its labels"
        : labels.made,
    subjects,
    inputs,
    internal: told?.internal ?? [],
    files: [
      labelsName,
      ...(told === undefined ? [] : [settingsName]),
      ...inputs.flatMap((input) => filesBelow(folder, input)),
    ].sort(),
  };
}

function filesBelow(folder: string, input: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  if (!entries.some((entry) => entry.name === input && entry.isDirectory())) return [input];
  return readdirSync(join(folder, input), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

function sameSubject(a: Subject, b: Subject): boolean {
  return a.type === b.type && a.value === b.value;
}

function ofClient({ address, label, behaviour, scenario, judgement_why }: z.infer<typeof client>): Subject {
  const wanted = label === "scanner" ? "collector" : label;
  return { type: "ip", value: address, wanted, class: scenario, behaviour, why: judgement_why };
}

function ofSubject({ label, judgement_why, ...rest }: z.infer<typeof subject>): Subject {
  return { ...rest, wanted: label, why: judgement_why };
}
