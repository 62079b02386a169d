/** Builds once before the tests, so that those of the command line run what a user runs. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "./places.ts";

export function setup(): void {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts", "run.mjs"), "build"], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the build failed\n${stderr}`);
}
