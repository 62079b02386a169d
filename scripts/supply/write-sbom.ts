/**
 * Prints the bill of materials of what ships, CycloneDX 1.6 as JSON.
 *
 *     npm run --silent sbom > vedette.cdx.json
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lockedPackages, rootNeeds } from "./lock.ts";
import { type Project, sbomOf } from "./sbom.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const project = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Project;
process.stdout.write(`${JSON.stringify(sbomOf(project, lockedPackages(root), rootNeeds(root)), null, 2)}\n`);
