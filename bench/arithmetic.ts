/** Arithmetic of the benches: middles, straight lines, and whether something grows. */

/** The middle value; of an even number of values the mean of the two in the middle. NaN where there is none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? Number.NaN) + upper) / 2;
}

/** The value below which a share of all lies (nearest rank); NaN where there is none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A straight line through measured points, y = start + slope · x. */
export interface Line {
  readonly start: number;
  readonly slope: number;
}

/**
 * The line with the least sum of squares.
 * @param weights of the points, all alike where not given
 * @throws RangeError where fewer than two different x are given: no line is determined
 */
export function leastSquares(
  points: readonly Point[],
  weights: readonly number[] = points.map(() => 1),
): Line {
  const sum = (of: (point: Point) => number) =>
    points.reduce((all, point, at) => all + (weights[at] ?? 0) * of(point), 0);
  const total = sum(() => 1);
  const meanX = sum(({ x }) => x) / total;
  const meanY = sum(({ y }) => y) / total;
  const spread = sum(({ x }) => (x - meanX) ** 2);
  if (!(spread > 0)) throw new RangeError("a line needs points at two different places at least");
  const slope = sum(({ x, y }) => (x - meanX) * (y - meanY)) / spread;
  return { start: meanY - slope * meanX, slope };
}

/** A line with what each point is off it, as a share of the line's own value there. */
export interface Fit extends Line {
  readonly deviations: readonly number[];
  /** The largest of them without its sign, and where it is. */
  readonly worst: { readonly x: number; readonly share: number };
}

/**
 * The line that is least off in shares: each point weighs by 1 / y², so that 16 GiB do not decide alone where 0.25 GiB lie.
 * @throws RangeError where fewer than two different x are given, or a y is not above 0
 */
export function fitLine(points: readonly Point[]): Fit {
  if (points.some(({ y }) => !(y > 0))) throw new RangeError("what was measured has to be above 0");
  const line = leastSquares(
    points,
    points.map(({ y }) => y ** -2),
  );
  const deviations = points.map(({ x, y }) => {
    const expected = line.start + line.slope * x;
    return (y - expected) / Math.abs(expected);
  });
  const worst = points
    .map(({ x }, at) => ({ x, share: Math.abs(deviations[at] ?? 0) }))
    .reduce((most, one) => (one.share > most.share ? one : most));
  return { ...line, deviations, worst };
}
