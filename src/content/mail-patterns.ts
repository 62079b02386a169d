/** The patterns of a language: what names each kind of thing, what asks for it, and what only names it. */
import type { MailCatalogue, MailLanguage } from "./mail.ts";
import {
  askGapWords,
  askingPattern,
  endOfQuestion,
  givingPatterns,
  questionPatterns,
} from "./mail-asking.ts";
import { alikeLetters, closed, gap, inTurn, oneOf, PhraseWriter } from "./mail-phrases.ts";

/**
 * What stands for a thing of one kind once it is found, for one that needs no "your" or "version" beside it, and for one
 * that always does, so that what asks is one pattern for all kinds. Folded texts hold none of the signs.
 */
export const thing = " #";
export const plainThing = " !";
export const looseThing = " %";
const sureThing = `(?:${thing}|${plainThing})`;
const anyThing = `(?:${thing}|${plainThing}|${looseThing})`;

/** What names one kind of thing, in any language. */
export interface KindPatterns {
  readonly kind: string;
  /** Every sentence in which it may be asked for holds this. */
  readonly named: string;
  readonly nouns: string | undefined;
  readonly alone: string | undefined;
  readonly loose: string | undefined;
}

/** Patterns of one language; each fits folded sentences, with or without things marked. */
export interface LanguagePatterns {
  /** What asks for nothing, without a thing and with one. */
  readonly masks: string | undefined;
  readonly thingMasks: string | undefined;
  /** What asks for the marked thing; what puts it in a row with others. */
  readonly asks: string | undefined;
  readonly lists: string | undefined;
  /** What names the marked thing so that it counts where the sentence asks; what names it as the reader's, or a detail of it. */
  readonly held: string;
  readonly firm: string;
  /** The bare thing between commas. */
  readonly rows: string | undefined;
  /** A question about the marked thing inside a sentence. */
  readonly embedded: string | undefined;
  /** What asks for anything at all (`givingPatterns`); a question of the reader; what speaks of something else. */
  readonly orders: string | undefined;
  readonly requests: string | undefined;
  readonly gives: string | undefined;
  readonly polite: string | undefined;
  readonly collects: string | undefined;
  readonly questioning: string | undefined;
  readonly elsewhere: string | undefined;
  readonly runs: string | undefined;
  readonly returns: string | undefined;
  readonly results: string | undefined;
  readonly pages: string | undefined;
  readonly passes: string | undefined;
  readonly shells: string | undefined;
  /** What says that another mail asks for the marked thing. */
  readonly told: string | undefined;
  /** Every sentence that leads to such a page holds this. */
  readonly pageNames: string | undefined;
  readonly says: Readonly<Record<"nudges" | "warns" | "bulk" | "troubles", string | undefined>>;
  readonly ways: Readonly<Record<"reply" | "form" | "attachment", string | undefined>>;
  readonly roles: string | undefined;
}

/** Patterns of all kinds of things and of all languages. */
export function mailPatterns(mail: MailCatalogue): {
  readonly kinds: readonly KindPatterns[];
  readonly languages: readonly LanguagePatterns[];
} {
  const alike = alikeLetters(mail.signs);
  const writers = new Map(
    mail.languages.map((language) => [language, new PhraseWriter(alike, language.spellings)]),
  );
  const plain = new PhraseWriter(alike, {});
  return {
    kinds: Object.keys(mail.signs.kinds).flatMap((kind) => kindOf(kind, mail, writers, plain)),
    languages: [...writers].map(([language, writer]) => patternsOf(language, mail.signs, writer)),
  };
}

/** A kind under the names that all languages have for it. */
function kindOf(
  kind: string,
  { signs, languages }: MailCatalogue,
  writers: ReadonlyMap<MailLanguage, PhraseWriter>,
  plain: PhraseWriter,
): KindPatterns[] {
  const names = (of: "nouns" | "alone" | "loose") => {
    const known = [
      ...(signs.items[kind] ?? []).flatMap((item) => item[of].map((name) => [name, plain] as const)),
      ...(of === "alone" && kind === "output" ? signs.commands : []).map(
        ({ name }) => [name, plain] as const,
      ),
      ...(of === "alone" && kind === "profile" ? signs.files : []).map(({ name }) => [name, plain] as const),
      ...languages.flatMap((language) =>
        (language.items[kind]?.[of] ?? []).map((name) => [name, writers.get(language) ?? plain] as const),
      ),
    ];
    return oneOf(longestFirst(known).map(([name, writer]) => writer.one(name)));
  };
  const [nouns, alone, loose] = [names("nouns"), names("alone"), names("loose")];
  const named = closed(oneOf([nouns, alone, loose]));
  if (named === undefined) return [];
  return [{ kind, named, nouns: closed(nouns), alone: closed(alone), loose: closed(loose) }];
}

function joinedOr(patterns: readonly (string | undefined)[]): string {
  return patterns.filter((pattern) => pattern !== undefined).join("|");
}

/** Of two names that begin alike, the longer one is marked. */
function longestFirst<T>(names: readonly (readonly [string, T])[]): (readonly [string, T])[] {
  const words = ([name]: readonly [string, T]) => name.split(/[\s-]/).length;
  return [...names].sort((a, b) => words(b) - words(a));
}

function patternsOf(
  language: MailLanguage,
  signs: MailCatalogue["signs"],
  writer: PhraseWriter,
): LanguagePatterns {
  const [own, which, detail, verb, join] = (["own", "which", "details", "imperatives", "joins"] as const).map(
    (list) => writer.any(language[list]),
  );
  const command = writer.any(signs.commands.map(({ name }) => name));
  const asking = askingPattern(language, writer);
  const objectOf = (one: string) =>
    oneOf([
      inTurn(oneOf([own, which]), gap(2, "[^ ,]+"), one),
      inTurn(one, gap(3), detail),
      inTurn(detail, gap(4), one),
    ]);
  const object = oneOf([objectOf(sureThing), plainThing]);
  const masked = (with_: boolean) =>
    closed(
      writer.any(
        language.masks.filter((phrase) => phrase.includes("{item}") === with_),
        { item: anyThing, own, detail, verb },
      ),
    );
  const said = (list: readonly string[]) => closed(writer.any(list));
  const { reply, form, attachment } = language.ways;
  return {
    masks: masked(false),
    thingMasks: masked(true),
    asks: closed(
      oneOf([
        asking(object),
        writer.any(language.questions, { item: sureThing, own, which, detail, question: endOfQuestion }),
      ]),
    ),
    lists: closed(inTurn(oneOf([" ,", join]), gap(2, "[^ ,]+"), sureThing)),
    held: `(?:${joinedOr([sureThing, objectOf(anyThing)])}) `,
    firm: `(?:${joinedOr([plainThing, objectOf(anyThing)])}) `,
    rows: inTurn(oneOf([" ,", join]), thing, oneOf([" ,", closed(join), " $"])),
    ...questionPatterns(language, writer, anyThing),
    ...givingPatterns(language, writer),
    elsewhere: said(language.elsewhere),
    runs: closed(inTurn(writer.any(language.runs), gap(8), command)),
    results: said(language.results),
    returns: closed(asking(writer.any(language.results))),
    pages: closed(inTurn(writer.any(language.visits), gap(8), writer.any(language.pages))),
    passes: said(language.passes),
    shells: said(language.shells),
    told: closed(inTurn(writer.any(language.reports), gap(askGapWords), sureThing)),
    pageNames: said(language.pages),
    says: {
      nudges: said(language.nudges),
      warns: said(language.warns),
      bulk: said(language.bulk),
      troubles: said(language.troubles),
    },
    ways: { reply: said(reply), form: said(form), attachment: said(attachment) },
    roles: said(language.roles),
  };
}
