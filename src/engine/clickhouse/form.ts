/** Parameters of a statement as a form, for those that are too large for an address. */
import type { Parameter, Parameters } from "../engine.ts";

/** A body and its type. */
export interface Form {
  readonly body: Buffer;
  readonly type: string;
}

/**
 * Parameters as `multipart/form-data`.
 * @param boundary a text that no parameter holds
 */
export function formOf(parameters: Parameters, boundary: string): Form {
  const parts = Object.entries(parameters).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="param_${name}"\r\n\r\n${parameterText(value)}\r\n`,
  );
  return {
    body: Buffer.from(`${parts.join("")}--${boundary}--\r\n`),
    type: `multipart/form-data; boundary=${boundary}`,
  };
}

/** A value as the server reads that of a parameter: as a field of TSV. */
export function parameterText(value: Parameter): string {
  if (Array.isArray(value)) return `[${(value as readonly Parameter[]).map(element).join(",")}]`;
  return typeof value === "string" ? escaped(value) : plain(value as Exclude<Parameter, string>);
}

function element(value: Parameter): string {
  if (typeof value === "string") return `'${escaped(value).replaceAll("'", "\\'")}'`;
  return Array.isArray(value) ? parameterText(value) : plain(value as Exclude<Parameter, string>);
}

function plain(value: Exclude<Parameter, string>): string {
  return typeof value === "boolean" ? (value ? "1" : "0") : String(value);
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
  "\0": "\\0",
};

function escaped(text: string): string {
  return text.replace(/[\\\t\n\r\0]/g, (found) => escapes[found] ?? found);
}
