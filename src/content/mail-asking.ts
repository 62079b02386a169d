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

/** The rest of a sentence that is a question. */
export const endOfQuestion = `${somewhere} ${questionSign}`;

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

/**
 * What asks the reader to give something, whatever it is: an order, a request, or both a word of giving and one that
 * makes an invitation of it, in any order. They are apart, since one automaton for all of it grows too large.
 */
export function givingPatterns(language: MailLanguage, writer: PhraseWriter) {
  return {
    orders: closed(inTurn(led(language, writer), writer.any(language.imperatives))),
    requests: closed(
      oneOf([
        writer.any(language.requests.filter((phrase) => !isAround(phrase))),
        writer.any(language.requests.filter(isAround), { object: somewhere }),
      ]),
    ),
    gives: closed(writer.any(language.gives)),
    polite: closed(writer.any(language.polite)),
    collects: closed(writer.any(language.collects)),
  };
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
