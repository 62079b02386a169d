/** Cases for tests of the console: many, of every kind, some with texts that attackers would choose. */
import type { CaseView, ChecklistItem, Proposal, Snapshot, State } from "../../../src/casebook/model.ts";

/** When the newest case of all was last seen. */
export const nowMs = Date.UTC(2026, 10, 30, 12, 0, 0);
const hourMs = 3_600_000;

/** Markup, escapes of terminals, characters that turn the reading round or hide, and a very long line. */
export const hostile = {
  markup: `<img src=x onerror="alert(1)"><script>alert(2)</script>'"&amp;`,
  escapes: "\u001b[31mred\u001b[0m \u0007bell\u0000nul\r\nX-Injected: 1",
  bidi: "user\u202Etxt.exe \u2066isolated\u2069 zero\u200Bwidth \uD800 alone",
  link: "javascript:alert(3) https://evil.example/login?next=//evil.example",
  long: `GET /${"a".repeat(100_000)} HTTP/1.1`,
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what others would take for a template.
  template: "${alert(4)} {{constructor.constructor('alert(5)')()}}",
} as const;
const hostileTexts = Object.values(hostile);

const titles = [
  "Nine configuration endpoints probed by one address",
  "Version scan of the shop, spread over three addresses",
  "phpinfo.php was served to a stranger",
  "Mail asks for the browser and its plug-ins",
  "A script agent leaves the network for a rare host",
  "/server-status answered 200 after twenty refusals",
] as const;
const states: readonly State[] = ["new", "new", "new", "in-progress", "escalated", "contained", "closed"];
const actions = ["escalate", "watch", "close"] as const;
const severities = ["high", "medium", "low", "critical", "info"] as const;
const owners = [null, "kim", "robin", null] as const;
const clauses = ["KI1", "KI2", "KI3", "KI4", "LS3"] as const;

const pick = <T>(values: readonly T[], at: number): T => values[at % values.length] as T;

export function makeCases(count = 300): CaseView[] {
  return Array.from({ length: count }, (_, at) => makeCase(at));
}

/** Every fifteenth case is background; the first few hold the hostile texts. */
function makeCase(at: number): CaseView {
  const id = `C-${(at + 0x5f86).toString(16).padStart(10, "0")}`;
  const bad = at < hostileTexts.length ? hostileTexts[at] : undefined;
  const action = pick(actions, at);
  const priority =
    action === "escalate" ? pick(["now", "shift"] as const, at) : action === "watch" ? "batch" : "none";
  const background = bad === undefined && at % 15 === 14;
  const last = nowMs - Math.floor(at ** 1.3) * 0.35 * hourMs;
  const first = last - (1 + (at % 40)) * hourMs;
  const state = bad === undefined ? pick(states, at) : "new";
  const title = bad === undefined ? pick(titles, at) : `${pick(titles, at)}: ${bad}`;
  const snapshot: Snapshot = {
    title,
    action,
    priority,
    severity: pick(severities, at),
    confidence: "high",
    background,
    score: 95 - (at % 90),
    first,
    last,
    entities: makeEntities(at, bad),
    findings: makeFindings(at, bad, first, last),
    techniques: ["T1592.004"],
    links: [{ from: "e1", to: "e2", because: `the same agent within an hour ${bad ?? ""}` }],
  };
  return {
    id,
    version: 1,
    changed: at,
    updated_at: last,
    created_at: first,
    title,
    state,
    owner: pick(owners, at),
    tags: bad === undefined ? (at % 4 === 0 ? ["shop"] : []) : [bad.slice(0, 60)],
    action,
    machine_action: action,
    priority,
    severity: snapshot.severity,
    score: snapshot.score,
    background,
    first_seen: first,
    last_seen: last,
    entities: snapshot.entities.length,
    findings: snapshot.findings.length,
    events: snapshot.findings.reduce((sum, { count }) => sum + count, 0),
    questions: at % 3 === 0 ? ["Q1", "Q4"] : ["Q2"],
    verdict: state === "closed" ? "benign-positive" : null,
    closed_at: state === "closed" ? last : null,
    merged_into: null,
    set_aside: null,
    snapshot,
    override: null,
    closing:
      state === "closed"
        ? { reason: "benign-positive", note: "our own scanner", duplicate_of: null, at: last, by: "kim" }
        : null,
    notes:
      bad === undefined
        ? []
        : [
            {
              id: 1000 + at,
              case: id,
              editions: [
                {
                  at: last,
                  by: "kim",
                  text: `**Seen** in \`access.log\`:\n\n- ${bad}\n\n[look](https://example.org/x) ${bad}`,
                },
              ],
              withdrawn: null,
            },
          ],
    checklist: makeChecklist(bad),
    answers: [
      "Unfamiliar agents?",
      "Scanning, or direct tries at configuration files?",
      "Phishing that coincides?",
      "Traffic that suggests access without right?",
    ].map((text, n) => ({
      id: `Q${n + 1}`,
      text,
      answer: pick(["yes", "no", "mixed", "cannot_tell"], at + n),
      sentence: `One address asked for nine of them between 10:00 and 10:04. ${bad?.slice(0, 300) ?? ""}`,
      findings: [`F-${at}-0`],
      missing: n === 2 ? ["mail"] : [],
    })),
    history: [{ at: first, run: "run-1", action, priority }],
    members: [],
    names: id,
    aliases: [],
    run: "run-1",
    reported_at: nowMs,
  };
}

function makeEntities(at: number, bad: string | undefined): Snapshot["entities"] {
  return [
    { id: "e1", type: "ip", value: `203.0.113.${1 + (at % 250)}`, action: "escalate", score: 80 },
    { id: "e2", type: "user_agent", value: bad ?? "python-requests/2.31.0", action: "watch", score: 40 },
    {
      id: "e3",
      type: "domain",
      value: "www.example.org",
      action: "close",
      score: 5,
      justification: "scanner of the shop",
    },
  ];
}

function makeFindings(
  at: number,
  bad: string | undefined,
  first: number,
  last: number,
): Snapshot["findings"] {
  return Array.from({ length: 1 + (at % 4) }, (_, n) => ({
    id: `F-${at}-${n}`,
    indicator: `config.probe-${at % 3}`,
    clause: pick(clauses, at + n),
    severity: pick(severities, at + n),
    confidence: "high",
    entity: "e1",
    sentence: `203.0.113.${1 + (at % 250)} asked for ${9 + n} configuration endpoints. ${bad?.slice(0, 300) ?? ""}`,
    count: 9 + n,
    first: new Date(first).toISOString(),
    last: new Date(last).toISOString(),
    evidence: Array.from({ length: 4 }, (_line, line) => ({
      path: bad === undefined ? "access.log" : `acc${bad.slice(0, 40)}.log`,
      line: 100 * n + line + 1,
      text:
        bad ??
        `203.0.113.${1 + (at % 250)} - - [30/Nov/2026:10:0${line}:12 +0000] "GET /.env HTTP/1.1" 404 153 "-" "python-requests/2.31.0"`,
    })),
    evidence_lines: 9 + n,
  }));
}

function makeChecklist(bad: string | undefined): ChecklistItem[] {
  const steps = ["L1a", "L1b", "L1c", "T2a", "T2b", "T2c", "T2d", "C1", "C2", "C3", "C4", "C5"];
  return steps.map((clause, n) => ({
    clause,
    state: n < 3 ? "done" : "open",
    by: n < 3 ? "evidence" : "nobody",
    sentence: `What ${clause} asks was ${n < 3 ? "done from the logs" : "left to a person"}. ${bad?.slice(0, 200) ?? ""}`,
    ...(n % 3 === 1 ? { command: `vedette explain access.log:${n} ${bad?.slice(0, 100) ?? ""}`.trim() } : {}),
  }));
}

/** One of each kind for the case with markup in it, and one for another. */
export function makeProposals(cases: readonly CaseView[]): Proposal[] {
  const [bad, , , other] = cases;
  if (bad === undefined || other === undefined) return [];
  const of = (id: number, more: Partial<Proposal>): Proposal => ({
    id,
    kind: "register",
    state: "open",
    cases: [bad.id],
    created_at: nowMs,
    by: "kim",
    decided: null,
    ...more,
  });
  const entry = {
    id: "R-1",
    source: ["203.0.113.9"],
    owner: "kim",
    reason: hostile.markup,
    ticket: bad.id,
    added: "2026-11-30",
    expires: "2027-02-28",
  } as unknown as NonNullable<Proposal["entry"]>;
  return [
    of(1, { entry }),
    of(2, {
      kind: "tuning",
      cases: [bad.id, other.id],
      tuning: { indicator: "config.probe", false_positives: 2, closed: 5 },
    }),
    of(3, {
      kind: "tuning",
      cases: [other.id],
      tuning: { indicator: hostile.bidi, false_positives: 1, closed: 1 },
    }),
  ];
}
