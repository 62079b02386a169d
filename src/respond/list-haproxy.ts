/** HAProxy's lists of values in files beside the one that names them. */
import { comparing, type Kept, type Left, words } from "./list-text.ts";

/** The text of a file that lies beside a list, by its name without folders; undefined where there is none. */
export type Beside = (name: string) => string | undefined;

const fetches = {
  agent: /^(?:req\.)?f?hdr(?:_(?<method>sub|beg|end|dom|reg))?\(user-agent(?:,-?\d+)?\)$/i,
  path: /^path(?:_(?<method>sub|beg|end|reg))?$/i,
  network: /^src$/i,
};
const stops =
  /^(?:http-request\s+(?:deny|tarpit|reject|silent-drop)|tcp-request\s+\w+\s+(?:reject|silent-drop))\b/i;

/**
 * What a line says that takes its values from files (`-f`); undefined where it takes none.
 * @param networksIn addresses of a text
 */
export function fromFiles(
  line: string,
  beside: Beside,
  networksIn: (text: string) => readonly string[],
): Kept[] | Left | undefined {
  const named = /^acl\s+\S+\s+(?<test>.*\s-f\s+\S.*)$/i.exec(line)?.groups?.test;
  if (named !== undefined) return ofTest(named, beside, networksIn);
  if (!/^(?:http-request|tcp-request)\s.*\{[^}]*\s-[fM]\s+\S/i.test(line)) return undefined;
  if (!stops.test(line)) return { because: "it is no rule that is known to refuse" };
  const alone = /\sif\s+\{\s+(?<test>[^{}]*?)\s+\}\s*$/i.exec(line)?.groups?.test;
  return alone === undefined
    ? { because: "it needs several conditions at once, or their opposite, which is not read" }
    : ofTest(alone, beside, networksIn);
}

function ofTest(
  test: string,
  beside: Beside,
  networksIn: (text: string) => readonly string[],
): Kept[] | Left {
  const [fetch = "", ...rest] = words(test);
  const part = (["agent", "path", "network"] as const).find((one) => fetches[one].test(fetch));
  if (part === undefined)
    return { because: `its values are in a file, and what ${fetch} is of is not checked` };
  let method = fetches[part].exec(fetch)?.groups?.method?.toLowerCase() ?? "str";
  let folds = false;
  const values: string[] = [];
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? "";
    if (word === "-i") folds = true;
    else if (word === "-n" || word === "--") continue;
    else if (word === "-m") method = (rest[++at] ?? "").toLowerCase();
    else if (word === "-f") {
      const path = rest[++at] ?? "";
      const text = beside(path.replace(/^.*\//, ""));
      if (text === undefined)
        return { because: `its values are in ${path}, and no file of that name lies beside this one` };
      values.push(...valuesOf(text));
    } else if (/^-[A-Za-z]$/.test(word)) return { because: `it has ${word}, which is not read` };
    else values.push(word);
  }
  const kept = values.flatMap((value): Kept[] => {
    if (part === "network") return networksIn(value).map((network) => ({ network, text: value }));
    return [{ [part]: comparing(method, value, folds), text: value }];
  });
  if (part !== "network" && !["str", "sub", "beg", "end", "dom", "reg"].includes(method))
    return { because: `it compares by ${method}, which is not read` };
  return kept.length === 0 ? { because: "the files that it names hold no value" } : kept;
}

/** Lines of a file of patterns: leading blanks and lines that begin with a number sign do not count. */
const valuesOf = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.replace(/^[ \t]+/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"));
