/** The justification register in reports: what each entry set aside, and the command that would add one. */
import { countedIds } from "../assess/counting.ts";
import type { RegisterRow } from "../assess/register-report.ts";
import { shellWord } from "../triage/again.ts";
import { counted } from "../words.ts";
import type { ReportCase, ReportEntity } from "./model.ts";

/** An entry of the register as the JSON report has it. */
export interface ReportRegisterEntry {
  readonly id: string;
  readonly state: RegisterRow["state"];
  readonly owner: string;
  readonly reason: string;
  readonly ticket?: string;
  readonly expires: string;
  /** Ids of the entities that it set aside. */
  readonly entities: readonly string[];
  /** Their findings, that no case holds. */
  readonly findings: readonly string[];
  /** What whoever keeps the register should know. */
  readonly notes: readonly string[];
}

/** An entry with what became of it. */
export function toRegisterEntry({ entry, state, setAside, pointsOut }: RegisterRow): ReportRegisterEntry {
  return {
    id: entry.id,
    state,
    owner: entry.owner,
    reason: entry.reason,
    ...(entry.ticket === undefined ? {} : { ticket: entry.ticket }),
    expires: entry.expires,
    entities: setAside.map(({ id }) => id),
    findings: setAside.flatMap(({ findings }) => findings.map(({ id }) => id)),
    notes: pointsOut,
  };
}

/** What an entry did, in a few words. */
export function whatItDid({ state, entities, findings }: ReportRegisterEntry): string {
  switch (state) {
    case "applied":
      return `set aside ${countedIds(entities)} with ${counted(findings.length, "finding")}`;
    case "not_applied":
      return "set nobody aside";
    case "ended":
      return "has ended";
    case "unused":
      return "met nobody with a finding here";
  }
}

const flags: Readonly<Record<string, string>> = {
  ip: "source",
  ip_range: "source",
  user: "user",
  host: "host",
  domain: "destination",
};

/** The command that says that what an entity does is known and meant; undefined where no entry can. */
export function justifyCommand({ type, value }: Pick<ReportEntity, "type" | "value">): string | undefined {
  const flag = flags[type];
  if (flag === undefined) return undefined;
  return `vedette justify add --${flag} ${shellWord(value)} --owner WHO --reason WHY --expires YYYY-MM-DD`;
}

/** The same of the first entity of a case. What was served is nobody's errand, and background is many. */
export function justifyCase(
  one: ReportCase | undefined,
  entities: ReadonlyMap<string, ReportEntity>,
  served: boolean,
): string | undefined {
  const [first] = one?.entities ?? [];
  const entity = first === undefined ? undefined : entities.get(first);
  return one === undefined || one.background || served || one.entities.length > 1 || entity === undefined
    ? undefined
    : justifyCommand(entity);
}
