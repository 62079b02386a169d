/** Formats as `--log-format` makes them of a string. */
import type { TemplateFormat } from "../../src/content/schema.ts";
import { dialectOf } from "../../src/ingest/format-string.ts";
import { Recogniser } from "../../src/ingest/recognise.ts";

/** A format that a user describes by its string; parts of it may be given otherwise. */
export function ownFormat(template: string, more: Partial<TemplateFormat> = {}): TemplateFormat {
  return {
    id: "own",
    title: "",
    kind: "web",
    specificity: 1,
    reader: "template",
    dialect: dialectOf(template),
    template,
    trailing: false,
    source: "",
    date: "2026-11-24",
    samples: [{ record: "" }],
    ...more,
  };
}

/** Knows such a format alone. */
export function ownRecogniser(template: string, more: Partial<TemplateFormat> = {}): Recogniser {
  return new Recogniser([], [], [ownFormat(template, more)]);
}
