/** Limits of files, rules, feeds and mails, each met. */
import { truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { expect } from "vitest";
import { readRegister } from "../../../src/assess/register-file.ts";
import { readReportJson } from "../../../src/assess/report-json.ts";
import { feedAsker, pageLimits } from "../../../src/cli/fetch.ts";
import { limitsOf, readStatement } from "../../../src/cli/run/sql.ts";
import { loadContent } from "../../../src/content/load.ts";
import { readText } from "../../../src/content/playbook/file.ts";
import { withPolicy } from "../../../src/content/policies.ts";
import { loadSigmaSources } from "../../../src/content/sigma.ts";
import { readBaseline } from "../../../src/detect/baseline-file.ts";
import { checkAddressSpace } from "../../../src/engine/address-space.ts";
import { Collector } from "../../../src/intel/collect.ts";
import { parsePattern } from "../../../src/intel/pattern.ts";
import { readStream } from "../../../src/intel/read.ts";
import { beginFeed } from "../../../src/intel/store.ts";
import { observable } from "../../../src/intel/values.ts";
import { engineLimits, fileLimits, intelLimits, mailLimits, sigmaLimits } from "../../../src/limits.ts";
import { rulesOf } from "../../../src/sigma/read-rules.ts";
import { ruleSetOf } from "../../../src/sigma/rule-set.ts";
import { temporaryFolder } from "../files.ts";
import { mailOf, pageOf } from "../mails.ts";

export type Meets = () => void | Promise<void>;

const folder = temporaryFolder();
let made = 0;

/** A file of a size that takes no room on disk. */
function fileOf(bytes: number): string {
  made += 1;
  const path = join(folder, `long-${made}.json`);
  writeFileSync(path, "");
  truncateSync(path, bytes);
  return path;
}

const refusesFile =
  (bytes: number, read: (path: string) => unknown, says: RegExp): Meets =>
  () => {
    const path = fileOf(bytes + 1);
    expect(() => read(path)).toThrow(says);
    expect(() => read(path)).toThrow(path);
    // One byte less is read; that it is nothing is another matter.
    const within = fileOf(bytes);
    if (bytes <= 1 << 20) expect(() => read(within)).not.toThrow(says);
  };

/** Reads a feed of one piece that is repeated, which holds no more memory than the piece. */
async function feed(piece: Uint8Array, times: number) {
  made += 1;
  const writing = beginFeed(join(folder, `feed-${made}`), "feed", 50);
  const collector = new Collector(writing.writer, 0, 0);
  async function* chunks(): AsyncIterable<Uint8Array> {
    for (let n = 0; n < times; n += 1) yield piece;
  }
  try {
    await readStream("feed", chunks(), collector);
    return collector.refused();
  } finally {
    writing.drop();
  }
}

const rule = (selection: string, condition = "s") =>
  `title: T\nlogsource: {category: webserver}\ndetection:\n  s:\n${selection}  condition: ${condition}\n`;
const refusal = (text: string) => rulesOf("r.yml", text).refusals.map(({ message }) => message);
const mib = 1 << 20;

export const ofTexts: Readonly<Record<string, Meets>> = {
  "file.reportBytesMax": refusesFile(
    fileLimits.reportBytesMax,
    (path) => readReportJson(path, undefined as never),
    /larger than 512 MiB/,
  ),
  "file.registerBytesMax": refusesFile(fileLimits.registerBytesMax, readRegister, /larger than 16 MiB/),
  "file.policyBytesMax": refusesFile(
    fileLimits.policyBytesMax,
    (path) => withPolicy(loadContent(), path),
    /larger than 1 MiB/,
  ),
  "file.playbookBytesMax": refusesFile(
    fileLimits.playbookBytesMax,
    readText,
    /more than the limit of 262,144/,
  ),
  "file.baselineBytesMax": refusesFile(fileLimits.baselineBytesMax, readBaseline, /larger than 64 MiB/),

  "engine.addressBytesLeast": () => {
    const limited = (bytes: number | string) =>
      `Max cpu time   unlimited   unlimited   seconds\nMax address space         ${bytes}           unlimited            bytes     \n`;
    const { addressBytesLeast } = engineLimits;
    expect(() => checkAddressSpace(limited(addressBytesLeast - 1024))).toThrow(
      /8\.0 GiB of address space \(ulimit -v\)/,
    );
    for (const enough of [addressBytesLeast, "unlimited"]) checkAddressSpace(limited(enough));
  },
  "engine.questionSecondsMax": () => {
    expect(limitsOf({ seconds: "3600" }).seconds).toBe(3600);
    expect(() => limitsOf({ seconds: "3601" })).toThrow(/--seconds 3601/);
  },
  "engine.questionRowsMax": () => {
    expect(limitsOf({ rows: "1000000" }).rows).toBe(1_000_000);
    expect(() => limitsOf({ rows: "1000001" })).toThrow(/--rows 1000001/);
  },
  "engine.statementBytesMax": async () => {
    const stdin = Readable.from([Buffer.alloc(engineLimits.statementBytesMax + 1, " ")]);
    await expect(readStatement(stdin)).rejects.toThrow(/statement is longer than 1 MiB/);
  },

  "sigma.valuesMax": () => {
    const list = (values: number) =>
      rule(`    c-ip: [${Array.from({ length: values }, (_, n) => n).join(", ")}]\n`);
    expect(refusal(list(sigmaLimits.valuesMax))).toEqual([]);
    expect(refusal(list(sigmaLimits.valuesMax + 1))).toEqual(["c-ip: more than 10000 values"]);
  },
  "sigma.regexCharactersMax": () => {
    const expression = (length: number) => rule(`    c-useragent|re: '${"a".repeat(length)}'\n`);
    expect(refusal(expression(sigmaLimits.regexCharactersMax))).toEqual([]);
    expect(refusal(expression(sigmaLimits.regexCharactersMax + 1)).join()).toContain(
      "a regular expression has more than 4000 characters",
    );
  },
  "sigma.conditionCharactersMax": () => {
    const long = `s${" and s".repeat(Math.ceil(sigmaLimits.conditionCharactersMax / 6))}`;
    expect(refusal(rule("    c-ip: x\n", long))).toEqual(["the condition has more than 10000 characters"]);
  },
  "sigma.waysMax": () => {
    expect(refusal(rule("    c-useragent|windash: '-a -b -c -d -e'\n")).join()).toContain(
      "windash makes more than 1000 texts of a value",
    );
  },
  "sigma.rulesMax": () => {
    const [one] = rulesOf("r.yml", rule("    c-ip: x\n")).rules;
    if (one === undefined) throw new Error("no rule");
    const many = Array.from({ length: sigmaLimits.rulesMax + 2 }, () => one);
    const said = ruleSetOf(many, loadSigmaSources()).refusals.map(({ message }) => message);
    expect(said.filter((text) => text === "more than 20000 rules in one run")).toHaveLength(2);
  },

  "intel.documentBytesMax": async () => {
    const piece = Buffer.from(`{"a": "${"x".repeat(mib - 7)}`);
    await expect(feed(piece, intelLimits.documentBytesMax / mib + 1)).rejects.toThrow(
      /feed: a JSON document larger than 256 MiB/,
    );
  },
  "intel.listBytesMax": async () => {
    const piece = Buffer.alloc(mib, "#\n");
    piece.fill("x", 2);
    await expect(feed(piece, intelLimits.listBytesMax / mib + 1)).rejects.toThrow(/feed: larger than 2 GiB/);
  },
  "intel.valueBytesMax": () => {
    const long = `http://a.example/${"x".repeat(intelLimits.valueBytesMax)}`;
    expect(observable(long)).toMatchObject({ refused: expect.stringMatching(/longer than/) });
    expect(observable(long.slice(0, intelLimits.valueBytesMax))).not.toHaveProperty("refused");
  },
  "intel.patternDepthMax": () => {
    const deep = (brackets: number) =>
      `[${"(".repeat(brackets)}ipv4-addr:value = '198.51.100.1'${")".repeat(brackets)}]`;
    expect(() => parsePattern(deep(intelLimits.patternDepthMax - 1))).not.toThrow();
    expect(() => parsePattern(deep(intelLimits.patternDepthMax + 1))).toThrow("nested too deep");
  },
  "fetch.pageBytesMax": () => expect(pageLimits.bytesMax).toBe(134_217_728),
  "fetch.totalSecondsMax": async () => {
    const asked = feedAsker({
      allowPrivate: true,
      authorization: undefined,
      agent: "vedette/test",
      limits: { ...pageLimits, totalSecondsMax: -1 },
    });
    await expect(asked({ url: new URL("http://feed.example/"), accept: "*/*" })).rejects.toThrow(
      /feed\.example: not done after -1 seconds/,
    );
  },

  "mail.boundaryLineBytes": async () => {
    const boundary = "b".repeat(mailLimits.boundaryLineBytes);
    const mail = await mailOf(
      `From: a@mail.example\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\n--${boundary}\r\ntext\r\n--b--`,
    );
    expect(mail.text).toContain(`--${boundary}`);
  },
  "mail.scriptCharacters": async () => {
    const { scripts } = await pageOf(`<script>${"a".repeat(mailLimits.scriptCharacters + 500)}</script>`);
    const [script = ""] = scripts as string[];
    expect(script.slice(0, mailLimits.scriptCharacters)).toBe("a".repeat(mailLimits.scriptCharacters));
    expect(script.length).toBeLessThan(mailLimits.scriptCharacters + 10);
  },
};
