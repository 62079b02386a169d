/** Layers around records - syslog, a container runtime -: what stands inside a line, here and in SQL. */
import type { WrapperFile } from "../content/schema.ts";
import { literal } from "../engine/sql.ts";

/** The record inside a wrapped line. */
export function unwrapper(wrapper: WrapperFile): (line: string) => string | undefined {
  if (wrapper.pattern !== undefined) {
    const regex = new RegExp(wrapper.pattern.replaceAll(/\\x\{([0-9A-F]{4})\}/g, "\\u$1"), "s");
    return (line) => regex.exec(line)?.[1];
  }
  const key = wrapper.json_key ?? "";
  const requires = wrapper.json_requires ?? [];
  return (line) => {
    if (!line.startsWith("{")) return undefined;
    try {
      const value = JSON.parse(line) as Record<string, unknown>;
      if (!requires.every((name) => name in value)) return undefined;
      const record = value[key];
      return typeof record === "string" ? record.replace(/\r?\n$/, "") : undefined;
    } catch {
      return undefined;
    }
  };
}

/** SQL of the record inside `line`. */
export function unwrapSql(wrapper: WrapperFile): string {
  if (wrapper.sql !== undefined) return wrapper.sql;
  if (wrapper.pattern !== undefined) {
    // Only the head is matched. What is behind it may hold any bytes, and no pattern fits bytes that are no UTF-8.
    const head = `extract(line, ${literal(`(?s)${wrapper.pattern.replace(/\(\.\*\)\$$/, "")}`)})`;
    return `if(empty(${head}), '', substring(line, length(${head}) + 1))`;
  }
  return `trimRight(JSONExtractString(toValidUTF8(line), ${literal(wrapper.json_key ?? "")}))`;
}
