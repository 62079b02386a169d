/** SQL about mails that is made of the catalogue: how texts are folded, what asks, who is known. */
import type { MailCatalogue, MailLanguage, mailPartNames } from "../content/mail.ts";
import { blankSign, labelSign, questionSign } from "../content/mail-asking.ts";
import {
  type KindPatterns,
  type LanguagePatterns,
  looseThing,
  mailPatterns,
  plainThing,
  thing,
} from "../content/mail-patterns.ts";
import { alikeLetters } from "../content/mail-phrases.ts";
import { neededTexts } from "../content/needed-texts.ts";
import { escapeRegex, literal, literals } from "../engine/sql.ts";

/** Stands between sentences of a folded text. */
const sentenceEnd = "\x01";
/** Neither a letter or digit nor one of the signs that stand in a folded text. */
const neither = "[^\\p{L}\\p{N}\\x01\\x04-\\x06,]";
const never = "^\\b$";

type MailParts = Readonly<Record<(typeof mailPartNames)[number], string>>;

/** Made once for a catalogue: writing the phrases of all languages as patterns takes a tenth of a second. */
const made = new WeakMap<MailCatalogue, MailParts>();

/** Pieces of SQL that the profiles of mails name in braces. */
export function mailParts(mail: MailCatalogue): MailParts {
  const known = made.get(mail) ?? makeMailParts(mail);
  made.set(mail, known);
  return known;
}

function makeMailParts(mail: MailCatalogue): MailParts {
  const { kinds, languages } = mailPatterns(mail);
  const alike = [...alikeLetters(mail.signs)];
  const [above, below, head] = quotedDomains(mail.languages);
  const all = (pick: (language: LanguagePatterns) => string | undefined) =>
    literal(joined(languages.map(pick)));
  return {
    mail_alike: literal(alike.map(([from]) => from).join("")),
    mail_alike_to: literal(alike.map(([, to]) => to).join("")),
    mail_quoted_above: literal(above),
    mail_quoted_below: literal(below),
    mail_quoted_head: literal(head),
    mail_folded: foldedSql("plain", mail),
    mail_folded_name: foldedSql("name_plain", mail),
    mail_folded_short: foldedSql("short", mail),
    mail_folded_earlier: foldedSql("earlier", mail),
    mail_own_words: ownWordsSql("written", mail.languages),
    mail_earlier_words: earlierWordsSql("written", mail.languages),
    mail_earlier_heads: earlierHeadsSql("written", mail.languages),
    mail_replies: literal(
      `(?i)^\\s*(?:(?:${mail.languages
        .flatMap(({ replies }) => replies)
        .map(escapeRegex)
        .join("|")})\\s*(?:\\[\\d+\\])?\\s*:\\s*)+`,
    ),
    mail_page_names: all(({ pageNames }) => pageNames),
    // Kinds in their order, so that a number tells the kind.
    mail_numbers: kindNumbersSql(kinds),
    mail_may_name: neededKindsSql("text", kinds),
    mail_masked: `replaceRegexpAll(sentence, ${all(({ masks }) => masks)}, ' ~ ')`,
    mail_marked: markedSql(kinds, languages),
    mail_asked: kindsSql(languages, "asks"),
    mail_listed: kindsSql(languages, "lists"),
    mail_held: kindsSql(languages, "held"),
    mail_embedded: kindsSql(languages, "embedded"),
    // A blank behind a word, or two labels behind each other with nothing to say, are a form.
    mail_blanks: literal(
      `[a-z0-9](?: ,)? ${blankSign}|${labelSign} ,(?: [^ ,${labelSign}]+){1,6} , ${labelSign}`,
    ),
    mail_collects: all(({ collects }) => collects),
    mail_question_end: literal(` ${questionSign} `),
    mail_asking: `(${[
      ...languages.map(({ gives, polite }) => [gives, polite].map((one) => matches(one)).join(" AND ")),
      ...(["orders", "requests", "collects"] as const).map((of) =>
        matches(joined(languages.map((one) => one[of]))),
      ),
    ].join(" OR ")})`,
    mail_firm: kindsSql(languages, "firm"),
    mail_rows: kindsSql(languages, "rows"),
    mail_questioning: all(({ questioning }) => questioning),
    mail_elsewhere: all(({ elsewhere }) => elsewhere),
    mail_nudges: all(({ says }) => says.nudges),
    mail_warns: all(({ says }) => says.warns),
    mail_bulk: all(({ says }) => says.bulk),
    mail_troubles: all(({ says }) => says.troubles),
    mail_runs: all(({ runs }) => runs),
    mail_returns: `(${languages.map(({ returns }) => matches(returns, "masked")).join(" OR ")})`,
    mail_results: all(({ results }) => results),
    mail_named: `arrayMap(pair -> pair.1, arrayFilter(pair -> match(pair.2, ${literal(`(?:${thing}|${plainThing}) `)}), marked))`,
    mail_told: `(${kindsSql(languages, "told")} != [])`,
    mail_passes: all(({ passes }) => passes),
    mail_shells: all(({ shells }) => shells),
    mail_pages: all(({ pages }) => pages),
    mail_reply_ways: all(({ ways }) => ways.reply),
    mail_form_ways: all(({ ways }) => ways.form),
    mail_attachment_ways: all(({ ways }) => ways.attachment),
    mail_roles: all(({ roles }) => roles),
    mail_kind_ids: literals(Object.keys(mail.signs.kinds)),
    mail_kind_names: literals(Object.values(mail.signs.kinds)),
    mail_reads: literals(mail.signs.reads.map(({ pattern }) => pattern)),
    mail_read_names: literals(mail.signs.reads.map(({ property }) => property)),
    mail_script_files: literal(
      `(?i)\\.(?:${mail.signs.scripts.map(({ name }) => escapeRegex(name)).join("|")})$`,
    ),
    mail_free: literals(mail.signs.free_mail.domains),
    mail_tracker_subjects: trackers(mail, "subject"),
    mail_tracker_senders: trackers(mail, "sender"),
  };
}

/** SQL of the numbers of the kinds of which a text holds a word that their patterns need. */
function neededKindsSql(text: string, kinds: readonly KindPatterns[]): string {
  const words = kinds.map(({ named }) => neededTexts(named)?.map(escapeRegex).join("|") ?? "");
  return `multiMatchAllIndices(${text}, ${literals(words)})`;
}

/** SQL of the numbers of the kinds that a sentence names. A pattern takes far longer than a look for all words. */
function kindNumbersSql(kinds: readonly KindPatterns[]): string {
  const tried = kinds.map(
    ({ named }, index) =>
      `match(if(has(may_be, ${index + 1}), sentence, ''), ${literal(named)}) * ${index + 1}`,
  );
  return `arrayMap(may_be -> arrayFilter(number -> number > 0, [${tried.join(", ")}]), [${neededKindsSql("sentence", kinds)}])[1]`;
}

function trackers({ signs }: MailCatalogue, of: "subject" | "sender"): string {
  return literal(
    joined(signs.trackers.filter((one) => one.of === of).map(({ pattern }) => `(?:${pattern})`)),
  );
}

function matches(pattern: string | undefined, text = "asked_of"): string {
  return `match(${text}, ${literal(pattern ?? never)})`;
}

function joined(patterns: readonly (string | undefined)[]): string {
  const there = patterns.filter((pattern) => pattern !== undefined);
  return there.length === 0 ? never : there.join("|");
}

/** SQL of pairs of a kind and the sentence in which its things are marked, for what the sentence names (`numbers`). */
function markedSql(kinds: readonly KindPatterns[], languages: readonly LanguagePatterns[]): string {
  const by = (text: string, pattern: string | undefined, sign: string) =>
    pattern === undefined ? text : `replaceRegexpAll(${text}, ${literal(pattern)}, ${literal(sign)})`;
  const pairs = kinds.map(({ kind, nouns, alone, loose }, index) => {
    const given = `if(has(numbers, ${index + 1}), masked, '')`;
    const sure = by(by(given, alone, `${plainThing} `), nouns, `${thing} `);
    return `(${literal(kind)}, ${by(sure, loose, `${looseThing} `)})`;
  });
  const masks = joined(languages.map(({ thingMasks }) => thingMasks));
  return `arrayMap(pair -> (pair.1, ${by("pair.2", masks, " ~ ")}), arrayFilter(pair -> pair.2 != '', [${pairs.join(", ")}]))`;
}

/** SQL of the kinds whose marked sentence holds a pattern of any language. */
function kindsSql(
  languages: readonly LanguagePatterns[],
  of: "asks" | "lists" | "told" | "held" | "firm" | "rows" | "embedded",
): string {
  const found = languages
    .map((language) => language[of])
    .filter((pattern) => pattern !== undefined)
    .map((pattern) => `match(pair.2, ${literal(pattern)})`);
  return `arrayMap(pair -> pair.1, arrayFilter(pair -> ${found.length === 0 ? "0" : found.join(" OR ")}, marked))`;
}

/**
 * SQL that folds a text (see `foldWords`), its sentences parted by a sign. A list behind a colon belongs to its sentence.
 * Text of plain letters is spared what only other letters need.
 */
export function foldedSql(column: string, { signs }: MailCatalogue): string {
  const alike = [...alikeLetters(signs)];
  const letters = alike.map(([from]) => from).join("");
  const twins = alike.map(([, to]) => to).join("");
  const chain = (text: string, ...pairs: readonly (readonly [string, string])[]) =>
    pairs.reduce(
      (sql, [pattern, by]) => `replaceRegexpAll(${sql}, ${literal(pattern)}, ${literal(by)})`,
      text,
    );
  const isPlain = `NOT match(${column}, '[^\\\\x00-\\\\x7f]')`;
  const folded = `replaceAll(translateUTF8(replaceRegexpAll(normalizeUTF8NFKD(lowerUTF8(if(${isPlain}, '', ${column}))), '[\\\\p{M}\\\\p{Cf}]+', ''), ${literal(letters)}, ${literal(twins)}), 'ß', 'ss')`;
  const lower = `if(${isPlain}, lower(${column}), ${folded})`;
  return chain(
    lower,
    // A single letter with a full stop is short for a word.
    ["\\b([a-z])\\.(\\s)", "\\1\\2"],
    // A long line of them is a rule between parts.
    ["\\n[ \\t]*[_.]{16,}[ \\t]*(?:\\n|$)", "\n\n"],
    ["_{3,}|[._]{6,}|…{2,}|\\[ ?\\]", ` ${blankSign} `],
    ["\\n\\s*(?:[-*•·◦‣▪–—]|\\(?[0-9]{1,2}[.)]|[a-z]\\)|[a-z][0-9]{1,2}[.):]?)[ \\t]+", " , "],
    [":[ \\t]*\\n\\s*", ` , ${labelSign} , `],
    ["[?？]+[\"'”’)\\]]*(?:\\s|$)", ` ${questionSign} ${sentenceEnd} `],
    ["\\s[-\\x{2010}-\\x{2015}]+\\s", " , "],
    ["\\n[ \\t]*\\n|[.!?…]+[\"'”’)\\]]*(?:\\s|$)|[。！？؟।]", ` ${sentenceEnd} `],
    ['[,;:()\\[\\]"|]', " , "],
    // All that is neither; a single blank, which is most of it, stays as it is.
    [` *${neither.replace("]", " ]")}${neither}*| {2,}`, " "],
  );
}

/** Words of all languages about quotations, as one piece of a pattern. */
function quoteWords(languages: readonly MailLanguage[], of: keyof MailLanguage["quotes"]): string {
  return languages
    .flatMap(({ quotes }) => quotes[of])
    .map(escapeRegex)
    .join("|");
}

/** Patterns of the domain of whom a mail quotes: in the line above a quotation, and in a head that is quoted. */
function quotedDomains(languages: readonly MailLanguage[]): [above: string, below: string, head: string] {
  const domain = "@([A-Za-z0-9.-]+)";
  const wrote = quoteWords(languages, "wrote");
  return [
    `(?i)${domain}>?[^\\n@]*\\n?[^\\n@]*(?:${wrote})[^\\n@]*:`,
    `(?i)(?:${wrote})[^\\n@]*${domain}[^\\n@]*:`,
    `(?i)(?:^|\\n)[ \\t*>|]*(?:${quoteWords(languages, "from")})\\*? ?:[^\\n@]*${domain}`,
  ];
}

/** Patterns of where quoted text begins without marks: its head, its title, the line that says who wrote. */
function quotePatterns(languages: readonly MailLanguage[]) {
  const [wrote, from, sent, titles] = (["wrote", "from", "sent", "titles"] as const).map((of) =>
    quoteWords(languages, of),
  );
  const field = "[ \\t*>|]*";
  const head = `\\n${field}(?:${from})\\*? ?:[^\\n]*\\n${field}(?:[^\\n:]{1,20}: ?[^\\n]*\\n${field})?(?:${sent})\\*? ?:`;
  const title = `\\n[ \\t>]*[-_=]{2,} ?(?:${titles})[ \\t]*[-_=]*[ \\t]*\\n`;
  // Programs of telephones and web mail write no more than the name.
  const short = `\\n[ \\t]*\\n[ \\t]*(?:${from})\\*? ?:[ \\t]*\\p{Lu}[^\\n:@]{2,60}\\n`;
  // A line with a date or an address that says who wrote. What follows is quoted whole, or marked line by line.
  const line = `(?:[^\\n]*[0-9@][^\\n]*\\n?[^\\n]*(?:${wrote})[^\\n]*|[^\\n]*(?:${wrote})[^\\n]*\\n?[^\\n]*[0-9@][^\\n]*):[ \\t]*\\n`;
  return {
    rest: `(?is)(?:${[head, short, title, `\\n${line}\\s*[^>|\\s]`].join("|")}).*$`,
    heads: `(?im)^[^\\n]*(?:${wrote})[^\\n]*$|^${field}(?:${from})\\*? ?:[^\\n]*$`,
  };
}

/** SQL of what a mail says itself: without what it quotes. */
function ownWordsSql(column: string, languages: readonly MailLanguage[]): string {
  const { rest } = quotePatterns(languages);
  // To the end of the line and no further: for the engine a dot is a line's end, too, and of what begins with ^ it replaces the first alone.
  const marked = "\\n[ \\t]*[>|][^\\n]*";
  return `replaceRegexpAll(replaceRegexpAll(concat('\\n', ${column}), ${literal(rest)}, '\\n'), ${literal(marked)}, '\\n')`;
}

/** SQL of what a mail quotes. */
function earlierWordsSql(column: string, languages: readonly MailLanguage[]): string {
  const { rest } = quotePatterns(languages);
  return `concat(arrayStringConcat(extractAll(${column}, '(?m)^[ \\\\t]*[>|]+[ \\\\t]*([^\\\\n]*)$'), '\\n'), '\\n', extract(concat('\\n', ${column}), ${literal(`(${rest})`)}))`;
}

/** SQL of the lines of a mail that say who wrote what it quotes. */
function earlierHeadsSql(column: string, languages: readonly MailLanguage[]): string {
  const heads = `arrayStringConcat(extractAll(${column}, ${literal(quotePatterns(languages).heads)}), '\\n')`;
  return `replaceRegexpAll(normalizeUTF8NFKD(lowerUTF8(${heads})), '\\\\p{M}+', '')`;
}
