/**
 * `node dist/scripts/sigma-page.js [RULES]`: writes docs/reference/sigma.md. With a folder of rules each is compiled and
 * evaluated over events made from it, and what became of them is kept in docs/reference/sigma.json; `--check`
 * says whether the page is what that file and content/sigma/ say.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { contentFolder } from "../src/content/load.ts";
import { loadSigmaMappings, loadSigmaSources, type SigmaPlace } from "../src/content/sigma.ts";
import { openChdb } from "../src/engine/chdb.ts";
import { readRuleFiles } from "../src/sigma/files.ts";
import type { DetectionRule } from "../src/sigma/model.ts";
import { logsourceText } from "../src/sigma/rule-sql.ts";
import { agree } from "../test/support/sigma/agree.ts";
import { code, list, table } from "./markdown.ts";

interface Measured {
  readonly rules: number;
  readonly compiled: number;
  readonly agreeing: number;
  /** Rules of logsources of which some format is read, and how many of those were refused. */
  readonly readable: number;
  readonly pairs: number;
  readonly refused: readonly { readonly reason: string; readonly rules: number }[];
}

const reference = join(dirname(contentFolder()), "docs", "reference");
const data = join(reference, "sigma.json");
const page = join(reference, "sigma.md");

async function measured(path: string): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), "vedette-sigma-"));
  const engine = await openChdb({ path: folder });
  try {
    const { rules, refusals } = readRuleFiles([path], new Map());
    const detections = rules.filter((rule): rule is DetectionRule => rule.kind === "detection");
    const all = await agree(engine, detections);
    const reasons = new Map<string, number>();
    for (const { message } of [...refusals, ...all.flatMap(({ refusal }) => refusal ?? [])])
      reasons.set(message, (reasons.get(message) ?? 0) + 1);
    const unread = [...reasons].reduce(
      (sum, [reason, n]) => sum + (reason.startsWith("no event is of") ? n : 0),
      0,
    );
    return {
      rules: detections.length + refusals.length,
      compiled: all.filter(({ refusal }) => refusal === undefined).length,
      agreeing: all.filter(
        (one) => one.refusal === undefined && one.unmade === undefined && one.differs.length === 0,
      ).length,
      readable: detections.length + refusals.length - unread,
      pairs: all.reduce((sum, { events }) => sum + events, 0),
      refused: [...reasons]
        .map(([reason, n]) => ({ reason, rules: n }))
        .sort((a, b) => b.rules - a.rules || (a.reason < b.reason ? -1 : 1)),
    };
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const share = (some: number, all: number) => `${((some / all) * 100).toFixed(1)} %`;

function placeText(place: SigmaPlace): string {
  if (typeof place === "string") return code(place);
  if ("column" in place) return `${place.part} of ${code(place.column)}`;
  if ("raw" in place) return `raw ${place.raw.map(code).join(" or ")}`;
  if ("pair" in place) return `pair ${code(place.pair)}`;
  if ("raw_each" in place) return `raw ${code(`${place.raw_each}[*].${place.at.join(".")}`)}`;
  return `raw ${code(`${place.raw_list}[${place.item}]`)}`;
}

function pageOf({ rules, compiled, agreeing, readable, pairs, refused }: Measured): string {
  const sources = loadSigmaSources();
  const lines = [
    "# Sigma",
    "",
    "Written by `node dist/scripts/sigma-page.js`; with a folder of rules behind it the rules are measured again. How to run rules: [guide](../guides/sigma.md).",
    "",
    "## What became of public rules",
    "",
    `Of ${rules} rules of a public rule set (none of them is shipped) ${compiled} compile (${share(compiled, rules)}), and of these ${agreeing} agree with a second, naive evaluator: each on an event that was made to fire it, on one like it that was made not to, and on those of all other rules of its logsource, ${pairs.toLocaleString("en")} pairs of a rule and an event in all. Of the ${readable} rules whose logsource is read at all, ${share(compiled, readable)} compile.`,
    "",
    `The others are refused because the program has no such records: ${[
      ...(rules === readable ? [] : [`${rules - readable} rules are for logs of which no format is read`]),
      `${readable - compiled} ask for a field that is not kept`,
    ].join(", ")}.`,
    "",
    ...table(
      ["rules", "reason"],
      refused.map(({ reason, rules: n }) => [String(n), reason]),
    ),
    "",
    "## Logsources",
    "",
    ...table(
      ["logsource", "kinds of sources", "events", "an entity is", "fields"],
      sources.map(({ category = "", product = "", service = "", kinds, where, entity, fields }) => [
        logsourceText({ category, product, service }),
        kinds.join(", "),
        where === "1" ? "all" : code(where),
        entity.map(code).join(" "),
        String(fields.size),
      ]),
    ),
    "",
  ];
  for (const mapping of loadSigmaMappings()) {
    const own = sources.filter((source) => source.mapping === mapping.id);
    const fields = new Map(own.flatMap((source) => [...source.fields]));
    lines.push(
      `## ${mapping.title}`,
      "",
      `Source: <${mapping.source}>, ${mapping.date}.`,
      "",
      ...(mapping.notes.length === 0 ? [] : [...list(mapping.notes), ""]),
      ...table(
        ["field", "is"],
        [...fields].map(([name, places]) => [code(name), places.map(placeText).join(" and ")]),
      ),
      "",
    );
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

const [given] = process.argv.slice(2);
if (given !== undefined && given !== "--check")
  writeFileSync(data, `${JSON.stringify(await measured(given), undefined, 2)}\n`);
const text = pageOf(JSON.parse(readFileSync(data, "utf8")) as Measured);
if (given !== "--check") writeFileSync(page, text);
else if (readFileSync(page, "utf8") !== text) {
  process.stderr.write("docs/reference/sigma.md is out of date: run node dist/scripts/sigma-page.js\n");
  process.exitCode = 1;
}
