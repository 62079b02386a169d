/** Settings that are not typed: where they come from, which one wins, and how lists are written. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Option } from "../src/cli/command.ts";
import { withSettings } from "../src/cli/settings.ts";
import { triageJson, vedette } from "./support/command.ts";
import { silentEffects } from "./support/effects.ts";
import { temporaryFolder, write } from "./support/files.ts";

const folder = temporaryFolder();
const known: readonly Option[] = [
  { name: "log-format", value: "string", many: true, says: "" },
  { name: "trusted-proxy", value: "network", many: true, says: "" },
  { name: "tz", value: "zone", says: "" },
  { name: "store", value: "folder", typedOnly: true, says: "" },
];
const settled = (env: Record<string, string>, options: Parameters<typeof withSettings>[0] = {}) =>
  withSettings(options, known, silentEffects(env));

describe("lists in the environment", () => {
  test.each([
    ['%h %{%d/%b/%Y, %T}t "%r"', ['%h %{%d/%b/%Y, %T}t "%r"']],
    ['combined\n%h %t "%r", %>s', ["combined", '%h %t "%r", %>s']],
    ["\r\ncombined\r\n\r\ncommon\n", ["combined", "common"]],
  ])("VEDETTE_LOG_FORMAT %j: one format a line, commas belong to it", async (value, formats) => {
    expect(await settled({ VEDETTE_LOG_FORMAT: value })).toEqual({ "log-format": formats });
  });

  test("networks are parted by commas", async () => {
    expect(await settled({ VEDETTE_TRUSTED_PROXY: "10.0.0.1, 10.0.0.2,,10.1.0.0/16" })).toEqual({
      "trusted-proxy": ["10.0.0.1", "10.0.0.2", "10.1.0.0/16"],
    });
  });

  test("an empty variable is none", async () =>
    expect(await settled({ VEDETTE_LOG_FORMAT: "", VEDETTE_TZ: "" })).toEqual({}));
});

test("a log is read by a format with a comma in it, as with the flag", async () => {
  const format = '%h, %t, "%r", %>s';
  const log = write(folder, "commas.log", [
    '203.0.113.7, [17/May/2026:10:05:03 +0000], "GET / HTTP/1.1", 200',
  ]);
  const { report } = await triageJson([log], { env: { VEDETTE_LOG_FORMAT: format } });
  expect(report.sources).toMatchObject([{ format: "own-1", events: 1, rejected: 0 }]);
  expect((await triageJson(["--log-format", format, log])).report.sources).toEqual(report.sources);
});

describe("layers", () => {
  let made = 0;
  const config = (text: string) => {
    made += 1;
    const home = join(folder, `config-${made}`);
    write(home, "vedette/config.yaml", text);
    return { XDG_CONFIG_HOME: home };
  };

  test("a flag wins over the environment, that over a file; a list replaces a list", async () => {
    const file = config("tz: Europe/Berlin\ntrusted_proxy: [10.0.0.1, 10.0.0.2]\n");
    expect(await settled(file)).toEqual({ tz: "Europe/Berlin", "trusted-proxy": ["10.0.0.1", "10.0.0.2"] });
    const both = { ...file, VEDETTE_TZ: "Asia/Tokyo", VEDETTE_TRUSTED_PROXY: "10.9.9.9" };
    expect(await settled(both)).toEqual({ tz: "Asia/Tokyo", "trusted-proxy": ["10.9.9.9"] });
    expect(await settled(both, { tz: "UTC" })).toMatchObject({ tz: "UTC" });
  });

  test("a format with commas in a file", async () => {
    expect(await settled(config("log_format: ['%h, %t']\n"))).toEqual({ "log-format": ["%h, %t"] });
  });

  test("an option that must be typed is taken from nowhere else", async () => {
    expect(await settled({ ...config("store: /kept\n"), VEDETTE_STORE: "/other" })).toEqual({});
    expect(await settled({ VEDETTE_STORE: "/other" }, { store: "/typed" })).toEqual({ store: "/typed" });
  });

  test.each([
    ["timezone: UTC\n", /config\.yaml: [\s\S]*timezone[\s\S]*\[config\.invalid\]\n {2}Known settings: .*tz/],
    ["tz: [", /config\.yaml: [\s\S]*\[config\.invalid\]\n {2}It must be YAML\./],
    ["log_format: '%h'\n", /log_format: [\s\S]*\[config\.invalid\]/],
  ])("%j is refused with its file", async (text, message) => {
    const { status, stderr } = await vedette(["formats"], { env: config(text) });
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  });
});
