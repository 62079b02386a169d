/** What was found about mail, as the steps of Tier 1 and of containment tell it. */
import { counted } from "../words.ts";
import { flag } from "./facts.ts";
import { windowHours } from "./join-records.ts";
import type { Join } from "./joins.ts";
import type { Case, Coverage, Entity, IdentifiedFinding, Step } from "./model.ts";

const noMail = "No mail or phishing alert was given.";

/** L1b, the first review of mail, and C3, what protects against it. */
export function mailSteps(
  entities: readonly Entity[],
  coverage: readonly Coverage[],
  joins: readonly Join[],
  cases: readonly Case[],
  otherCommand: (words: string) => string | undefined,
): { review: Step; protection: Step } {
  const given = coverage.some(({ clause, state }) => clause === "MAIL" && state !== "absent");
  if (!given)
    return {
      review: { clause: "L1b", state: "not_possible", sentence: noMail },
      protection: { clause: "C3", state: "not_possible", sentence: noMail },
    };
  const findings = entities.flatMap((entity) => entity.findings);
  const asking = findings.filter(({ indicator }) => indicator === "phish.config-request");
  const alerts = findings.filter(({ indicator }) => indicator === "phish.alert");
  const one = caseOfMails(cases);
  const command = one === undefined ? undefined : otherCommand(`protect-mail ${one.id}`);
  return {
    review: reviewOf(asking, alerts, coverage, joins),
    protection: {
      clause: "C3",
      state: "for_a_person",
      sentence: protectionSentence(asking, alerts),
      ...(command === undefined ? {} : { command }),
    },
  };
}

/** The first case with a mail that is escalated, or else that is not set aside. */
function caseOfMails(cases: readonly Case[]): Case | undefined {
  const having = (holds: (entity: Entity) => boolean) =>
    cases.find(({ entities }) => entities.some((entity) => entity.type === "mail" && holds(entity)));
  return having(({ action }) => action === "escalate") ?? having(({ action }) => action !== "justified");
}

/** What mails were compared with, and what came of it. */
function reviewOf(
  asking: readonly IdentifiedFinding[],
  alerts: readonly IdentifiedFinding[],
  coverage: readonly Coverage[],
  joins: readonly Join[],
): Step {
  const told = reviewSentence(asking, alerts);
  const others = coverage.filter(({ clause, state }) => clause !== "MAIL" && state !== "absent");
  if (asking.length + alerts.length === 0 || others.length === 0)
    return { clause: "L1b", state: "for_a_person", sentence: told };
  const mails = new Set([...asking, ...alerts].map(({ entityId }) => entityId));
  const tied = joins.filter(({ from }) => mails.has(from));
  const followed = asking.concat(alerts).filter((finding) => flag(finding, "answered")).length;
  const because = [...new Set(tied.map((join) => join.because))];
  const ties =
    because.length === 0
      ? "nothing ties them to what other sources saw"
      : `${counted(because.length, "tie")}: ${because.slice(0, 3).join("; ")}${because.length > 3 ? "; and more in the cases" : ""}`;
  return {
    clause: "L1b",
    state: "done",
    sentence: `${told} Compared within ${windowHours} hours of each mail: its links, recipients and the network that it came from, with requests, hosts, sign-ins and probing. ${followed === 0 ? "No link was seen to be followed" : `Links of ${counted(followed, "mail")} were followed`}; ${ties}.`,
  };
}

function reviewSentence(asking: readonly IdentifiedFinding[], alerts: readonly IdentifiedFinding[]): string {
  const falsely = asking.filter((finding) => flag(finding, "false_sender")).length;
  const asks =
    asking.length === 0
      ? "No mail was found to ask for client configuration"
      : `${counted(asking.length, "mail")} asking for client configuration, ${falsely} of them under a false sender`;
  const told = alerts.reduce((sum, { count }) => sum + count, 0);
  const reports = told === 0 ? "no alert" : `${counted(told, "alert")} of ${counted(alerts.length, "mail")}`;
  const rest =
    asking.length + alerts.length === 0
      ? "Left to a person: mail in languages without a phrase set, and pages behind links."
      : "Left to a person: who answered, and what the pages behind links ask for.";
  return `${asks}; ${reports}. ${rest}`;
}

function protectionSentence(
  asking: readonly IdentifiedFinding[],
  alerts: readonly IdentifiedFinding[],
): string {
  const falsely = asking.filter((finding) => flag(finding, "false_sender"));
  if (falsely.length > 0)
    return `Take ${counted(falsely.length, "mail")} under a false sender out of mailboxes and block the senders: ${sendersOf(falsely)}.`;
  if (asking.length > 0)
    return `Ask the senders of ${counted(asking.length, "mail")} another way before anybody answers: ${sendersOf(asking)}.`;
  return alerts.length > 0
    ? `No mail was found to ask for client configuration; what to do with ${counted(alerts.length, "mail")} that alerts name is for a person to say.`
    : "No mail was found to take out of mailboxes.";
}

/** The first senders by name. */
function sendersOf(findings: readonly IdentifiedFinding[]): string {
  const senders = [...new Set(findings.map(({ facts }) => String(facts.sender)))].sort();
  return senders.slice(0, 5).join(", ") + (senders.length > 5 ? ` and ${senders.length - 5} more` : "");
}
