/** Writes the checked content as one JSON file, so that a start need not parse the catalogues. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { bundlePath, loadContent } from "../src/content/load.ts";

const path = bundlePath();
rmSync(path, { force: true });
const content = loadContent();
mkdirSync(dirname(path), { recursive: true });
writeFileSync(path, JSON.stringify(content));
