/** Writes the third set of sign-ins and audit records: `node dist/lab/written3/signins/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../labels.ts";
import { browsers, iphone, teams } from "../proxy/agents.ts";
import { at } from "../proxy/web.ts";
import { collectors } from "./collectors.ts";
import { auditCollectors } from "./collectors-audit.ts";
import { address, type Event, office, type SignIn } from "./event.ts";
import { auditLine, entraLine } from "./forms.ts";
import { plain } from "./plain.ts";
import { open, plainAudit } from "./plain-audit.ts";

const chance = new Chance(31_404);
const all = [...collectors, ...auditCollectors, ...plain, ...plainAudit, ...open];
const named = [...new Set(all.flatMap(({ events }) => events.map((one) => one.user)))].filter(
  (user) => !/svc_|room_|test_|synthetic|ext_/.test(user),
);
const people = [...named, ...Array.from({ length: 26 }, (_, turn) => address(`u${turn + 101}`))];

const two = (value: number) => String(value).padStart(2, "0");
const some = (day: number, low: number, high: number) =>
  `${day} ${two(chance.between(low, high))}:${two(chance.between(0, 59))}:${two(chance.between(0, 59))}`;

/** What a person does in a day: the desk, the phone, some files. */
function dayOf(user: string, turn: number, day: number): Event[] {
  const agent = browsers[turn % browsers.length] ?? teams;
  const home = `198.51.100.${(turn % 40) + 150}`;
  const from = (turn + day) % 4 === 0 ? home : office;
  const common = { user, managed: !agent.includes("Macintosh") } as const;
  const signIn = (
    kind: SignIn["kind"],
    time: string,
    app: SignIn["app"],
    own: string,
    way: string,
  ): SignIn => ({ kind, time, app, ...common, agent: own, address: way });
  const made: Event[] = [
    signIn("entra", some(day, 7, 8), "OfficeHome", agent, from),
    signIn("entra", some(day, 8, 9), "Microsoft Teams", teams, from),
    signIn("audit-login", some(day, 7, 9), "OfficeHome", agent, from),
  ];
  if (chance.next() < 0.6)
    made.push(
      signIn(
        "entra",
        some(day, 9, 16),
        chance.pick(["Office 365 SharePoint Online", "Microsoft Office", "OneDrive SyncEngine"] as const),
        agent,
        from,
      ),
    );
  if (turn % 3 === 0)
    made.push({
      ...signIn("entra", some(day, 6, 21), "Outlook Mobile", iphone, `192.0.2.${(turn % 50) + 10}`),
      managed: false,
    });
  if (chance.next() < 0.12)
    made.push({
      ...signIn("entra", some(day, 7, 8), "OfficeHome", agent, from),
      error: chance.pick([50126, 50076]),
    });
  const paths = [
    "/sites/sales/Shared Documents/Forecast Q4.xlsx",
    "/sites/quality/Shared Documents/Audit plan.docx",
    "/sites/it/Shared Documents/Guides/Teams tips.pdf",
    "/sites/sales/Shared Documents/Offers/2211.docx",
  ];
  for (let count = chance.between(1, 3); count > 0; count -= 1)
    made.push({
      kind: "file",
      operation: chance.pick(["FileAccessed", "FileAccessed", "FileModified", "FileDownloaded"] as const),
      time: some(day, 8, 16),
      user,
      address: from,
      agent,
      path: chance.pick(paths),
    });
  if (chance.next() < 0.2)
    made.push({
      kind: "search",
      time: some(day, 8, 16),
      user,
      address: from,
      agent,
      words: chance.pick([
        "offer 2211",
        "holiday request",
        "price list dn50",
        "travel policy",
        "canteen menu",
      ]),
    });
  return made;
}

const events = [
  ...all.flatMap((subject) => subject.events),
  ...people.flatMap((user, turn) => [0, 1].flatMap((day) => dayOf(user, turn, day))),
]
  .map((one, order) => ({ one, order, timeMs: at(one.time) + chance.between(0, 999) }))
  .sort((a, b) => a.timeMs - b.timeMs || a.order - b.order);

const files = new Map([
  [
    "entra-signins.ndjson.gz",
    events.flatMap(({ one, timeMs }) => (one.kind === "entra" ? [entraLine(one, timeMs, chance)] : [])),
  ],
  [
    "m365-audit.ndjson.gz",
    events.flatMap(({ one, timeMs }) => (one.kind === "entra" ? [] : [auditLine(one, timeMs, chance)])),
  ],
]);

const subjects = all.map(({ events: _, ...rest }): Labelled => {
  const within = [...files]
    .filter(([, lines]) => lines.some((line) => line.includes(`"${rest.value}"`)))
    .map(([name]) => name);
  if (within.length === 0) throw new Error(`in no file: ${rest.value}`);
  return { ...rest, files: within };
});

writeSet(
  "signins3",
  "written: nothing was recorded. lab/written3/signins makes two days of an invented company and writes them as sign-ins of Microsoft Graph (with `userAgent`, as the beta gives it) and as records of the unified audit log. Deterministic: the same run gives the same bytes.",
  `Which addresses and accounts gather what clients are, or which clients are let in, among ${people.length} people at work. A label\nnames the address where somebody outside uses another's account, and the account where its own holder acts or the deed\nis the account's; the accounts of persons named in an attack from outside have no label of their own.`,
  subjects,
  new Map([...files].map(([name, lines]) => [name, `${lines.join("\n")}\n`])),
);
