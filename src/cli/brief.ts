/** `vedette brief`: hands a case over. */
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadAttack } from "../content/attack.ts";
import { loadContent } from "../content/load.ts";
import { asError, VedetteError } from "../errors.ts";
import { toDocument } from "../report/document.ts";
import { findCase } from "../report/find-case.ts";
import { packFileNames, packFiles } from "../report/pack/files.ts";
import { evidenceOf, packOf } from "../report/pack/pack.ts";
import { type Tlp, tlpLevels } from "../report/pack/tlp.ts";
import { type TriageResult, triage } from "../triage/triage.ts";
import { counted } from "../words.ts";
import { type Command, type Invocation, text } from "./command.ts";
import { digestsOf } from "./digests.ts";
import { problemsOf } from "./outcome.ts";
import { showProblem } from "./problems.ts";
import { makeProgress } from "./progress.ts";
import { pathsArgument, readingOptions, requestOf } from "./request.ts";
import { toolVersion } from "./version.ts";

export const briefCommand: Command = {
  name: "brief",
  summary: "hand a case over: one page, evidence, STIX, OCSF, Navigator layer, MISP",
  description: `Runs the same triage and writes what the next tier needs about one case into a folder: ${packFileNames.join(", ")}. What people read is defanged; credentials, tokens and personal values are masked everywhere. The same logs give the same bytes. Nothing is sent anywhere.`,
  arguments: [
    { name: "case", required: true, says: "the id of a case, as the triage names it" },
    pathsArgument,
  ],
  options: [
    {
      name: "output",
      short: "o",
      value: "folder",
      typedOnly: true,
      says: "where to write; it is created, and must be empty unless --force is given",
    },
    {
      name: "tlp",
      value: "level",
      choices: tlpLevels,
      typedOnly: true,
      says: "who may have it, by the Traffic Light Protocol 2.0; needed, since nobody else can know",
    },
    {
      name: "force",
      typedOnly: true,
      says: "write into a folder that holds something; files of a pack are replaced",
    },
    { name: "unfold", says: "name each member of a background case on the page, and not the first of them" },
    ...readingOptions,
    { name: "store", value: "folder", says: "the case of a kept store; without a path, of what it holds" },
    { name: "quiet", short: "q", says: "no progress and no notes on standard error" },
  ],
  examples: [
    {
      line: "vedette brief C-5f867083e4 --tlp amber -o handover /var/log/nginx/",
      says: "the pack of a case of these logs",
    },
    {
      line: "vedette brief C-5f867083e4 --tlp green -o handover --store /var/lib/vedette",
      says: "of a store",
    },
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const [caseId = "", ...paths] = invocation.arguments;
  const folder = text(options, "output");
  const tlp = text(options, "tlp");
  if (folder === undefined)
    throw new VedetteError("usage.option", "No folder was named for the pack.", {
      hint: "Name one: -o handover",
    });
  if (tlp === undefined)
    throw new VedetteError("usage.option", "The pack needs a marking: who may have it?", {
      hint: `Say so with --tlp, one of ${tlpLevels.join(", ")}.`,
    });
  if (paths.length === 0 && text(options, "store") === undefined)
    throw new VedetteError("usage.option", "No log was named.", {
      hint: `Name files or folders after the case: vedette brief ${caseId} --tlp ${tlp} -o handover /var/log/nginx/`,
    });
  checkFolder(folder, options.force === true);
  const content = loadContent();
  const attack = loadAttack();
  const progress = makeProgress(effects, options.quiet === true);
  let result: TriageResult;
  try {
    result = await triage(requestOf(invocation, paths, content), effects, progress.update);
  } finally {
    progress.end();
  }
  const problems = problemsOf(result);
  if (options.quiet !== true) for (const problem of problems) effects.stderr(showProblem(problem));
  const document = toDocument({
    ...result,
    generatedMs: 0,
    durationMs: 0,
    tool: { name: "vedette", version: toolVersion() },
  });
  const evidence = evidenceOf(document, findCase(document, caseId));
  const pack = packOf({
    document,
    caseId,
    tlp: tlp as Tlp,
    attack,
    unfold: options.unfold === true,
    clauses: new Map(content.playbook.clauses.map((clause) => [clause.id, clause.text])),
    digests: await digestsOf(evidence.map(({ path }) => path)),
  });
  const files = packFiles(pack);
  save(folder, files);
  if (options.quiet !== true)
    effects.stderr(
      `${counted(packFileNames.length, "file")} about ${pack.one.id} written to ${folder}: ${packFileNames.join(", ")}\n`,
    );
  return problems.length > 0 ? 2 : 0;
}

/** Before the logs are read, so that nobody waits for a refusal. */
function checkFolder(folder: string, force: boolean): void {
  let names: readonly string[];
  try {
    mkdirSync(folder, { recursive: true });
    names = readdirSync(folder);
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
  if (names.length > 0 && !force)
    throw new VedetteError("output.unwritable", `${folder}: the folder is not empty.`, {
      place: { path: folder },
      hint: "Name a new folder, or give --force to replace the files of a pack in it.",
    });
}

function save(folder: string, files: Readonly<Record<string, string>>): void {
  try {
    for (const name of packFileNames) writeFileSync(join(folder, name), files[name] ?? "");
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

function unwritable(folder: string, thrown: unknown): VedetteError {
  return new VedetteError(
    "output.unwritable",
    `${folder}: the pack cannot be written (${asError(thrown).message}).`,
    { place: { path: folder }, hint: "Name a folder that may be written to.", cause: thrown },
  );
}
