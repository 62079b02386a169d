/** The command line as people and scripts meet it. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { commands, runCommandLine } from "../src/cli/commands.ts";
import { parseTime } from "../src/cli/times.ts";
import { type Explanation, explain } from "../src/triage/explain.ts";
import { triageJson, vedette } from "./support/command.ts";
import { silentEffects } from "./support/effects.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { mainScript, root, samples } from "./support/places.ts";
import { open } from "./support/triage.ts";

const folder = temporaryFolder();
/** A secret handed to an outsider: D4 escalates. */
const served = write(folder, "served.log", [
  combined({ ip: "203.0.113.5", request: "GET /.env HTTP/1.1", bytes: 321, agent: "curl/8.5.0" }),
  combined(),
  "noise",
  combined({ request: "GET /about HTTP/1.1" }),
]);
/** A tool that asks for nothing special: watched. */
const tool = write(folder, "tool.log", [combined({ ip: "203.0.113.6", agent: "Wfuzz/3.1.0" })]);
/** Visitors. */
const quiet = write(
  folder,
  "quiet.log",
  [1, 2, 3, 4].flatMap((n) => [
    combined({ ip: `203.0.113.7${n}` }),
    combined({ ip: `203.0.113.7${n}`, request: "GET /style.css HTTP/1.1", referrer: "http://www.example/" }),
  ]),
);

/** The built program, as a user starts it. */
function spawned(
  argv: readonly string[],
  options: { cwd?: string; input?: string; env?: Record<string, string> } = {},
) {
  return spawnSync(process.execPath, [mainScript, ...argv], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    ...options,
    env: { ...process.env, ...options.env },
  });
}

describe("standard input", () => {
  test.for([
    ["triage", [served]],
    ["triage into a store", [served, "--store", join(folder, "stdin-store")]],
    ["explain", [`${served}:1`]],
  ] as const)("is left to others by %s where no path is -", ([name, argv]) => {
    const command = [process.execPath, mainScript, name.split(" ")[0] ?? "", ...argv];
    const { stdout, stderr } = spawnSync(
      "sh",
      ["-c", '"$@" >/dev/null; echo "status $?"; cat', "sh", ...command],
      {
        encoding: "utf8",
        input: "the next file\nand the next\n",
      },
    );
    expect(stdout).toMatch(/^status [01]\nthe next file\nand the next\n$/);
    expect(stderr).not.toContain("Exception");
  });
});

describe("asking for help", () => {
  test("--help names every command and the exit statuses, on standard output", async () => {
    const { status, stdout, stderr } = await vedette(["--help"]);
    for (const { name, summary } of commands) {
      expect(stdout).toContain(name);
      expect(stdout).toContain(summary.split(" ").slice(0, 3).join(" "));
    }
    expect(stdout).toMatch(/Exit status:\s+0 +done\s+1 +.*--fail-on\s+2 /);
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  test.each(commands.map((command) => [command.name, command] as const))(
    "%s --help names every option, argument and example",
    async (name, command) => {
      const { status, stdout } = await vedette([name, "--help"]);
      const words = stdout.replace(/\s+/g, " ");
      for (const option of command.options) {
        expect(words).toContain(`--${option.name}`);
        expect(words).toContain(option.says);
        if (option.short !== undefined) expect(words).toContain(`-${option.short}, --${option.name}`);
      }
      for (const argument of command.arguments) expect(words).toContain(argument.says);
      for (const { line } of command.examples) expect(words).toContain(line);
      expect(status).toBe(0);
    },
  );

  test("no arguments: the help, as a failure", async () => {
    const { status, stdout, stderr } = await vedette([]);
    expect(stdout).toBe("");
    expect(stderr).toContain("triage");
    expect(status).toBe(2);
  });

  test("--version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    for (const flag of ["--version", "-V"])
      expect(await vedette([flag])).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
  });

  test("formats are listed", async () => {
    const { status, stdout } = await vedette(["formats"]);
    for (const id of ["ncsa-combined", "iis-w3c", "caddy-json", "syslog-rfc3164"])
      expect(stdout).toMatch(new RegExp(`^${id} `, "m"));
    expect(status).toBe(0);
  });
});

describe("mistakes", () => {
  test.each([
    [["triag", "x.log"], /unknown command 'triag'[\s\S]*triage/],
    [["explian", "x.log:1"], /explain/],
    [["triage", "--jsn", "x.log"], /unknown option '--jsn'[\s\S]*--json/],
    [["triage", "--format", "xml", "x.log"], /--format[\s\S]*xml[\s\S]*brief[\s\S]*json/],
    [["triage", "--output"], /--output[\s\S]*argument missing/],
    [["triage", "--fail-on", "panic", "x.log"], /--fail-on[\s\S]*escalate[\s\S]*watch/],
    [["triage"], /No log was named[\s\S]*\[usage\.option\]/],
    [
      ["contain", "C-1", "--target", "nginx", "--target", "iis", served],
      /iis[\s\S]*Allowed choices are nginx, apache/,
    ],
    [["triage", "--tz", "Middle/Earth", served], /Middle\/Earth: no such time zone[\s\S]*\[usage\.option\]/],
    [["triage", "--from", "yesterdayish", served], /--from yesterdayish: not a time[\s\S]*\[usage\.option\]/],
    ...[
      "5",
      "1-1",
      "2026-02-30",
      "2026-13-01",
      "2026-05-17T24:00",
      "2026-05-17T10:00+25:00",
      "-99999999999d",
    ].map((time): [string[], RegExp] => [
      ["triage", `--from=${time}`, served],
      /--from \S+: not a time[\s\S]*\[usage\.option\]/,
    ]),
    [
      ["triage", served, "--store", join(served, "store")],
      /served\.log\/store: the store cannot be kept there; a file stands in its place[\s\S]*\[output\.unwritable\]/,
    ],
    [
      ["triage", served, "--store", join(folder, "store{a,b}")],
      /store\{a,b\}: a store cannot be kept at a path with[\s\S]*\[output\.unwritable\]/,
    ],
    [
      ["triage", "--log-format", "combind", served],
      /--log-format combind: no format string has this name[\s\S]*\[usage\.log-format\]\n {2}Did you mean combined\?/,
    ],
    [
      ["triage", "--as", "combined", served],
      /--as combined: there is no format combined[\s\S]*Did you mean one of ncsa-combined, squid-combined, combined-forwarded, apache-vhost-combined/,
    ],
    [["formats", "nginx"], /nginx: there is no such format[\s\S]*Did you mean one of .*ncsa-combined/],
    [["triage", "--log-format", "%t %r", served], /names no client address[\s\S]*\[usage\.log-format\]/],
    [
      ["triage", "--log-format", "%h %{", served],
      /Cannot read the directive at "%\{"[\s\S]*\[usage\.log-format\]/,
    ],
    [["triage", "--trusted-proxy", "proxy.local", served], /proxy\.local[\s\S]*\[usage\.option\]/],
    [["triage", "--internal", "10.0.0.0/99", served], /10\.0\.0\.0\/99[\s\S]*\[usage\.option\]/],
    [["explain"], /missing required argument/],
    [
      ["triage", "--from", "2026-05-18", "--to", "2026-05-17", served],
      /--from 2026-05-18 is after --to 2026-05-17[\s\S]*\[usage\.option\]/,
    ],
    [["explain", "access.log"], /access\.log: not FILE:LINE[\s\S]*\[usage\.location\]/],
    [["explain", `${served}:0`], /not FILE:LINE[\s\S]*\[usage\.location\]/],
    [["explain", `${served}:three`], /not FILE:LINE[\s\S]*\[usage\.location\]/],
    [["explain", `${join(folder, "missing.log")}:1`], /no such file[\s\S]*\[input\.missing\]/],
    [["completion", "tcsh"], /bash, zsh and fish/],
  ])("%j: said on standard error, status 2", async (argv, message) => {
    const { status, stdout, stderr, left } = await vedette(argv);
    expect(stderr).toMatch(message);
    expect(stdout).toBe("");
    expect(status).toBe(2);
    expect(left).toEqual([]);
  });

  test("a terminal as standard input is not waited for", async () => {
    const effects = silentEffects();
    const status = await runCommandLine(["triage", "-"], effects, {
      stdin: Readable.from([]),
      stdinIsTerminal: true,
    });
    expect(effects.err.text).toMatch(/terminal/);
    expect(status).toBe(2);
  });

  test("an unknown case is answered with those there are", async () => {
    const { report } = await triageJson([served]);
    const { status, stdout, stderr } = await vedette(["triage", "--ticket", "C-none", served]);
    expect(stderr).toContain(String(report.cases[0]?.id));
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("a report that cannot be written is a failure", async () => {
    const { status, stderr } = await vedette([
      "triage",
      "-o",
      join(folder, "no", "such", "folder", "report.md"),
      "--format",
      "md",
      quiet,
    ]);
    expect(stderr).toMatch(/report\.md/);
    expect(stderr).not.toMatch(/unexpected/);
    expect(status).toBe(2);
  });
});

describe("times that people type", () => {
  test.each([
    ["2026-05-17", "from", "2026-05-17T00:00:00.000Z"],
    ["2026-05-17", "to", "2026-05-17T23:59:59.999Z"],
    ["2024-02-29", "from", "2024-02-29T00:00:00.000Z"],
    ["2026-05-17T10:05", "to", "2026-05-17T10:05:00.000Z"],
    ["2026-05-17 10:05:03", "from", "2026-05-17T10:05:03.000Z"],
    ["2026-05-17T10:05:03.25z", "from", "2026-05-17T10:05:03.250Z"],
    ["2026-05-17T10:05:03.123456Z", "from", "2026-05-17T10:05:03.123Z"],
    ["2026-05-17T10:05+02:00", "from", "2026-05-17T08:05:00.000Z"],
    ["2026-05-17T10:05:03-0530", "from", "2026-05-17T15:35:03.000Z"],
    ["now", "to", "2026-06-01T00:00:00.000Z"],
    ["-6h", "from", "2026-05-31T18:00:00.000Z"],
  ] as const)("%s as --%s", (given, option, time) => {
    expect(new Date(parseTime(given, Date.UTC(2026, 5, 1), option)).toISOString()).toBe(time);
  });
});

describe("the folder for temporary files", () => {
  test.each([
    ["with braces", "tmp{a,b}", /tmp\{a,b\}: temporary files cannot be kept at a path with/],
    ["that is missing", "tmp-missing", /tmp-missing: temporary files cannot be kept there \(ENOENT/],
  ])("%s is refused in words, status 2", (_, name, message) => {
    if (name.includes("{")) mkdirSync(join(folder, name));
    const run = spawned(["triage", served], { env: { VEDETTE_TMPDIR: join(folder, name) } });
    expect(run.stderr).toMatch(message);
    expect(run.stderr).toContain("[output.unwritable]");
    expect(run.stdout).toBe("");
    expect(run.status).toBe(2);
  });
});

test("an error that nobody waited for ends the program at once, and leaves nothing", () => {
  const [module, own] = [join(folder, "fails.mjs"), join(folder, "tmp-fails")];
  mkdirSync(own);
  // When the engine has its folder, so that it may be at work.
  const code = `import { readdirSync } from "node:fs";
    setInterval(() => { if (readdirSync(${JSON.stringify(own)}).length > 0) throw new Error("nobody waited"); }, 1);`;
  writeFileSync(module, code);
  const env = { VEDETTE_TMPDIR: own, NODE_OPTIONS: `--import=${module}` };
  const run = spawned(["triage", served], { env });
  expect(run.stderr).toContain("an error of the program itself");
  expect(run.stderr).toContain("nobody waited");
  expect(run.signal).toBe("SIGKILL");
  expect(readdirSync(own)).toEqual([]);
});

describe("exit status", () => {
  test.each([
    [["--fail-on", "escalate", served], "escalate", 1],
    [["--fail-on", "escalate", tool], "watch", 0],
    [["--fail-on", "watch", tool], "watch", 1],
    [["--fail-on", "watch", quiet], "close", 0],
    // What was not read counts more than what was decided.
    [["--fail-on", "escalate", served, join(folder, "missing.log")], "escalate", 2],
  ] as const)("%j: %s, status %i", async (argv, action, expected) => {
    const { report, status } = await triageJson(argv);
    expect(report.decision.action).toBe(action);
    expect(status).toBe(expected);
  });
});

describe("nothing read", () => {
  const absent = join(folder, "absent.log");
  const noLog = write(folder, "no-log.txt", ["This is", "a letter."]);

  test.each([
    [[absent], "absent.log: no such file or folder.", "No record was read"],
    [[absent, "-q"], "absent.log: no such file or folder.", "No record was read"],
    [[noLog], "no-log.txt: no known format fits its content.", "No record was read"],
    [[absent, noLog], "absent.log: no such file or folder.", "No record was read"],
    [[quiet, "--to", "2020-01-01"], "", "All 8 records lie outside --from and --to"],
    [[tool, "--to", "2020-01-01"], "", "The only record lies outside --from and --to"],
  ] as const)("%j: the problem first, and nothing that looks like a result", async (argv, problem, why) => {
    const { status, stdout, stderr } = await vedette(["triage", ...argv]);
    const [first, second] = stdout.split("\n");
    expect(first).toBe(`NO RESULT  ${why}, so nothing was decided and no question is answered.`);
    if (problem !== "") expect(second).toContain(problem);
    expect(stdout).not.toMatch(/Questions|Cases|Blind spots|Served to outsiders|^(ESCALATE|WATCH|CLOSE)/m);
    expect(stdout).toMatch(/\nNext {2}\S/);
    if (!argv.includes("-q" as never)) expect(stderr).toContain(problem);
    expect(status).toBe(2);
  });

  test("on a terminal the error stands above it", async () => {
    const effects = silentEffects();
    const both = { text: "" };
    const write = (text: string) => {
      both.text += text;
    };
    const input = { stdin: Readable.from([]), stdinIsTerminal: false };
    await runCommandLine(["triage", absent], { ...effects, stdout: write, stderr: write }, input);
    expect(both.text).toMatch(
      /^vedette: .*absent\.log: no such file or folder\. \[input\.missing\]\n {2}\S.*\nNO RESULT /,
    );
  });

  test("scripts are told watch and cannot tell", async () => {
    const { report, status } = await triageJson([absent]);
    expect(report.decision.action).toBe("watch");
    expect(report.questions.map(({ answer }) => answer)).toEqual(Array(4).fill("cannot_tell"));
    expect(status).toBe(2);
  });

  test("one log that is read among others that are not: a result, and the problem below it", async () => {
    const { stdout, stderr, status } = await vedette(["triage", quiet, absent]);
    expect(stdout).toMatch(/^CLOSE /);
    expect(stderr).toContain("absent.log: no such file or folder.");
    expect(status).toBe(2);
  });
});

describe("streams", () => {
  test("standard output is data, words go to standard error, --quiet keeps them back", async () => {
    const loud = await vedette(["triage", "--json", served, join(folder, "missing.log")]);
    expect(() => JSON.parse(loud.stdout)).not.toThrow();
    expect(loud.stderr).toMatch(/missing\.log/);
    const silent = await vedette(["triage", "--json", "--quiet", served, join(folder, "missing.log")]);
    expect(silent.stderr).toBe("");
    expect(silent.stdout).toBe(loud.stdout);
    expect(silent.status).toBe(2);
  });

  test("-o writes the report, the brief still goes to standard output", async () => {
    const output = join(folder, "report.html");
    const { status, stdout, stderr } = await vedette(["triage", "--format", "html", "-o", output, served]);
    expect(readFileSync(output, "utf8")).toMatch(/^<!doctype html>/i);
    expect(stdout).toMatch(/^ESCALATE /);
    expect(stderr).toContain(`Report written to ${output}`);
    expect(status).toBe(0);
  });

  test("colours on a terminal only, and not against NO_COLOR, --no-color or a dumb terminal", async () => {
    const page = async (argv: readonly string[], env: Record<string, string> = {}) => {
      const effects = { ...silentEffects(env), stdoutIsTerminal: () => true };
      await runCommandLine(["triage", ...argv, served], effects, {
        stdin: Readable.from([]),
        stdinIsTerminal: false,
      });
      return effects.out.text;
    };
    // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones to find
    const colourCode = /\u001b\[[0-9;]*m/g;
    const coloured = await page([]);
    expect(coloured).toMatch(colourCode);
    const plain = coloured.replace(colourCode, "");
    expect(plain).not.toContain("\u001b");
    expect(await page([], { NO_COLOR: "1" })).toBe(plain);
    // An empty NO_COLOR is none (no-color.org).
    expect(await page(["--no-color"], { NO_COLOR: "" })).toBe(plain);
    expect(await page([], { TERM: "dumb" })).toBe(plain);
  });

  test("progress is drawn on a terminal's standard error after half a second, and wiped", async () => {
    const drawn = async (stepMs: number) => {
      let now = 0;
      const tick = () => {
        now += stepMs;
        return now;
      };
      const effects = { ...silentEffects(), stderrIsTerminal: () => true, now: tick };
      await runCommandLine(["triage", served, tool], effects, {
        stdin: Readable.from([]),
        stdinIsTerminal: false,
      });
      return effects.err.text;
    };
    const slow = await drawn(400);
    expect(slow).toMatch(/MB/);
    expect(slow.endsWith("\r\u001b[2K")).toBe(true);
    expect(slow).not.toContain("\n");
    expect(await drawn(1)).toBe("");
  });
});

describe("the program as a process", () => {
  test("a reader that has seen enough is no failure", () => {
    // Without samples of its own the report must still be longer than a pipe holds.
    const big = write(
      folder,
      "many.log",
      Array.from({ length: 3000 }, (_, n) =>
        combined({
          ip: `203.0.${n >> 8}.${n & 255}`,
          request: "GET /.env HTTP/1.1",
          status: 404,
          agent: `tool${n}/1.0`,
        }),
      ),
    );
    const script = `"${process.execPath}" "${mainScript}" triage --json "${big}" | head -c 100 >/dev/null; echo "\${PIPESTATUS[0]}"`;
    const run = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    expect(run.stderr).toBe("");
    expect(run.stdout).toBe("0\n");
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"] as const)(
    "%s in mid-run removes the temporary folder and ends the run",
    async (signal) => {
      const temporary = join(folder, `tmp-${signal}`);
      mkdirSync(temporary);
      const big = join(folder, "big.log");
      if (!existsSync(big))
        writeFileSync(
          big,
          Array.from({ length: 400_000 }, (_, n) =>
            combined({
              ip: `203.${n % 50}.${(n >> 4) & 255}.${n & 255}`,
              request: `GET /page/${n} HTTP/1.1`,
              agent: `agent${n % 5000}/1.0`,
            }),
          ).join("\n"),
        );
      const child = spawn(process.execPath, [mainScript, "triage", big], {
        // Where the system writes a core for SIGQUIT, it is removed with the folder.
        cwd: folder,
        env: { ...process.env, VEDETTE_TMPDIR: temporary },
        stdio: ["ignore", "pipe", "pipe"],
      });
      let output = "";
      child.stdout.on("data", (data: Buffer) => (output += data.toString()));
      child.stderr.on("data", (data: Buffer) => (output += data.toString()));
      const ended = new Promise<number | string | null>((resolve) =>
        child.on("exit", (code, by) => resolve(by ?? code)),
      );
      // The link to the log is made when reading begins; it leads to a descriptor of that process. Only its
      // own folder is looked at: the engine's beside it changes while it is listed.
      const reading = () =>
        readdirSync(temporary).some(
          (name) =>
            lstatSync(join(temporary, name, "in", "source-0"), { throwIfNoEntry: false }) !== undefined,
        );
      for (let tries = 0; tries < 400 && !reading(); tries += 1) await wait(25);
      expect(reading()).toBe(true);
      expect(readdirSync(temporary)).toHaveLength(1);
      await wait(150);
      child.kill(signal);
      // A shell reports it as 128 and the signal's number.
      expect(await ended).toBe(signal);
      expect(readdirSync(temporary)).toEqual([]);
      expect(output).toBe("");
    },
  );

  test("standard input", () => {
    const run = spawned(["triage", "--json", "-"], { input: readFileSync(tool, "utf8") });
    expect(JSON.parse(run.stdout)).toMatchObject({ sources: [{ path: "-", events: 1 }] });
    expect(run.status).toBe(0);
  });

  test("paths are taken from the current folder and reported as they were named", () => {
    const run = spawned(["triage", "--json", "tool.log", "./quiet.log"], { cwd: folder });
    expect(
      (JSON.parse(run.stdout) as { sources: { path: string }[] }).sources.map(({ path }) => path),
    ).toEqual(["tool.log", "./quiet.log"]);
  });

  test("npm run triage means the samples, or the caller's own files from the caller's folder", () => {
    const script = join(root, "scripts", "run.mjs");
    const own = spawnSync(process.execPath, [script, "triage", "--json", "tool.log"], {
      encoding: "utf8",
      cwd: root,
      env: { ...process.env, npm_lifecycle_event: "triage", INIT_CWD: folder },
    });
    expect(
      (JSON.parse(own.stdout) as { sources: { path: string }[] }).sources.map(({ path }) => path),
    ).toEqual(["tool.log"]);
    expect(own.status).toBe(0);
    const wrong = spawnSync(process.execPath, [script, "dance"], { encoding: "utf8" });
    expect(wrong.stderr).toMatch(/Usage/);
    expect(wrong.status).toBe(2);
    if (!existsSync(samples)) return;
    const all = spawnSync(process.execPath, [script, "triage"], { encoding: "utf8", cwd: folder });
    expect(all.stdout).toMatch(/^(ESCALATE|WATCH|CLOSE) /);
    expect(all.stdout).toContain("samples/");
    expect(all.status).toBe(0);
  });
});

describe("completion", () => {
  const scripts = join(folder, "completions");
  mkdirSync(scripts);
  const script = async (shell: string) => {
    const { stdout, status } = await vedette(["completion", shell]);
    expect(status).toBe(0);
    const path = join(scripts, shell);
    writeFileSync(path, stdout);
    return { path, text: stdout };
  };

  test.each([
    ["bash", ["-n"]],
    ["zsh", ["-n"]],
    ["fish", ["--no-execute"]],
  ])("%s: parses, and names every command and option", async (shell, check, ...rest: unknown[]) => {
    const context = rest.at(-1) as { skip?: (reason: string) => void } | undefined;
    const { path, text } = await script(shell);
    for (const { name, options } of commands) {
      expect(text).toContain(name);
      for (const option of options)
        expect(text).toMatch(
          shell === "fish" ? new RegExp(`-l ${option.name}\\b`) : new RegExp(`--${option.name}\\b`),
        );
    }
    const run = spawnSync(shell, [...check, path], { encoding: "utf8" });
    if (run.error !== undefined) context?.skip?.(`${shell} is not installed`);
    expect(run.stderr).toBe("");
    expect(run.status).toBe(0);
  });

  test("bash offers what fits", async () => {
    const { path } = await script("bash");
    const offer = (...words: string[]) =>
      execFileSync(
        "bash",
        [
          "-c",
          `source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _vedette; printf '%s\\n' "\${COMPREPLY[@]}"`,
          path,
          ...words,
        ],
        { encoding: "utf8", cwd: folder },
      )
        .trim()
        .split("\n");
    expect(offer("vedette", "tri")).toEqual(["triage"]);
    expect(offer("vedette", "triage", "--fo")).toEqual(["--format"]);
    expect(offer("vedette", "triage", "--format", "")).toEqual(["brief", "json", "md", "html"]);
    expect(offer("vedette", "completion", "z")).toEqual(["zsh"]);
    expect(offer("vedette", "triage", "ser")).toEqual(["served.log"]);
  });
});

describe("explain", () => {
  test("an event: columns, agent, path, and what each indicator concluded and why", async () => {
    const { status, stdout, stderr } = await vedette(["explain", `${served}:1`]);
    expect(stdout).toContain(`${served}:1  (ncsa-combined)`);
    expect(stdout).toMatch(/source_ip +203\.0\.113\.5/);
    expect(stdout).toMatch(/time +2026-05-17T10:05:03\.000Z/);
    expect(stdout).toMatch(/path in plain +\/\.env/);
    expect(stdout).toMatch(/endpoint\.config-exposed +fired: /);
    expect(stdout).toMatch(/ua\.tool +fired: /);
    expect(stdout).toMatch(
      /(scan\.enumeration +did not fire|saw nothing of their kind: .*scan\.enumeration)/,
    );
    expect(stdout).toMatch(/203\.0\.113\.5: escalate/);
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });

  test("as JSON, with every indicator", async () => {
    const { stdout } = await vedette(["explain", "--json", `${served}:2`]);
    const one = JSON.parse(stdout) as Explanation;
    expect(one).toMatchObject({
      path: served,
      line: 2,
      format: "ncsa-combined",
      raw: combined(),
      event: { source_ip: "198.51.100.20", url_original: "/", http_response_status_code: 200 },
    });
    expect(one.verdict).toMatch(/Nothing speaks against 198\.51\.100\.20/);
    expect(one.indicators.length).toBeGreaterThanOrEqual(12);
    expect(one.indicators.filter(({ outcome }) => outcome === "fired")).toEqual([]);
    for (const { outcome, conditions } of one.indicators)
      if (outcome === "did not fire") expect(conditions.some(({ holds }) => !holds)).toBe(true);
  });

  test("lines that are no events: why, each by itself", async () => {
    const path = write(folder, "reasons.log", [
      combined(),
      "noise",
      combined({ time: "31/Feb/2026:10:05:03 +0000" }),
      "",
    ]);
    const run = await open([path, tool]);
    const source = run.result.sources[0];
    if (source === undefined) throw new Error("no source");
    const reasons = [];
    for (const line of [1, 2, 3, 4, 5]) reasons.push((await explain(run, source, line)).reason);
    await run.close();
    expect(reasons).toEqual([
      undefined,
      "does not fit the format",
      "time stamp not understood",
      "blank line",
      "the file has no such line",
    ]);
    const { status, stdout } = await vedette(["explain", `${served}:3`]);
    expect(stdout).toMatch(/No event: does not fit the format\./);
    expect(status).toBe(0);
  });

  test("a line that is not there", async () => {
    const { status, stdout, stderr } = await vedette(["explain", `${served}:99`]);
    expect(stderr).toMatch(/has no line 99[\s\S]*\[usage\.location\]/);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

describe("explain from a kept store", () => {
  const store = join(folder, "explained-store");
  const grown = join(folder, "grown.log");

  test("says of a stored line what it says of the file's, also when the file is gone", async () => {
    writeFileSync(grown, readFileSync(served));
    const { stdout: ofFile } = await vedette(["explain", "--json", `${grown}:1`]);
    expect((await vedette(["triage", "-q", "--store", store, grown])).status).toBe(0);
    rmSync(grown);
    const { status, stdout, stderr } = await vedette(["explain", "--json", `${grown}:1`, "--store", store]);
    expect(stderr).toBe("");
    const one = JSON.parse(stdout) as Explanation;
    expect(one).toEqual(JSON.parse(ofFile));
    expect(one.event).toMatchObject({ source_ip: "203.0.113.5" });
    expect(status).toBe(0);
  });

  test.each([
    [[`${grown}:3`], /holds no record of line 3 of .*grown\.log[\s\S]*without --store/],
    [[`${grown}:99`], /holds no record of line 99/],
    [
      [`${grown.replace("grown", "gorwn")}:1`],
      /holds no log called .*gorwn\.log[\s\S]*Did you mean .*grown\.log\?/,
    ],
    [[`${grown}:1`, quiet], /no further path may be named/],
  ])("%j: a clear error", async (argv, message) => {
    const { status, stdout, stderr } = await vedette(["explain", ...argv, "--store", store]);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/\[usage\.(location|option)\]\n {2}\S/);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });

  test("a store that does not exist is not made", async () => {
    const nowhere = join(folder, "nowhere");
    const { status, stderr } = await vedette(["explain", `${grown}:1`, "--store", nowhere]);
    expect(stderr).toMatch(/\[store\.missing\]/);
    expect(existsSync(nowhere)).toBe(false);
    expect(status).toBe(2);
  });

  test("a store of the settings is not meant: the file is", async () => {
    const { status, stdout } = await vedette(["explain", `${served}:1`], { env: { VEDETTE_STORE: store } });
    expect(stdout).toContain(`${served}:1  (ncsa-combined)`);
    expect(status).toBe(0);
  });

  test("a line outside the window is explained as that", async () => {
    const { stdout } = await vedette(["explain", "--from", "2026-05-18", `${grown}:1`, "--store", store]);
    expect(stdout).toMatch(/No event: outside the window\./);
  });
});

describe("commands that a report prints", () => {
  /** Runs a printed command as a shell would, with the built program under its name. */
  const paste = (command: string) =>
    spawnSync("bash", ["-c", `vedette() { "${process.execPath}" "${mainScript}" "$@"; }\n${command}`], {
      encoding: "utf8",
      cwd: folder,
    });
  const commandOf = (
    report: { readonly steps: readonly { readonly clause: string; readonly command?: string }[] },
    clause: string,
  ) => String(report.steps.find((step) => step.clause === clause)?.command);
  /** Three endpoints, but only two of them in either file: the indicator needs both. */
  const parts = ["it's a log.log", "-odd $name.log"].map((name, index) =>
    write(
      folder,
      name,
      ["/.env", "/server-status", "/.git/config"]
        .slice(index, index + 2)
        .map((path) => `203.0.113.77 [17/May/2026:10:05:03 +0000] "GET ${path} HTTP/1.1" 404`),
    ),
  );
  const format = ["--log-format", '%h %t "%r" %>s'];

  test("T2a and T2d can be pasted: all paths and options are in them", async () => {
    const names = parts.map((path) => path.slice(folder.length + 1));
    const run = spawned(
      ["triage", "--json", ...format, "--internal", "10.0.0.0/8", "--from", "2026-05-17", "--", ...names],
      { cwd: folder },
    );
    const report = JSON.parse(run.stdout) as Parameters<typeof commandOf>[0];
    const explained = paste(`${commandOf(report, "T2a")} --json`);
    expect(explained.stderr).toBe("");
    const one = JSON.parse(explained.stdout) as Explanation;
    const probe = one.indicators.find(({ id }) => id === "endpoint.config-probe");
    expect(probe?.sentence).toContain("3 configuration endpoints");
    expect(commandOf(report, "T2a")).toMatch(/ --from 2026-05-17T00:00:00\.000Z /);
  });

  test("T2d prints the ticket", () => {
    const run = spawned(["triage", "--json", "served.log", "tool.log"], { cwd: folder });
    const ticket = paste(commandOf(JSON.parse(run.stdout) as Parameters<typeof commandOf>[0], "T2d"));
    expect(ticket.stdout).toMatch(/^\[T1592\.004\] /);
    expect(ticket.status).toBe(0);
    const brief = spawned(["triage", "-q", "served.log", "tool.log"], { cwd: folder }).stdout;
    const next = /^Next {2}(.*?) {4}/m.exec(brief)?.[1];
    expect(paste(String(next)).stdout).toBe(ticket.stdout);
  });

  test("of a store they ask the store", async () => {
    const store = join(folder, "asked store");
    const { report } = await triageJson(["--store", store, served]);
    const explained = paste(commandOf(report, "T2a"));
    expect(explained.stderr).toBe("");
    expect(explained.stdout).toContain("203.0.113.5: escalate");
    expect(paste(commandOf(report, "T2d")).stdout).toMatch(/^\[T1592\.004\] /);
  });

  test("each case is explained by a line of its own", async () => {
    const { report } = await triageJson([served, join(folder, "tool.log")]);
    const whose = report.cases.map(({ command, entities }) => [
      /:\d+/.exec(String(command)) !== null,
      paste(String(command)).stdout.includes(
        report.entities.find(({ id }) => id === entities[0])?.value ?? "no such entity",
      ),
    ]);
    // Of one case alone it would be no wonder.
    expect(whose.length).toBeGreaterThan(1);
    expect(whose.flat().every(Boolean)).toBe(true);
  });

  test("standard input cannot be asked again, and nothing pretends that it can", async () => {
    const { report } = await triageJson(["-"], { stdin: readFileSync(served) });
    const step = (clause: string) => report.steps.find((one) => one.clause === clause);
    expect(step("T2a")).not.toHaveProperty("command");
    expect(step("T2a")?.sentence).toMatch(/Keep standard input in a file/);
    expect(step("T2d")).not.toHaveProperty("command");
  });
});
