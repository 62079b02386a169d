/** The arithmetic of the benches, and what they read from other programs' answers. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { fitLine, leastSquares, median, quantile } from "../bench/arithmetic.ts";
import { fitsText } from "../bench/growth.ts";
import { packageFolders } from "../bench/install.ts";
import { judgeLag, type LagSample, nextRate } from "../bench/lag.ts";
import { makeDistinct } from "../bench/make-distinct.ts";
import { inTurn, middle, type Run, run } from "../bench/measure.ts";
import { Options } from "../bench/options.ts";
import { compressedShare, factor, peerAims } from "../bench/peer-aims.ts";
import {
  crowdsecAlerts,
  fail2banLines,
  goaccessLines,
  lnavLines,
  mtailLines,
  vedetteLines,
  wcLines,
} from "../bench/peer-outputs.ts";
import { copyHead, toolNames } from "../bench/peer-programs.ts";
import { root } from "./support/places.ts";

const took = (seconds: number, mib = 100, status = 0): Run => ({
  ...{ seconds, status, processorSeconds: seconds * 2 },
  anonymousBytes: mib * 2 ** 20,
});

/** Gives a folder to a body and removes it. */
async function inFolder(body: (folder: string) => unknown): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "vedette-test-bench-"));
  try {
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("middles", () => {
  test("the median of an odd and of an even number of values, by number and not by text", () => {
    expect(median([10, 9, 100])).toBe(10);
    expect(median([4, 1, 3, 100])).toBe(3.5);
    expect(median([])).toBeNaN();
  });

  test("a quantile is one of the values", () => {
    expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3);
    expect(quantile([1, 2, 3, 4], 0.95)).toBe(4);
    expect(quantile([1, 2], 0)).toBe(1);
  });

  test("of runs: times in the middle, the most memory, the worst status", () => {
    expect(middle([took(3, 10), took(1, 30), took(2, 20, 1)])).toEqual({
      ...{ seconds: 2, processorSeconds: 4, status: 1 },
      anonymousBytes: 30 * 2 ** 20,
    });
    expect(middle([took(1, 1, -1), took(1, 1, 1)]).status).toBe(-1);
  });
});

describe("lines through points", () => {
  test("a straight line is found, and nothing is off it", () => {
    const fit = fitLine([0.25, 1, 4, 16].map((x) => ({ x, y: 2 + 16 * x })));
    expect(fit.start).toBeCloseTo(2, 9);
    expect(fit.slope).toBeCloseTo(16, 9);
    expect(fit.worst.share).toBeLessThan(1e-9);
  });

  test("the worst deviation is told with its place, as a share of the line", () => {
    const points = [1, 2, 3, 4].map((x) => ({ x, y: x === 3 ? 60 : 10 * x }));
    const fit = fitLine(points);
    expect(fit.worst.x).toBe(3);
    const line = fit.start + fit.slope * 3;
    expect(fit.worst.share).toBeCloseTo((60 - line) / line, 9);
    expect(fit.deviations[2]).toBeGreaterThan(0);
    expect(fit.deviations[3]).toBeLessThan(0);
  });

  test("small points count as much as large ones", () => {
    const points = [
      { x: 1, y: 3 },
      { x: 2, y: 4 },
      { x: 1000, y: 1300 },
      { x: 2000, y: 2200 },
    ];
    const plain = leastSquares(points);
    const fit = fitLine(points);
    const off = ({ start, slope }: { start: number; slope: number }) => Math.abs(3 - (start + slope)) / 3;
    expect(off(fit)).toBeLessThan(off(plain) / 2);
  });

  test("points at one place make no line, and nothing measured is 0", () => {
    expect(() => leastSquares([{ x: 1, y: 1 }])).toThrow(RangeError);
    expect(() =>
      fitLine([
        { x: 1, y: 1 },
        { x: 1, y: 2 },
      ]),
    ).toThrow(RangeError);
    expect(() =>
      fitLine([
        { x: 1, y: 1 },
        { x: 2, y: 0 },
      ]),
    ).toThrow(RangeError);
  });

  test("as a table, the slope by as many of the unit as are told", () => {
    const rows = [100, 1000, 10_000].map((x) => ({
      ...{ x, bytes: 1, lines: 1 },
      took: took(2 + x / 1000, 100 + x / 10),
    }));
    const text = fitsText(rows, { unit: "clients", per: 1000 });
    expect(text).toContain("| for each 1,000 clients |");
    expect(text).toContain("| seconds | 2.00 | 1 | 0 % at");
    expect(text).toContain("| peak anonymous MiB | 100 | 100 | 0 % at");
    const bent = rows.map((row) => (row.x === 1000 ? { ...row, took: took(6) } : row));
    expect(fitsText(bent, { unit: "clients", per: 1000 })).toMatch(
      /\| seconds \|.* % at 1,000 clients \| −\d+ %, \+\d+ %, −\d+ % \|/,
    );
    const two = fitsText(rows.slice(0, 2), { unit: "clients", per: 1 });
    expect(two).toBe("Fewer than three points say nothing of a line.\n");
  });
});

describe("a service that falls behind", () => {
  /** A service that looks every some seconds and stores a share of what came since. */
  function saw(rate: number, share: number, everyMs: number, seconds: number): LagSample[] {
    let stored = 0;
    return Array.from({ length: seconds * 4 }, (_, at) => {
      const atMs = at * 250;
      if (atMs % everyMs === 0) stored = Math.round((rate * atMs * share) / 1000);
      return { atMs, offered: Math.round((rate * atMs) / 1000), stored };
    });
  }

  test("one that takes all at each look holds, however long it lets lines wait", () => {
    for (const everyMs of [1000, 4000, 8000])
      expect(judgeLag(saw(5000, 1, everyMs, 60), 5000)).toMatchObject({ verdict: "holds", growth: 0 });
  });

  test("one that takes nine of ten falls behind by one of ten", () => {
    const judged = judgeLag(saw(5000, 0.9, 4000, 60), 5000);
    expect(judged.verdict).toBe("grows");
    expect(judged.growth).toBeCloseTo(500, 0);
  });

  test("one that looks hardly ever cannot be judged", () => {
    expect(judgeLag(saw(5000, 1, 20_000, 60), 5000)).toMatchObject({ verdict: "few", looks: 1 });
    expect(judgeLag([], 5000).verdict).toBe("few");
  });

  test("the most that waited is told", () => {
    expect(judgeLag(saw(1000, 1, 4000, 60), 1000).most).toBe(3750);
  });

  test("rates go up until one fails, then lie between", () => {
    expect(nextRate({ held: 5000 }, 1.5, 2, 50)).toBe(7500);
    expect(nextRate({ held: 5000, failed: 7200 }, 1.5, 2, 50)).toBe(6000);
    expect(nextRate({ held: 5000, failed: 7200 }, 1.5, 0, 50)).toBeUndefined();
    expect(nextRate({ failed: 5000 }, 2, 2, 50)).toBe(2500);
    expect(nextRate({ failed: 60 }, 2, 2, 50)).toBeUndefined();
  });
});

describe("what other programs say that they read", () => {
  test("wc, fail2ban-regex, lnav", () => {
    expect(wcLines("370000 /tmp/x/seed-7.log\n")).toBe(370_000);
    expect(wcLines("wc: x: No such file")).toBeUndefined();
    const said =
      "Date template hits:\n|  [21503] ^[^\\[]*\n\nLines: 21503 lines, 0 ignored, 18 matched, 21485 missed\n[processed in 0.95 sec]\n";
    expect(fail2banLines(said)).toBe(21_503);
    expect(fail2banLines("Results\n")).toBeUndefined();
    expect(lnavLines("c_ip,n,total\n2001:db8:0:0::1,807,21504\n12.0.0.1,156,21504\n")).toBe(21_504);
    expect(lnavLines("c_ip,n\n12.0.0.1,156\n")).toBeUndefined();
    expect(lnavLines("")).toBeUndefined();
  });

  test("goaccess, mtail, vedette: JSON", () => {
    expect(goaccessLines('{"general":{"total_requests":370000,"failed_requests":3}}')).toBe(370_000);
    expect(goaccessLines("{}")).toBeUndefined();
    const metric = { LabelValues: [{ Value: { Value: 21503, Time: 1 } }] };
    expect(mtailLines(JSON.stringify({ requests: [], lines_total: [metric] }))).toBe(21_503);
    expect(mtailLines("{}")).toBeUndefined();
    expect(vedetteLines('{"sources":[{"lines":3},{"lines":4}]}')).toBe(7);
  });

  test("alerts of crowdsec by scenario", () => {
    const line = (scenario: string) =>
      `time="30-11-2026 12:15:56" level=info msg="(bench) alert : crowdsecurity/${scenario} by ip 203.0.113.7"\n`;
    const alerts = crowdsecAlerts(line("http-probing") + line("http-probing") + line("http-bad-user-agent"));
    expect([...alerts]).toEqual([
      ["crowdsecurity/http-probing", 2],
      ["crowdsecurity/http-bad-user-agent", 1],
    ]);
    expect(crowdsecAlerts('level=warning msg="Acquisition is finished"').size).toBe(0);
  });

  test("packages of npm ls, the project left out and each once", () => {
    expect(packageFolders("/p\n/p/node_modules/a\n/p/node_modules/b\n/p/node_modules/a\n", "/p")).toEqual([
      "/p/node_modules/a",
      "/p/node_modules/b",
    ]);
  });
});

describe("aims beside others", () => {
  const row = (name: string, seconds: number, bytes = 1e9, wrong?: string) => ({
    ...{ name, bytes, wrong },
    took: took(seconds),
  });

  test("a slice is compared by what it has a second", () => {
    expect(factor({ took: took(20), bytes: 4e6 }, { took: took(5), bytes: 1e9 })).toBeCloseTo(1000, 9);
  });

  test("compressed input is held against the slower of the two", () => {
    const at = (seconds: number) => ({ took: took(seconds), bytes: 1e9 });
    expect(compressedShare(at(10), at(5), at(8))).toBeCloseTo(0.8, 9);
    expect(compressedShare(at(10), at(9), at(2))).toBeCloseTo(0.9, 9);
  });

  test("reached, not reached, and left out where a program was not there or went wrong", () => {
    const rows = [
      row("vedette triage (plain)", 2),
      row("goaccess -o report.json", 25),
      row("lnav, one GROUP BY", 7),
      row("rg -ci, 50 tool names", 1.6, 1e9, "FAILED, status 2"),
      row("vedette triage (.gz)", 2.5),
      row("gzip -dc", 2.4),
    ];
    const aims = peerAims(rows, 1);
    expect(aims.map(({ aim, reached }) => [aim, reached])).toEqual([
      ["400 MB/s plain", true],
      ["10 times goaccess", true],
      ["4 times lnav", false],
      [".gz: 80 % of the slower of plain and `gzip -dc`", true],
      ["at most 1.5 GiB of anonymous memory at 1 GiB", true],
    ]);
    expect(aims[2]?.measured).toBe("3.50 times");
  });

  test("fifty names of tools, none twice", () => {
    expect(new Set(toolNames).size).toBe(50);
  });
});

describe("options", () => {
  test("values and lists, and what stands where nothing is given", () => {
    const options = new Options(["--gib", "0.25", "--sizes", "0.25,1", "--alone"]);
    expect(options.number("gib", 1)).toBe(0.25);
    expect(options.numbers("sizes", [1])).toEqual([0.25, 1]);
    expect(options.numbers("distinct", [100])).toEqual([100]);
    expect([options.has("alone"), options.has("keep")]).toEqual([true, false]);
  });

  test("what is mistyped is refused before anything is made", () => {
    expect(() => new Options(["--gb", "1"])).toThrow("--gb is not known");
    expect(() => new Options(["1"])).toThrow("1 is not known");
    expect(() => new Options(["--gib"])).toThrow("--gib needs a value");
    expect(() => new Options(["--gib", "--keep"])).toThrow("--gib needs a value");
    expect(() => new Options(["--gib", "one"]).number("gib", 1)).toThrow('"one" is no number');
    expect(() => new Options(["--sizes", "1,,2"]).numbers("sizes", [])).toThrow('"" is no number');
    expect(() => new Options(["--runs", "0"]).number("runs", 1)).toThrow("above 0");
    expect(new Options(["--rate", "0"]).number("rate", 1, 0)).toBe(0);
  });
});

describe("logs of a bench", () => {
  test("the head of a log ends with a line, and is one line at least", async () => {
    await inFolder((folder) => {
      const [from, to] = [join(folder, "a"), join(folder, "b")];
      writeFileSync(from, "one\ntwo\nthree\nfour");
      expect(copyHead(from, to, 9)).toBe(8);
      expect(readFileSync(to, "utf8")).toBe("one\ntwo\n");
      expect(copyHead(from, to, 1)).toBe(4);
      expect(readFileSync(to, "utf8")).toBe("one\n");
      expect(copyHead(from, to, 1000)).toBe(14);
    });
  });

  test("as many clients and agents occur as are told, in as many files as are asked for", async () => {
    await inFolder(async (folder) => {
      const log = await makeDistinct({
        ...{ samples: join(root, "samples"), path: join(folder, "log"), bytes: 3 * 2 ** 20, seed: 7 },
        ...{ clients: 2000, agents: 50, files: 3 },
      });
      const lines = log.paths.flatMap((path) => readFileSync(path, "latin1").trim().split("\n"));
      expect(log.paths.length).toBe(3);
      expect(lines.length).toBe(log.lines);
      expect(log.clients).toBe(2000);
      expect(new Set(lines.map((line) => line.split(" ", 1)[0])).size).toBe(2000);
      expect(new Set(lines.map((line) => line.split('"').at(-2))).size).toBe(log.agents);
      expect(log.agents).toBeGreaterThan(47);
    });
  });
});

describe("runs of programs", () => {
  const node = (script: string) => ({ program: process.execPath, args: ["-e", script] });

  test("status, output, memory and processor time of a program", async () => {
    await inFolder(async (folder) => {
      const output = join(folder, "said.txt");
      const script =
        "const held = Buffer.alloc(64 << 20, 1); const until = Date.now() + 1500; while (Date.now() < until); console.log(process.env.SAID, held.length > 0); process.exitCode = 3";
      const one = await run({ ...node(script), env: { SAID: "so" }, output });
      expect(one.status).toBe(3);
      expect(readFileSync(output, "utf8")).toBe("so true\n");
      expect(one.anonymousBytes).toBeGreaterThan(64 * 2 ** 20);
      expect(one.processorSeconds).toBeGreaterThan(0);
      expect(one.processorSeconds).toBeLessThanOrEqual(one.seconds * 16);
    });
  });

  test("a program that is not there is an error", async () => {
    await expect(run({ program: "/nowhere/at/all", args: [] })).rejects.toThrow("ENOENT");
  });

  test("in turn: each in as many rounds as it takes part in", async () => {
    await inFolder(async (folder) => {
      const log = join(folder, "order");
      const say = (text: string) => node(`require("fs").appendFileSync(${JSON.stringify(log)}, "${text}")`);
      const all = await inTurn([
        { command: say("a"), runs: 2 },
        { command: say("b"), runs: 1 },
      ]);
      expect(all.map(({ length }) => length)).toEqual([2, 1]);
      expect(readFileSync(log, "utf8")).toBe("aba");
    });
  });
});
