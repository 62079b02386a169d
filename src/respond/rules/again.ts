/** Rules of a written folder once more: on their samples, and on a history. */
import { Readable } from "node:stream";
import type { Content } from "../../content/load.ts";
import type { Effects } from "../../effects.ts";
import { overEvents } from "../../triage/sigma.ts";
import type { OpenTriage } from "../../triage/triage.ts";
import { backTest } from "./back-test.ts";
import type { RulesDocument } from "./folder.ts";
import { historyFor, withMarks } from "./make.ts";
import { clientsFor, type History, hostsOf } from "./marks.ts";
import { type Draft, objection, type Tally } from "./model.ts";
import { type Expected, trySamples } from "./try-samples.ts";

/** Runs rules over a file of samples, which is read as logs are; what does not hold is handed back by rule. */
export async function checkSamples(
  path: string,
  expected: readonly Expected[],
  content: Content,
  effects: Effects,
  kind: History["kind"] = "web",
): Promise<Map<Draft, string[]>> {
  if (expected.every(({ mustFire, mustNotFire }) => mustFire.length + mustNotFire.length === 0))
    return new Map();
  const request = {
    paths: [path],
    content,
    ownFormats: [],
    as: "ecs-json",
    trustedProxies: [],
    internalNetworks: [],
    stdin: Readable.from([]),
  };
  return overEvents(
    request,
    effects,
    () => {},
    // The form of the samples is a web server's; what they are of is known.
    (engine, sources) =>
      trySamples(
        engine,
        sources.map((source) => ({ ...source, kind })),
        expected,
      ),
  );
}

/** What became of a rule on a history. */
export interface Again {
  readonly tally: Tally;
  readonly because: string | undefined;
}

/**
 * The back-test of a folder's rules on the history of a run.
 * A rule has to fire where its case is among those of the run: the addresses alone may by now be others'.
 */
export async function testAgain(
  open: OpenTriage,
  document: RulesDocument,
  drafts: readonly Draft[],
  limitPerDay: number,
): Promise<{ again: ReadonlyMap<Draft, Again>; days: number; hasCase: boolean }> {
  const { entities, cases } = open.result.assessment;
  const named = document.case;
  const one =
    named === null
      ? undefined
      : cases.find(({ id, aliases }) => id === named.id || aliases?.includes(named.id) === true);
  const gone = named !== null && one === undefined;
  const clients = gone ? named.clients : clientsFor(one, entities);
  const hosts = gone ? named.hosts : hostsOf(one?.entities ?? []);
  return withMarks(open, clients, async (run) => {
    const history = await historyFor(run, one, clients, hosts);
    if (history === undefined) return { again: new Map(), days: 0, hasCase: false };
    const { tallies, refused } = await backTest(history, drafts);
    const again = new Map<Draft, Again>();
    for (const draft of drafts) {
      const tally = tallies.get(draft);
      const broken = refused.get(draft);
      if (tally === undefined) continue;
      again.set(draft, {
        tally,
        because:
          broken === undefined
            ? objection(tally, limitPerDay, one !== undefined)
            : `it cannot be run: ${broken}`,
      });
    }
    return { again, days: history.days, hasCase: one !== undefined };
  });
}
