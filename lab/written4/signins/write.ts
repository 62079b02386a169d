/** Writes the fourth set of sign-ins and audit records: `node dist/lab/written4/signins/write.js`. */
import { Chance } from "../../random.ts";
import { type Labelled, writeSet } from "../../written3/labels.ts";
import * as agents from "../agents.ts";
import { hourMs, startMs } from "../times.ts";
import { entraCollectors } from "./collectors-entra.ts";
import { otherCollectors } from "./collectors-other.ts";
import { account, audit, type Event, entra, office, okta } from "./event.ts";
import { auditLine, entraLine, oktaLine } from "./forms.ts";
import { openSubjects } from "./open.ts";
import { plainPeople } from "./plain-people.ts";
import { plainServices } from "./plain-services.ts";

const chance = new Chance(41_405);
const told = [...entraCollectors, ...otherCollectors, ...plainPeople, ...plainServices, ...openSubjects];
const named = told
  .flatMap(({ events }) => events.map((one) => one.user))
  .filter((user) => !/^(?:svc|room|test|adm|labor|b\.guest|u[56]\d\d)/.test(user));
const people = [
  ...new Set([...named, ...Array.from({ length: 150 }, (_, turn) => account(`u${turn + 500}`))]),
];
const desks = [agents.edge, agents.chrome, agents.edge, agents.firefox, agents.chromeMac, agents.chrome157];
const phones = ["Outlook-iOS/5.2545.0", "Outlook-Android/5.2543.1"];
const countries = ["AT", "CA", "CL", "PL"];

/** What a person does in a day: the desk, the phone, programs behind Okta, some files. */
function dayOf(user: string, turn: number, day: number): Event[] {
  const desk = desks[turn % desks.length] ?? agents.edge;
  const home = `198.51.100.${(turn % 80) + 101}`.replace(/\.(?:140|177|201|120|210)$/, ".230");
  const from = (turn + day) % 4 === 0 ? home : office;
  const country = countries[turn % 4] ?? "AT";
  const some = () => startMs + day * 24 * hourMs + 6 * hourMs + chance.between(0, 11 * 3600) * 1000;
  const managed = !desk.includes("Macintosh");
  const made: Event[] = [
    entra(some(), [user, from, desk], "OfficeHome", { managed, country }),
    entra(some(), [user, from, agents.teams], "Microsoft Teams", { managed, country }),
    entra(some(), [user, from, agents.outlook], "Microsoft Office", {
      managed,
      country,
      resource: "Office 365 Exchange Online",
    }),
    entra(some(), [user, home, phones[turn % 2] ?? ""], "Outlook Mobile", { country }),
    okta(some(), [user, from, desk], "user.session.start"),
    okta(some(), [user, from, desk], "user.authentication.auth_via_mfa"),
    okta(some(), [user, from, desk], "policy.evaluate_sign_on", { result: "ALLOW", app: "LIMS" }),
  ];
  for (let more = chance.between(2, 6); more > 0; more -= 1) {
    const app = chance.pick(["LIMS", "Zoom", "Jira", "Slack", "Payroll", "Box"]);
    made.push(okta(some(), [user, from, desk], "user.authentication.sso", { app }));
  }
  for (let more = chance.between(3, 12); more > 0; more -= 1) {
    const name = `${chance.pick(["panel", "befund", "offer", "protocol", "stock"])}-${chance.between(1, 400)}.${chance.pick(["xlsx", "docx", "pdf"])}`;
    const operation = chance.pick(["FileAccessed", "FileAccessed", "FileModified", "FileDownloaded"]);
    made.push(
      audit(some(), [user, from, desk], operation, "SharePoint", 6, {
        EventSource: "SharePoint",
        ItemType: "File",
        SiteUrl: "https://talvera.sharepoint.com/sites/lab/",
        SourceFileName: name,
        ObjectId: `https://talvera.sharepoint.com/sites/lab/Shared Documents/${name}`,
      }),
    );
  }
  if (chance.next() < 0.06)
    made.push(entra(some(), [user, from, desk], "OfficeHome", { managed, country, error: 50126 }));
  return made;
}

const events = [
  ...told.flatMap((one) => one.events),
  ...people.flatMap((user, turn) => [...dayOf(user, turn, 0), ...dayOf(user, turn, 1)]),
]
  .map((one, at) => ({ one, at }))
  .sort((a, b) => a.one.timeMs - b.one.timeMs || a.at - b.at)
  .map(({ one }) => one);

const lines = new Map([
  [
    "entra-diagnostic.ndjson.gz",
    events.flatMap((one, turn) => (one.log === "entra" ? [entraLine(one, turn)] : [])),
  ],
  [
    "okta-system-log.ndjson.gz",
    events.flatMap((one, turn) => (one.log === "okta" ? [oktaLine(one, turn)] : [])),
  ],
  [
    "m365-audit.ndjson.gz",
    events.flatMap((one, turn) => (one.log === "audit" ? [auditLine(one, turn)] : [])),
  ],
]);

const subjects = told.map(({ events: _, ...rest }): Labelled => {
  const files = [...lines].filter(([, all]) => all.some((line) => line.includes(`"${rest.value}"`)));
  if (files.length === 0) throw new Error(`in no file: ${rest.value}`);
  return { ...rest, files: files.map(([name]) => name) };
});

writeSet(
  "signins4",
  "written: nothing was recorded. lab/written4/signins makes two days of an invented company (talvera.example) and writes them as Entra's sign-ins in the form of the diagnostic settings, as Okta's system log and as records of the unified audit log. Deterministic: the same run gives the same bytes.",
  "Which addresses and accounts gather what clients are, or which clients are let in, among nearly two hundred people at work. A label\nnames the address where somebody outside uses another's account, and the account where its own holder acts or the deed is\nthe account's; the accounts of persons named in an attack from outside have no label of their own for it.",
  subjects,
  new Map([...lines].map(([name, all]) => [name, `${all.join("\n")}\n`])),
  "2026-11-30",
);
