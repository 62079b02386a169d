/** The cases of a report as the casebook keeps them. */
import { z } from "zod";
import { VedetteError } from "../errors.ts";
import { casebookLimits } from "../limits.ts";
import { canonical, sha256 } from "./audit.ts";
import { actions, priorities, type SetAside, type Snapshot, severities } from "./model.ts";

const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), "is no time");
const texts = z.array(z.string());
const severity = z.enum(severities);

const reportFile = z.object({
  schema: z.literal("vedette.report/v1"),
  generated_at: time,
  tool: z.object({ content_sha256: z.string() }),
  playbook: z.object({ id: z.string(), name: z.string() }),
  questions: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      answer: z.string(),
      sentence: z.string(),
      findings: texts,
      missing: texts,
    }),
  ),
  steps: z.array(
    z.object({
      clause: z.string(),
      state: z.enum(["done", "not_possible", "for_a_person"]),
      sentence: z.string(),
      command: z.string().optional(),
    }),
  ),
  cases: z.array(
    z.object({
      id: z.string().regex(/^C-[0-9a-f]{10}$/, "is no id of a case"),
      title: z.string(),
      action: z.enum(actions),
      priority: z.enum(priorities),
      severity,
      confidence: z.string().default(""),
      background: z.boolean().default(false),
      entities: texts,
      findings: texts,
      techniques: texts,
      links: z.array(z.object({ from: z.string(), to: z.string(), because: z.string() })).default([]),
      first: time,
      last: time,
      aliases: z.array(z.string().regex(/^C-[0-9a-f]{10}$/, "is no id of a case")).default([]),
      command: z.string().optional(),
    }),
  ),
  entities: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      value: z.string(),
      action: z.string(),
      score: z.number().int(),
      justification: z.string().optional(),
    }),
  ),
  findings: z.array(
    z.object({
      id: z.string(),
      indicator: z.string(),
      clause: z.string(),
      severity,
      confidence: z.string(),
      entity: z.string(),
      sentence: z.string(),
      count: z.number(),
      first: time.optional(),
      last: time.optional(),
      evidence: z.array(z.object({ path: z.string(), line: z.number(), text: z.string() })),
    }),
  ),
  register: z
    .array(
      z.object({
        id: z.string(),
        owner: z.string(),
        reason: z.string(),
        expires: z.string(),
        entities: texts,
      }),
    )
    .default([]),
});
type ReportFile = z.infer<typeof reportFile>;

/** What a run says once for all its cases. */
export interface RunFacts {
  readonly playbook: ReportFile["playbook"];
  readonly questions: ReportFile["questions"];
  readonly steps: ReportFile["steps"];
}

export interface ReadCase {
  readonly id: string;
  readonly aliases: readonly string[];
  readonly snapshot: Snapshot;
}

export interface ReadReport {
  readonly generatedMs: number;
  readonly cases: readonly ReadCase[];
  /** Entries of the register by the ids of entities that they set aside. */
  readonly justified: ReadonlyMap<string, readonly SetAside["entries"][number][]>;
  /** Canonical JSON of {@link RunFacts}, and its digest. */
  readonly facts: string;
  readonly factsDigest: string;
}

/** @throws VedetteError `report.invalid` */
export function readForBook(report: unknown): ReadReport {
  const result = reportFile.safeParse(report);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new VedetteError(
      "report.invalid",
      `This is no report that the casebook can take over: ${issue?.path.join(".") || "(document)"} ${issue?.message}.`,
      { hint: "Make one with vedette triage --json." },
    );
  }
  const { data } = result;
  const findings = new Map(data.findings.map((one) => [one.id, one]));
  const entities = new Map(data.entities.map((one) => [one.id, one]));
  const facts = canonical({ playbook: data.playbook, questions: data.questions, steps: data.steps });
  const seen = new Set<string>();
  return {
    generatedMs: Date.parse(data.generated_at),
    cases: data.cases
      .filter(({ id }) => !seen.has(id) && seen.add(id))
      .map((one) => ({
        id: one.id,
        aliases: one.aliases.filter((alias) => alias !== one.id),
        snapshot: snapshotOf(one, entities, findings),
      })),
    justified: justifiedBy(data.register),
    facts,
    factsDigest: sha256(facts),
  };
}

function justifiedBy(register: ReportFile["register"]): ReadReport["justified"] {
  const justified = new Map<string, SetAside["entries"][number][]>();
  for (const { entities, ...entry } of register)
    for (const entity of entities) justified.set(entity, [...(justified.get(entity) ?? []), entry]);
  return justified;
}

function snapshotOf(
  one: ReportFile["cases"][number],
  entities: ReadonlyMap<string, ReportFile["entities"][number]>,
  findings: ReadonlyMap<string, ReportFile["findings"][number]>,
): Snapshot {
  const own = one.entities.flatMap((id) => entities.get(id) ?? []);
  return {
    title: one.title,
    action: one.action,
    priority: one.priority,
    severity: one.severity,
    confidence: one.confidence,
    background: one.background,
    score: Math.max(0, ...own.map(({ score }) => score)),
    first: Date.parse(one.first),
    last: Date.parse(one.last),
    entities: own,
    findings: one.findings
      .flatMap((id) => findings.get(id) ?? [])
      .map((finding) => ({
        ...finding,
        evidence: finding.evidence
          .slice(0, casebookLimits.evidenceLinesMax)
          .map((line) => ({ ...line, text: line.text.slice(0, casebookLimits.evidenceCharactersMax) })),
        evidence_lines: finding.evidence.length,
      })),
    techniques: one.techniques,
    links: one.links,
    ...(one.command === undefined ? {} : { command: one.command }),
  };
}

/** Of two times of which 0 is unknown, the earlier. */
export function earlier(a: number, b: number): number {
  return a === 0 || b === 0 ? Math.max(a, b) : Math.min(a, b);
}

/** Several snapshots as one: of cases that are merged, the one that stands first. */
export function together(snapshots: readonly [Snapshot, ...Snapshot[]]): Snapshot {
  const [first, ...others] = snapshots;
  if (others.length === 0) return first;
  const most = <T>(order: readonly T[], pick: (one: Snapshot) => T): T =>
    order[Math.max(...snapshots.map((one) => order.indexOf(pick(one))))] as T;
  const unique = <T>(pick: (one: Snapshot) => readonly T[], key: (one: T) => string): T[] => {
    const known = new Map<string, T>();
    for (const one of snapshots.flatMap(pick)) if (!known.has(key(one))) known.set(key(one), one);
    return [...known.values()];
  };
  return {
    title: first.title,
    action: most(actions, ({ action }) => action),
    priority: most(priorities, ({ priority }) => priority),
    severity: most(severities, ({ severity: of }) => of),
    confidence: first.confidence,
    background: snapshots.every(({ background }) => background),
    score: Math.max(...snapshots.map(({ score }) => score)),
    first: snapshots.reduce((least, one) => earlier(least, one.first), 0),
    last: Math.max(...snapshots.map(({ last }) => last)),
    entities: unique(
      (one) => one.entities,
      ({ id }) => id,
    ),
    findings: unique(
      (one) => one.findings,
      ({ id }) => id,
    ),
    techniques: unique(
      (one) => one.techniques,
      (id) => id,
    ).sort(),
    links: unique((one) => one.links, canonical),
    ...(first.command === undefined ? {} : { command: first.command }),
  };
}
