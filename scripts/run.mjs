/**
 * Runs a job of this checkout and does first what the job needs: installs the packages, builds.
 *
 *     node scripts/run.mjs triage [ARGUMENT…]   the command line; without arguments, the logs of samples/
 *     node scripts/run.mjs test [ARGUMENT…]     the test suite
 *     node scripts/run.mjs build                only what is needed to run
 *
 * Plain JavaScript without dependencies, because it runs before there are any. What npm and the
 * compiler say goes to standard error; standard output is the job's own.
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const installed = join(root, "node_modules", ".package-lock.json");
const built = join(root, "dist", ".built");
/** What a build reads. */
const inputs = [
  "package.json",
  "tsconfig.json",
  "tsconfig.build.json",
  "src",
  "web",
  "content",
  "scripts",
  "lab",
  "bench",
];

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

/** Last change of a file, or of anything in a folder; 0 where there is none. */
function changed(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changed(join(path, name))));
}

/** Runs a program in the checkout with its output on standard error. */
function prepare(program, given, problem) {
  const { status, error } = spawnSync(program, given, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) fail(`${problem}${error === undefined ? "" : ` (${error.message})`}`);
}

function install() {
  if (changed(installed) >= changed(join(root, "package-lock.json"))) return;
  process.stderr.write("Installing packages (once; about 700 MB, most of it the engine) …\n");
  prepare(
    "npm",
    ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"],
    "npm ci failed; see above.",
  );
  // npm keeps the time of an unchanged list; the comparison above needs today's.
  utimesSync(installed, new Date(), new Date());
}

function build() {
  const wanted = Math.max(...inputs.map((name) => changed(join(root, name))));
  if (existsSync(built) && changed(built) >= wanted) return;
  process.stderr.write("Building …\n");
  prepare("npm", ["run", "--silent", "build"], "The build failed; see above.");
  writeFileSync(built, "");
}

/** Runs the job itself in the place of this process: same streams, same exit status. */
function run(script, given, cwd) {
  const child = spawn(process.execPath, [script, ...given], { cwd, stdio: "inherit" });
  // Ctrl-C reaches the child by the terminal; a signal sent to this process alone is passed on.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => fail(error.message));
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === "SIGINT" ? 130 : 143);
  });
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Node 20.19 or newer is needed; this is ${process.versions.node}.`);

const [job, ...given] = process.argv.slice(2);
install();
build();
if (job === "triage") {
  // npm starts scripts in the package's folder; the names were given in the caller's.
  const cwd =
    given.length > 0 && process.env.npm_lifecycle_event === "triage"
      ? (process.env.INIT_CWD ?? root)
      : given.length > 0
        ? process.cwd()
        : root;
  run(
    join(root, "dist", "src", "cli", "main.js"),
    ["triage", ...(given.length > 0 ? given : ["samples/*.log", "samples/*.gz"])],
    cwd,
  );
} else if (job === "test") {
  run(join(root, "node_modules", "vitest", "vitest.mjs"), ["run", ...given], root);
} else if (job !== "build") {
  fail("Usage: node scripts/run.mjs triage|test|build [ARGUMENT…]");
}
