/**
 * Closes a run with the line that machines read: `N passed, N failed`, and before it every
 * skipped test with its reason. On CI a skip is a failure, because there everything is installed.
 */
import { writeSync } from "node:fs";
import type { Reporter, SerializedError, TestCase, TestModule } from "vitest/node";

export class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const of = (state: string) => tests.filter((test) => test.result().state === state);
    const skipped = of("skipped");
    // A file that does not even load holds no test that could fail.
    const broken = modules.filter(
      (module) => module.state() === "failed" && [...module.children.allTests("failed")].length === 0,
    );
    const strict = process.env.CI === "true";
    const failed = of("failed").length + broken.length + unhandled.length + (strict ? skipped.length : 0);
    const lines = skipped.map(
      (test) =>
        `${strict ? "failed, because nothing may be skipped on CI" : "skipped"}: ${test.fullName} (${reasonOf(test)})`,
    );
    const count = `${of("passed").length} passed, ${failed} failed${strict || skipped.length === 0 ? "" : `, ${skipped.length} skipped`}`;
    if (failed > 0) process.exitCode = 1;
    // At exit, so that no other reporter writes behind it.
    process.once("exit", () => {
      writeSync(1, `${[...lines, count].join("\n")}\n`);
      if (failed > 0) process.exitCode = 1;
    });
  }
}

function reasonOf(test: TestCase): string {
  const result = test.result();
  return (result.state === "skipped" ? result.note : undefined) ?? "what it names is not here";
}

// biome-ignore lint/style/noDefaultExport: vitest loads reporters by their default export
export default CountReporter;
