/** Words of the field, as they stand in a sentence. */

const words: ReadonlyMap<string, string> = new Map([
  ["in-progress", "in progress"],
  ["true-positive", "true positive"],
  ["benign-positive", "benign positive"],
  ["false-positive", "false positive"],
  ["not-applicable", "not applicable"],
]);

/** What a value is called in a sentence. */
export function wordOf(value: string): string {
  return words.get(value) ?? value.replaceAll("_", " ");
}
