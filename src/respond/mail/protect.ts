/** Protection against the mails of a case (C3): what could be blocked, what that would have caught of other mail, and the files of each product. */
import type { Case } from "../../assess/model.ts";
import { VedetteError } from "../../errors.ts";
import type { OpenTriage } from "../../triage/triage.ts";
import { counted } from "../../words.ts";
import type { LeftOut } from "../candidates.ts";
import type { Rendered } from "../target.ts";
import { hostOf, type MailAtHand, mailsAtHand } from "./mails.ts";
import { type MailMatcher, mailKindTitles, nameOfMail } from "./matcher.ts";
import { neverMail } from "./never.ts";
import type { MailTarget } from "./target.ts";
import { catches, type MailWeighed, weighMails } from "./weigh.ts";

/** What somebody asks for. */
export interface ProtectRequest {
  readonly one: Case;
  readonly targets: readonly MailTarget[];
  readonly ticket: string | undefined;
  readonly fromMs: number;
  readonly expiresMs: number;
  /** Folder in which the products will find the files; undefined for their usual ones. */
  readonly place: string | undefined;
}

export interface MailTargetFiles {
  readonly target: MailTarget;
  /** Undefined where it can match nothing of the block. */
  readonly rendered: Rendered | undefined;
  /** Mails of the case that its files stop. */
  readonly stopped: number;
  readonly leftOut: readonly LeftOut[];
}

/** What a finding says of a mail, for who warns its recipients. */
export interface AskedFor {
  readonly event: number;
  readonly asked: string;
  readonly how: string;
}

export interface MailProtection {
  readonly request: ProtectRequest;
  readonly weighed: MailWeighed;
  /** Entries that the files are of. */
  readonly matchers: readonly MailMatcher[];
  readonly files: readonly MailTargetFiles[];
  readonly asked: readonly AskedFor[];
  /** Recipients of the mails of the case. */
  readonly recipients: readonly string[];
}

/** Weighs blocks of the mails of a case and writes those of some products. */
export async function protectMail(open: OpenTriage, request: ProtectRequest): Promise<MailProtection> {
  const { engine, parts, result } = open;
  const { one } = request;
  if (parts?.mails === undefined || !one.entities.some(({ type }) => type === "mail"))
    throw new VedetteError("usage.option", `Case ${one.id} is about no mail.`, {
      hint: "vedette contain weighs what could be blocked of other cases.",
    });
  const known = await mailsAtHand(engine, parts, result.sources, one, result.assessment.entities);
  const register = open.request.register?.entries ?? [];
  const weighed = weighMails(
    known.mails,
    (matcher) => neverMail(matcher, known, result.content, register),
    // A mail of our own people that is only watched may be genuine.
    ({ from }) => one.action === "escalate" || !known.own.has(hostOf(from) ?? ""),
  );
  const matchers = weighed.entries.filter(({ recommended }) => recommended).map(({ matcher }) => matcher);
  return {
    request,
    weighed,
    matchers,
    files:
      matchers.length === 0
        ? []
        : request.targets.map((target) => filesOf(target, matchers, known.mails, request)),
    asked: askedIn(one),
    recipients: [...new Set(weighed.ofCase.flatMap((mail) => mail.recipients))].sort(),
  };
}

function filesOf(
  target: MailTarget,
  all: readonly MailMatcher[],
  mails: readonly MailAtHand[],
  request: ProtectRequest,
): MailTargetFiles {
  const ofCase = mails.filter((mail) => mail.ofCase);
  const leftOut: LeftOut[] = [];
  const matchers = all.filter((matcher) => {
    const because = target.kinds.includes(matcher.kind)
      ? (target.cannot?.(matcher) ?? (target.below ? othersBelow(matcher, mails) : undefined))
      : `${target.title} cannot match the ${mailKindTitles[matcher.kind]}`;
    if (because !== undefined) leftOut.push({ what: nameOfMail(matcher), because });
    return because === undefined;
  });
  const stopped = ofCase.filter((mail) => matchers.some((matcher) => catches(matcher, mail))).length;
  return {
    target,
    rendered:
      matchers.length === 0
        ? undefined
        : target.render({
            caseId: request.one.id,
            ticket: request.ticket,
            reason: `${counted(stopped, "mail")} of case ${request.one.id}`,
            fromMs: request.fromMs,
            expiresMs: request.expiresMs,
            place: request.place,
            matchers,
          }),
    stopped,
    leftOut,
  };
}

/** Why a product that takes a host for all names below it must not be given it. */
function othersBelow({ kind, value }: MailMatcher, mails: readonly MailAtHand[]): string | undefined {
  if (kind !== "link-host") return undefined;
  const others = mails.filter(
    (mail) => !mail.ofCase && !mail.hostile && mail.hosts.some((host) => host.endsWith(`.${value}`)),
  );
  return others.length === 0
    ? undefined
    : `it stands for the names below it as well, to which ${counted(others.length, "other mail")} ${others.length === 1 ? "links" : "link"}`;
}

function askedIn({ entities }: Case): AskedFor[] {
  return entities
    .filter(({ type }) => type === "mail")
    .flatMap(({ findings }) => findings)
    .filter(({ indicator }) => indicator === "phish.config-request")
    .flatMap(({ records, facts }) =>
      records
        .slice(0, 1)
        .map((event) => ({ event, asked: String(facts.asked ?? ""), how: String(facts.how ?? "") })),
    );
}
