/** The patterns of a language: what asks for each kind of thing, what lists it, and what only names it. */
import type { MailCatalogue, MailLanguage } from "./mail.ts";
import { alikeLetters, gap, inTurn, oneOf, PhraseWriter } from "./mail-phrases.ts";

/** Words between what asks and what is asked for. */
const askGapWords = 12;

/** Patterns for one kind of thing in one language. */
export interface KindPatterns {
  readonly kind: string;
  /** Every sentence in which the kind may be asked for holds this. */
  readonly named: string;
  readonly asked: string | undefined;
  /** Counts beside something else that the sentence asks for. */
  readonly listed: string | undefined;
}

/** Patterns of one language; each fits folded sentences. */
export interface LanguagePatterns {
  readonly language: string;
  readonly kinds: readonly KindPatterns[];
  readonly masks: string | undefined;
  readonly runs: string | undefined;
  readonly returns: string | undefined;
  readonly pages: string | undefined;
  /** Every sentence that leads to such a page holds this. */
  readonly pageNames: string | undefined;
  readonly ways: Readonly<Record<"reply" | "form" | "attachment" | "link", string | undefined>>;
  readonly roles: string | undefined;
}

/** Patterns of all languages. */
export function mailPatterns({ signs, languages }: MailCatalogue): LanguagePatterns[] {
  const alike = alikeLetters(signs);
  return languages.map((language) =>
    patternsOf(language, signs, new PhraseWriter(alike, language.spellings)),
  );
}

function patternsOf(
  language: MailLanguage,
  signs: MailCatalogue["signs"],
  writer: PhraseWriter,
): LanguagePatterns {
  const own = writer.any(language.own);
  const which = writer.any(language.which);
  const detail = writer.any(language.details);
  const join = oneOf([" ,", writer.any(language.joins)]);
  const verb = writer.any(language.imperatives);
  const led = oneOf(["^", " ,", writer.any(language.leads)]);
  const open = oneOf([
    inTurn(led, verb),
    writer.any(language.requests.filter((phrase) => !phrase.includes("{object}"))),
  ]);
  const command = writer.any(signs.commands.map(({ name }) => name));
  const file = writer.any(signs.files.map(({ name }) => name));
  const around = language.requests.filter((phrase) => phrase.includes("{object}"));
  const asking = (object: string | undefined) =>
    oneOf([
      inTurn(open, gap(askGapWords), object),
      ...around.map((phrase) =>
        writer.one(phrase, { object: inTurn(gap(askGapWords), object, gap(askGapWords)) }),
      ),
    ]);
  const closed = (pattern: string | undefined) => inTurn(pattern, " ");
  const kindOf = (kind: string, { nouns, alone }: MailLanguage["items"][string]): KindPatterns[] => {
    const item = writer.any([...nouns, ...alone]);
    const object = oneOf([
      inTurn(own, gap(2, "[^ ,]+"), item),
      inTurn(which, gap(2, "[^ ,]+"), item),
      inTurn(item, gap(3), detail),
      inTurn(detail, gap(4), item),
      writer.any(alone),
    ]);
    const named = closed(item);
    if (named === undefined) return [];
    const questions = writer.any(language.questions, { item, own, which, detail });
    return [
      {
        kind,
        named,
        asked: closed(oneOf([asking(object), questions])),
        listed: closed(oneOf([object, inTurn(join, gap(2, "[^ ,]+"), item)])),
      },
    ];
  };
  const plain = (kind: string, item: string | undefined): KindPatterns[] => {
    const named = closed(item);
    return named === undefined ? [] : [{ kind, named, asked: closed(asking(item)), listed: named }];
  };
  const anything = writer.any(
    Object.values(language.items).flatMap(({ nouns, alone }) => [...nouns, ...alone]),
  );
  const { reply, form, attachment, link } = language.ways;
  return {
    language: language.language,
    kinds: [
      ...Object.entries(language.items).flatMap(([kind, lists]) => kindOf(kind, lists)),
      ...plain("output", command),
      ...plain("profile", file),
    ],
    masks: closed(writer.any(language.masks, { item: anything, own, detail, verb })),
    runs: closed(inTurn(writer.any(language.runs), gap(8), command)),
    returns: closed(asking(writer.any(language.results))),
    pages: closed(inTurn(writer.any(language.visits), gap(8), writer.any(language.pages))),
    pageNames: closed(writer.any(language.pages)),
    ways: {
      reply: closed(writer.any(reply)),
      form: closed(writer.any(form)),
      attachment: closed(writer.any(attachment)),
      link: closed(writer.any(link)),
    },
    roles: closed(writer.any(language.roles)),
  };
}
