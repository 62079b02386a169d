/** Words for people: a number with its noun, and the known name that a mistyped one is near to. */

/** Nouns whose plural is more than an "s". */
const plurals: Readonly<Record<string, string>> = {
  entity: "entities",
  entry: "entries",
  proxy: "proxies",
  address: "addresses",
  query: "queries",
  try: "tries",
  match: "matches",
  hash: "hashes",
};

/** The noun for a number of things: "file", "files". The last word of a phrase carries the plural. */
export function noun(n: number, one: string): string {
  if (n === 1) return one;
  const at = one.lastIndexOf(" ") + 1;
  const last = one.slice(at);
  return `${one.slice(0, at)}${plurals[last] ?? `${last}s`}`;
}

/** A number with its noun: "1 file", "2,000 files". */
export function counted(n: number, one: string): string {
  return `${n.toLocaleString("en")} ${noun(n, one)}`;
}

/** The known name that a mistyped one most likely means; undefined where none is near. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(given.length / 3));
  return known
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))[0]?.name;
}

/**
 * What to do about a mistyped name: the near one, those in which it stands as a word, or all that are known.
 * @param says further words of a name, such as its title
 */
export function didYouMean(
  given: string,
  known: readonly string[],
  says: (name: string) => string = () => "",
): string {
  const near = nearest(given, known);
  if (near !== undefined) return `Did you mean ${near}?`;
  const holding = namesHolding(given, known, says);
  if (holding.length === 1) return `Did you mean ${holding[0]}?`;
  if (holding.length > 1) return `Did you mean one of ${holding.join(", ")}?`;
  return known.length === 0 ? "None is known here." : `Known: ${[...known].sort().join(", ")}.`;
}

/** Names that a hint lists at most, where it need not list all. */
const hintedMax = 5;
/** A text shorter than this stands in many names by chance. */
const heldMin = 3;

/** Names that hold a given one, or else one of its words; then those whose further words do. The shortest come first. */
function namesHolding(given: string, known: readonly string[], says: (name: string) => string): string[] {
  const whole = given.toLowerCase();
  const words = whole.split(/[^a-z0-9]+/);
  for (const wanted of [[whole], words]) {
    const held = wanted.filter((text) => text.length >= heldMin);
    const holds = (text: string) => held.some((one) => text.toLowerCase().includes(one));
    const byLength = (names: readonly string[]) =>
      [...names].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
    const named = known.filter(holds);
    const told = known.filter((name) => !named.includes(name) && holds(says(name)));
    if (named.length + told.length > 0) return [...byLength(named), ...byLength(told)].slice(0, hintedMax);
  }
  return [];
}

/** Single insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
