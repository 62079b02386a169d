/**
 * The bill of materials of what ships, as CycloneDX 1.6 JSON (https://cyclonedx.org/docs/1.6/json/; read on
 * 2026-11-30). Made of package.json and package-lock.json alone: no network, no clock, no chance, so that the same
 * checkout gives the same bytes. Its serial number follows from what it says.
 */
import { uuid5 } from "../../src/report/pack/uuid.ts";
import type { LockedPackage } from "./lock.ts";

/** RFC 9562's namespace for URLs. */
const urls = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

export interface Project {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly description: string;
}

/** @param needs places of what the project itself needs */
export function sbomOf(
  project: Project,
  packages: readonly LockedPackage[],
  needs: readonly string[],
): Readonly<Record<string, unknown>> {
  const shipped = packages
    .filter(({ use }) => use !== "development")
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const refs = new Map(shipped.map((one) => [one.path, refOf(one)]));
  const own = purl(project.name, project.version);
  const builtIn = shipped.filter(({ use }) => use === "built-in").map(({ path }) => path);
  const content = {
    metadata: {
      lifecycles: [{ phase: "pre-build" }],
      component: {
        "bom-ref": own,
        type: "application",
        name: project.name,
        version: project.version,
        description: project.description,
        licenses: [{ license: { id: project.license } }],
        purl: own,
      },
    },
    components: shipped.map((one) => componentOf(one)),
    dependencies: [
      dependencyOf(own, [...needs, ...builtIn], refs),
      ...shipped.map((one) => dependencyOf(refOf(one), one.needs, refs)),
    ],
  };
  return {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuid5(urls, JSON.stringify(content))}`,
    version: 1,
    ...content,
  };
}

function componentOf(one: LockedPackage): Readonly<Record<string, unknown>> {
  const [group, name] = one.name.startsWith("@") ? one.name.split("/", 2) : [undefined, one.name];
  return {
    "bom-ref": refOf(one),
    type: "library",
    ...(group === undefined ? {} : { group }),
    name,
    version: one.version,
    scope: one.optional ? "optional" : "required",
    ...(one.integrity === undefined ? {} : { hashes: [hashOf(one.integrity)] }),
    licenses: [
      / (?:OR|AND) /.test(one.license) ? { expression: one.license } : { license: { id: one.license } },
    ],
    purl: purl(one.name, one.version),
    properties: [
      { name: "vedette:use", value: one.use },
      { name: "vedette:install-script", value: String(one.hasInstallScript) },
    ],
  };
}

function dependencyOf(
  ref: string,
  needs: readonly string[],
  refs: ReadonlyMap<string, string>,
): Readonly<Record<string, unknown>> {
  const dependsOn = [...new Set(needs.flatMap((path) => refs.get(path) ?? []))].sort();
  return { ref, dependsOn };
}

/** A package may be there twice, in two versions or in one: its place tells them apart. */
function refOf({ path, name, version }: LockedPackage): string {
  const place = path === `node_modules/${name}` ? "" : `#${path}`;
  return `${purl(name, version)}${place}`;
}

/** Package URL (https://github.com/package-url/purl-spec): the `@` of a scope is encoded. */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace(/^@/, "%40")}@${version}`;
}

function hashOf(integrity: string): Readonly<Record<string, string>> {
  const [, base64 = ""] = integrity.split("sha512-", 2);
  return { alg: "SHA-512", content: Buffer.from(base64, "base64").toString("hex") };
}
