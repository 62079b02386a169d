/** Lists in columns of which one says what becomes of whom a row names. */
import type { Left } from "./list-text.ts";

const letsIn =
  /^(?:allow(?:ed|list(?:ed)?)?|accept(?:ed)?|permit(?:ted)?|pass(?:ed)?|white_?list(?:ed)?|safe|benign|clean|trusted|exempt(?:ed)?|ignored?)$/i;
const stops =
  /^(?:block(?:ed|list(?:ed)?)?|den(?:y|ied)|deny_?list(?:ed)?|drop(?:ped)?|ban(?:ned)?|reject(?:ed)?|black_?list(?:ed)?|malicious|malware|bad|refused?|quarantined?)$/i;
const verdictNames = /^(?:verdict|action|decision|disposition|policy)$/i;
const whoNames =
  /^(?:ip|ips|ip_?addr(?:ess)?|address|source(?:_?ip)?|src(?:_?ip)?|network|cidr|host|client|range|indicator|value|entity|user_?-?agent|agent)$/i;

/** Why a member of a document, by its name and value, says that whom it tells of is not stopped; undefined where it does not. */
export function memberSpares(name: string, value: unknown): string | undefined {
  if (value === false && /^(?:is_?)?(?:block|bann|deni|malicious)\w*$/i.test(name))
    return `its ${name} is false`;
  if (verdictNames.test(name) && typeof value === "object" && value !== null)
    return memberSpares("type", (value as { type?: unknown }).type);
  if (typeof value !== "string") return undefined;
  if (verdictNames.test(name)) {
    const because = named(value.trim());
    return because?.replace("its verdict", `its ${name}`);
  }
  return /^type$/i.test(name) && letsIn.test(value.trim())
    ? `its ${name} is "${value}", which lets it in`
    : undefined;
}

function cells(line: string): string[] {
  // A quoted cell may hold what parts cells.
  const parted = line.includes('"') ? line.match(/(?:"[^"]*"|[^,;\t"])+|(?<=[,;\t]|^)(?=[,;\t]|$)/g) : null;
  return (parted ?? line.split(/[,;\t]/)).map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .trim(),
  );
}

/**
 * For each line that is one of such a list, why it is no entry; `head` for the line with the names of the columns.
 * @param isAddress whether a text is an address or a network and nothing else
 */
export function verdictsOf(
  lines: readonly string[],
  isAddress: (text: string) => boolean,
): ReadonlyMap<number, Left | "head"> {
  const told = new Map<number, Left | "head">();
  let column: number | undefined;
  for (const [at, line] of lines.entries()) {
    const all = cells(line);
    if (all.length < 2) continue;
    const verdict = all.findIndex((cell) => verdictNames.test(cell));
    if (verdict >= 0 && all.some((cell) => whoNames.test(cell))) {
      column = verdict;
      told.set(at, "head");
      continue;
    }
    if (!all.some(isAddress)) continue;
    const because = column === undefined ? unnamed(all) : named(all[column] ?? "");
    if (because !== undefined) told.set(at, { because });
  }
  return told;
}

function named(value: string): string | undefined {
  if (stops.test(value)) return undefined;
  if (letsIn.test(value)) return `its verdict is "${value}", which lets it in`;
  return value === ""
    ? "it has no verdict"
    : `its verdict, "${value}", is none that is known to stop anybody`;
}

/** Where no line names the columns, a cell that lets in counts wherever it stands, if none stops. */
function unnamed(all: readonly string[]): string | undefined {
  const value = all.find((cell) => letsIn.test(cell));
  return value === undefined || all.some((cell) => stops.test(cell))
    ? undefined
    : `one of its columns is "${value}", which lets it in`;
}
