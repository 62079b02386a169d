/** Runs `vedette justify`: the register of who may do what, and who answers for it. */

import { existsSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { whoParts } from "../../assess/register.ts";
import { newEntry, type RegisterEntry, readRegister, registerText } from "../../assess/register-file.ts";
import { breadth } from "../../assess/register-report.ts";
import { openContent } from "../../content/bundle.ts";
import { asError, VedetteError } from "../../errors.ts";
import { jsonText } from "../../report/json.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { counted, didYouMean, nearest } from "../../words.ts";
import { type Invocation, text, texts } from "../command.ts";
import { actions } from "../justify.ts";
import { registerName } from "../options.ts";
import { registerPath } from "../request.ts";

/** Parts that stand beside the one that says who. */
const moreParts = ["program", "agent", "path"] as const;

export async function run(invocation: Invocation): Promise<number> {
  const [action = "", ...names] = invocation.arguments;
  const { options } = invocation;
  const path = registerPath(options) ?? registerName;
  // Only what is to be written may be begun; a mistyped name would be an empty register.
  const known =
    existsSync(path) || action === "list" || action === "remove" ? readRegister(path).entries : [];
  if (action === "add") return add(invocation, path, known);
  if (action === "list") return list(invocation, path, known);
  if (action === "remove") return remove(invocation, path, known, names);
  if (action === "import") return bring(invocation, path, known, names);
  throw new VedetteError("usage.option", `${forTerminal(action)}: justify can add, list, remove or import.`, {
    hint: didYouMean(action, actions),
  });
}

/** Domains at which anybody may have a mailbox. */
async function free(): Promise<readonly string[]> {
  return (await openContent()).mail.signs.free_mail.domains;
}

async function add(
  { options, effects }: Invocation,
  path: string,
  known: readonly RegisterEntry[],
): Promise<number> {
  const many = Object.fromEntries(
    [...whoParts, ...moreParts].map((part) => {
      const values = texts(options, part);
      return [part, values.length === 0 ? undefined : [...values]];
    }),
  );
  const entry = newEntry({
    ...many,
    id: text(options, "id"),
    between: text(options, "between"),
    owner: text(options, "owner") ?? "",
    reason: text(options, "reason") ?? "",
    ticket: text(options, "ticket"),
    added: new Date(effects.now()).toISOString().slice(0, 10),
    expires: text(options, "expires") ?? "",
  });
  if (known.some(({ id }) => id === entry.id))
    throw new VedetteError("usage.option", `${path} has an entry ${entry.id} already.`, {
      hint: `vedette justify remove ${entry.id} first, or give another --id.`,
    });
  saveRegister(path, [...known, entry]);
  effects.stdout(`${entry.id} added to ${forTerminal(path)}, until ${entry.expires}\n`);
  const over = entry.expires < new Date(effects.now()).toISOString().slice(0, 10);
  for (const note of [...(over ? [`it ended on ${entry.expires}`] : []), ...breadth(entry, await free())])
    effects.stderr(`note: ${entry.id}: ${forTerminal(note)}\n`);
  return 0;
}

async function list(
  { options, effects }: Invocation,
  path: string,
  known: readonly RegisterEntry[],
): Promise<number> {
  if (options.json === true) {
    effects.stdout(jsonText(known));
    return 0;
  }
  const today = new Date(effects.now()).toISOString().slice(0, 10);
  const domains = await free();
  const blocks = known.map((entry) => {
    const who = [...whoParts, ...moreParts]
      .flatMap((part) => (entry[part] === undefined ? [] : [`${part} ${entry[part].join(", ")}`]))
      .concat(entry.between === undefined ? [] : [`between ${entry.between} UTC`])
      .join("; ");
    const notes = [
      ...(entry.expires < today ? [`it ended on ${entry.expires}`] : []),
      ...breadth(entry, domains),
    ];
    return [
      `${entry.id}  until ${entry.expires}  ${entry.reason} (${entry.owner}${entry.ticket === undefined ? "" : `, ${entry.ticket}`})`,
      `  ${who}`,
      ...notes.map((note) => `  note: ${note}`),
    ]
      .map(forTerminal)
      .join("\n");
  });
  effects.stdout(`${[`${forTerminal(path)}: ${counted(known.length, "entry")}`, ...blocks].join("\n")}\n`);
  return 0;
}

function remove(
  { effects }: Invocation,
  path: string,
  known: readonly RegisterEntry[],
  names: readonly string[],
): number {
  if (names.length === 0)
    throw new VedetteError("usage.option", "No entry was named.", {
      hint: "vedette justify list shows their ids.",
    });
  const ids = known.map(({ id }) => id);
  const missing = names.find((name) => !ids.includes(name));
  if (missing !== undefined) {
    const near = nearest(missing, ids);
    throw new VedetteError("usage.option", `${path} has no entry ${forTerminal(missing)}.`, {
      hint: near === undefined ? "vedette justify list shows their ids." : `Did you mean ${near}?`,
    });
  }
  saveRegister(
    path,
    known.filter(({ id }) => !names.includes(id)),
  );
  effects.stdout(`${counted(new Set(names).size, "entry")} taken out of ${forTerminal(path)}\n`);
  return 0;
}

function bring(
  { effects }: Invocation,
  path: string,
  known: readonly RegisterEntry[],
  names: readonly string[],
): number {
  if (names.length === 0)
    throw new VedetteError("usage.option", "No file was named.", {
      hint: "vedette justify import other-register.yaml",
    });
  const all = [...known];
  for (const name of names)
    for (const entry of readRegister(name).entries) {
      const same = all.find(({ id }) => id === entry.id);
      if (same === undefined) all.push(entry);
      else if (JSON.stringify(same) !== JSON.stringify(entry))
        throw new VedetteError(
          "register.invalid",
          `${name}: entry ${entry.id} says something else than in ${path}.`,
          {
            place: { path: name },
            hint: "Give one of them another id. Nothing was imported.",
          },
        );
    }
  saveRegister(path, all);
  effects.stdout(`${counted(all.length - known.length, "entry")} added to ${forTerminal(path)}\n`);
  return 0;
}

/** Writes beside the file and puts it in its place: a register is never half written. */
export function saveRegister(path: string, entries: readonly RegisterEntry[]): void {
  try {
    // What a link leads to is written, and nothing that is no file.
    const target = existsSync(path) ? realpathSync(path) : path;
    if (existsSync(target) && !statSync(target).isFile()) throw new Error("it is no file");
    const beside = `${target}.new`;
    writeFileSync(beside, registerText(entries), { mode: 0o644 });
    renameSync(beside, target);
  } catch (thrown) {
    throw new VedetteError(
      "output.unwritable",
      `${path}: the register cannot be written (${asError(thrown).message}).`,
      {
        place: { path },
        hint: "Name a file in a folder that exists and may be written to, with --register.",
        cause: thrown,
      },
    );
  }
}
