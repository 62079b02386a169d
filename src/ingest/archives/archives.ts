/**
 * Opens archives as folders: an archive among the inputs gives way to its members, each of them a
 * copy under a number in the run's own folder. Names of members are shown and never written to.
 */
import { closeSync, createReadStream, mkdirSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { Policy } from "../../content/tables.ts";
import { asError, VedetteError } from "../../errors.ts";
import { DecodeError, decompress, type Sink } from "../decompress.ts";
import { type Input, memberMark, systemProblem } from "../discover.ts";
import { damaged, displayName, openLimits, spoolOnce } from "../open.ts";
import { type ArchiveLimits, Budget } from "./budget.ts";
import { type ArchiveKind, archiveKindOf } from "./kind.ts";
import { type Member, Members, type Surroundings } from "./members.ts";
import { Wishes } from "./names.ts";
import { TarReader } from "./tar.ts";
import { Told } from "./told.ts";
import { readZip, truncatedMember } from "./zip.ts";

export type { ArchiveLimits } from "./budget.ts";

/** Inputs without archives, and what was wrong with those. */
export interface OpenedArchives {
  readonly inputs: readonly Input[];
  readonly problems: readonly VedetteError[];
  /** Members that were left out and that nobody misses: links, devices, older copies. */
  readonly notes: readonly string[];
}

/** The limits of archives that the policy names. */
export function archiveLimits(limits: Policy["limits"]): ArchiveLimits {
  return { ...openLimits(limits), membersMax: limits.archive_members, depthMax: limits.archive_depth };
}

/**
 * Replaces archives among inputs by their members, sorted by name; everything else passes untouched,
 * in the same order. What can be read once is copied, since only its content tells what it is.
 * @param folder for copies; it is the caller's to remove
 */
export async function openArchives(
  inputs: readonly Input[],
  folder: string,
  limits: ArchiveLimits,
  stdin: Readable,
): Promise<OpenedArchives> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let files = 0;
  const newFile = () => join(folder, String(files++));
  const opened: Input[] = [];
  const problems: VedetteError[] = [];
  const notes: string[] = [];
  for (const given of inputs) {
    const input = given.once ? await copied(given, newFile(), limits, stdin) : given;
    const file = input.content ?? input.path;
    const kind = input.problem === undefined ? await kindOf(file) : undefined;
    if (kind === undefined) {
      if (input.members === undefined) opened.push(input);
      else problems.push(noArchive(input));
      continue;
    }
    const told = new Told(input.path);
    const budget = new Budget(input.path, statSync(file).size, limits);
    const around = { budget, told, problems: [] as VedetteError[], newFile, limits, input };
    const found = await expand(around, { file, path: input.path, depth: 1, wanted: input.members }, kind);
    if (input.content !== undefined) rmSync(input.content);
    const wrong = [...around.problems, ...told.problems(), ...(budget.exceeded ? [budget.exceeded] : [])];
    if (found.length === 0 && wrong.length === 0 && input.named) wrong.push(hollow(input));
    opened.push(...found);
    problems.push(...wrong);
    notes.push(...told.notes());
  }
  return { inputs: opened, problems, notes };
}

/** An archive that is being opened, which may stand in another. */
interface Archive {
  readonly file: string;
  /** As reports name it. */
  readonly path: string;
  /** 1 for one that stands in none. */
  readonly depth: number;
  readonly wanted: readonly string[] | undefined;
}

interface Run extends Surroundings {
  readonly limits: ArchiveLimits;
  /** What the user named. */
  readonly input: Input;
}

/** The members of an archive and of those inside it, as inputs. */
async function expand(run: Run, archive: Archive, kind: ArchiveKind): Promise<Input[]> {
  const wishes = new Wishes(archive.wanted);
  const members = new Members(archive.path, wishes, run);
  try {
    if (kind.format === "tar") await readTar(run, archive, kind, members);
    else if (kind.compression === "none") await readZip(archive.file, archive.path, members, run);
    else await readPackedZip(run, archive, kind.compression, members);
  } catch (thrown) {
    members.abandon();
    const { exceeded } = run.budget;
    if (thrown !== exceeded) run.problems.push(toProblem(thrown, archive.path));
    // Of too many members none is better than the others.
    else if (exceeded?.code === "input.archive") members.removeAll();
  }
  const inputs: Input[] = [];
  for (const member of members.sorted()) inputs.push(...(await settle(run, archive, member, wishes)));
  if (run.budget.exceeded === undefined)
    for (const name of wishes.unfulfilled()) run.problems.push(noMember(archive.path, name));
  return inputs;
}

/** A member as an input; or, where it is an archive itself, its members. */
async function settle(run: Run, archive: Archive, member: Member, wishes: Wishes): Promise<Input[]> {
  const { name, wish, content, problem } = member;
  const path = `${archive.path}${memberMark}${name}`;
  const kind = await kindOf(content);
  if (kind === undefined) {
    // It was wanted for what is inside.
    if (wish.inner !== undefined) {
      rmSync(content);
      return [];
    }
    wishes.fulfil(name, wish);
    const around =
      wish.folder === undefined ? outermost(run, archive) : `${archive.path}${memberMark}${wish.folder}`;
    return [
      {
        path,
        named: wish.named,
        ...(wish.named ? {} : { folder: around }),
        once: false,
        content,
        ...(problem === undefined ? {} : { problem }),
      },
    ];
  }
  wishes.fulfil(name, wish);
  try {
    if (run.budget.exceeded !== undefined) return [];
    if (archive.depth >= run.limits.depthMax) {
      run.told.leave("deep", path);
      return [];
    }
    if (problem !== undefined) run.problems.push(problem);
    return await expand(run, { file: content, path, depth: archive.depth + 1, wanted: wish.inner }, kind);
  } finally {
    rmSync(content);
  }
}

/** The folder, as a person sees it, that a member was found in. */
function outermost({ input }: Run, archive: Archive): string {
  return input.folder ?? (input.members === undefined ? input.path : archive.path);
}

async function readTar(run: Run, archive: Archive, kind: ArchiveKind, members: Members): Promise<void> {
  let cut = false;
  const reader = new TarReader({
    begin: (name, type) => {
      run.budget.countMembers(archive.path, 1);
      return members.begin(name, "latin1", type);
    },
    end: (whole) => {
      members.end(whole ? undefined : truncatedMember(members.present));
      cut ||= !whole;
    },
  });
  const sink: Sink = (piece) => {
    run.budget.countBytes(piece.length);
    reader.push(piece);
  };
  let failure: DecodeError | undefined;
  try {
    if (kind.compression === "none")
      for await (const chunk of createReadStream(archive.file, { highWaterMark: 1 << 18 }))
        sink(chunk as Buffer);
    else await decompress(archive.file, kind.compression, sink);
  } catch (thrown) {
    if (!(thrown instanceof DecodeError)) throw thrown;
    failure = thrown;
  }
  const { truncated, damaged: broken, marked } = reader.finish();
  const archiveInput = { path: archive.path };
  if (failure !== undefined && !(cut && failure.damage === "truncated")) {
    run.problems.push(damaged(archiveInput, failure.damage, failure));
  } else if (truncated && !cut) run.problems.push(damaged(archiveInput, "truncated"));
  if (broken) run.problems.push(brokenHeaders(archive.path));
  if (!truncated && !marked && !broken && failure === undefined) run.told.unmarked(archive.path);
}

/** A compressed zip archive, whose directory can only be found in a file. */
async function readPackedZip(
  run: Run,
  archive: Archive,
  compression: Exclude<ArchiveKind["compression"], "none">,
  members: Members,
): Promise<void> {
  const file = run.newFile();
  const handle = openSync(file, "wx", 0o600);
  try {
    try {
      await decompress(archive.file, compression, (piece) => {
        run.budget.countBytes(piece.length);
        for (let at = 0; at < piece.length; ) at += writeSync(handle, piece, at);
      });
    } catch (thrown) {
      if (!(thrown instanceof DecodeError)) throw thrown;
      run.problems.push(damaged({ path: archive.path }, thrown.damage, thrown));
    } finally {
      closeSync(handle);
    }
    await readZip(file, archive.path, members, run);
  } finally {
    rmSync(file);
  }
}

/** What can be read once as a file; where that fails, the input says why. */
async function copied(input: Input, file: string, limits: ArchiveLimits, stdin: Readable): Promise<Input> {
  try {
    await spoolOnce(input, file, limits, stdin);
    return { ...input, content: file };
  } catch (thrown) {
    rmSync(file, { force: true });
    return { ...input, problem: toProblem(thrown, input.path) };
  }
}

/** A file that cannot be read is no archive here; reading it as a log says why. */
async function kindOf(file: string): Promise<ArchiveKind | undefined> {
  try {
    return await archiveKindOf(file);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).syscall === undefined) throw thrown;
    return undefined;
  }
}

/** A failure of the disk as a problem of the archive. */
function toProblem(thrown: unknown, path: string): VedetteError {
  if (thrown instanceof VedetteError) return thrown;
  if ((thrown as NodeJS.ErrnoException).syscall === undefined) throw asError(thrown);
  return systemProblem(displayName({ path }), thrown);
}

function brokenHeaders(path: string): VedetteError {
  return new VedetteError(
    "input.corrupt",
    `${displayName({ path })}: the archive is damaged (headers of members are not right); members that could be found were used.`,
    { place: { path }, hint: "Copy the archive again." },
  );
}

function noArchive({ path, members }: Input): VedetteError {
  const place = `${path}${memberMark}${members?.[0] ?? ""}`;
  return new VedetteError("input.missing", `${place}: no such file or folder, and ${path} is no archive.`, {
    place: { path: place },
    hint: "Archives are zip and tar, the latter also compressed.",
  });
}

function noMember(path: string, name: string): VedetteError {
  const place = `${path}${memberMark}${name}`;
  return new VedetteError(
    "input.missing",
    `${displayName({ path: place })}: the archive holds no such member.`,
    {
      place: { path: place },
      hint: "Check the spelling; unzip -l or tar -tf shows the members.",
    },
  );
}

function hollow({ path }: Input): VedetteError {
  return new VedetteError("input.no-files", `${displayName({ path })}: the archive holds no file to read.`, {
    place: { path },
    hint: "Directories, links, hidden and empty files in it do not count.",
  });
}
