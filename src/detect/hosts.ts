/** The catalogues about hosts as pieces of SQL and as a table. */
import type { Hosts } from "../content/hosts.ts";
import { parted } from "../content/needles.ts";
import type { Engine } from "../engine/engine.ts";
import { literal, literals, numberArray } from "../engine/sql.ts";

interface Worded {
  readonly words: readonly (readonly string[])[];
}

/** Loads the table of programs and makes the pieces of SQL. */
export async function hostParts(engine: Engine, hosts: Hosts): Promise<Record<string, string>> {
  await engine.run(
    "CREATE TABLE catalogue_programs (role String, belongs String, folder String, deep UInt8, name String) ENGINE = Memory",
  );
  await engine.insert("catalogue_programs", programRows(hosts));
  const needles = [
    ...new Set([...hosts.discovery, ...hosts.locations].flatMap(({ words }) => words.flat())),
  ].sort();
  const { discovery, locations, uploads } = hosts;
  const wholeFolders = programRows(hosts).filter(({ role, name }) => role === "owner" && name === "*");
  return {
    catalogue_programs: "catalogue_programs",
    host_words_found: foundSql("text", needles),
    host_asked: fittingSql(discovery, needles),
    host_asked_kinds: `[${discovery.map(({ kinds }) => literals(kinds)).join(", ")}]`,
    host_asked_names: literals(discovery.map(({ says }) => says)),
    host_asked_tool: numbers(discovery.map(({ tool }) => Number(tool))),
    host_located: fittingSql(locations, needles),
    host_located_names: literals(locations.map(({ id }) => id)),
    host_located_products: literals(locations.map(({ product }) => product)),
    host_located_holds: literals(locations.map(({ holds }) => holds)),
    host_located_secret: numbers(locations.map(({ secret }) => Number(secret))),
    host_owner_folders: literals(wholeFolders.map(({ folder }) => String(folder))),
    host_owner_places: literals(wholeFolders.map(({ belongs }) => String(belongs))),
    host_upload_numbers: fittingPatternsSql(
      "written_command",
      uploads.map(({ pattern }) => pattern),
    ),
    host_upload_names: literals(uploads.map(({ name }) => name)),
    host_places: `(arrayExists(place -> startsWith(program_path, place), ${literals(hosts.places)}) OR match(program_path, ${literal(hosts.placePatterns.join("|"))}))`,
  };
}

/** One row for each program: whose it is, its folder, whether folders below count, its name. */
export function programRows(hosts: Hosts): Record<string, string | number>[] {
  const rows = [
    ...hosts.programs.map(({ role, programs }) => ({ role: role as string, belongs: "", programs })),
    ...hosts.locations.map(({ id, owners }) => ({ role: "owner", belongs: id, programs: owners })),
  ];
  return rows.flatMap(({ role, belongs, programs }) =>
    programs.map((program) => {
      const at = program.lastIndexOf("/");
      const folder = program.slice(0, at + 1);
      return {
        role,
        belongs,
        folder: folder.replace(/\*\*\/$/, ""),
        deep: folder.endsWith("**/") ? 1 : 0,
        name: program.slice(at + 1),
      };
    }),
  );
}

/** SQL of the 1-based numbers of the needles that a text holds; one pass over it for every few hundred. */
function foundSql(column: string, needles: readonly string[]): string {
  const calls = parted(needles).map((part) => `multiSearchAllPositions(${column}, ${literals(part)})`);
  return `arrayFilter((n, at) -> at > 0, arrayEnumerate(arrayConcat(${calls.join(", ")}) AS places_of_words), places_of_words)`;
}

/** SQL of the numbers of the entries of which each list of words has one among the numbers in `found`. */
function fittingSql(entries: readonly Worded[], needles: readonly string[]): string {
  const at = new Map(needles.map((needle, index) => [needle, index + 1]));
  const groups = entries.map(
    ({ words }) => `[${words.map((list) => numbers(list.map((word) => at.get(word) ?? 0))).join(",")}]`,
  );
  return `arrayFilter((n, lists) -> arrayAll(list -> hasAny(found, list), lists), arrayEnumerate([${groups.join(",")}]), [${groups.join(",")}])`;
}

/** SQL of the numbers of the patterns that fit a text. A set of so few is tried one by one faster than it is prepared. */
function fittingPatternsSql(column: string, patterns: readonly string[]): string {
  return `arrayFilter(n -> n > 0, [${patterns.map((pattern, index) => `if(match(${column}, ${literal(pattern)}), ${index + 1}, 0)`).join(", ")}])`;
}

function numbers(list: readonly number[]): string {
  return numberArray(list, "UInt32");
}
