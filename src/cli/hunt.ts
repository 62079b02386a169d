/** `vedette hunt`: saved questions to a kept store. */
import type { Command } from "./command.ts";
import { askingOptions } from "./options.ts";

export const huntCommand: Command = {
  name: "hunt",
  summary: "ask a kept store a saved question: all that somebody did, everybody who did the same",
  description:
    "Runs a saved hunt over what a kept store holds. Without a name it lists them with what each is to be given. Hunts are files of content/hunts; what they are given is bound, never written into their SQL.",
  arguments: [
    { name: "hunt", says: "name of the hunt" },
    {
      name: "given",
      many: true,
      says: "what it is given, as name=value; the first one's name may be left out",
    },
  ],
  options: askingOptions,
  examples: [
    { line: "vedette hunt", says: "what there is" },
    { line: "vedette hunt did --store watch 203.0.113.5", says: "all that an address did" },
    {
      line: "vedette hunt paths --store watch source=203.0.113.5 least=5",
      says: "who asked for the same paths",
    },
  ],
  run: async (given) => (await import("./run/hunt.ts")).run(given),
};
