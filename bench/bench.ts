/**
 * `npm run bench`: the whole command on a seeded log, beside programs that everybody knows,
 * on the same file in one run. Figures are ratios; a machine's speed drifts, ratios hold.
 *
 * `--kinds eve,zeek,mail` measures other sources instead (kinds.ts), `--kinds sigma` rules over a kept store (sigma.ts), `--kinds rules` back-tests beside a
 * triage of `--data PATH,PATH` (rules.ts),
 * `--storage` what a record takes on disk (storage.ts), `--views` what a server parses (views.ts), `--feeds` feeds of threat intelligence (feeds.ts), `--live` a service under load (live.ts), `--paint` the pages of the console (paint.ts).
 *
 * `--gib 4` makes a larger log, `--runs N` counts more runs, `--keep` leaves the log, `--alone` leaves out all but
 * the plain run (for memory at a large size).
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { benchFeeds } from "./feeds.ts";
import { benchKinds } from "./kinds.ts";
import { benchLive } from "./live.ts";
import { compressLog, makeLog } from "./make-log.ts";
import { measure, type Run } from "./measure.ts";
import { benchPaint } from "./paint.ts";
import { benchRules } from "./rules.ts";
import { benchSigma } from "./sigma.ts";
import { benchStorage } from "./storage.ts";
import { benchViews } from "./views.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const main = join(root, "dist", "src", "cli", "main.js");

const toolNames =
  "nikto sqlmap nmap masscan zgrab gobuster ffuf feroxbuster dirbuster dirsearch wfuzz whatweb wpscan nuclei httpx katana naabu arachni acunetix netsparker nessus openvas qualys burp zap w3af joomscan droopescan cmsmap shodan censys jorgee morfeus muieblackcat zmeu curl wget python-requests aiohttp go-http-client okhttp libwww-perl scrapy mechanize guzzle axios phantomjs puppeteer selenium headlesschrome".split(
    " ",
  );

function has(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore" }).status === 0;
}

function option(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
}

async function bench(): Promise<void> {
  const gib = option("gib", 1);
  const runs = option("runs", 3);
  const folder = join(root, "bench", "data");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `seed-7-${gib}gib.log`);
  if (!existsSync(path))
    await makeLog({ samples: join(root, "samples"), path, bytes: gib * 2 ** 30, seed: 7 });
  const bytes = statSync(path).size;
  const lines = Number(spawnSync("wc", ["-l", path]).stdout.toString().trim().split(" ")[0]);
  process.stdout.write(
    `${(bytes / 2 ** 30).toFixed(2)} GiB, ${lines.toLocaleString("en")} lines; median of ${runs} runs after one warm-up; MB are 10^6 bytes\n\n`,
  );
  process.stdout.write(
    "| command | seconds | MB/s | lines/s | peak anonymous MiB | time ÷ vedette |\n|---|---|---|---|---|---|\n",
  );
  const vedette = await measure(process.execPath, [main, "triage", path, "--quiet", "--json"], runs);
  const row = (name: string, one: Run) =>
    process.stdout.write(
      `| ${name} | ${one.seconds.toFixed(2)} | ${(bytes / 1e6 / one.seconds).toFixed(0)} | ${Math.round(lines / one.seconds).toLocaleString("en")} | ${(one.anonymousBytes / 2 ** 20).toFixed(0)} | ${(one.seconds / vedette.seconds).toFixed(2)} |\n`,
    );
  row("vedette triage (plain)", vedette);
  if (process.argv.includes("--alone")) {
    process.stdout.write(`\nExit status ${vedette.status}.\n`);
    if (!process.argv.includes("--keep")) rmSync(folder, { recursive: true, force: true });
    return;
  }
  row("wc -l", await measure("wc", ["-l", path], runs));
  if (has("rg")) row("rg -ci, 50 tool names", await measure("rg", ["-ci", toolNames.join("|"), path], runs));
  else process.stdout.write("| rg | not installed | | | | |\n");
  if (has("goaccess"))
    row(
      "goaccess -o report.json",
      // Minutes a run where clients are many: once is enough.
      await measure(
        "goaccess",
        [path, "--log-format=COMBINED", "-o", join(folder, "goaccess.json"), "--no-progress"],
        1,
      ),
    );
  else process.stdout.write("| goaccess | not installed | | | | |\n");
  const packed = existsSync(`${path}.gz`) ? `${path}.gz` : await compressLog(path);
  const zipped = await measure(process.execPath, [main, "triage", packed, "--quiet", "--json"], runs);
  const decompressor = await measure("gzip", ["-dc", packed], runs);
  row("vedette triage (.gz)", zipped);
  row("gzip -dc", decompressor);
  const slower = Math.max(vedette.seconds, decompressor.seconds);
  process.stdout.write(
    `\n.gz throughput is ${((slower / zipped.seconds) * 100).toFixed(0)} % of the slower of plain throughput and gzip -dc. Exit statuses ${vedette.status} and ${zipped.status}.\n`,
  );
  if (!process.argv.includes("--keep")) rmSync(folder, { recursive: true, force: true });
}

const usage =
  "bench [--gib N] [--runs N] [--keep] [--alone] | --kinds eve,zeek,mail | --kinds sigma [--events N] [--rules PATH] | --kinds rules [--data PATH,PATH] | --feeds | --storage [--gib N] [--mails N] [--events N] [--seed N] | --views [--gib N] [--seed N] | --live [--way http|file] [--seconds N] [--rate N] [--seed N] | --paint [--events N] [--rate N] [--runs N] [--folder PATH]";
const known = [
  ...[
    "gib",
    "runs",
    "keep",
    "alone",
    "kinds",
    "events",
    "rules",
    "feeds",
    "data",
    "storage",
    "mails",
    "views",
  ],
  ...["live", "way", "seconds", "rate", "seed", "paint", "folder"],
];

/** The value behind a flag; undefined where the flag is not there. */
function given(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : (process.argv[at + 1] ?? "");
}

async function run(): Promise<void> {
  // A mistyped flag would cost minutes before anybody sees it.
  const unknown = process.argv
    .slice(2)
    .find((word) => word.startsWith("-") && !known.includes(word.slice(2)));
  if (unknown !== undefined) throw new Error(`${unknown} is not known: ${usage}`);
  const shared = { gib: option("gib", 1), runs: option("runs", 3), keep: process.argv.includes("--keep") };
  const folder = join(root, "bench", "data");
  const kinds = given("kinds");
  const rules = given("rules");
  if (process.argv.includes("--feeds"))
    return benchFeeds(main, { ...shared, folder: join(folder, "feeds"), samples: join(root, "samples") });
  if (process.argv.includes("--storage"))
    return benchStorage(main, {
      folder: join(folder, "storage"),
      samples: join(root, "samples"),
      gib: option("gib", 0.25),
      mails: option("mails", 5_000),
      events: option("events", 500_000),
      seed: option("seed", 7),
    });
  if (process.argv.includes("--views"))
    return benchViews({
      folder: join(folder, "views"),
      samples: join(root, "samples"),
      gib: option("gib", 0.25),
      seed: option("seed", 7),
    });
  if (process.argv.includes("--live"))
    return benchLive(main, {
      way: given("way") === "file" ? "file" : "http",
      seconds: option("seconds", 300),
      rate: option("rate", 5000),
      seed: option("seed", 7),
      keep: shared.keep,
    });
  if (process.argv.includes("--paint"))
    return benchPaint(main, {
      events: option("events", 1_000_000),
      runs: option("runs", 5),
      rate: option("rate", 500),
      seed: option("seed", 7),
      keep: shared.keep,
      folder: given("folder"),
      samples: join(root, "samples"),
    });
  if (kinds === "rules")
    return benchRules({ ...shared, paths: given("data")?.split(",") ?? [join(root, "samples")] });
  if (kinds === "sigma")
    return benchSigma(main, {
      ...shared,
      folder,
      events: option("events", 5_000_000),
      ...(rules === undefined ? {} : { rules }),
    });
  return kinds === undefined ? bench() : benchKinds(main, kinds.split(","), { ...shared, folder });
}

await run();
