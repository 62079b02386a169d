/** Which hunt is meant, and what it is given. */
import { isIP } from "node:net";
import type { Hunt } from "../../content/hunts.ts";
import { VedetteError } from "../../errors.ts";
import { forTerminal } from "../../report/safe-text.ts";
import { didYouMean } from "../../words.ts";

/** @throws VedetteError `usage.option` where there is none of that name */
export function huntOf(name: string, hunts: readonly Hunt[]): Hunt {
  const hunt = hunts.find(({ id }) => id === name);
  if (hunt === undefined)
    throw new VedetteError("usage.option", `There is no hunt ${forTerminal(name)}.`, {
      hint: didYouMean(
        name,
        hunts.map(({ id }) => id),
      ),
    });
  return hunt;
}

/** What a hunt is given, by the names of its parameters. */
export function boundOf(hunt: Hunt, given: readonly string[]): Record<string, string | number> {
  const names = Object.keys(hunt.parameters);
  const bound: Record<string, string | number> = {};
  for (const [index, text] of given.entries()) {
    const at = text.indexOf("=");
    const named = at > 0 && names.includes(text.slice(0, at));
    const name = named ? text.slice(0, at) : index === 0 ? names[0] : undefined;
    if (name === undefined)
      throw new VedetteError("usage.option", `${forTerminal(text)}: ${hunt.id} is not given that.`, {
        hint: `Write name=value, of ${names.join(", ")}.`,
      });
    bound[name] = boundValue(hunt, name, named ? text.slice(at + 1) : text);
  }
  for (const [name, { default: otherwise, says }] of Object.entries(hunt.parameters)) {
    if (bound[name] !== undefined) continue;
    if (otherwise === undefined)
      throw new VedetteError("usage.option", `${hunt.id} needs ${name}: ${says}.`, {
        hint: `vedette hunt ${hunt.id} --store FOLDER ${name}=…`,
      });
    bound[name] = otherwise;
  }
  return bound;
}

function boundValue(hunt: Hunt, name: string, text: string): string | number {
  if (hunt.parameters[name]?.is === "address" && isIP(text) === 0)
    throw new VedetteError("usage.option", `${name}=${forTerminal(text)} is no address.`, {
      hint: "Write it as the report does: 203.0.113.5, 2001:db8::5.",
    });
  if (hunt.parameters[name]?.type === "String") return text;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new VedetteError("usage.option", `${name}=${forTerminal(text)} is no whole number.`, {
    hint: "vedette hunt lists what each is given.",
  });
}
