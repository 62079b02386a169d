/** Runs `vedette hunt`: saved questions to a kept store. */
import { type Hunt, loadHunts } from "../../content/hunts.ts";
import { askStore } from "../../triage/ask-store.ts";
import type { Invocation } from "../command.ts";
import { boundOf, huntOf } from "./hunt-given.ts";
import { limitsOf, printRows, storeOf } from "./sql.ts";

export async function run(invocation: Invocation): Promise<number> {
  const { options, effects } = invocation;
  const [name, ...given] = invocation.arguments;
  const hunts = loadHunts();
  if (name === undefined) {
    effects.stdout(`${hunts.map(listed).join("\n")}\n`);
    return 0;
  }
  const hunt = huntOf(name, hunts);
  const rows = await askStore(await storeOf(invocation), hunt.sql, boundOf(hunt, given), limitsOf(options));
  printRows(rows, invocation);
  return 0;
}

function listed({ id, title, clause, parameters }: Hunt): string {
  const all = Object.entries(parameters).map(
    ([name, { says, default: otherwise }]) =>
      `${name}=… ${says}${otherwise === undefined ? "" : ` (${otherwise})`}`,
  );
  return `${id.padEnd(8)} ${clause}  ${title}\n              ${all.join("; ")}`;
}
