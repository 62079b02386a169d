/** Whether the user that asks may do what its role is for, and no setting of its profile makes answers other ones. */
import type { Asker } from "../../engine/clickhouse/asking.ts";
import { decidingSettings } from "../../engine/clickhouse/settings.ts";
import { literals } from "../../engine/sql.ts";
import type { Difference } from "./check.ts";
import type { SchemaRequest } from "./request.ts";
import { grantSql, type Right, type Role, roleStatements, rolesOf } from "./roles.ts";

type Where = Pick<SchemaRequest, "database" | "cluster">;

function roleOf(where: Where, name: Role["name"]): Role {
  return rolesOf(where).find((role) => role.name === name) as Role;
}

export async function rightDifferences(
  asker: Asker,
  where: Where,
  name: Role["name"],
): Promise<Difference[]> {
  const differences: Difference[] = [];
  const [row] = await asker.rows("SELECT currentUser() AS user");
  const user = String(row?.user);
  for (const right of roleOf(where, name).rights) {
    const lacking: string[] = [];
    for (const one of right.rights) if (!(await isGranted(asker, one, right.on))) lacking.push(one);
    if (lacking.length === 0) continue;
    const more: Right = { rights: lacking, on: right.on };
    differences.push({
      what: "rights",
      says: `${user} has no ${lacking.join(", ")} on ${right.on}`,
      todo: `Give it the role ${where.database}_${name}, or the right alone.`,
      statements: [grantSql(more, quoted(user), where)],
    });
  }
  return differences;
}

/** Names that begin with something stand for one of them: a right on all of them is one on it. */
async function isGranted(asker: Asker, right: string, on: string): Promise<boolean> {
  const one = on.replace(/_\*/, "_0");
  const [row] = await asker.rows(`CHECK GRANT ${right} ON ${one}`);
  return Number(Object.values(row ?? {})[0]) === 1;
}

function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}

export async function settingDifferences(
  asker: Asker,
  where: Where,
  name: Role["name"],
): Promise<Difference[]> {
  if (name === "loader") return [];
  const wanted = decidingSettings();
  const rows = await asker.rows(
    `SELECT name, value, readonly, max FROM system.settings WHERE name IN ${literals([...Object.keys(wanted), ...limits, "readonly"])}`,
  );
  const fixed = rows.filter(
    (row) =>
      Number(row.readonly) === 1 &&
      String(row.name) in wanted &&
      row.value !== String(wanted[String(row.name)]),
  );
  return [
    ...fixed.map((row) => ({
      what: "settings",
      says: `${String(row.name)} is fixed to ${String(row.value)} for this user, and should be ${String(wanted[String(row.name)])}`,
      todo: "Take the constraint out of the user's settings profile, or set this value in it.",
      statements: [],
    })),
    ...(name === "hunter" ? limitDifferences(rows, where) : []),
  ];
}

const limits = ["max_execution_time", "max_memory_usage", "max_result_rows"] as const;

/** A user of a hunter's role whose statements nothing bounds. */
function limitDifferences(rows: readonly Readonly<Record<string, unknown>>[], where: Where): Difference[] {
  const byName = new Map(rows.map((row) => [String(row.name), row]));
  const unbound = limits.filter((name) => {
    const row = byName.get(name);
    return row?.max === null && Number(row.readonly) === 0;
  });
  const says = [
    ...(Number(byName.get("readonly")?.value) === 0 ? ["this user may write: readonly is 0"] : []),
    ...(unbound.length === 0 ? [] : [`nothing bounds ${unbound.join(", ")}`]),
  ];
  const profile = roleStatements(where).filter((sql) => sql.includes("PROFILE") && sql.endsWith("_hunter"));
  return says.map((one) => ({
    what: "settings",
    says: one,
    todo: `Make the settings profile of ${where.database}_hunter, and give the user that role.`,
    statements: profile,
  }));
}
