/** docs/explanation/threat-model.md: each test that it names is there, and each output that the program has is in it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../src/cli/commands.ts";
import { packFileNames } from "../src/report/pack/file-names.ts";
import { mailTargetIds } from "../src/respond/mail/target-ids.ts";
import { targetIds } from "../src/respond/target-ids.ts";
import { kinds } from "../src/server/notify/model.ts";
import { root } from "./support/places.ts";

const page = readFileSync(join(root, "docs/explanation/threat-model.md"), "utf8");
/** Rows of the tables that name tests. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| ") && !/^\| (?:---|who \||where it|what comes|road )/.test(line))
  .map((line) => line.slice(2, -2).split(" | "))
  .filter((cells) => cells.at(-1)?.includes("`test/") === true);
const named = rows.flatMap(([, , shown = ""]) =>
  [...shown.matchAll(/`(test\/[\w.-]+\.test\.ts)`(?:: ("[^"]+"(?:, "[^"]+")*))?/g)].map(
    ([, file = "", titles = ""]) => ({
      file,
      titles: [...titles.matchAll(/"([^"]+)"/g)].map(([, one = ""]) => one),
    }),
  ),
);

/** Values of an option of a command. */
function choicesOf(command: string, option: string): readonly string[] {
  return (
    commands.find(({ name }) => name === command)?.options.find(({ name }) => name === option)?.choices ?? []
  );
}

test("each row names three things, and the last is a test", () => {
  expect(rows.length).toBeGreaterThan(45);
  expect(rows.filter((cells) => cells.length !== 3)).toEqual([]);
  // Every table row but those of who writes what has a test.
  const all = page.split("\n").filter((line) => /^\| (?!---)/.test(line));
  const headings = 4;
  const people = 6;
  expect(all.length - headings - people).toBe(rows.length);
});

describe("tests that it names", () => {
  test.each(named)("$file", ({ file, titles }) => {
    expect(existsSync(join(root, file))).toBe(true);
    expect(titles).not.toEqual([]);
    const text = readFileSync(join(root, file), "utf8");
    expect(titles.filter((title) => !text.includes(`("${title}"`))).toEqual([]);
  });
});

describe("outputs and roads that the program has", () => {
  const told = new Set([...page.matchAll(/`([^`\s]+)`/g)].map(([, word]) => word));
  test.each<[string, readonly string[]]>([
    ["formats of a report", choicesOf("triage", "format")],
    ["formats of a playbook", choicesOf("playbook", "format")],
    ["files of a pack", packFileNames],
    ["products that blocks are for", targetIds],
    ["products that mail rules are for", mailTargetIds],
    ["kinds of notifications", kinds],
    ["forms of feeds", choicesOf("intel", "form")],
    ["ways in", intakes()],
  ])("%s", (_, list) => {
    expect(list.length).toBeGreaterThan(1);
    expect(list.filter((one) => !told.has(one))).toEqual([]);
  });
});

/** Ways by which records come in: a module or a folder each. */
function intakes(): string[] {
  const names = new Set(
    readdirSync(join(root, "src/intake")).map((name) => name.replace(/\.ts$/, "").replace(/-.*$/, "")),
  );
  return ["follow", "syslog", "http", "otlp", "kafka", "drop"].filter((name) => names.has(name));
}
