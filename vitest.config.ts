import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/sequencer.ts";

// One forked process per file: libchdb binds one data directory per process and crashes in worker threads.
export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    isolate: true,
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // A triage takes seconds, more where two files and other work share two cores.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    // What is waited for comes late where the machine is busy.
    expect: { poll: { timeout: 30_000 } },
    globalSetup: ["test/support/global-setup.ts"],
    reporters: ["default", "./test/support/reporter.ts"],
  },
});
