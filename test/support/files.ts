/** Temporary files of one test file, removed after it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";

/** A fresh folder that is removed when the test file is done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "vedette-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file (and its folders) and returns its path. Lines are joined and closed by line feeds. */
export function write(
  folder: string,
  name: string,
  content: string | Uint8Array | readonly string[],
): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Array.isArray(content) ? `${content.join("\n")}\n` : (content as string | Uint8Array));
  return path;
}
