/** Numbers that are the same in each run, so that runs can be compared. */
let seed = 1592;

/** From 0 up to 1. */
export function chance(): number {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
  return seed / 2 ** 31;
}
