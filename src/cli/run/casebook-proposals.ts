/** What closing cases proposes: shown, accepted, dismissed. */
import { existsSync } from "node:fs";
import { readRegister } from "../../assess/register-file.ts";
import type { Casebook } from "../../casebook/casebook.ts";
import type { Proposal } from "../../casebook/model.ts";
import { VedetteError } from "../../errors.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { counted } from "../../words.ts";
import { byOf, numberOf, withBook } from "../casebook-place.ts";
import { say } from "../casebook-say.ts";
import { proposalText } from "../casebook-text.ts";
import { type Invocation, text } from "../command.ts";
import { registerName } from "../options.ts";
import { saveRegister } from "./justify.ts";

export function proposals(invocation: Invocation, [what, number]: readonly string[]): number {
  return withBook(invocation, (book) => {
    if (what === undefined) {
      const open = book.proposals("open");
      say(invocation, open, () => open.map(proposalText).join(""));
      invocation.effects.stderr(`${counted(open.length, "open proposal")}\n`);
      return 0;
    }
    if ((what !== "accept" && what !== "dismiss") || number === undefined)
      throw new VedetteError("usage.option", `${forTerminal(what)}: a proposal is accepted or dismissed.`, {
        hint: "vedette casebook proposals accept NUMBER, or dismiss NUMBER --why TEXT",
      });
    const id = numberOf(number, "proposal");
    const by = byOf(invocation);
    const decided =
      what === "accept"
        ? accept(invocation, book, id)
        : book.dismissProposal(id, text(invocation.options, "why") ?? "", by);
    if (invocation.options.json === true) say(invocation, decided, () => "");
    invocation.effects.stderr(`proposal ${id} is ${decided.state}\n`);
    return 0;
  });
}

/** The entry is written first: what stops in between leaves an open proposal, which can be accepted again. */
function accept(invocation: Invocation, book: Casebook, id: number): Proposal {
  const entry = book.proposals("open").find((one) => one.id === id)?.entry;
  if (entry !== undefined) {
    const path = text(invocation.options, "register") ?? registerName;
    const known = existsSync(path) ? readRegister(path).entries : [];
    if (!known.some((one) => one.id === entry.id)) {
      saveRegister(path, [...known, entry]);
      invocation.effects.stderr(`${entry.id} added to ${forTerminal(path)}, until ${entry.expires}\n`);
    }
  }
  return book.acceptProposal(id, byOf(invocation));
}
