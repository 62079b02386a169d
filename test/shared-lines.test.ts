/** Documents that hold several records on one line: each is told from its neighbours. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder, write } from "./support/files.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();

const record = (client: string, url: string) => ({
  time: "2026-05-17T10:05:03.123Z",
  category: "FrontDoorAccessLog",
  properties: {
    httpMethod: "GET",
    requestUri: `https://www.example${url}`,
    userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    clientIp: client,
    httpStatusCode: "404",
  },
});

const records = [
  record("198.51.100.5", "/"),
  record("203.0.113.9", "/.env"),
  record("203.0.113.9", "/.git/config"),
];

/** Lines of evidence for the probe, with what was asked for on each. */
async function proof(path: string, store?: string) {
  const { findings, sources } = await triageDocument([path], store === undefined ? {} : { store });
  const probe = findings.find(({ indicator }) => indicator === "endpoint.config-probe");
  return {
    notes: sources[0]?.notes,
    evidence: probe?.evidence.map(({ line, text }) => [line, /example(\/[^"]*)/.exec(text)?.[1]]),
  };
}

test("proof is the record itself, and the report says how lines count", async () => {
  const path = write(folder, "one-line.json", JSON.stringify({ records }));
  const expected = [
    [2, "/.env"],
    [3, "/.git/config"],
  ];
  expect(await proof(path)).toEqual({
    notes: ["2 records stand on the line of another; each counts as a line of its own, here and behind it"],
    evidence: expected,
  });
  expect((await proof(path, join(folder, "store"))).evidence?.map(([line]) => line)).toEqual([2, 3]);
});

test("a document with a line for each keeps its lines", async () => {
  const path = write(
    folder,
    "lines.json",
    `[\n${records.map((one) => JSON.stringify(one)).join(",\n")}\n]\n`,
  );
  expect(await proof(path)).toEqual({
    notes: [],
    evidence: [
      [3, "/.env"],
      [4, "/.git/config"],
    ],
  });
});
