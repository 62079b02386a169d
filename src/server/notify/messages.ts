/** Makes messages of news: one for a case, one for many cases at once, each in the form that its destination takes. */
import type { Casebook } from "../../casebook/casebook.ts";
import type { Destination, Kind, Message } from "./model.ts";
import type { CaseNews } from "./news.ts";
import { slackBody } from "./slack.ts";
import { teamsBody } from "./teams.ts";
import { type Telling, tellCase, tellDigest, tellTest } from "./telling.ts";
import { caseBody, digestBody, testBody } from "./webhook.ts";

/** Cases that are told one by one; more at once are a digest. */
const aloneMax = 3;

/** What messages are made with. */
export interface Made {
  readonly book: Pick<Casebook, "get">;
  /** Of the console, without a slash at its end. */
  readonly publicUrl: string | undefined;
  readonly nowMs: number;
  /** The entry of the audit after which the news are. */
  readonly since: number;
}

export function messagesOf(kind: Kind, cases: readonly CaseNews[], made: Made): Message[] {
  if (cases.length === 0) return [];
  if (cases.length > aloneMax) {
    const telling = tellDigest(cases, made.publicUrl);
    return [message(kind, "cases.changed", null, telling, () => digestBody(cases, telling, made))];
  }
  return cases.map((news) => {
    const telling = tellCase(news, reportOf(made.book, news), made.publicUrl);
    return message(kind, "case.changed", news.summary.id, telling, () => caseBody(news, telling, made));
  });
}

export function testMessage(
  { kind, name }: Destination,
  given: { readonly publicUrl: string | undefined; readonly nowMs: number },
): Message {
  const telling = tellTest(name, given.publicUrl);
  return message(kind, "test", null, telling, () => testBody(telling, given.nowMs));
}

function message(
  kind: Kind,
  type: string,
  about: string | null,
  telling: Telling,
  webhook: () => string,
): Message {
  const bodies: Readonly<Record<Kind, () => string>> = {
    webhook,
    slack: () => slackBody(telling),
    teams: () => teamsBody(telling),
    mail: () =>
      [
        telling.headline,
        "",
        ...telling.lines,
        ...(telling.link === undefined ? [] : ["", telling.link.url]),
      ].join("\n"),
  };
  return { type, subject: telling.headline, body: bodies[kind](), case: about };
}

const entitiesShown = 3;
const findingsShown = 2;

/** Who it is and why, as the newest report has it. */
function reportOf(book: Pick<Casebook, "get">, { summary }: CaseNews): string[] {
  try {
    const { entities, findings } = book.get(summary.id).snapshot;
    const who = entities.slice(0, entitiesShown).map(({ value }) => value.slice(0, 100));
    const left = entities.length - who.length;
    return [
      ...(who.length === 0 ? [] : [`Who: ${who.join(", ")}${left > 0 ? ` and ${left} more` : ""}`]),
      ...findings.slice(0, findingsShown).map(({ sentence }) => `Why: ${sentence}`),
    ];
  } catch {
    // It went meanwhile; what happened is told all the same.
    return [];
  }
}
