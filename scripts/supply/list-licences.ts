/**
 * Lists what ships by licence, and fails where one of them is not permissive.
 *
 *     npm run licences [-- --all]
 *
 * A row each: licence, name, version, and whether it is installed with the program or built into the console. With
 * `--all` also what stays on the developer's machine.
 */
import { join } from "node:path";
import { refusedLicences } from "./licences.ts";
import { lockedPackages } from "./lock.ts";

const packages = lockedPackages(join(import.meta.dirname, "..", "..", ".."));
const every = process.argv.includes("--all");
const rows = packages
  .filter(({ use }) => every || use !== "development")
  .map(({ license, name, version, use }) => [license, name, version, use] as const)
  .sort((a, b) => (a.join("\t") < b.join("\t") ? -1 : 1));
for (const row of rows) process.stdout.write(`${row.join("\t")}\n`);
const refused = refusedLicences(packages);
for (const { name, version, license } of refused)
  process.stderr.write(
    `${name} ${version} ships under ${license || "no licence"}, which is not permissive.\n`,
  );
if (refused.length > 0) process.exitCode = 1;
