/** Which licences may be in what ships. Nothing copyleft is among them. */
import type { LockedPackage } from "./lock.ts";

/** SPDX ids that ask for no more than a notice. */
export const permissive: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "ISC",
  "MIT",
  "MIT-0",
]);

/** Packages that bring a script for their installation, and what it does. None is needed; `allowScripts` of package.json lets none run. */
export const installScripts: Readonly<Record<string, string>> = {
  chdb: 'node -e ""',
};

/** Whether one of the licences that an expression offers is permissive. `AND` needs all of its parts. */
export function isPermissive(expression: string): boolean {
  return expression
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((offer) => offer.split(" AND ").every((id) => permissive.has(id.trim())));
}

/** What ships under a licence that is not permissive, or under none that is known. */
export function refusedLicences(packages: readonly LockedPackage[]): LockedPackage[] {
  return packages.filter(({ use, license }) => use !== "development" && !isPermissive(license));
}
