/** Modifiers that make other texts of a text: encodings, dashes, placeholders. */

import { isUtf8 } from "node:buffer";
import { sigmaLimits } from "../limits.ts";
import type { Part } from "./model.ts";
import { base64Offsets, dashed, dashWays, partsOf, plainOf, utf16, type Wide } from "./values.ts";

export const textTransforms: ReadonlySet<string> = new Set([
  "base64",
  "base64offset",
  "utf16",
  "utf16le",
  "utf16be",
  "wide",
  "windash",
]);

/** A value on its way: a text with wildcards, or bytes once it was encoded. */
export type Texts = { readonly parts: readonly Part[] } | { readonly bytes: Buffer };

/** The texts that a value stands for, after its modifiers in their order. */
export function transformed(
  value: Texts,
  transforms: readonly string[],
  placeholders: ReadonlyMap<string, readonly string[]> | undefined,
  fail: (reason: string) => never,
): (readonly Part[])[] {
  let all: Texts[] = placeholders === undefined ? [value] : expanded(value, placeholders, fail);
  for (const name of transforms) {
    all = all.flatMap((one) => (name === "windash" ? dashedWays(one, fail) : encoded(one, name, fail)));
    if (all.length > sigmaLimits.waysMax) fail(`a value becomes more than ${sigmaLimits.waysMax} texts`);
  }
  return all.map((one) => {
    if ("parts" in one) return one.parts;
    if (!isUtf8(one.bytes)) return fail("bytes that no text has; base64 has to follow the encoding");
    return [{ text: one.bytes.toString("utf8") }];
  });
}

function bytesOf(value: Texts, name: string, fail: (reason: string) => never): Buffer {
  if ("bytes" in value) return value.bytes;
  return Buffer.from(textOf(value, name, fail), "utf8");
}

function textOf(value: Texts, name: string, fail: (reason: string) => never): string {
  const text = "parts" in value ? plainOf(value.parts) : undefined;
  return text ?? fail(`${name} takes a text without wildcards`);
}

function encoded(value: Texts, name: string, fail: (reason: string) => never): Texts[] {
  if (name === "base64") return [{ parts: [{ text: bytesOf(value, name, fail).toString("base64") }] }];
  if (name === "base64offset")
    return base64Offsets(bytesOf(value, name, fail)).map((text) =>
      text === "" ? fail("a value is too short for base64offset") : { parts: [{ text }] },
    );
  return [{ bytes: utf16(textOf(value, name, fail), name as Wide) }];
}

function dashedWays(value: Texts, fail: (reason: string) => never): Texts[] {
  if ("bytes" in value) return fail("windash has to stand in front of an encoding");
  const ways = value.parts.reduce((n, part) => n * ("text" in part ? dashWays(part.text) : 1), 1);
  if (ways > sigmaLimits.waysMax) fail(`windash makes more than ${sigmaLimits.waysMax} texts of a value`);
  return value.parts
    .reduce<Part[][]>(
      (done, part) =>
        "text" in part
          ? done.flatMap((front) => dashed(part.text).map((text) => [...front, { text }]))
          : done.map((front) => [...front, part]),
      [[]],
    )
    .map((parts) => ({ parts }));
}

/** Placeholders in percent signs become each of their values; a percent sign behind a backslash stands for itself. */
function expanded(
  value: Texts,
  placeholders: ReadonlyMap<string, readonly string[]>,
  fail: (reason: string) => never,
): Texts[] {
  if (!("parts" in value)) return [value];
  let ways: Part[][] = [[]];
  for (const part of value.parts) {
    if ("wild" in part) {
      for (const way of ways) way.push(part);
      continue;
    }
    for (const piece of part.text.match(/\\%|%[^%\\\s]+%|[^%\\]+|[\s\S]/g) ?? []) {
      const name = /^%([^%\\\s]+)%$/.exec(piece)?.[1];
      if (name === undefined) {
        const text = piece === "\\%" ? "%" : piece;
        for (const way of ways) way.push({ text });
        continue;
      }
      const values = placeholders.get(name);
      if (values === undefined || values.length === 0)
        return fail(`the placeholder %${name}% has no value; give one with --placeholder ${name}=VALUE`);
      ways = ways.flatMap((way) => values.map((one) => [...way, ...partsOf(one)]));
      if (ways.length > sigmaLimits.waysMax)
        fail(`the placeholders of a value make more than ${sigmaLimits.waysMax} texts`);
    }
  }
  return ways.map((parts) => ({ parts: joined(parts) }));
}

/** Neighbouring texts as one. */
function joined(parts: readonly Part[]): Part[] {
  const all: Part[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if ("text" in part && last !== undefined && "text" in last)
      all[all.length - 1] = { text: last.text + part.text };
    else all.push(part);
  }
  return all;
}
