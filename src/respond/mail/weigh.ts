/** Entries against the mails of a case, each weighed on all mails at hand. */
import { compare } from "../../detect/finding.ts";
import { counted } from "../../words.ts";
import type { LeftOut } from "../candidates.ts";
import { hostOf, type MailAtHand } from "./mails.ts";
import { type MailKind, type MailMatcher, mailKey, mailKinds, nameOfMail } from "./matcher.ts";

/** One entry, and the mails that it would have caught. */
export interface MailEntry {
  readonly matcher: MailMatcher;
  readonly ofCase: number;
  /** Mails of other cases that are escalated. */
  readonly hostile: number;
  /** Mails of nobody who is escalated. */
  readonly others: readonly MailAtHand[];
  /** Why it must not be used; undefined where it may. */
  readonly never: string | undefined;
  readonly recommended: boolean;
  /** Why it is not recommended; undefined where it is. */
  readonly because: string | undefined;
}

export interface MailWeighed {
  /** The narrowest first. */
  readonly entries: readonly MailEntry[];
  /** Mails of the case, and those of them that the recommended entries catch. */
  readonly ofCase: readonly MailAtHand[];
  readonly caught: readonly MailAtHand[];
  /** All mails at hand. */
  readonly total: number;
  /** Texts that no entry is made of, and why; a mail's own sender that is forged is one. */
  readonly leftOut: readonly LeftOut[];
}

/** Texts of a mail by the kind of entry that looks at them. */
export function textsOf(mail: MailAtHand, kind: MailKind): readonly string[] {
  const one = (text: string | undefined) => (text === undefined || text === "" ? [] : [text]);
  switch (kind) {
    case "link-host":
      return mail.hosts;
    case "sender":
      return one(mail.from);
    case "reply-to":
      return one(mail.replyTo);
    case "envelope":
      return one(mail.envelope);
    case "sender-domain":
      return one(hostOf(mail.from));
    case "subject":
      return one(mail.subject);
  }
}

export function catches({ kind, value }: MailMatcher, mail: MailAtHand): boolean {
  return textsOf(mail, kind).includes(value);
}

/**
 * Weighs all entries that can be made of the mails of a case.
 * @param never why an entry must not be used; undefined where it may
 * @param bySubject whether a mail that nothing else catches may be told by its subject
 */
export function weighMails(
  mails: readonly MailAtHand[],
  never: (matcher: MailMatcher) => string | undefined,
  bySubject: (mail: MailAtHand) => boolean = () => true,
): MailWeighed {
  const ofCase = mails.filter((mail) => mail.ofCase);
  const index = indexOf(mails);
  const weighed = matchersOf(ofCase).map((matcher) => {
    const caught = index.get(mailKey(matcher)) ?? [];
    return {
      matcher,
      ofCase: caught.filter((mail) => mail.ofCase).length,
      hostile: caught.filter((mail) => mail.hostile).length,
      others: caught.filter((mail) => !mail.ofCase && !mail.hostile),
      never: never(matcher),
      senders: new Set(caught.filter((mail) => mail.ofCase).map(({ from }) => from)).size,
    };
  });
  const usable = weighed.filter((one) => one.never === undefined && one.others.length === 0);
  const chosen = new Set(
    usable
      .filter(
        ({ matcher: { kind }, senders }) => kind !== "subject" && (kind !== "sender-domain" || senders > 1),
      )
      .map(({ matcher }) => mailKey(matcher)),
  );
  const covered = (mail: MailAtHand) => keysOf(mail).some((key) => chosen.has(key));
  // A subject says little of who wrote: it is for mails that nothing else catches.
  const uncovered = ofCase.filter((mail) => !covered(mail));
  const bare = new Set(uncovered.filter(bySubject).map(({ subject }) => subject));
  const left = new Set(uncovered.map(({ subject }) => subject));
  for (const { matcher } of usable)
    if (matcher.kind === "subject" && bare.has(matcher.value)) chosen.add(mailKey(matcher));
  return {
    entries: weighed.map(({ senders, ...one }) => {
      const recommended = chosen.has(mailKey(one.matcher));
      return {
        ...one,
        recommended,
        because: recommended ? undefined : whyNot(one, senders, left.has(one.matcher.value)),
      };
    }),
    ofCase,
    caught: ofCase.filter(covered),
    total: mails.length,
    leftOut: weighed.flatMap((one) =>
      one.never === undefined ? [] : [{ what: nameOfMail(one.matcher), because: one.never }],
    ),
  };
}

function whyNot(
  { never, others, matcher }: Pick<MailEntry, "never" | "others" | "matcher">,
  senders: number,
  uncovered: boolean,
): string {
  if (never !== undefined) return never;
  if (others.length > 0) return `it would catch ${counted(others.length, "other mail")}`;
  if (matcher.kind === "sender-domain")
    return senders < 2
      ? "one sender of it is of the case, and the entry of the sender is narrower"
      : "other entries catch its mails";
  return uncovered
    ? "its sender is one of ours, and the case is not escalated: ask the sender"
    : "other entries catch its mails";
}

function keysOf(mail: MailAtHand): string[] {
  return mailKinds.flatMap((kind) => textsOf(mail, kind).map((value) => mailKey({ kind, value })));
}

function indexOf(mails: readonly MailAtHand[]): Map<string, MailAtHand[]> {
  const index = new Map<string, MailAtHand[]>();
  for (const mail of mails)
    for (const key of keysOf(mail)) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [mail]);
      else list.push(mail);
    }
  return index;
}

/** What mails could be told by, the narrowest kind first, then by text. */
function matchersOf(mails: readonly MailAtHand[]): MailMatcher[] {
  return mailKinds.flatMap((kind) =>
    [...new Set(mails.flatMap((mail) => textsOf(mail, kind)))]
      .sort(compare)
      .map((value): MailMatcher => ({ kind, value })),
  );
}
