/** A written folder of rules: what stands in `rules.json`, and how it is read again. */
import { z } from "zod";
import { VedetteError } from "../../errors.ts";
import type { MonitoringRules } from "./make.ts";
import { type Draft, languages, perDay, type TestedRule } from "./model.ts";

const sample = z.strictObject({
  /** Line of samples.ndjson. */
  line: z.number().int().min(1),
  path: z.string(),
  at: z.number().int().min(0),
  text: z.string(),
});

const rule = z.strictObject({
  file: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,100}$/),
  language: z.enum(languages),
  family: z.string(),
  title: z.string(),
  threshold: z.number().int().min(1).optional(),
  back_test: z.strictObject({
    hits: z.number(),
    of_case: z.number(),
    hostile: z.number(),
    ordinary: z.number(),
    ordinary_alerts: z.number(),
    ordinary_clients: z.number(),
    days: z.number(),
    per_day: z.number(),
  }),
  left_out: z.array(z.strictObject({ what: z.string(), because: z.string() })),
  /** Lines of samples.ndjson. */
  must_fire: z.array(z.number().int().min(1)),
  must_not_fire: z.array(z.number().int().min(1)),
});

export const rulesDocument = z.strictObject({
  format: z.literal("vedette-rules/1"),
  /** Null for the standing pack. */
  case: z
    .strictObject({
      id: z.string(),
      title: z.string(),
      clients: z.array(z.string()),
      hosts: z.array(z.string()),
    })
    .nullable(),
  /** The kind of logs that the samples are of. */
  samples_kind: z.enum(["web", "proxy"]),
  ordinary_alerts_per_day_max: z.number(),
  suricata_was_run: z.literal(false),
  rules: z.array(rule),
  not_offered: z.array(rule.extend({ because: z.string() }).omit({ must_fire: true, must_not_fire: true })),
  samples: z.array(sample),
});
export type RulesDocument = z.infer<typeof rulesDocument>;

/** What is told of rules, for programs and for the folder. */
export function documentOf({
  request,
  clients,
  hosts,
  kind,
  offered,
  refused,
  samples,
}: MonitoringRules): RulesDocument {
  const lines = new Map(samples.map(({ event }, at) => [event, at + 1]));
  const linesOf = (events: readonly number[]) => events.flatMap((event) => lines.get(event) ?? []);
  const told = ({ draft, tally }: TestedRule) => ({
    file: draft.file,
    language: draft.language,
    family: draft.family,
    title: draft.title,
    ...(draft.threshold === undefined ? {} : { threshold: draft.threshold }),
    back_test: {
      hits: tally.hits,
      of_case: tally.ofCase,
      hostile: tally.hostile,
      ordinary: tally.ordinary,
      ordinary_alerts: tally.ordinaryAlerts,
      ordinary_clients: tally.ordinaryClients,
      days: tally.days,
      per_day: Math.round(perDay(tally) * 1000) / 1000,
    },
    left_out: draft.leftOut.map(({ what, because }) => ({ what, because })),
  });
  return {
    format: "vedette-rules/1",
    case:
      request.one === undefined
        ? null
        : { id: request.one.id, title: request.one.title, clients: [...clients], hosts: [...hosts] },
    samples_kind: kind,
    ordinary_alerts_per_day_max: request.limitPerDay,
    suricata_was_run: false,
    rules: offered.map((one) => ({
      ...told(one),
      must_fire: linesOf(one.mustFire),
      must_not_fire: linesOf(one.mustNotFire),
    })),
    not_offered: refused.map((one) => ({ ...told(one), because: one.because ?? "" })),
    samples: samples.map(({ path, at, text }, index) => ({ line: index + 1, path, at, text })),
  };
}

/**
 * The document of a folder.
 * @throws VedetteError `usage.option` where it is none
 */
export function readDocument(path: string, text: string): RulesDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const read = rulesDocument.safeParse(value);
  if (read.success) return read.data;
  throw new VedetteError("usage.option", `${path}: it is no rules.json of vedette rules.`, {
    place: { path },
    hint: "Name the folder that vedette rules wrote with -o.",
  });
}

/** The rules of a folder as drafts again, with the text that now stands in their files. */
export function draftsOf(
  { rules }: RulesDocument,
  textOf: (file: string) => string | undefined,
): { drafts: Draft[]; missing: string[] } {
  const drafts: Draft[] = [];
  const missing: string[] = [];
  for (const { file, family, title, language, threshold, left_out } of rules) {
    const text = textOf(file);
    if (text === undefined) missing.push(file);
    else
      drafts.push({
        family,
        title,
        language,
        file,
        text,
        leftOut: left_out,
        ...(threshold === undefined ? {} : { threshold }),
      });
  }
  return { drafts, missing };
}
