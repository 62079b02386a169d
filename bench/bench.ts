/**
 * `npm run bench`: a whole triage on a seeded log beside programs that everybody knows, on the same file in one run (peers.ts), what an
 * installation takes (install.ts), and how long the command takes to start (start.ts).
 *
 * `--growth` how time and memory grow (growth.ts), `--kinds web,eve,zeek,mail` other sources and their storage (kinds.ts), `--kinds sigma` rules over a
 * kept store (sigma.ts), `--kinds rules` back-tests beside a triage of `--data PATH,PATH` (rules.ts), `--storage` what a record takes on disk (storage.ts), `--views` what a server parses (views.ts), `--feeds` feeds of threat intelligence
 * (feeds.ts), `--live` a service under load (live.ts), `--live --ramp` the most that it sustains (ramp.ts), `--paint` the pages of the
 * console (paint.ts). Each says in its own file which options it takes. Logs lie under the system's folder for temporary files, and go
 * with the bench; `--keep` leaves them.
 */
import { join } from "node:path";
import { benchFeeds } from "./feeds.ts";
import { benchGrowth, growthAxes } from "./growth.ts";
import { benchInstall } from "./install.ts";
import { benchKinds } from "./kinds.ts";
import { benchLive } from "./live.ts";
import { Options } from "./options.ts";
import { benchPaint } from "./paint.ts";
import { benchPeers } from "./peers.ts";
import { inFolder, main, samples } from "./places.ts";
import { benchRamp } from "./ramp.ts";
import { benchRules } from "./rules.ts";
import { benchSigma } from "./sigma.ts";
import { benchStart } from "./start.ts";
import { benchStorage } from "./storage.ts";
import { benchViews } from "./views.ts";

async function run(options: Options): Promise<void> {
  const shared = {
    gib: options.number("gib", 1),
    runs: options.number("runs", 3),
    keep: options.has("keep"),
  };
  if (options.has("growth")) return growth(options, shared);
  if (options.has("live")) return live(options, shared.keep);
  if (options.has("paint")) return paint(options, shared.keep);
  if (options.has("feeds"))
    return inFolder(shared.keep, (folder) => benchFeeds(main, { ...shared, folder, samples }));
  const seeded = { samples, gib: options.number("gib", 0.25), seed: options.number("seed", 7) };
  if (options.has("storage"))
    return inFolder(shared.keep, (folder) =>
      benchStorage(main, {
        ...{ ...seeded, folder },
        mails: options.number("mails", 5000),
        events: options.number("events", 500_000),
      }),
    );
  if (options.has("views")) return inFolder(shared.keep, (folder) => benchViews({ ...seeded, folder }));
  const names = options.text("kinds");
  if (names !== undefined) return kinds(options, names, shared);
  const all = !["peers", "install", "start"].some((name) => options.has(name as "peers"));
  if (all || options.has("peers") || options.has("alone"))
    await benchPeers({
      ...shared,
      slowRuns: options.number("slow-runs", 1),
      sliceMib: options.number("slice", 4),
      filter: options.text("filter") ?? "nginx-botsearch",
      alone: options.has("alone"),
    });
  if (options.has("alone")) return;
  if (all) process.stdout.write("\n");
  if (all || options.has("install")) await benchInstall();
  if (all || options.has("start")) await benchStart(options.number("runs", 9));
}

interface Shared {
  readonly gib: number;
  readonly runs: number;
  readonly keep: boolean;
}

function growth(options: Options, shared: Shared): Promise<void> {
  return benchGrowth({
    ...{ ...shared, runs: options.number("runs", 1) },
    by: options.text("by")?.split(",") ?? growthAxes,
    sizes: options.numbers("sizes", [0.25, 1, 4, 16]),
    distinct: options.numbers("distinct", [100, 1000, 10_000, 100_000, 1_000_000]),
    sources: options.numbers("sources", [1, 3, 10, 30, 100]),
  });
}

async function live(options: Options, keep: boolean): Promise<void> {
  const way = options.text("way") === "file" ? "file" : "http";
  const plan = { way, seed: options.number("seed", 7), keep, rate: options.number("rate", 5000) } as const;
  if (!options.has("ramp")) return benchLive(main, { ...plan, seconds: options.number("seconds", 300) });
  return benchRamp(main, {
    ...plan,
    seconds: options.number("seconds", 200),
    step: options.number("step", 60),
    factor: options.number("factor", 1.5, 1.05),
    refine: options.number("refine", 2, 0),
  });
}

function paint(options: Options, keep: boolean): Promise<void> {
  return benchPaint(main, {
    events: options.number("events", 1_000_000),
    runs: options.number("runs", 5),
    rate: options.number("rate", 500, 0),
    seed: options.number("seed", 7),
    keep,
    folder: options.text("folder"),
    samples,
  });
}

async function kinds(options: Options, names: string, shared: Shared): Promise<void> {
  const rules = options.text("rules");
  if (names === "rules")
    return benchRules({ ...shared, paths: options.text("data")?.split(",") ?? [samples] });
  await inFolder(shared.keep, (folder) =>
    names === "sigma"
      ? benchSigma(main, {
          ...{ ...shared, folder: join(options.text("folder") ?? folder) },
          events: options.number("events", 5_000_000),
          ...(rules === undefined ? {} : { rules }),
        })
      : benchKinds(main, names.split(","), { ...shared, folder }),
  );
}

await run(new Options(process.argv.slice(2)));
