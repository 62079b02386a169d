/** Options of the benches: words of a command line, checked before anything is made, for a mistyped one would cost minutes. */

/** Those with a value behind them. */
export const valued = [
  ...["gib", "runs", "slow-runs", "slice", "filter", "kinds", "events", "rules", "data", "folder"],
  ...["by", "sizes", "distinct", "sources", "way", "seconds", "rate", "seed", "step", "factor", "refine"],
  "mails",
] as const;

/** Those that stand alone. */
export const flags = [
  ...[
    "peers",
    "install",
    "start",
    "growth",
    "feeds",
    "live",
    "ramp",
    "paint",
    "storage",
    "views",
    "keep",
    "alone",
  ],
] as const;

export const usage = `bench [--peers] [--install] [--start] (these three where nothing is given) [--gib N] [--runs N] [--slow-runs N] [--slice MIB] [--filter NAME] [--alone] [--keep]
  | --growth [--by sizes,clients,agents,sources] [--sizes GIB,…] [--distinct N,…] [--sources N,…] [--gib N] [--runs N]
  | --kinds web,eve,zeek,mail | --kinds sigma [--events N] [--rules PATH] | --kinds rules [--data PATH,PATH]
  | --feeds | --live [--way http|file] [--seconds N] [--rate N] [--seed N] [--ramp [--step SECONDS] [--factor N] [--refine N]]
  | --storage [--gib N] [--mails N] [--events N] [--seed N] | --views [--gib N] [--seed N]
  | --paint [--events N] [--rate N] [--runs N] [--folder PATH]`;

export class Options {
  readonly #values = new Map<string, string>();

  /** @throws Error where a word is not known, or a value is missing */
  constructor(words: readonly string[]) {
    for (let at = 0; at < words.length; at += 1) {
      const word = words[at] ?? "";
      const name = word.replace(/^--/, "");
      const takes = (valued as readonly string[]).includes(name);
      if (!word.startsWith("--") || !(takes || (flags as readonly string[]).includes(name)))
        throw new Error(`${word} is not known:\n${usage}`);
      const value = takes ? words[at + 1] : "";
      if (value === undefined || (takes && value.startsWith("--")))
        throw new Error(`${word} needs a value:\n${usage}`);
      this.#values.set(name, value);
      if (takes) at += 1;
    }
  }

  has(name: (typeof flags)[number]): boolean {
    return this.#values.has(name);
  }

  text(name: (typeof valued)[number]): string | undefined {
    return this.#values.get(name);
  }

  /** @throws Error where it is no number above 0; only where `least` is 0 may it be 0 */
  number(name: (typeof valued)[number], otherwise: number, least = Number.MIN_VALUE): number {
    return this.numbers(name, [otherwise], least)[0] ?? otherwise;
  }

  /** Numbers with commas between them. */
  numbers(name: (typeof valued)[number], otherwise: readonly number[], least = Number.MIN_VALUE): number[] {
    const text = this.#values.get(name);
    if (text === undefined) return [...otherwise];
    return text.split(",").map((one) => {
      const value = one.trim() === "" ? Number.NaN : Number(one);
      if (!Number.isFinite(value) || value < least)
        throw new Error(`--${name} ${text}: "${one}" is no number ${least === 0 ? "from 0" : "above 0"}`);
      return value;
    });
  }
}
