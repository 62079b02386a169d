/** What becomes of names that a list gives: of access lists (Squid, HAProxy), of marks (Apache) and of variables (nginx). */

interface Uses {
  readonly alone: Set<string>;
  readonly joined: Set<string>;
  readonly lets: Set<string>;
  readonly other: Set<string>;
}

const rule = /^(?:http_access|http-request|tcp-request\s+\w+)\s+(?<verb>\S+)\s+(?<rest>.*)$/i;
const refuses = /^(?:deny|reject|tarpit|silent-drop|return|redirect)$/i;

/** Why who is on an access list is not stopped, or not known to be, by the list's name. */
export function spared(lines: readonly string[]): ReadonlyMap<string, string> {
  const uses: Uses = { alone: new Set(), joined: new Set(), lets: new Set(), other: new Set() };
  for (const line of lines) note(line, uses);
  const told = new Map<string, string>();
  for (const name of uses.other) told.set(name, "no rule here is known to refuse whom it names");
  for (const name of uses.lets) told.set(name, "it lets somebody in");
  for (const name of uses.joined)
    told.set(name, "its rule needs several conditions at once, which is not read");
  for (const name of uses.alone) told.delete(name);
  return told;
}

function note(line: string, { alone, joined, lets, other }: Uses): void {
  const { verb = "", rest = "" } = rule.exec(line)?.groups ?? {};
  if (verb === "") {
    const chosen = /^(?:use_backend|use-server|default_backend)\s.*\s(?:if|unless)\s+(.+)$/i.exec(line)?.[1];
    for (const name of chosen?.split(/\s+/) ?? []) other.add(name.replace(/^!/, ""));
    return;
  }
  const inverse = /\bunless\b/.test(rest);
  const names = /^http_access$/i.test(line.split(/\s/)[0] ?? "")
    ? rest
    : rest.replace(/^.*?\b(?:if|unless)\b/, "");
  const letting = /^(?:allow|accept)$/i.test(verb);
  for (const clause of names.split(/\s(?:or|\|\|)\s/)) {
    const all = clause.split(/\s+/).filter((name) => name !== "");
    const meant = all.map((name) => ({
      bare: name.replace(/^!/, ""),
      lets: letting !== (name.startsWith("!") !== inverse),
    }));
    // What is excepted makes a rule narrower, and is told as let in.
    const stopping = meant.filter((one) => !one.lets);
    for (const one of meant) {
      if (one.lets) lets.add(one.bare);
      else if (!letting && !refuses.test(verb)) other.add(one.bare);
      else (stopping.length > 1 ? joined : alone).add(one.bare);
    }
  }
}

/** Names of marks that let in who has them, and stop nobody (Apache's `Require env`, `Allow from env=`). */
export function lettingMarks(lines: readonly string[]): ReadonlySet<string> {
  const named = (like: RegExp) => lines.flatMap((line) => like.exec(line)?.[1] ?? []);
  const denied = new Set(named(/^(?:require\s+not\s+env\s+|deny\s+from\s+env=)(\S+)/i));
  return new Set(
    named(/^(?:require\s+env\s+|allow\s+from\s+env=)(\S+)/i).filter((name) => !denied.has(name)),
  );
}

/** Why a line that sets a mark (Apache) for an agent stops nobody; undefined where it may. */
export function markSpares(line: string, marks: ReadonlySet<string>): string | undefined {
  const set = /^(?:SetEnvIf\w*\s+\S+|BrowserMatch\w*)\s+(?:"(?:[^"\\]|\\.)*"|\S+)\s+([^\s=]+)/i.exec(
    line,
  )?.[1];
  if (set?.startsWith("!") === true) return "it takes a mark away, and sets none";
  return set !== undefined && marks.has(set) ? "it lets somebody in" : undefined;
}

const opening = /^(?:geo|map)\s(?:.*\s)?(\$\w+)\s*\{/i;
const good = /^\$(?:is_)?(?:allow|white_?list|trusted|safe_?list|permitted)/i;

/** For each line, the variable of nginx that it fills where that one, by its name, lets somebody in. */
export function lettingVariables(lines: readonly string[]): (string | undefined)[] {
  let name: string | undefined;
  return lines.map((line) => {
    name = opening.exec(line)?.[1] ?? name;
    const here = name;
    if (line.includes("}")) name = undefined;
    return here !== undefined && good.test(here) ? here : undefined;
  });
}
