/** The standing pack: repeated and unauthorised access to configuration endpoints, made from the catalogue of endpoints. */
import type { Content } from "../../content/load.ts";
import type { EndpointEntry } from "../../content/schema.ts";
import { compare } from "../../detect/finding.ts";
import type { Draft } from "./model.ts";
import { type Correlation, type Detection, exactValue, type Selection, sigmaText } from "./sigma-text.ts";
import { manyPathsSql, requestsSql, serverPath, sqlValue } from "./sql-text.ts";

/** How many paths, or refusals, of one source within an hour; the most sensitive first. */
const thresholds = [5, 10, 20, 50];

const refusedStatus = ["401", "403"];
const servedStatus = ["200", "206"];

interface Paths {
  readonly whole: readonly string[];
  readonly endings: readonly string[];
  /** Catalogued paths with `*`, which here stands for slashes, too. */
  readonly wild: readonly { readonly path: string; readonly root: boolean }[];
}

/** Signs that a client sends encoded. */
const encoded = /[^A-Za-z0-9._~!$&'()*+,;=:@/%-]/g;

/** Paths of endpoints as they are compared here: in small letters, as the catalogue has them, and as clients send them. */
export function pathsOf(entries: readonly EndpointEntry[]): Paths {
  const all = entries.flatMap(({ paths, at }) =>
    paths.map((path) => ({
      path: path.replaceAll(encoded, encodeURIComponent).toLowerCase(),
      root: at === "root",
    })),
  );
  const exact = all.filter(({ path }) => !path.includes("*"));
  const sorted = (paths: readonly string[]) => [...new Set(paths)].sort(compare);
  return {
    whole: sorted(exact.flatMap(({ path, root }) => (root ? [path] : []))),
    endings: sorted(exact.flatMap(({ path, root }) => (root ? [] : [path]))),
    wild: all.filter(({ path }) => path.includes("*")).sort((a, b) => compare(a.path, b.path)),
  };
}

/** Paths as search identifiers, of which one must hold. */
function selections({ whole, endings, wild }: Paths): Record<string, Selection> {
  const open = wild.map(
    ({ path, root }) => `${root ? "" : "*"}${path.split(/\*+/).map(exactValue).join("*")}`,
  );
  const values = [...whole.map(exactValue), ...open];
  return {
    ...(values.length === 0 ? {} : { path_whole: [{ "cs-uri-stem": values }] }),
    ...(endings.length === 0 ? {} : { path_ending: [{ "cs-uri-stem|endswith": endings.map(exactValue) }] }),
  };
}

/** Names that `pathsSql` uses: written out each time, the analysis of a check would take longer than its run. */
export const pathNames = [
  `lower(${serverPath}) AS asked_path`,
  "translate(asked_path, '_', '?') AS plain_path",
];

function pathsSql({ whole, endings, wild }: Paths): string {
  const path = "asked_path";
  const list = (texts: readonly string[]) => texts.map(sqlValue).join(", ");
  const byLength = new Map<number, string[]>();
  for (const one of endings)
    byLength.set(Buffer.byteLength(one), [...(byLength.get(Buffer.byteLength(one)) ?? []), one]);
  const like = (text: string) =>
    text
      .split(/\*+/)
      // `_` would be any sign; a backslash in front of it is what `vedette sql` refuses beside double quotes.
      .map((part) => part.replaceAll("_", "?"))
      .join("%");
  return `(${[
    ...(whole.length === 0 ? [] : [`${path} IN (${list(whole)})`]),
    ...[...byLength]
      .sort(([a], [b]) => a - b)
      .map(([length, some]) => `right(${path}, ${length}) IN (${list(some)})`),
    ...wild.map(({ path: one, root }) => `plain_path LIKE ${sqlValue(`${root ? "" : "%"}${like(one)}`)}`),
  ].join("\n    OR ")})`;
}

/** Drafts of the pack. */
export function packDrafts({ endpoints }: Pick<Content, "endpoints">): Draft[] {
  const guarded = endpoints.filter(({ kind, sensitivity }) => kind === "config" && sensitivity !== "public");
  const paths = pathsOf(guarded);
  const secret = pathsOf(guarded.filter(({ sensitivity }) => sensitivity === "secret"));
  return [
    ...thresholds.flatMap((threshold) => manyDrafts(paths, threshold)),
    ...thresholds.flatMap((threshold) => refusedDrafts(paths, threshold)),
    thenServed(paths),
    ...servedDrafts(secret),
  ];
}

function base(name: string, title: string, paths: Paths, status?: readonly string[]): Detection {
  return {
    kind: "detection",
    name,
    title,
    description: "Guarded configuration endpoints of the catalogue, on their whole path or at its end.",
    level: "informational",
    category: "webserver",
    selections: {
      ...selections(paths),
      ...(status === undefined ? {} : { status: [{ "sc-status": status }] }),
    },
    condition: status === undefined ? "1 of path_*" : "1 of path_* and status",
  };
}

function correlation(
  name: string,
  title: string,
  description: string,
  rule: Omit<Correlation, "kind" | "name" | "title" | "description" | "level">,
): Correlation {
  return { kind: "correlation", name, title, description, level: "high", ...rule };
}

function manyDrafts(paths: Paths, threshold: number): Draft[] {
  const title = `${threshold} configuration endpoints or more asked for by one source within an hour`;
  const name = "config_endpoint";
  const text = sigmaText([
    base(name, "Configuration endpoint", paths),
    correlation(`${name}_${threshold}`, title, "Repeated access to guarded configuration endpoints.", {
      type: "value_count",
      rules: [name],
      groupBy: ["c-ip"],
      timespan: "1h",
      atLeast: threshold,
      field: "cs-uri-stem",
    }),
  ]);
  const shared = { family: "pack-many-endpoints", title, threshold, leftOut: [] };
  return [
    { ...shared, language: "sigma", file: `sigma-pack-many-endpoints-${threshold}.yml`, text },
    {
      ...shared,
      language: "sql",
      file: `check-pack-many-endpoints-${threshold}.sql`,
      text: manyPathsSql(title, pathsSql(paths), threshold, { names: pathNames }),
    },
  ];
}

function refusedDrafts(paths: Paths, threshold: number): Draft[] {
  const title = `${threshold} refusals or more at configuration endpoints of one source within an hour`;
  const name = "config_refused";
  const text = sigmaText([
    base(name, "Configuration endpoint that refused", paths, refusedStatus),
    correlation(
      `${name}_${threshold}`,
      title,
      "Unauthorised access to configuration endpoints, tried again.",
      {
        type: "event_count",
        rules: [name],
        groupBy: ["c-ip"],
        timespan: "1h",
        atLeast: threshold,
      },
    ),
  ]);
  const shared = { family: "pack-refused", title, threshold, leftOut: [] };
  const condition = `http_response_status_code IN (${refusedStatus.join(", ")})\n  AND ${pathsSql(paths)}`;
  return [
    { ...shared, language: "sigma", file: `sigma-pack-refused-${threshold}.yml`, text },
    {
      ...shared,
      language: "sql",
      file: `check-pack-refused-${threshold}.sql`,
      text: manyPathsSql(title, condition, threshold, { of: "requests", names: pathNames }),
    },
  ];
}

function thenServed(paths: Paths): Draft {
  const title = "A configuration endpoint that refused a source and served it later";
  const text = sigmaText([
    base("config_refuses", "Configuration endpoint that refuses", paths, refusedStatus),
    base("config_serves", "Configuration endpoint that serves", paths, servedStatus),
    correlation("config_refused_then_served", title, "Access that was refused was had within a day.", {
      type: "temporal_ordered",
      rules: ["config_refuses", "config_serves"],
      groupBy: ["c-ip", "cs-uri-stem"],
      timespan: "1d",
    }),
  ]);
  return {
    family: "pack-refused-then-served",
    title,
    language: "sigma",
    file: "sigma-pack-refused-then-served.yml",
    text,
    threshold: 2,
    leftOut: [],
  };
}

function servedDrafts(paths: Paths): Draft[] {
  const title = "A secret configuration endpoint served without a user";
  const served = base("config_secret_served", title, paths, servedStatus);
  const text = sigmaText([
    {
      ...served,
      level: "high",
      selections: { ...served.selections, nobody: [{ "cs-username": ["", "-"] }] },
      condition: `${served.condition} and nobody`,
    },
  ]);
  const shared = { family: "pack-secret-served", title, leftOut: [] };
  const condition = `http_response_status_code IN (${servedStatus.join(", ")}) AND user_name IN ('', '-')\n  AND ${pathsSql(paths)}`;
  return [
    { ...shared, language: "sigma", file: "sigma-pack-secret-served.yml", text },
    {
      ...shared,
      language: "sql",
      file: "check-pack-secret-served.sql",
      text: requestsSql(title, condition, pathNames),
    },
  ];
}
