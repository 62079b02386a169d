/** The patterns of a language: what names each kind of thing, what asks for it, and what only names it. */
import type { MailCatalogue, MailLanguage } from "./mail.ts";
import { alikeLetters, gap, inTurn, oneOf, PhraseWriter } from "./mail-phrases.ts";

/** Words between what asks and what is asked for. */
const askGapWords = 12;
/** Words between what asks and one of several things in a row, each without a word beside it. */
const rowGapWords = 30;
/**
 * What stands for a thing of one kind once it is found, and for one that needs no "your" or "version" beside it, so that
 * what asks is one pattern for all kinds. Folded texts hold neither sign.
 */
export const thing = " #";
export const plainThing = " !";
const anyThing = `(?:${thing}|${plainThing})`;

/** What names one kind of thing in one language. */
export interface KindPatterns {
  readonly kind: string;
  /** Every sentence in which it may be asked for holds this. */
  readonly named: string;
  readonly nouns: string | undefined;
  readonly alone: string | undefined;
}

/** Patterns of one language; each fits folded sentences, with or without things marked. */
export interface LanguagePatterns {
  readonly kinds: readonly KindPatterns[];
  /** What asks for nothing, without a thing and with one. */
  readonly masks: string | undefined;
  readonly thingMasks: string | undefined;
  /** What asks for the marked thing; what puts it in a row with others. */
  readonly asks: string | undefined;
  readonly lists: string | undefined;
  /** What asks for it in a row of bare names; one alone is no row. */
  readonly rows: string | undefined;
  readonly runs: string | undefined;
  readonly returns: string | undefined;
  readonly pages: string | undefined;
  readonly passes: string | undefined;
  readonly shells: string | undefined;
  /** What says that another mail asks for the marked thing. */
  readonly told: string | undefined;
  /** Every sentence that leads to such a page holds this. */
  readonly pageNames: string | undefined;
  readonly ways: Readonly<Record<"reply" | "form" | "attachment", string | undefined>>;
  readonly roles: string | undefined;
}

/** Patterns of all languages. */
export function mailPatterns({ signs, languages }: MailCatalogue): LanguagePatterns[] {
  const alike = alikeLetters(signs);
  return languages.map((language) =>
    patternsOf(language, signs, new PhraseWriter(alike, language.spellings)),
  );
}

/** A pattern that ends where a word ends. */
function closed(pattern: string | undefined): string | undefined {
  return inTurn(pattern, " ");
}

function patternsOf(
  language: MailLanguage,
  signs: MailCatalogue["signs"],
  writer: PhraseWriter,
): LanguagePatterns {
  const [own, which, detail] = [language.own, language.which, language.details].map((list) =>
    writer.any(list),
  );
  const verb = writer.any(language.imperatives);
  const command = writer.any(signs.commands.map(({ name }) => name));
  const file = writer.any(signs.files.map(({ name }) => name));
  const join = writer.any(language.joins);
  const asking = askingPattern(language, writer, verb);
  const object = oneOf([
    inTurn(oneOf([own, which]), gap(2, "[^ ,]+"), thing),
    inTurn(thing, gap(3), detail),
    inTurn(detail, gap(4), thing),
    plainThing,
  ]);
  const masked = (with_: boolean) =>
    closed(
      writer.any(
        language.masks.filter((phrase) => phrase.includes("{item}") === with_),
        { item: anyThing, own, detail, verb },
      ),
    );
  const { reply, form, attachment } = language.ways;
  return {
    kinds: [
      ...Object.entries(language.items).flatMap(([kind, { nouns, alone }]) =>
        kindOf(kind, writer.any(longestFirst(nouns)), writer.any(longestFirst(alone))),
      ),
      ...kindOf("output", undefined, command),
      ...kindOf("profile", undefined, file),
    ],
    masks: masked(false),
    thingMasks: masked(true),
    asks: closed(
      oneOf([asking(object), writer.any(language.questions, { item: anyThing, own, which, detail })]),
    ),
    lists: closed(inTurn(oneOf([" ,", join]), gap(2, "[^ ,]+"), anyThing)),
    rows: asking(inTurn(oneOf([" ,", join]), thing, oneOf([" ,", closed(join), " $"])), rowGapWords),
    runs: closed(inTurn(writer.any(language.runs), gap(8), command)),
    returns: closed(asking(writer.any(language.results))),
    pages: closed(inTurn(writer.any(language.visits), gap(8), writer.any(language.pages))),
    passes: closed(writer.any(language.passes)),
    shells: closed(writer.any(language.shells)),
    told: closed(inTurn(writer.any(language.reports), gap(askGapWords), anyThing)),
    pageNames: closed(writer.any(language.pages)),
    ways: {
      reply: closed(writer.any(reply)),
      form: closed(writer.any(form)),
      attachment: closed(writer.any(attachment)),
    },
    roles: closed(writer.any(language.roles)),
  };
}

/** Of two names that begin alike, the longer one is marked. */
function longestFirst(phrases: readonly string[]): string[] {
  const words = (phrase: string) => phrase.split(/[\s-]/).length;
  return [...phrases].sort((a, b) => words(b) - words(a));
}

function kindOf(kind: string, nouns: string | undefined, alone: string | undefined): KindPatterns[] {
  const named = closed(oneOf([nouns, alone]));
  return named === undefined ? [] : [{ kind, named, nouns: closed(nouns), alone: closed(alone) }];
}

/** What asks for an object that follows, or that stands in the middle of what asks. */
function askingPattern(language: MailLanguage, writer: PhraseWriter, verb: string | undefined) {
  const led = oneOf(["^", " ,", writer.any(language.leads)]);
  const isAround = (phrase: string) => phrase.includes("{object}");
  const before = oneOf([
    inTurn(led, verb),
    writer.any(language.requests.filter((phrase) => !isAround(phrase))),
  ]);
  return (object: string | undefined, words = askGapWords) =>
    oneOf([
      inTurn(before, gap(words), object),
      writer.any(language.requests.filter(isAround), { object: inTurn(gap(words), object, gap(words)) }),
    ]);
}
