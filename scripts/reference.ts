/**
 * Writes `docs/reference/` from what the program itself is made of: the table of commands, the
 * content files, the catalogue of errors. A page that a person keeps goes stale; these cannot,
 * because `--check` fails where a page differs from what this script would write.
 *
 *     npm run build && node dist/scripts/reference.js [--check]
 *
 * The same sources give the same bytes. `performance.md` in the same folder is not generated.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { Command } from "../src/cli/command.ts";
import { commands } from "../src/cli/commands.ts";
import { parse } from "../src/cli/parse.ts";
import { settingNames } from "../src/cli/settings.ts";
import { type Content, contentFolder, loadContent } from "../src/content/load.ts";
import { partName } from "../src/content/names.ts";
import type {
  ColumnTexts,
  FormatFile,
  IndicatorFile,
  RecordsProfile,
  WrapperFile,
} from "../src/content/schema.ts";
import { hostParts } from "../src/detect/hosts.ts";
import { mailParts } from "../src/detect/mail.ts";
import { processEffects } from "../src/effects.ts";
import { boundNames, fillSql } from "../src/engine/sql.ts";
import { errorCatalogue } from "../src/errors.ts";
import { playbookTable } from "../src/export/playbook-table.ts";
import { columnNames, eventColumns } from "../src/ingest/columns.ts";
import { namedTemplates } from "../src/ingest/format-string.ts";
import { recordsTable, recordsTableSql } from "../src/ingest/records.ts";
import { compileTemplate } from "../src/ingest/template.ts";
import * as ownLimits from "../src/limits.ts";
import { openTriage } from "../src/triage/triage.ts";
import { noun } from "../src/words.ts";
import { accuracyLines } from "./accuracy-lines.ts";
import { limitGroups, policyLimits } from "./limits-page.ts";
import { code, list, table } from "./markdown.ts";
import { realDataSection } from "./real-data-page.ts";

/** The built-in playbook in the form of the table that analysts hand each other. */
function playbookPage(content: Content): string {
  return page(
    "The playbook",
    `The ${content.playbook.clauses.length} clauses of \`content/playbooks/t1592-004.yaml\` in the project's own words, as \`vedette playbook export\` prints them; content, reports and tests name their ids. MAIL is no row of a log source in the playbook: Q3 asks for phishing alerts, so that their source has a clause too. [Playbooks of others](../guides/playbooks.md).`,
    playbookTable(content.playbook).trimEnd().split("\n"),
  );
}

/** What ties entities of a campaign. */
function linksPage({ links, policy }: Content): string {
  const { points_min, kinds_min } = policy.campaign;
  return page(
    "Links of campaigns",
    `What two entities may share, from \`content/links\`. Two belong together from ${points_min} points on: by one link that weighs so much, or by lighter ones of ${kinds_min} kinds; of one kind the heaviest counts. A key ties nobody that more carry than the column says, or of whose carriers three in ten are ordinary clients. What makes several addresses one case (a coordinated scan, a mail with what followed it) ties them as well; neighbours alone weigh 2, and having been served the same exposed endpoint 1. [Campaigns](../guides/campaigns.md).`,
    [
      ...table(
        ["link", "ties", "kind", "points", "shared keys", "carriers at most", "says", "reads"],
        links.map(({ id, of, kind, points, shared_min, holders_max, says, reads }) => [
          code(id),
          of,
          kind,
          String(points),
          String(shared_min),
          String(holders_max),
          spoken(says),
          reads.map(code).join(", "),
        ]),
      ),
    ],
  );
}

/** What the program reads, holds and answers up to. */
function limitsPage({ policy }: Content, source: string): string {
  const head = ["limit", "value", "of what, and why", "beyond it"];
  return page(
    "Limits",
    "What is read, held and answered up to, and what happens beyond. `test/limits.test.ts` meets each. The first table is of the built-in policy (`content/policy`): a [policy of a site](../guides/decision.md) may have others. The others are the program's own (`src/limits.ts`).",
    [
      ...table(
        head,
        Object.entries(policyLimits).map(([name, [says, beyond]]) => [
          code(name),
          policy.limits[name as keyof typeof policyLimits].toLocaleString("en"),
          says,
          beyond,
        ]),
      ),
      ...limitGroups(source, ownLimits).flatMap(({ name, says, limits }) => [
        "",
        `## ${name}`,
        "",
        says,
        "",
        ...table(
          head,
          limits.map((one) => [code(one.name), one.value.toLocaleString("en"), one.says, one.beyond]),
        ),
      ]),
    ],
  );
}

/** A column of a profile's table, as the engine describes it. */
interface Column {
  readonly name: string;
  readonly type: string;
}

/** What stands above every page. */
const notice = "<!-- Written by scripts/reference.ts from the program itself. Do not edit. -->";

/** A sentence of content as people read it: `{days|day}` is a number with its noun. */
function spoken(text: string): string {
  return text.replace(
    /\{([a-z0-9_]+)\|([a-z -]+)\}/g,
    (_, name: string, what: string) => `{${name}} ${noun(2, what)}`,
  );
}

function page(title: string, intro: string, body: readonly string[]): string {
  return `${[notice, "", `# ${title}`, "", intro, "", ...body].join("\n").trimEnd()}\n`;
}

function indicatorsPage(content: Content, accuracyOf: (indicator: string) => string): string {
  const clauses = new Map(content.playbook.clauses.map(({ id, text }) => [id, text]));
  const overview = table(
    ["indicator", "clause", "severity", "what it is"],
    content.indicators.map((one) => [
      `[${one.id}](#${anchor(one.id)})`,
      one.clause,
      severityOf(one),
      one.title,
    ]),
  );
  const intro = `The ${content.indicators.length} indicators of \`content/indicators/\`. Words in braces are numbers that the indicator measures. [How to add one](../guides/add-an-indicator.md).`;
  return page("Indicators", intro, [
    ...overview,
    ...content.indicators.flatMap((one) => indicatorSection(one, content, clauses, accuracyOf)),
  ]);
}

/** The anchor that Markdown viewers give a heading: dots fall out. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^a-z0-9 -]/g, "")
    .replaceAll(" ", "-");
}

function severityOf({ severity, severity_when }: IndicatorFile): string {
  const raised = [...new Set(severity_when.map((one) => one.severity))];
  return [severity, ...raised].join(" to ");
}

const entityNames: Readonly<Record<IndicatorFile["entity"], string>> = {
  ip: "an address or an IPv6 /64",
  user_agent: "a user agent",
  mail: "a mail",
  domain: "a destination",
  host: "a host",
  user: "a user",
};

function indicatorSection(
  one: IndicatorFile,
  content: Content,
  clauses: ReadonlyMap<string, string>,
  accuracyOf: (indicator: string) => string,
): string[] {
  const overrides = content.policy.thresholds[one.id] ?? {};
  const thresholds = Object.entries({ ...one.thresholds, ...overrides }).map(
    ([name, value]) => `\`${name}\` = ${String(value)}${name in overrides ? " (set by the policy)" : ""}`,
  );
  const questions = content.playbook.clauses
    .filter(({ indicators }) => indicators.includes(one.id))
    .map(({ id }) => id);
  return [
    "",
    `## ${one.id}`,
    "",
    `${one.title}. ${one.reason}`,
    "",
    ...list([
      `Clause: ${one.clause} (${clauses.get(one.clause) ?? "not in the playbook"})`,
      `Supports: ${questions.length === 0 ? "no question" : questions.join(", ")}`,
      `Techniques: ${[...one.techniques, ...one.techniques_when.map(({ when, technique }) => `${technique} when ${code(when)}`)].join(", ")}`,
      `Entity: ${entityNames[one.entity]}`,
      `Severity: ${one.severity}${one.severity_when.map(({ when, severity }) => `; ${severity} when ${code(when)}`).join("")}`,
      `Needs: records of kind ${one.needs.kinds.join(" or ")}${one.needs.classes === undefined ? "" : `, of class ${one.needs.classes.join(" or ")},`} with ${one.needs.columns.map(code).join(", ")}${one.needs.any === undefined ? "" : ` and ${one.needs.any.map(code).join(" or ")}`}${one.needs.feeds === undefined ? "" : `, and a [feed](../guides/intelligence.md) with entries of kind ${one.needs.feeds.join(" or ")}`}`,
      `Reads the profiles: ${one.reads.map((name) => `[${name.replaceAll("_", "-")}](profiles.md#${name.replaceAll("_", "-")})`).join(", ")}`,
      `Decides: ${one.decides.length === 0 ? "together with what else its entity did" : one.decides.map(({ when, rule }) => `${code(rule)} when ${code(when)}`).join(", else ")}`,
      `Accuracy: ${accuracyOf(one.id)}`,
      `Thresholds: ${thresholds.length === 0 ? "none" : thresholds.join(", ")}`,
    ]),
    "",
    `It fires when ${one.fires.length === 1 ? "this holds" : "all of these hold"}:`,
    "",
    ...list(one.fires.map(({ says }) => spoken(says))),
    "",
    `It then says: "${spoken(one.sentence)}".`,
    "",
    "It may be wrong about:",
    "",
    ...list(one.false_positives),
    "",
    "It does not cover:",
    "",
    ...list(one.not_covered),
    "",
    `Samples: it must fire for ${one.must_fire.map(({ says }) => says).join("; ")}. It must not fire for ${one.must_not_fire.map(({ says }) => says).join("; ")}.`,
  ];
}

function formatsPage(content: Content): string {
  const intro =
    "What is recognised, from content and never from a file's name. Of the formats that fit nearly as many lines as the best does, the one with the highest specificity wins. [How to add one](../guides/add-a-format.md).";
  const overview = table(
    ["format", "kind", "reader", "specificity", "what it is"],
    content.formats.map((one) => [
      `[${one.id}](#${anchor(one.id)})`,
      one.kind,
      one.reader,
      String(one.specificity),
      one.title,
    ]),
  );
  const named = Object.entries(namedTemplates).map(([name, { template }]) => [code(name), code(template)]);
  return page("Formats", intro, [
    ...overview,
    ...content.formats.flatMap(formatSection),
    "",
    ...realDataSection(content),
    "",
    "## Layers around records",
    "",
    "A layer is peeled off where no format fits the lines themselves; two may stand one in the other.",
    "",
    ...table(["layer", "what it is", "how it is recognised", "source"], content.wrappers.map(wrapperRow)),
    "",
    "## Names that --log-format knows",
    "",
    ...table(["name", "stands for"], named),
  ]);
}

function formatSection(one: FormatFile): string[] {
  return [
    "",
    `## ${one.id}`,
    "",
    `${one.title}. Source: ${one.source}`,
    "",
    `Columns: ${columnsOf(one).map(code).join(", ")}.`,
    "",
    ...formatDetail(one),
  ];
}

function formatDetail(one: FormatFile): string[] {
  switch (one.reader) {
    case "template":
      return [
        `Template (${one.dialect}${one.escapes === undefined ? "" : `, escapes as ${one.escapes}`}${one.trailing ? ", further fields may follow" : ""}):`,
        "",
        "```text",
        one.template,
        "```",
      ];
    case "json": {
      const wanted =
        one.requires.length === 0
          ? "No key is required"
          : `Required keys: ${one.requires.map(code).join(", ")}`;
      return [
        `${wanted}; a column that no key names is ${one.infer ? "found by the shape of its values" : "absent"}.`,
        "",
        ...table(
          ["column", "keys, in order of preference"],
          Object.entries(one.keys).map(([column, keys]) => [code(column), keys.map(code).join(", ")]),
        ),
      ];
    }
    case "named":
      return [
        `Required: ${one.requires.map((keys) => (typeof keys === "string" ? code(keys) : keys.map(code).join(" or "))).join(", ") || "nothing but the header"}${Object.entries(
          one.where,
        )
          .map(([key, pattern]) => `; ${code(key)} is ${code(pattern)}`)
          .join("")}.`,
        "",
        ...table(
          ["column", "keys, in order of preference"],
          Object.entries(one.columns).map(([column, texts]) => [code(column), toldTexts(texts)]),
        ),
      ];
  }
}

/** Where a column's text comes from, for people. */
function toldTexts(texts: ColumnTexts): string {
  return (Array.isArray(texts) ? texts : [texts])
    .map((one) => {
      if (typeof one === "string") return code(one);
      if (one.is !== undefined) return `always ${code(one.is)}`;
      const keys =
        one.join === undefined ? (one.from ?? []).map(code).join(", ") : one.join.map(code).join(` and `);
      const more = [
        one.extract === undefined ? "" : `what fits ${code(one.extract)}`,
        one.values === undefined
          ? ""
          : Object.entries(one.values)
              .map(([from, to]) => `${code(from)} is ${code(to)}`)
              .join(", "),
      ].filter((text) => text !== "");
      return more.length === 0 ? keys : `${keys} (${more.join("; ")})`;
    })
    .join(", ");
}

/** The columns that a format can fill, in the order of the event table. */
function columnsOf(one: FormatFile): string[] {
  return columnNames.filter((column) => fills(one).has(column));
}

function fills(one: FormatFile): ReadonlySet<string> {
  switch (one.reader) {
    case "template":
      return new Set(Object.keys(compileTemplate(one.dialect, one.template, one.trailing, one).plan.columns));
    case "json":
      return new Set([
        ...Object.keys(one.keys),
        ...("request" in one.keys ? ["http_request_method", "url_original", "http_version"] : []),
      ]);
    case "named":
      return new Set([
        "event_class",
        ...Object.keys(one.columns),
        ...("request" in one.columns ? ["http_request_method", "url_original", "http_version"] : []),
      ]);
  }
}

function wrapperRow(one: WrapperFile): string[] {
  const how =
    one.pattern === undefined
      ? `JSON with the keys ${(one.json_requires ?? []).map(code).join(", ")}; the record is ${code(one.json_key ?? "")}`
      : code(one.pattern);
  return [one.id, one.title, how, one.source];
}

function commandsPage(): string {
  return page(
    "Commands",
    "Every command and option. Standard output is data; standard error is for people.",
    [
      "## Exit status",
      "",
      ...table(["status", "meaning"], exitStatuses()),
      "",
      "On Ctrl-C and on SIGTERM its folders are removed and the signal ends it; a shell shows 130 and 143.",
      "",
      "## Settings",
      "",
      "Some options need not be typed each time. A flag wins over the environment, that over `vedette.yaml` in the current folder, that over `vedette/config.yaml` in `$XDG_CONFIG_HOME` (`~/.config`). A list replaces a list. In the environment commas part the networks of a list; a format string may hold commas, so that line feeds part those of `VEDETTE_LOG_FORMAT`.",
      "",
      ...table(["in a file", "environment", "option"], settings()),
      ...commands.flatMap(commandSection),
    ],
  );
}

function settings(): string[][] {
  return settingNames.map((key) => [
    code(key),
    code(`VEDETTE_${key.toUpperCase()}`),
    code(`--${key.replaceAll("_", "-")}`),
  ]);
}

/** The statuses as `vedette --help` prints them, so that there is one text. */
function exitStatuses(): string[][] {
  const outcome = parse(["--help"], commands, "");
  const shown = "show" in outcome ? outcome.show : "";
  return [...shown.matchAll(/^ {2}(\d) {2}(.+)$/gm)].map(([, status, meaning]) => [
    status ?? "",
    meaning ?? "",
  ]);
}

function commandSection(command: Command): string[] {
  const usage = command.arguments.map(({ name, many, required }) => {
    const word = `${name.toUpperCase()}${many === true ? "…" : ""}`;
    return required === true ? word : `[${word}]`;
  });
  const options = command.options.map(({ name, short, value, choices, many, says }) => [
    code(`${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` <${value}>`}`),
    `${says}${choices === undefined ? "" : `. One of ${choices.map(code).join(", ")}`}${many === true ? ". May be given more than once" : ""}`,
  ]);
  return [
    "",
    `## vedette ${command.name}`,
    "",
    "```text",
    ["vedette", command.name, ...(options.length === 0 ? [] : ["[OPTION…]"]), ...usage].join(" "),
    "```",
    "",
    command.description,
    ...(command.arguments.length === 0
      ? []
      : [
          "",
          ...table(
            ["argument", "meaning"],
            command.arguments.map(({ name, says }) => [code(name.toUpperCase()), says]),
          ),
        ]),
    ...(options.length === 0 ? [] : ["", ...table(["option", "meaning"], options)]),
    ...command.examples.flatMap(({ line, says }) => [
      "",
      `${says.charAt(0).toUpperCase()}${says.slice(1)}:`,
      "",
      "```sh",
      line,
      "```",
    ]),
  ];
}

function errorsPage(): string {
  const intro =
    "The code stands in brackets behind a message: `vedette: access.log: no such file or folder. [input.missing]`. A code of the group `input` concerns one input: the run goes on with the rest. Every other one ends the command. The exit status is 2 in both cases; for a file that was found in a folder and is empty or no log, it stays 0. A line of a log that fits no format is no error: it is counted with its reason.";
  return page(
    "Errors",
    intro,
    table(
      ["code", "meaning"],
      Object.entries(errorCatalogue).map(([name, meaning]) => [code(name), meaning]),
    ),
  );
}

function eventsPage(): string {
  const intro =
    "The columns that a format can fill. Names are those of the Elastic Common Schema (ECS) in snake case; times are milliseconds since 1970 in UTC. What the format does not log is empty, a size then is -1, a time or status 0; an indicator that needs an absent column does not run and says so.";
  return page(
    "Events",
    intro,
    table(
      ["column", "ECS field", "what it says"],
      columnNames.map((name) => [
        code(name),
        eventColumns[name].ecs === "" ? "" : code(eventColumns[name].ecs),
        eventColumns[name].says,
      ]),
    ),
  );
}

/** What a key or measure means; one of the detail is there only for some requests. */
function scoped(says: string, detail: boolean | undefined): string {
  return detail === true ? `${says}, for requests that may matter` : says;
}

function profilesPage(content: Content, described: ReadonlyMap<string, readonly Column[]>): string {
  const { base } = content;
  const meaning = new Map([
    ...base.keys.map(({ name, says }): [string, string] => [name, says]),
    ...Object.entries(base.measures).map(([name, { says }]): [string, string] => [name, says]),
  ]);
  const derived = content.derived.flatMap((one) => [
    "",
    `## ${one.id}`,
    "",
    `${one.says}. In an indicator's SQL: ${code(`{${one.id.replaceAll("-", "_")}}`)}.`,
    "",
    ...table(
      ["column", "type", "as in the base profile"],
      (described.get(one.id) ?? []).map(({ name, type }) => [
        code(name),
        code(type),
        meaning.get(name) ?? "",
      ]),
    ),
  ]);
  const intro =
    "What indicators measure over: aggregates of events, computed in this order. [What the columns that are no sums mean](../guides/add-an-indicator.md#the-profiles).";
  return page("Profiles", intro, [
    `## ${base.id}`,
    "",
    `${base.says}. It is the base profile: the only one that is computed from all requests. Keys:`,
    "",
    ...table(
      ["key", "meaning", "SQL"],
      base.keys.map(({ name, says, sql, detail }) => [code(name), scoped(says, detail), code(sql)]),
    ),
    "",
    "Measures:",
    "",
    ...table(
      ["measure", "merged by", "meaning", "SQL"],
      Object.entries(base.measures).map(([name, { merge, says, sql, detail }]) => [
        code(name),
        merge,
        scoped(says, detail),
        code(sql),
      ]),
    ),
    ...content.records.flatMap(recordsSection),
    ...derived,
  ]);
}

/** A profile of records that are kept one by one. */
function recordsSection(profile: RecordsProfile): string[] {
  return [
    "",
    `## ${profile.id}`,
    "",
    `${profile.says}. One row for each record of class ${profile.classes.join(" or ")} in sources of kind ${profile.kinds.join(" or ")}${profile.keep === "1" ? "" : ` for which ${code(profile.keep)}`}${profile.holds === undefined ? "" : `, and whose line holds one of ${profile.holds.map(code).join(", ")}`}${profile.like === undefined ? "" : `, and whose line fits ${code(profile.like)}`}; with \`source\`, \`event_id\`, \`time_ms\` and:`,
    "",
    ...table(
      ["column", "type", "meaning", "SQL"],
      Object.entries(profile.columns).map(([name, { sql, type, says }]) => [
        code(name),
        type,
        says,
        code(sql),
      ]),
    ),
  ];
}

/** One ordinary record: enough for the engine to build every profile and say what its columns are. */
const oneRecord = '192.0.2.7 - - [17/May/2026:10:05:03 +0000] "GET / HTTP/1.1" 200 512 "-" "curl/8.5.0"\n';

async function describeProfiles(content: Content): Promise<Map<string, Column[]>> {
  const open = await openTriage(
    {
      paths: ["-"],
      content,
      ownFormats: [],
      trustedProxies: [],
      internalNetworks: [],
      stdin: Readable.from([oneRecord]),
    },
    processEffects,
  );
  try {
    const described = new Map<string, Column[]>();
    const parts: Record<string, string> = {
      ...open.parts,
      ...mailParts(content.mail),
      ...(await hostParts(open.engine, content.hosts)),
    };
    // Without feeds, records that only they are looked up for are not read.
    for (const profile of content.records.filter(({ id }) => parts[partName(id)] === undefined)) {
      await open.engine.run(recordsTableSql(profile));
      parts[partName(profile.id)] = recordsTable(profile);
    }
    for (const { id, sql } of content.derived) {
      const name = partName(id);
      // A run over a web log has none of those that are made of mails and hosts.
      if (parts[name] === undefined) {
        const none = Object.fromEntries(boundNames(sql).map((bound) => [bound, []]));
        await open.engine.table(`profile_${name}`, fillSql(sql, parts), none, { few: true });
        parts[name] = `profile_${name}`;
      }
      const rows = await open.engine.rows(`DESCRIBE TABLE profile_${id.replaceAll("-", "_")}`);
      described.set(
        id,
        rows.map((row) => ({ name: String(row.name), type: String(row.type) })),
      );
    }
    return described;
  } finally {
    await open.close();
  }
}

async function main(checkOnly: boolean): Promise<number> {
  const content = loadContent();
  const folder = join(dirname(contentFolder()), "docs", "reference");
  const pages: Readonly<Record<string, string>> = {
    "commands.md": commandsPage(),
    "errors.md": errorsPage(),
    "events.md": eventsPage(),
    "formats.md": formatsPage(content),
    "playbook.md": playbookPage(content),
    "limits.md": limitsPage(content, readFileSync(join(folder, "..", "..", "src", "limits.ts"), "utf8")),
    "links.md": linksPage(content),
    "indicators.md": indicatorsPage(content, accuracyLines(folder)),
    "profiles.md": profilesPage(content, await describeProfiles(content)),
  };
  let stale = 0;
  for (const [name, text] of Object.entries(pages)) {
    const path = join(folder, name);
    if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
    stale += 1;
    if (!checkOnly) writeFileSync(path, text);
    process.stdout.write(`docs/reference/${name} ${checkOnly ? "is out of date" : "written"}\n`);
  }
  if (checkOnly && stale > 0) process.stderr.write("Run: npm run build && node dist/scripts/reference.js\n");
  return checkOnly && stale > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.includes("--check"));
