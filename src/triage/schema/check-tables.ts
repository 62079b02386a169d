/** Compares tables and views of a host with what has to be there. */
import type { Asker } from "../../engine/clickhouse/asking.ts";
import { onCluster } from "../../engine/clickhouse/cluster.ts";
import { literal } from "../../engine/sql.ts";
import type { Difference } from "./check.ts";
import { type Placed, settingsSql } from "./placed.ts";
import type { SchemaRequest } from "./request.ts";

/** A table as the server tells of it. */
export interface Found {
  readonly engine: string;
  /** Engine with keys, TTL and settings. */
  readonly engineFull: string;
  readonly partitionKey: string;
  readonly sortingKey: string;
  /** Of a view: its SELECT. */
  readonly select: string;
  readonly columns: ReadonlyMap<string, string>;
}

/** @param on the host in words; empty where there is one */
export async function tableDifferences(
  asker: Asker,
  wanted: readonly Placed[],
  found: ReadonlyMap<string, Found>,
  request: SchemaRequest,
  on: string,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const one of wanted) {
    const table = found.get(one.name);
    const name = `${request.database}.${one.name}`;
    const told = (differs: Omit<Difference, "what">) =>
      differences.push({ what: `${name}${on}`, ...differs });
    if (table === undefined) {
      told({ says: "is not there", todo: "Make it.", statements: [one.sql] });
      continue;
    }
    if (one.select !== undefined) {
      if (table.engine !== "MaterializedView" || !(await sameSelect(asker, one.select, table.select)))
        told({
          says: "is another view: it parses by other formats than this program",
          todo: "Make it anew; what it put into its table stays.",
          statements: [`DROP TABLE IF EXISTS ${name}${onCluster(request.cluster)} SYNC`, one.sql],
        });
      continue;
    }
    for (const differs of [
      ...engineDifferences(one, table, name, request),
      ...columnDifferences(one, table, name, request),
      ...settingDifferences(one, table, name, request),
    ])
      told(differs);
  }
  return differences;
}

type Differs = Omit<Difference, "what">;

/** The server writes a SELECT in a way of its own, and is asked to write both alike. */
async function sameSelect(asker: Asker, wanted: string, found: string): Promise<boolean> {
  const [row] = await asker.rows(
    `SELECT formatQuerySingleLine(${literal(wanted)}) = formatQuerySingleLine(${literal(found)}) AS same`,
  );
  return Number(row?.same) === 1;
}

function engineDifferences(wanted: Placed, found: Found, name: string, request: SchemaRequest): Differs[] {
  const anew = (says: string): Differs => ({
    says,
    todo:
      wanted.engine === "Distributed" || wanted.engine === "Null" || wanted.engine === "Kafka"
        ? "Make it anew; it holds no rows of its own."
        : "It cannot be changed in place: name a new database and give the logs again. Where its rows are needed no more, make it anew.",
    statements: [`DROP TABLE IF EXISTS ${name}${onCluster(request.cluster)} SYNC`, wanted.sql],
  });
  if (found.engine !== wanted.engine)
    return [anew(`its engine is ${found.engine}, and should be ${wanted.engine}`)];
  if (wanted.over !== undefined) {
    const over = /^Distributed\((.*)\)$/s.exec(found.engineFull.trim())?.[1] ?? "";
    return alike(over) === alike(wanted.over)
      ? []
      : [anew(`it is Distributed(${over}), and should be Distributed(${wanted.over})`)];
  }
  const keys = [
    ["sorting key", found.sortingKey, wanted.sortingKey],
    ["partition key", found.partitionKey, wanted.partitionKey],
  ] as const;
  return keys
    .filter(([, is, should]) => alike(is) !== alike(should))
    .map(([key, is, should]) => anew(`its ${key} is ${is || "none"}, and should be ${should || "none"}`));
}

/** SQL of a key without what does not matter. */
function alike(sql: string): string {
  const plain = sql.replaceAll(/[\s`]/g, "").replace(/^tuple\(\)$/, "");
  return /^\([^()]*\)$/.test(plain) ? plain.slice(1, -1) : plain;
}

function columnDifferences(wanted: Placed, found: Found, name: string, request: SchemaRequest): Differs[] {
  const passing = ["Distributed", "Null", "Kafka"].includes(wanted.engine);
  return wanted.columns.flatMap(({ name: column, type, more }): Differs[] => {
    const is = found.columns.get(column);
    if (is !== undefined && alike(is) === alike(type)) return [];
    const alter = `ALTER TABLE ${name}${onCluster(request.cluster)}`;
    const says =
      is === undefined ? `column ${column} is not there` : `column ${column} is ${is}, and should be ${type}`;
    if (is === undefined && !passing)
      return [
        {
          says,
          todo: "Add it; records that are there have nothing in it, so that giving the logs again to a new database is better.",
          statements: [`${alter} ADD COLUMN IF NOT EXISTS ${column} ${type}${more === "" ? "" : ` ${more}`}`],
        },
      ];
    return [
      {
        says,
        todo: passing
          ? "Make it anew; it holds no rows of its own."
          : "The table is of another program or version: name a new database and give the logs again.",
        statements: passing
          ? [`DROP TABLE IF EXISTS ${name}${onCluster(request.cluster)} SYNC`, wanted.sql]
          : [],
      },
    ];
  });
}

/** TTL and settings, which can be changed in place. */
function settingDifferences(wanted: Placed, found: Found, name: string, request: SchemaRequest): Differs[] {
  const alter = `ALTER TABLE ${name}${onCluster(request.cluster)}`;
  const ttl = /\bTTL (.+?)(?: SETTINGS .*)?$/s.exec(found.engineFull)?.[1] ?? "";
  const differences: Differs[] = [];
  if (alike(ttl) !== alike(wanted.ttl ?? ""))
    differences.push({
      says: `its TTL is ${ttl || "none"}, and should be ${wanted.ttl ?? "none"}`,
      todo: wanted.ttl === undefined ? "Remove it, or give --ttl as it is meant." : "Set it.",
      statements: [wanted.ttl === undefined ? `${alter} REMOVE TTL` : `${alter} MODIFY TTL ${wanted.ttl}`],
    });
  const is = settingsOf(found.engineFull);
  const other = Object.entries(wanted.settings).filter(([setting, value]) => is.get(setting) !== value);
  if (other.length === 0) return differences;
  const says = other
    .map(([setting, value]) => `${setting} is ${is.get(setting) ?? "not set"}, and should be ${value}`)
    .join("; ");
  return [
    ...differences,
    wanted.engine === "Kafka"
      ? {
          says,
          todo: "Make it anew; the group's offsets stay with the brokers.",
          statements: [`DROP TABLE IF EXISTS ${name}${onCluster(request.cluster)} SYNC`, wanted.sql],
        }
      : {
          says,
          todo: "Set it.",
          statements: [`${alter} MODIFY SETTING ${settingsSql(Object.fromEntries(other))}`],
        },
  ];
}

function settingsOf(engineFull: string): Map<string, string> {
  const text = /\bSETTINGS (.*)$/s.exec(engineFull)?.[1] ?? "";
  return new Map(
    [...text.matchAll(/(\w+) = ('(?:[^'\\]|\\.)*'|[^,]+)/g)].map(([, name = "", value = ""]) => [
      name,
      value.trim(),
    ]),
  );
}
