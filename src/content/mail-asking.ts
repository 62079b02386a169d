/** Patterns of what asks: for a thing that follows, for anything at all, and as a question. */
import type { MailLanguage } from "./mail.ts";
import { closed, gap, inTurn, oneOf, type PhraseWriter } from "./mail-phrases.ts";

/** Words between what asks and what is asked for. */
export const askGapWords = 12;
/** Any number of words, inside a sentence. */
const somewhere = "(?: [^ ]+)*";
/** What stands at the end of a sentence that is a question (`foldedSql`). */
export const questionSign = "\u0004";
/** What stands for a blank to fill in, and for a label with nothing behind its colon. */
export const blankSign = "\u0005";
export const labelSign = "\u0006";

const isAround = (phrase: string) => phrase.includes("{object}");

/** Where an imperative may stand: at the beginning, behind a comma, or behind one of `leads`. */
function led(language: MailLanguage, writer: PhraseWriter): string | undefined {
  return oneOf(["^", " ,", writer.any(language.leads)]);
}

/** What asks for an object that follows, or that stands in the middle of what asks. */
export function askingPattern(language: MailLanguage, writer: PhraseWriter) {
  const before = oneOf([
    inTurn(led(language, writer), writer.any(language.imperatives)),
    writer.any(language.requests.filter((phrase) => !isAround(phrase))),
  ]);
  return (object: string | undefined, words = askGapWords) =>
    oneOf([
      inTurn(before, gap(words), object),
      writer.any(language.requests.filter(isAround), { object: inTurn(gap(words), object, gap(words)) }),
    ]);
}

/** What asks the reader to give something, whatever it is: the order of verb and object is free. */
export function givingPattern(language: MailLanguage, writer: PhraseWriter): string | undefined {
  const gives = writer.any(language.gives);
  const polite = writer.any(language.polite);
  return oneOf([
    inTurn(led(language, writer), writer.any(language.imperatives)),
    inTurn(oneOf(["^", writer.any(language.leads)]), gives),
    inTurn(polite, somewhere, gives),
    inTurn(gives, somewhere, polite),
    writer.any(language.requests.filter((phrase) => !isAround(phrase))),
    writer.any(language.requests.filter(isAround), { object: somewhere }),
  ]);
}

/** What says that a page or a tool takes something from the client. */
export function collectingPattern(language: MailLanguage, writer: PhraseWriter): string | undefined {
  return writer.any(language.collects);
}

/** A question of the reader, and a question inside a sentence about the marked thing. */
export function questionPatterns(language: MailLanguage, writer: PhraseWriter, anyThing: string) {
  const word = writer.any(language.interrogatives);
  const second = writer.any(language.second);
  const detail = writer.any(language.details);
  const about = inTurn(word, oneOf([detail, ""]), gap(1, "[^ ,]+"), anyThing);
  const other = oneOf([second, word]);
  return {
    questioning: inTurn(oneOf([word, second]), somewhere, ` ${questionSign} $`),
    embedded: closed(oneOf([inTurn(about, somewhere, other), inTurn(other, somewhere, about)])),
  };
}
