/** Each Tier 1, Tier 2 and containment step: done, not possible (and why), or left to a person. */

import type { Content } from "../content/load.ts";
import type { Finding } from "../detect/finding.ts";
import type { Feed } from "../intel/feed.ts";
import { counted } from "../words.ts";
import type { Campaign } from "./campaigns.ts";
import { countedEntities, countedOfAll } from "./counting.ts";
import { span } from "./history.ts";
import { intelStep } from "./intel-step.ts";
import type { Join } from "./joins.ts";
import { mailSteps } from "./mail-steps.ts";
import type { Case, Coverage, Entity, Step } from "./model.ts";

export interface StepInput {
  readonly entities: readonly Entity[];
  readonly cases: readonly Case[];
  readonly coverage: readonly Coverage[];
  /** Ties between mail and what other sources saw. */
  readonly joins: readonly Join[];
  readonly campaigns: readonly Campaign[];
  /** Catalogued agents. */
  readonly agents: Content["agents"];
  /** Feeds of threat intelligence. */
  readonly feeds: readonly Feed[];
  /** Entities whose network's owner or country is known; undefined where it was not looked up. */
  readonly owned: number | undefined;
  /** Whether any record is of a kind that indicators look at. */
  readonly judged: boolean;
  /** The command that explains a line of evidence; undefined where there is none, or it cannot be read again. */
  readonly explainCommand: string | undefined;
  /** The command that prints the ticket of a case; undefined where the logs cannot be read again. */
  readonly ticketCommand: (id: string) => string | undefined;
  /** Another command about the same logs, such as `contain C-5f867083e4`; undefined likewise. */
  readonly otherCommand: (words: string) => string | undefined;
}

const nothingJudged = "Nothing was judged: no indicator looks at records like these.";

export function stepsOf(input: StepInput): Step[] {
  const { entities, cases, coverage, judged } = input;
  const findings = entities.flatMap((entity) => entity.findings);
  const mail = mailSteps(entities, coverage, input.joins, cases, input.otherCommand);
  const probing = entities.filter((entity) =>
    entity.findings.some(({ clause }) => clause === "KI2" || clause === "KI3"),
  );
  const explain = input.explainCommand;
  const escalated = cases.find((one) => one.action === "escalate");
  const explained = escalated ?? cases[0];
  const ticket = explained === undefined ? undefined : input.ticketCommand(explained.id);
  const gone = "Keep standard input in a file to ask about its lines";
  return [
    intelStep(input),
    mail.review,
    judged
      ? { clause: "L1c", state: "done", sentence: credentialSentence(entities, probing) }
      : { clause: "L1c", state: "not_possible", sentence: nothingJudged },
    {
      clause: "T2a",
      state: "for_a_person",
      sentence:
        findings.length === 0
          ? "There is no indicator to look into."
          : explain === undefined
            ? `${gone}: what each indicator concluded, and why.`
            : "What each indicator concluded about a line, and why.",
      ...(explain === undefined ? {} : { command: explain }),
    },
    {
      clause: "T2b",
      state: "for_a_person",
      sentence: `Addresses, first and last sight of ${countedOfAll(entities, "entity")} are in the report; ${input.owned === undefined ? "who owns the networks is not looked up (--ip-location)" : `owner or country of the network is told of ${input.owned}`}.`,
    },
    {
      clause: "T2c",
      state: judged ? "done" : "not_possible",
      sentence: judged ? campaignSentence(input.campaigns) : nothingJudged,
    },
    {
      clause: "T2d",
      state: "for_a_person",
      sentence:
        explained === undefined
          ? "Nothing is escalated."
          : escalated === undefined
            ? `Nothing is escalated. Should ${explained.id} be, ${ticket === undefined ? "hand over what it names" : "the ticket text is ready"}.`
            : ticket === undefined
              ? `Hand over ${explained.id} and what it names.`
              : `Hand over ${explained.id} and what it names; the ticket text is ready, and \`vedette brief\` writes all of it.`,
      ...(ticket === undefined ? {} : { command: ticket }),
    },
    blockStep(input),
    ruleStep(input),
    mail.protection,
    exposureStep(input, findings),
    {
      clause: "C5",
      state: "for_a_person",
      ...(explained === undefined ? {} : commandOf(input.otherCommand(`review ${explained.id}`))),
      sentence:
        cases.length === 0
          ? judged
            ? "No case was made of what was judged."
            : nothingJudged
          : `Seen from ${new Date(Math.min(...cases.map(({ firstMs }) => firstMs))).toISOString()} on; compare with when it was noticed.`,
    },
  ];
}

function campaignSentence(campaigns: readonly Campaign[]): string {
  const [largest] = campaigns;
  if (largest === undefined) return "Nothing ties one entity to another by evidence enough.";
  const earlier = campaigns.reduce((sum, one) => sum + one.earlier.length, 0);
  const size = countedEntities([
    ...largest.members,
    ...largest.earlier.map(({ id }) => ({ type: id.split(":", 1)[0] as Entity["type"] })),
  ]);
  const days = [largest.firstMs, largest.lastMs].map((ms) => new Date(ms).toISOString().slice(0, 10));
  return `${counted(campaigns.length, "campaign")}; ${campaigns.length === 1 ? "it" : `the largest, ${largest.id},`} has ${size} in ${counted(largest.cases.length, "case")}, ${[...new Set(days)].join(" to ")}${earlier === 0 ? "" : `; ${earlier} of all are of earlier runs on this store`}.`;
}

/** Entities whose history is told in the step; all have theirs in the report. */
const historiesTold = 3;

function credentialSentence(entities: readonly Entity[], probing: readonly Entity[]): string {
  return `${whoProbed(probing)}${historiesSentence(entities)}`;
}

function whoProbed(probing: readonly Entity[]): string {
  if (probing.length === 0) return "Nobody probed, so there was nobody to check.";
  const requests = probing.reduce((sum, entity) => sum + entity.requests, 0);
  const seen = `${counted(requests, "request")} of ${countedOfAll(probing, "probing source")}, ${span(
    Math.min(...probing.map(({ firstMs }) => firstMs)),
    Math.max(...probing.map(({ lastMs }) => lastMs)),
  )}`;
  const named = probing.filter((entity) => entity.named > 0);
  const internal = probing.filter((entity) => entity.internal).length;
  const setAside = probing.filter((entity) => entity.action === "justified");
  const registered = setAside.filter(({ register }) => register.length > 0 && register[0]?.but === undefined);
  const credentials =
    named.length === 0
      ? `No valid credential was seen in ${seen}`
      : `User names were let in on ${counted(
          named.reduce((sum, entity) => sum + entity.named, 0),
          "request",
        )} of ${counted(named.length, "source")}, among ${seen}`;
  return `${credentials}; ${internal} inside, ${counted(setAside.length - registered.length, "verified crawler")}${registered.length === 0 ? "" : `, ${registered.length} explained by the register`}.`;
}

/** What the weightiest did in all. */
function historiesSentence(entities: readonly Entity[]): string {
  const known = entities.filter(({ history }) => history !== undefined);
  if (known.length === 0) return "";
  const told = known.slice(0, historiesTold).map(({ value, history }) => `${value}: ${history}`);
  const more = known.length - told.length;
  return ` What they did in all: ${told.join("; ")}${more === 0 ? "" : `; of ${counted(more, "other")} it stands in the report`}.`;
}

function blockStep({ entities, cases, otherCommand }: StepInput): Step {
  const escalated = entities.filter(({ action }) => action === "escalate");
  const one = caseOfClients(cases);
  const command = one === undefined ? undefined : otherCommand(`contain ${one.id}`);
  return {
    clause: "C1",
    state: "for_a_person",
    sentence:
      escalated.length === 0
        ? "Nobody is escalated, so there is nobody to block."
        : `${countedOfAll(escalated, "escalated source")} could be blocked; ${command === undefined ? "whom else a block would stop is not computed here" : "`vedette contain` weighs for a case whom else a block would stop, and writes it"}.`,
    ...(command === undefined ? {} : { command }),
  };
}

/** A rule that watches for what a case did is tested on the same logs before it is offered. */
function ruleStep({ entities, cases, coverage, otherCommand }: StepInput): Step {
  const one = caseOfClients(cases);
  return {
    clause: "C2",
    state: "for_a_person",
    sentence:
      entities.length === 0
        ? "Nothing was found to write a rule about; `vedette rules --pack` has one about configuration endpoints."
        : "Alert on the endpoints named in the cases, by outcome: refused again and again, and served.",
    ...(readWeb(coverage)
      ? commandOf(otherCommand(one === undefined ? "rules --pack" : `rules ${one.id}`))
      : {}),
  };
}

function exposureStep({ coverage, otherCommand }: StepInput, findings: readonly Finding[]): Step {
  return {
    clause: "C4",
    state: "for_a_person",
    sentence: exposureSentence(findings),
    ...(readWeb(coverage) ? commandOf(otherCommand("review-controls")) : {}),
  };
}

/** Whether a log of a web server was read, without which there is nothing to review or to watch. */
function readWeb(coverage: readonly Coverage[]): boolean {
  return coverage.some(({ clause, state }) => clause === "LS1" && state !== "absent");
}

function commandOf(command: string | undefined): Pick<Step, "command"> {
  return command === undefined ? {} : { command };
}

/** The first case in which an address is escalated. */
function caseOfClients(cases: readonly Case[]): Case | undefined {
  return cases.find((one) =>
    one.entities.some(({ type, action }) => (type === "ip" || type === "ip_range") && action === "escalate"),
  );
}

function exposureSentence(findings: readonly Finding[]): string {
  const exposed = [
    ...new Set(
      findings
        .filter(({ indicator }) => indicator === "endpoint.config-exposed")
        .flatMap((finding) => finding.facts.exposed as string[]),
    ),
  ].sort();
  return exposed.length === 0
    ? "No guarded endpoint was seen to answer an outsider."
    : `Close to outsiders: ${exposed.slice(0, 8).join(", ")}${exposed.length > 8 ? ` and ${exposed.length - 8} more` : ""}.`;
}
