/** Where things are in this checkout. */
import { existsSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const samples = join(root, "samples");
/** The logs of the first recording; further labelled sets lie in folders beside them. */
export const sampleLogs = ["*.log", "*.gz"].map((pattern) => join(samples, pattern));
export const mainScript = join(root, "dist", "src", "cli", "main.js");
/** The contract and real logs beside the checkout; not everybody has them. */
export const shared = join(root, "..", "shared");
export const sharedContract = join(shared, "contract", "report.schema.json");
export const sharedWebLogs = join(shared, "data", "web");

/** The reason to skip where a path is missing, undefined where it is there. */
export function missing(path: string): string | undefined {
  return existsSync(path) ? undefined : `${relative(root, path) || path} is not here`;
}
