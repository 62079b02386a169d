/** Records that are no requests are counted in a one-off run and rows in a store; both tell the same. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { splitOf } from "../src/ingest/counts.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();

const eve = (second: number, type: string, more: object) =>
  JSON.stringify({
    timestamp: `2026-05-17T10:05:${String(second).padStart(2, "0")}.000000+0000`,
    event_type: "TYPE",
    src_ip: "192.0.2.7",
    dest_ip: "198.51.100.1",
    ...more,
  }).replace('"TYPE"', type);

const request = { http: { hostname: "www.example", url: "/.env", http_user_agent: "probe/1", status: 404 } };

describe("a log of which most are no requests", () => {
  const lines = [
    eve(1, '"dns"', { dns: { rrname: "www.example" } }),
    eve(9, '"http"', request),
    // The same type, as JSON allows to write it.
    eve(10, '"\\u0068ttp"', request),
    eve(12, '"flow"', { app_proto: "http" }),
    eve(13, '"login"', {}),
    eve(14, '"alert"', { alert: { signature: "s", severity: 1 } }).slice(0, 60),
    "",
    eve(30, '"flow"', {}),
  ];

  test("classes, rejects and times are the same, and so are the findings", async () => {
    const path = write(folder, "eve.json", `${lines.join("\n")}\n`);
    const once = await triageDocument([path]);
    const kept = await triageDocument([path], { store: join(folder, "store") });
    const [source] = once.sources;
    expect(source).toMatchObject({
      lines: 7,
      events: 5,
      rejected: 2,
      classes: { flow: 2, http: 2, dns: 1 },
      first: "2026-05-17T10:05:01.000Z",
      last: "2026-05-17T10:05:30.000Z",
    });
    expect(source?.rejects.map(({ reason, line }) => [reason, line])).toEqual([
      ["another kind of record by its event_type", 5],
      ["not valid JSON", 6],
    ]);
    expect(kept.sources).toEqual(once.sources);
    expect(once.findings.map(({ indicator, count }) => [indicator, count])).toContainEqual([
      "endpoint.config-probe",
      2,
    ]);
    expect(kept.findings).toEqual(once.findings);
  });

  test("outside of the window they are told as such", async () => {
    const path = write(folder, "window.json", `${lines.join("\n")}\n`);
    const { sources } = await triageDocument([path], { fromMs: Date.parse("2026-05-17T10:05:11Z") });
    expect(sources[0]).toMatchObject({ lines: 7, events: 2, outside: 3, classes: { flow: 2 } });
  });
});

describe("what a scan does with the records of a plan", () => {
  const plan = { prelude: [], columns: {}, reject: "''", skip: "0" };
  test.each([
    ["requests alone", {}, undefined, "rows"],
    ["one class that is none", { event_class: "'flow'" }, undefined, "counts"],
    [
      "classes by their records",
      { event_class: "transform(x, ['a'], ['http'], 'other')" },
      undefined,
      "both",
    ],
    [
      "a kind that no profile is made of",
      { event_class: "transform(x, ['a'], ['http'], 'other')" },
      "toUInt8(0)",
      "counts",
    ],
  ] as const)("%s", (_, columns, profiled, split) => {
    expect(splitOf({ ...plan, columns, ...(profiled === undefined ? {} : { profiled }) })).toBe(split);
  });
});

describe("what inside clients ask of the outside", () => {
  const lines = [
    eve(1, '"http"', { src_ip: "203.0.113.7", dest_ip: "198.51.100.9", ...request }),
    eve(2, '"http"', { src_ip: "198.51.100.9", dest_ip: "203.0.113.1", ...request }),
  ];

  test.each([
    ["one is asked from outside as far as is known", [], ["198.51.100.9", "203.0.113.7"]],
    ["the network is named", ["203.0.113.0/24"], ["198.51.100.9"]],
  ] as const)("%s", async (_, internalNetworks, addresses) => {
    const path = write(folder, "both-ways.json", lines);
    const { entities } = await triageDocument([path], { internalNetworks });
    expect(entities.map(({ value }) => value).sort()).toEqual(addresses);
  });
});
