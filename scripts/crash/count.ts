/** What is left at the end of a run, beside what was acknowledged. */
import { asError } from "../../src/errors.ts";
import type { Load } from "./load.ts";
import { pause, type Service } from "./service.ts";

export interface Left {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Records that nobody sent. */
  readonly strange: readonly string[];
  readonly lostNotes: readonly string[];
  readonly doubledNotes: readonly string[];
  /** Whether the cases are merged, or not, as it was acknowledged last. */
  readonly mergesHold: boolean;
  readonly auditHolds: boolean;
}

/** A machine that does other things beside takes minutes to look at what a run of hundreds of kills left. */
const settleMs = 1_200_000;

export async function leftOf(service: Service, load: Load): Promise<Left> {
  const found = await settled(service, load);
  const notes = await notesIn(service);
  const [, from] = await load.cases();
  const verified = (await service.ask("GET", "/api/v1/audit/verification")).body as { holds: boolean };
  return {
    lost: [...load.acknowledged].filter((id) => !found.has(id)),
    doubled: [...found].filter(([, times]) => times > 1).map(([id]) => id),
    strange: [...found.keys()].filter((id) => !load.sent.has(id)),
    lostNotes: load.notes
      .filter(({ acknowledged, text }) => acknowledged && !notes.has(text))
      .map(({ text }) => text),
    doubledNotes: [...notes].filter(([, times]) => times > 1).map(([text]) => text),
    mergesHold: from !== undefined && load.merged.includes(from.merged_into !== null),
    auditHolds: verified.holds,
  };
}

/** How often each record is in the store, when everything that was acknowledged is there or nothing changes any more. */
async function settled(service: Service, { acknowledged }: Load): Promise<Map<string, number>> {
  let found = new Map<string, number>();
  for (const until = Date.now() + settleMs; Date.now() < until; await pause(3000))
    try {
      found = await recordsIn(service);
      if ([...acknowledged].every((id) => found.has(id))) return found;
    } catch (thrown) {
      process.stderr.write(`${asError(thrown).message}\n`);
    }
  return found;
}

async function recordsIn(service: Service): Promise<Map<string, number>> {
  // A row for 200 batches: an answer has a limited number of rows.
  const { status, body } = await service.ask("POST", "/api/v1/sql", {
    statement:
      "SELECT groupArray(extract(url_original, 'id=([hf][0-9]+-[0-9]+)')) AS ids FROM events GROUP BY extract(url_original, 'id=([hf])'), intDiv(toUInt64OrZero(extract(url_original, 'id=[hf]([0-9]+)')), 200)",
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
  const found = new Map<string, number>();
  for (const { ids } of (body as { rows: { ids: string[] }[] }).rows)
    for (const id of ids) if (id !== "") found.set(id, (found.get(id) ?? 0) + 1);
  return found;
}

/** How often each note is in the casebook. */
async function notesIn(service: Service): Promise<Map<string, number>> {
  const notes = new Map<string, number>();
  const { items } = (await service.ask("GET", "/api/v1/cases?limit=1000&merged=true")).body as {
    items: { id: string }[];
  };
  for (const { id } of items) {
    const view = (await service.ask("GET", `/api/v1/cases/${id}`)).body as {
      notes: { case: string; editions: { text: string }[] }[];
    };
    for (const note of view.notes.filter((one) => one.case === id))
      for (const { text } of note.editions) notes.set(text, (notes.get(text) ?? 0) + 1);
  }
  return notes;
}
