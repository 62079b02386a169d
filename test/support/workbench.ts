/**
 * One engine for many small inputs: lines go in as values, the base profile and the derived
 * profiles are computed anew for each, with the same SQL that a triage runs.
 */
import { join } from "node:path";
import { afterAll } from "vitest";
import { entryKinds } from "../../src/content/intel.ts";
import { partName } from "../../src/content/names.ts";
import type { IndicatorFile, RecordsProfile } from "../../src/content/schema.ts";
import type { Finding } from "../../src/detect/finding.ts";
import { detect } from "../../src/detect/indicators.ts";
import { intelParts, kindsGiven } from "../../src/detect/intel.ts";
import {
  deriveProfiles,
  loadCatalogues,
  type Parts,
  profilesBehind,
  profilesWanted,
} from "../../src/detect/profiles.ts";
import { openChdb } from "../../src/engine/chdb.ts";
import type { LocalEngine, Row } from "../../src/engine/engine.ts";
import { activityParts, activitySql, activityTablesSql } from "../../src/ingest/activity.ts";
import { eventsSql } from "../../src/ingest/events.ts";
import { type Recognised, Recogniser } from "../../src/ingest/recognise.ts";
import {
  mayHold,
  readRecords,
  recordsParts,
  recordsTable,
  recordsTableSql,
} from "../../src/ingest/records.ts";
import { requestsSql, requestTableSql } from "../../src/ingest/requests.ts";
import type { LineSource } from "../../src/ingest/scan.ts";
import { loadSegments } from "../../src/ingest/segments.ts";
import type { SourceReport } from "../../src/ingest/source.ts";
import type { Feed } from "../../src/intel/feed.ts";
import { settleTrust } from "../../src/triage/proxies.ts";
import { temporaryFolder } from "./files.ts";
import { content } from "./triage.ts";

/** Lines given as a bound parameter, in the place of a file. */
const given =
  "(SELECT tupleElement(pair, 1) AS line, tupleElement(pair, 2) AS line_number FROM (SELECT arrayJoin(arrayZip({lines:Array(String)}, range(1, length({lines:Array(String)}) + 1))) AS pair))";

/** A feed that has entries of each kind, as far as indicators ask. */
const everyKind = { entries: Object.fromEntries(entryKinds.map((kind) => [kind, 1])) } as unknown as Feed;

// Hooks are registered while a test file is loaded, not from inside another hook.
const opened = new Set<Workbench>();
afterAll(async () => {
  for (const bench of opened) await bench.close();
});
const folder = temporaryFolder();

/** Lines in a format, as an input of their own. */
export interface Lines {
  readonly lines: readonly string[];
  readonly format: Recognised;
}

/** What an input was read as: records that are no events by reason, events by 1-based line. */
export interface Reading {
  readonly rejects: Readonly<Record<string, number>>;
  readonly events: ReadonlyMap<number, Row>;
}

/** Names of the derived profiles that an indicator's own statement and those of its profiles read. */
const behind = ({ reads }: IndicatorFile) => profilesBehind(content(), reads.map(partName));

/** Whether an indicator looks at records of a profile, itself or by a derived one. */
function looksAt(indicator: IndicatorFile, records: RecordsProfile): boolean {
  const name = partName(records.id);
  const profiles = behind(indicator);
  return (
    indicator.reads.map(partName).includes(name) ||
    content().derived.some(({ id, sql }) => profiles.has(partName(id)) && sql.includes(`{${name}}`))
  );
}

/** Whatever of a format makes the statements that read its lines. */
const statementsOf = ({ format, kind, recordSql, plan }: Recognised) =>
  JSON.stringify({ format, kind, recordSql, plan });

export class Workbench {
  readonly engine: LocalEngine;
  readonly recogniser: Recogniser;
  readonly #catalogues: Parts;
  /** Tables of records with something in them, and names of the derived profiles that are there. */
  readonly #filled = new Set<string>();
  #derived: ReadonlySet<string> = new Set();
  #made = false;
  #open = true;

  private constructor(engine: LocalEngine, catalogues: Parts) {
    this.engine = engine;
    this.#catalogues = catalogues;
    this.recogniser = new Recogniser(content().formats, content().wrappers);
  }

  /** Opens it; it is closed after the suite at the latest. */
  static async open(): Promise<Workbench> {
    const engine = await openChdb({ path: join(folder, `db-${opened.size}`), passing: true });
    await loadSegments(engine, content());
    // Samples are few lines, as in a run over a small file.
    engine.expect("little");
    const bench = new Workbench(engine, await loadCatalogues(engine, content()));
    opened.add(bench);
    return bench;
  }

  async close(): Promise<void> {
    if (this.#open) await this.engine.close();
    this.#open = false;
  }

  /** The format of lines; an error where none fits. */
  recognise(lines: readonly string[]): Recognised {
    const found = this.recogniser.recognise(lines);
    if (found === undefined) throw new Error(`no format fits ${lines.join("\n")}`);
    return found;
  }

  /** Events of lines, by 1-based line. */
  async events(lines: readonly string[], format: Recognised): Promise<Map<number, Row>> {
    const rows = await this.engine.rows(eventsSql(this.#lines(format), format.plan), { lines });
    return new Map(rows.map((row) => [Number(row.event_id), row]));
  }

  /**
   * Scans lines into a fresh base profile.
   * @param of the indicator that is asked afterwards: records that it does not look at are not read
   */
  async scan(
    lines: readonly string[],
    format: Recognised = this.recognise(lines),
    of?: IndicatorFile,
  ): Promise<void> {
    await this.#emptyTables();
    await this.engine.run(
      requestsSql("requests", this.#lines(format), format.plan, content().base, content().endpoints),
      { lines },
    );
    for (const sql of activitySql("activity", "requests", content().base)) await this.engine.run(sql);
    const held = content().records.filter(
      (profile) => mayHold(profile, format.kind, format.plan) && (of === undefined || looksAt(of, profile)),
    );
    for (const profile of held) this.#filled.add(recordsTable(profile));
    await readRecords(this.engine, held, {
      lines: this.#lines(format),
      plan: format.plan,
      parameters: { lines },
    });
  }

  /** Makes the tables of a scan, or empties those that the last one filled. */
  async #emptyTables(): Promise<void> {
    const always = ["requests", ...Object.values(activityParts("activity"))];
    if (this.#made) {
      for (const table of [...always, ...this.#filled]) await this.engine.run(`TRUNCATE TABLE ${table}`);
    } else {
      for (const sql of [
        requestTableSql("requests", content().base, "Memory"),
        ...activityTablesSql("activity", content().base, "Memory"),
        ...content().records.map((profile) => recordsTableSql(profile, recordsTable(profile), "Memory")),
      ])
        await this.engine.run(sql);
      this.#made = true;
    }
    this.#filled.clear();
  }

  /**
   * Reads several inputs. Those that the same statements read are read by one scan, since analysing a statement is nearly
   * all that few lines cost, and a line's columns come from that line alone.
   */
  async readAll(inputs: readonly Lines[]): Promise<ReadonlyMap<Lines, Reading>> {
    const read = new Map<Lines, Reading>();
    const groups = new Map<string, Lines[]>();
    for (const input of inputs) {
      const key = statementsOf(input.format);
      groups.set(key, [...(groups.get(key) ?? []), input]);
    }
    for (const group of groups.values()) {
      const format = group[0]?.format;
      if (format === undefined) continue;
      const lines = group.flatMap((input) => input.lines);
      await this.scan(lines, format);
      const rejected = await this.engine.rows("SELECT event_id, reject FROM requests WHERE reject != ''");
      const events = await this.events(lines, format);
      let before = 0;
      for (const input of group) {
        const own = { first: before + 1, last: before + input.lines.length };
        read.set(input, readingOf(rejected, events, own));
        before = own.last;
      }
    }
    return read;
  }

  /** Records that are no events, by reason. */
  async rejects(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.engine.rows(
      "SELECT reject, count() AS n FROM requests WHERE reject != '' GROUP BY reject",
    );
    return Object.fromEntries(rows.map((row) => [String(row.reject), Number(row.n)]));
  }

  /** The derived profiles of what was scanned, or those that an indicator reads. */
  async profiles(
    trustedProxies: readonly string[] = [],
    of?: IndicatorFile,
    feeds: readonly Feed[] = [],
  ): Promise<Parts> {
    for (const name of [...this.#derived].map((one) => `profile_${one}`).concat("catalogue_programs"))
      await this.engine.run(`DROP TABLE IF EXISTS ${name}`);
    this.#derived = of === undefined ? profilesWanted(content(), () => true) : behind(of);
    const trust = await settleTrust(this.engine, content(), activityParts("activity"), trustedProxies);
    const internal = content()
      .networks.reserved.filter((network) => network.internal)
      .map(({ network }) => network);
    return deriveProfiles(
      this.engine,
      content(),
      {
        ...activityParts("activity"),
        ...recordsParts(content().records),
        ...this.#catalogues,
        ...(await intelParts(this.engine, this.engine, feeds)).parts,
      },
      { trusted: trust.networks, internal },
      this.#derived,
      true,
    );
  }

  /** Findings of one indicator over profiles. */
  async findings(
    indicator: IndicatorFile,
    parts: Parts,
    format: Recognised,
    feeds: readonly Feed[] = [],
  ): Promise<readonly Finding[]> {
    const counts = await this.engine.rows(
      "SELECT event_class, count() AS n FROM requests WHERE reject = '' GROUP BY event_class",
    );
    const source = {
      events: 1,
      classes: Object.fromEntries(counts.map((row) => [String(row.event_class), Number(row.n)])),
      kind: format.kind,
      fields: Object.keys(format.plan.columns),
    } as unknown as SourceReport;
    const { findings, runs } = await detect(
      this.engine,
      { ...content(), indicators: [indicator] },
      parts,
      [source],
      // A sample without a feed stands beside one with entries of the kind, of which none is in it.
      kindsGiven(feeds.length > 0 ? feeds : [everyKind]),
    );
    // What none of the records can be, an indicator need not look for.
    if (runs[0]?.note?.startsWith("needs records of class") === true) return [];
    if (runs[0]?.ran !== true) throw new Error(`${indicator.id} did not run: ${runs[0]?.note}`);
    return findings;
  }

  #lines({ recordSql }: Recognised): LineSource {
    return {
      columns: ["line", "line_number"],
      from: given,
      source: 0,
      recordSql,
      recordBytesMax: content().policy.limits.record_bytes,
      crlf: false,
    };
  }
}

/** What was read of some lines among others, counted from the first of them. */
function readingOf(
  rejected: readonly Row[],
  events: ReadonlyMap<number, Row>,
  { first, last }: { readonly first: number; readonly last: number },
): Reading {
  const within = (line: number) => line >= first && line <= last;
  const rejects: Record<string, number> = {};
  for (const { event_id: line, reject } of rejected)
    if (within(Number(line))) rejects[String(reject)] = (rejects[String(reject)] ?? 0) + 1;
  return {
    rejects,
    events: new Map(
      [...events]
        .filter(([line]) => within(line))
        .map(([line, event]) => [line - first + 1, { ...event, event_id: line - first + 1 }]),
    ),
  };
}
