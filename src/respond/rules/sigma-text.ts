/** Sigma rules as text. Each value stands in double quotes of plain ASCII, with the wildcards of Sigma taken from it. */
import { createHash } from "node:crypto";

/** A value that stands for itself alone: `*`, `?` and the backslash lose their meaning by a backslash. */
export function exactValue(text: string): string {
  return text.replaceAll(/[\\*?]/g, (sign) => `\\${sign}`);
}

/** A YAML scalar in double quotes; signs beyond ASCII and controls are written by their numbers. */
export function quoted(text: string): string {
  const inner = [...text]
    .map((sign) => {
      const code = sign.codePointAt(0) ?? 0;
      if (sign === '"' || sign === "\\") return `\\${sign}`;
      if (code >= 0x20 && code < 0x7f) return sign;
      return code > 0xffff
        ? `\\U${code.toString(16).padStart(8, "0")}`
        : `\\u${code.toString(16).padStart(4, "0")}`;
    })
    .join("");
  return `"${inner}"`;
}

/** What a search identifier holds: fields with their values; a list of such maps, of which one must hold. */
export type Selection = readonly Readonly<Record<string, readonly string[]>>[];

export interface Detection {
  readonly kind: "detection";
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly level: string;
  readonly category: "webserver" | "proxy";
  readonly selections: Readonly<Record<string, Selection>>;
  readonly condition: string;
}

export interface Correlation {
  readonly kind: "correlation";
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly level: string;
  readonly type: "event_count" | "value_count" | "temporal_ordered";
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly timespan: string;
  readonly atLeast?: number;
  readonly field?: string;
}

/** The text of rules that stand in one file. */
export function sigmaText(rules: readonly (Detection | Correlation)[]): string {
  return rules
    .map((rule) => {
      const body = rule.kind === "detection" ? detectionLines(rule) : correlationLines(rule);
      const head = [
        `title: ${quoted(rule.title)}`,
        `name: ${rule.name}`,
        `id: ${idOf([rule.title, ...body].join("\n"))}`,
        "status: experimental",
        `description: ${quoted(rule.description)}`,
        'references: ["https://attack.mitre.org/techniques/T1592/004/"]',
        `level: ${rule.level}`,
        "tags: [attack.reconnaissance, attack.t1592.004]",
      ];
      return `${[...head, ...body].join("\n")}\n`;
    })
    .join("---\n");
}

function detectionLines({ category, selections, condition }: Detection): string[] {
  return [
    `logsource: {category: ${category}}`,
    "detection:",
    ...Object.entries(selections).flatMap(([name, maps]) => [
      `  ${name}:`,
      ...maps.flatMap((map) =>
        Object.entries(map).flatMap(([field, values], at) => [
          `    ${at === 0 ? "-" : " "} ${field}:`,
          ...values.map((value) => `        - ${quoted(value)}`),
        ]),
      ),
    ]),
    `  condition: ${condition}`,
  ];
}

function correlationLines({ type, rules, groupBy, timespan, atLeast, field }: Correlation): string[] {
  return [
    "correlation:",
    `  type: ${type}`,
    `  rules: [${rules.join(", ")}]`,
    `  group-by: [${groupBy.join(", ")}]`,
    `  timespan: ${timespan}`,
    ...(atLeast === undefined
      ? []
      : ["  condition:", `    gte: ${atLeast}`, ...(field === undefined ? [] : [`    field: ${field}`])]),
  ];
}

/** An id that equal rules have in common (RFC 9562, version 8). */
function idOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  const variant = "89ab"[Number.parseInt(hex[16] as string, 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
