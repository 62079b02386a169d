/** OpenTelemetry's own exporters send to an intake that is killed and started again: nothing is lost, nothing is there twice. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OTLPLogExporter as JsonExporter } from "@opentelemetry/exporter-logs-otlp-http";
import { OTLPLogExporter as ProtobufExporter } from "@opentelemetry/exporter-logs-otlp-proto";
import { CompressionAlgorithm } from "@opentelemetry/otlp-exporter-base";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { LoggerProvider, type LogRecordExporter, type ReadableLogRecord } from "@opentelemetry/sdk-logs";
import { afterAll, expect, test } from "vitest";
import { streamFolder } from "../src/intake/names.ts";
import { root as checkout } from "./support/places.ts";

const child = join(checkout, "test", "support", "intake-child.mjs");
const started: ChildProcess[] = [];
afterAll(() => {
  for (const one of started) one.kill("SIGKILL");
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Starts an intake that kills itself at the n-th time that it comes to a point. */
async function start(root: string, port: number, point = "none", nth = 0): Promise<ChildProcess> {
  const one = spawn(process.execPath, [child, root, String(port), point, String(nth)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(one);
  await Promise.race([new Promise((resolve) => one.stdout?.once("data", resolve)), ended(one)]);
  return one;
}

const ended = (one: ChildProcess) =>
  one.exitCode !== null || one.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => one.once("exit", resolve));

/** Lines of a stream, those that were read and those that wait. */
function takenOf(root: string, name: string): string[] {
  const texts = new Map<string, string>();
  const folder = streamFolder({ kind: "http", name });
  for (const base of [join(root, "state", "spool"), join(root, "read")]) {
    const path = join(base, folder);
    for (const file of existsSync(path) ? readdirSync(path) : [])
      if (/^\d{8}\.log$/.test(file)) texts.set(file, readFileSync(join(path, file), "utf8"));
  }
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, text]) => text.split("\n").slice(0, -1));
}

/** What a logger emits. */
function records(service: string, lines: readonly string[]): ReadableLogRecord[] {
  const emitted: ReadableLogRecord[] = [];
  const provider = new LoggerProvider({
    resource: resourceFromAttributes({ "service.name": service, "host.name": "web01" }),
    processors: [
      {
        onEmit: (record) => emitted.push(record),
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    ],
  });
  for (const [at, body] of lines.entries())
    provider.getLogger("test").emit({
      body,
      attributes: { "log.file.path": "/a.log" },
      timestamp: [1779012303, 123_456_000 + at],
    });
  return emitted;
}

/** Exports until it is acknowledged, as a collector does. */
async function exported(exporter: LogRecordExporter, batch: ReadableLogRecord[]): Promise<void> {
  for (;;) {
    const { code } = await new Promise<{ code: number }>((resolve) => exporter.export(batch, resolve));
    if (code === 0) return;
    await pause(20);
  }
}

const batches = 30;
const perBatch = 20;

test("whatever it is killed at, each record is there once", async () => {
  const root = mkdtempSync(join(tmpdir(), "vedette-otlp-"));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/v1/logs`;
  const exporters = {
    proto: new ProtobufExporter({ url, timeoutMillis: 5000 }),
    json: new JsonExporter({ url, timeoutMillis: 5000, compression: CompressionAlgorithm.GZIP }),
  };
  let isSending = true;
  const sending = Promise.all(
    Object.entries(exporters).map(async ([service, exporter]) => {
      for (let n = 0; n < batches; n += 1)
        await exported(
          exporter,
          records(
            service,
            Array.from({ length: perBatch }, (_, at) => `${n}.${at} line`),
          ),
        );
    }),
  ).finally(() => {
    isSending = false;
  });
  let kills = 0;
  // The answer to what is committed is lost at the first of these points.
  for (const point of ["commit.before-answer", "journal.after-fsync", "commit.after-answer"])
    for (let n = 0; n < 3 && isSending; n += 1) {
      const one = await start(root, port, point, 2 + n);
      await Promise.race([ended(one), sending]);
      if (one.signalCode === "SIGKILL") kills += 1;
      one.kill("SIGKILL");
      await ended(one);
    }
  const last = await start(root, port);
  await sending;
  last.kill("SIGTERM");
  await ended(last);
  expect(kills).toBeGreaterThanOrEqual(6);
  const wanted = Array.from(
    { length: batches * perBatch },
    (_, n) => `${Math.floor(n / perBatch)}.${n % perBatch} line`,
  );
  for (const service of Object.keys(exporters))
    expect(takenOf(root, `${service}:web01:/a.log`)).toEqual(wanted);
  rmSync(root, { recursive: true, force: true });
}, 300_000);
