/** Every limit has its words and a test that meets it; a further one without either fails here. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { limitGroups, policyLimits } from "../scripts/limits-page.ts";
import * as own from "../src/limits.ts";
import { apiLimits, intakeLimits } from "../src/limits.ts";
import { metElsewhere } from "./support/limits/elsewhere.ts";
import { ofAccounts } from "./support/limits/of-accounts.ts";
import { ofHeld } from "./support/limits/of-held.ts";
import { ofKept } from "./support/limits/of-kept.ts";
import { ofRules } from "./support/limits/of-rules.ts";
import { ofSenders } from "./support/limits/of-senders.ts";
import { ofServices } from "./support/limits/of-services.ts";
import { ofTexts } from "./support/limits/of-texts.ts";
import { ofTriage } from "./support/limits/of-triage.ts";
import { root } from "./support/places.ts";

/** Those that Node or a library keeps, or of which tests give smaller ones. That they are set is looked for in the code. */
const onlySet: Readonly<Record<string, readonly [file: string, text: string]>> = {
  "api.headersMs": ["server/listen.ts", "server.headersTimeout = apiLimits.headersMs"],
  "api.requestMs": ["server/listen.ts", "server.requestTimeout = apiLimits.requestMs"],
  "intake.headersMs": ["intake/http-server.ts", "server.headersTimeout = intakeLimits.headersMs"],
  "intake.requestMs": ["intake/http-server.ts", "server.requestTimeout = intakeLimits.requestMs"],
  "intake.handshakeMs": ["intake/syslog-streams.ts", "handshakeTimeout: intakeLimits.handshakeMs"],
  "intake.kafkaConnectMs": ["intake/kafka/consume.ts", "authenticationTimeout: intakeLimits.kafkaConnectMs"],
  "intake.kafkaRequestMs": ["intake/kafka/consume.ts", "requestTimeout: intakeLimits.kafkaRequestMs"],
  "intake.kafkaFetchBytes": ["intake/kafka/consume.ts", "maxBytes: intakeLimits.kafkaFetchBytes"],
  "intake.kafkaPartitionBytes": [
    "intake/kafka/consume.ts",
    "maxBytesPerPartition: intakeLimits.kafkaPartitionBytes",
  ],
  "clickhouse.silentMs": ["engine/clickhouse/connection.ts", "idleMs: number = clickhouseLimits.silentMs"],
  "clickhouse.patienceMs": ["engine/clickhouse.ts", "options.patienceMs ?? clickhouseLimits.patienceMs"],
  "clickhouse.headersBytesMax": [
    "engine/clickhouse/connection.ts",
    "max_response_headers_size: clickhouseLimits.headersBytesMax",
  ],
  "intel.taxiiObjectsMax": ["intel/taxii.ts", "objectsMax: number = intelLimits.taxiiObjectsMax"],
  "triage.historyRowsMax": ["respond/history.ts", "rows: triageLimits.historyRowsMax"],
  "triage.historyPairsMax": ["respond/history.ts", "pairs: triageLimits.historyPairsMax"],
  "oidc.requestMs": ["server/oidc/provider.ts", "timeoutMs = oidcLimits.requestMs"],
  "notify.attemptMs": ["cli/run/serve.ts", "timeoutMs: notifyLimits.attemptMs"],
};

const here = {
  ...ofTexts,
  ...ofServices,
  ...ofAccounts,
  ...ofSenders,
  ...ofRules,
  ...ofHeld,
  ...ofKept,
  ...ofTriage,
};
const source = readFileSync(join(root, "src", "limits.ts"), "utf8");
const groups = limitGroups(source, own);
const names = [
  ...Object.entries(own).flatMap(([group, limits]) =>
    Object.keys(limits).map((name) => `${group.replace(/Limits$/, "")}.${name}`),
  ),
  ...Object.keys(policyLimits).map((name) => `policy.${name}`),
].sort();

describe("every limit", () => {
  test("is met by one test, here or beside what it belongs to", () => {
    const met = [here, metElsewhere, onlySet].flatMap((all) => Object.keys(all));
    expect(met.sort()).toEqual(names);
  });

  test("says its unit, its reason and what happens beyond it", () => {
    const told = groups.flatMap(({ name, limits }) =>
      limits.map((one) => ({ ...one, name: `${name}.${one.name}` })),
    );
    expect(told.map(({ name }) => name).sort()).toEqual(names.filter((name) => !name.startsWith("policy.")));
    for (const { name, value, says, beyond } of told) {
      expect(value, name).toBeGreaterThan(0);
      expect(says.length, name).toBeGreaterThan(10);
      expect(beyond, name).toMatch(/^.{8,}\.$/);
    }
  });

  test("is what the code goes by", () => {
    const code = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && name !== "limits.ts")
      .map((name) => readFileSync(join(root, "src", name), "utf8"));
    const unused = Object.entries(own).flatMap(([group, limits]) =>
      Object.keys(limits).filter(
        (name) =>
          !code.some(
            (text) =>
              text.toLowerCase().includes(group.toLowerCase()) && new RegExp(`\\b${name}\\b`).test(text),
          ),
      ),
    );
    expect(unused).toEqual([]);
  });
});

test.each(Object.entries(metElsewhere))("%s is met elsewhere", (_, [file, name]) => {
  expect(readFileSync(join(root, "test", `${file}.test.ts`), "utf8")).toContain(`"${name}"`);
});

test.each(Object.entries(onlySet))("%s is set", (_, [file, text]) => {
  expect(readFileSync(join(root, "src", file), "utf8")).toContain(text);
  expect(apiLimits.headersMs).toBeLessThan(apiLimits.requestMs);
  expect(intakeLimits.headersMs).toBeLessThan(intakeLimits.requestMs);
});

describe("is met here", { timeout: 300_000 }, () => {
  test.each(Object.entries(here))("%s", (_, meets) => meets());
});
