/**
 * Exact bounds of a share (Clopper and Pearson 1934, Biometrika 26, 404-413). Each bound is one-sided: with 95 %, the true
 * share is at most `upper`, and with 95 % at least `lower`. Together they make a two-sided interval of 90 %.
 */

/** Chance of at most `hits` of `trials` where each comes with chance `share`. */
export function atMost(hits: number, trials: number, share: number): number {
  if (hits >= trials || share <= 0) return 1;
  if (share >= 1) return 0;
  // Sums of logarithms, since a single term underflows for large numbers of trials.
  let logTerm = trials * Math.log1p(-share);
  let sum = Math.exp(logTerm);
  for (let count = 1; count <= hits; count += 1) {
    logTerm += Math.log((trials - count + 1) / count) + Math.log(share) - Math.log1p(-share);
    sum += Math.exp(logTerm);
  }
  return Math.min(1, sum);
}

const halvings = 60;

/** The share at which `rises` turns true, between 0 and 1. */
function turning(rises: (share: number) => boolean): number {
  let low = 0;
  let high = 1;
  for (let turn = 0; turn < halvings; turn += 1) {
    const middle = (low + high) / 2;
    if (rises(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** The largest share that still gives so few hits with a chance of `error`. */
export function upperBound(hits: number, trials: number, error = 0.05): number {
  if (trials === 0 || hits >= trials) return 1;
  return turning((share) => atMost(hits, trials, share) < error);
}

/** The smallest share that still gives so many hits with a chance of `error`. */
export function lowerBound(hits: number, trials: number, error = 0.05): number {
  return trials === 0 ? 0 : 1 - upperBound(trials - hits, trials, error);
}
