/** Runs `vedette schema`: prints the tables of a store on ClickHouse servers, or compares servers with them. */
import { closeSync, openSync, readSync } from "node:fs";
import { openContent } from "../../content/bundle.ts";
import { type ServerAddress, serverAddress } from "../../engine/clickhouse/address.ts";
import { openAsker } from "../../engine/clickhouse/asking.ts";
import { oldestVersion } from "../../engine/clickhouse/database.ts";
import { asError, VedetteError } from "../../errors.ts";
import { escapedForTerminal, forTerminal } from "../../report/safe-text.ts";
import { type Comparison, checkSchema } from "../../triage/schema/check.ts";
import { type FormatLine, formatLines, schemaText } from "../../triage/schema/print.ts";
import { schemaRequest } from "../../triage/schema/request.ts";
import type { Role } from "../../triage/schema/roles.ts";
import { type Schema, schemaOf } from "../../triage/schema/schema.ts";
import { counted } from "../../words.ts";
import { type Invocation, text, texts, type Values } from "../command.ts";

export async function run({ options, effects }: Invocation): Promise<number> {
  const content = await openContent();
  const json = options.json === true;
  if (options.formats === true) {
    const lines = formatLines(content);
    effects.stdout(
      json ? asJson({ schema: "vedette.schema-formats/v1", formats: lines }) : formatsText(lines),
    );
    return 0;
  }
  const check = text(options, "check");
  if (check === undefined && options.role !== undefined)
    throw new VedetteError("usage.option", "--role belongs to --check.", {
      hint: "All roles are printed without it.",
    });
  const address = check === undefined ? undefined : serverAddress(check, effects.env);
  const schema = schemaOf(schemaRequest(givenBy(options, address)), content);
  if (address === undefined) {
    effects.stdout(json ? asJson(documentOf(schema)) : schemaText(schema, oldestVersion.join(".")));
    return 0;
  }
  const asker = await openAsker(address);
  try {
    const role = (text(options, "role") ?? "writer") as Role["name"];
    const compared = await checkSchema(asker, schema, oldestVersion, role);
    effects.stdout(
      json
        ? asJson({ schema: "vedette.schema-check/v1", oldest: oldestVersion.join("."), ...compared })
        : comparisonText(compared, schema),
    );
    return compared.differences.length === 0 ? 0 : 1;
  } finally {
    await asker.close();
  }
}

/** @param address names a database, and the cluster that its store lies on */
function givenBy(options: Values, address: ServerAddress | undefined): Parameters<typeof schemaRequest>[0] {
  const sample = text(options, "sample");
  return {
    database: text(options, "database") ?? address?.database,
    cluster: text(options, "cluster") ?? address?.cluster,
    ttl: text(options, "ttl"),
    formats: texts(options, "format"),
    samples: sample === undefined ? undefined : firstLines(sample),
    kafka: text(options, "kafka"),
    topic: text(options, "topic"),
    firstSource: text(options, "first-source"),
  };
}

const sampleBytesMax = 1 << 20;
const sampleLinesMax = 400;

/** The first whole lines of a file. */
function firstLines(path: string): string[] {
  const bytes = Buffer.alloc(sampleBytesMax);
  let length = 0;
  try {
    const file = openSync(path, "r");
    try {
      length = readSync(file, bytes, 0, sampleBytesMax, 0);
    } finally {
      closeSync(file);
    }
  } catch (thrown) {
    throw new VedetteError("input.unreadable", `${path}: cannot be read.`, {
      place: { path },
      hint: asError(thrown).message,
      cause: thrown,
    });
  }
  const lines = bytes.subarray(0, length).toString("utf8").split("\n");
  // What a cut leaves of a line is none.
  return (length === sampleBytesMax ? lines.slice(0, -1) : lines)
    .filter((line) => line.trim() !== "")
    .slice(0, sampleLinesMax);
}

function asJson(document: object): string {
  return `${escapedForTerminal(JSON.stringify(document, null, 2))}\n`;
}

function documentOf({ databaseSql, placed, begun, roles, lines }: Schema): object {
  return {
    schema: "vedette.schema/v1",
    oldest: oldestVersion.join("."),
    statements: [databaseSql, ...placed.map(({ sql }) => sql), ...begun, ...roles],
    formats: lines.map(({ format, name, notes }) => ({ format, table: `lines_in_${name}`, notes })),
  };
}

function formatsText(lines: readonly FormatLine[]): string {
  const width = Math.max(...lines.map(({ format }) => format.length));
  return `${lines
    .map(({ format, title, unavailable }) =>
      `${format.padEnd(width)}  ${unavailable === undefined ? title : `not by a server: ${unavailable}`}`.trimEnd(),
    )
    .join("\n")}\n`;
}

function comparisonText({ versions, hosts, differences }: Comparison, { placed, request }: Schema): string {
  const head = `ClickHouse ${versions.join(", ")} on ${counted(hosts.length, "host")}: `;
  if (differences.length === 0)
    return `${head}${request.database} has its ${placed.length} tables and views as they are needed, and the user its rights.\n`;
  const told = differences.map(({ what, says, todo, statements }, index) =>
    [
      `${index + 1}. ${what}: ${says}.`,
      `   ${todo}`,
      ...statements.map((sql) => `${sql};`.replaceAll(/^/gm, "     ")),
    ]
      .map((line) => line.split("\n").map(forTerminal).join("\n"))
      .join("\n"),
  );
  return `${head}${counted(differences.length, "difference")}.\n\n${told.join("\n\n")}\n`;
}
