/**
 * Who announces a network and in which country it is registered: CSV files of ip-location-db (https://github.com/sapics/ip-location-db),
 * which the user fetches and names. Each row is a first and a last address, then what is said of them.
 */
import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { VedetteError } from "../errors.ts";

/** A file of rows `first,last,asn,organisation` or `first,last,country`. */
export interface LocationFile {
  readonly path: string;
  readonly says: "owner" | "country";
  readonly v6: boolean;
  /** Whose data it is, as its licence wants it told. */
  readonly attribution: string;
}

/** By the database's name; licences as its read-me and licence files said on 2026-11-29. */
const attributions: Readonly<Record<string, string>> = {
  asn: "Route Views (routeviews.org), NRO (nro.net) and DB-IP (db-ip.com), CC BY 4.0",
  "asn-country": "NRO (nro.net), CC BY 4.0",
  "dbip-country": "DB-IP (db-ip.com), CC BY 4.0",
};

const fileName = /^((?:[a-z0-9]+-)*(asn|country))-ipv([46])\.csv$/;

/**
 * The files of a folder and the folders in it. Of several that say the same of the same addresses the first by path counts.
 * @throws VedetteError `intel.missing` where there is none
 */
export function locationFiles(folder: string): LocationFile[] {
  const inside = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  const folders = [
    folder,
    ...inside.filter((entry) => entry.isDirectory()).map(({ name }) => join(folder, name)),
  ];
  const found = folders
    .flatMap((one) =>
      existsSync(one) ? readdirSync(one).map((name) => ({ name, path: resolve(one, name) })) : [],
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ name, path }): LocationFile[] => {
      const [, database = "", kind, version] = fileName.exec(name) ?? [];
      if (kind === undefined || /[*?{}]/.test(path)) return [];
      const attribution = Object.hasOwn(attributions, database)
        ? (attributions[database] ?? "")
        : `${database}, see its licence`;
      return [{ path, says: kind === "asn" ? "owner" : "country", v6: version === "6", attribution }];
    });
  const kept = found.filter(
    (one, at) => found.findIndex(({ says, v6 }) => says === one.says && v6 === one.v6) === at,
  );
  if (kept.length === 0)
    throw new VedetteError(
      "intel.missing",
      `${folder}: no file of ip-location-db is here (asn-ipv4.csv, asn-country-ipv4.csv).`,
      {
        place: { path: folder },
        hint: "Fetch the CSV files from https://github.com/sapics/ip-location-db/releases; the numeric ones (-num) are not read.",
      },
    );
  return kept;
}
