/** Contracts of what is known of mails: the phrases of each language, and what no language changes. */
import { z } from "zod";

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "a date as YYYY-MM-DD");
const slug = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, "a lower-case slug");
/**
 * Words as people write them. `*` ends a word in any way, `(a|b c)` is one of several, `(a)?` may be missing, `…` is
 * up to four words; `{item}` and the like stand for the lists of the language.
 */
const phrase = z.string().min(1);
const phrases = z.array(phrase).default([]);

/**
 * What is asked for, by kind: what says it alone, what says it beside a word for "your", "which" or "version", and what
 * says it only there: names that mean other things as well.
 */
const items = z.record(slug, z.strictObject({ nouns: phrases, alone: phrases, loose: phrases }));

/** How one language asks, tells, quotes and calls things. */
export const mailLanguage = z.strictObject({
  catalogue: z.literal("mail"),
  language: z.string().regex(/^[a-z]{2,3}$/, "a code of ISO 639"),
  title: z.string(),
  source: z.string(),
  date: day,
  /** Other spellings of a letter, as ue for ü. */
  spellings: z.record(z.string(), z.string()).default({}),
  /** Verbs that ask where they begin a sentence or a part of it, or follow one of `leads`. */
  imperatives: z.array(phrase).min(1),
  leads: z.array(phrase).min(1),
  /** What asks wherever it stands; what is asked for follows, or stands where `{object}` does. */
  requests: z.array(phrase).min(1),
  /** Whole questions, with {item}, {own}, {which}, {detail}; {question} for the rest of a sentence that ends with a question mark. */
  questions: phrases,
  /** Verbs of giving in all their forms, and words that make an invitation of them wherever both stand in a sentence. */
  gives: phrases,
  polite: phrases,
  /** Words that begin a question, and words for who is asked. */
  interrogatives: phrases,
  second: phrases,
  /** What says that a page, a form or a tool takes what follows from the reader's client. */
  collects: phrases,
  own: z.array(phrase).min(1),
  which: z.array(phrase).min(1),
  details: z.array(phrase).min(1),
  joins: z.array(phrase).min(1),
  items,
  /** What names a thing and does not ask for it: with {item}, {own}, {detail}, {verb} (of `imperatives`). */
  masks: phrases,
  /** What says that a sentence asks about something other than the reader's client. */
  elsewhere: phrases,
  /** What says that an earlier mail is still to be answered. */
  nudges: phrases,
  /** What speaks about mails that ask, to warn of them. */
  warns: phrases,
  /** What only mail to many says: how to leave it. */
  bulk: phrases,
  /** What somebody who needs help with a program writes. */
  troubles: phrases,
  /** Verbs that have a command run, and what it gives and may be sent back. */
  runs: phrases,
  results: phrases,
  /** Where commands are typed in. */
  shells: phrases,
  /** Verbs that lead to a page, and pages that read the browser of who opens them. */
  visits: phrases,
  pages: phrases,
  /** What says that a page sends its result away. */
  passes: phrases,
  /** What says of another mail that it asks: words of who reports one. */
  reports: phrases,
  /** How to answer. */
  ways: z.strictObject({ reply: phrases, form: phrases, attachment: phrases }),
  /** Names that claim an office: help desk, director. */
  roles: phrases,
  quotes: z.strictObject({
    /** Words at the end of the line that stands above a quotation. */
    wrote: z.array(z.string()).default([]),
    /** First and second header field of a mail that is quoted with its head. */
    from: z.array(z.string()).default([]),
    sent: z.array(z.string()).default([]),
    /** Titles between dashes. */
    titles: z.array(z.string()).default([]),
  }),
  /** What stands before the subject of an answer, without the colon. */
  replies: z.array(z.string()).default([]),
  samples: z.strictObject({
    asks: z.array(z.strictObject({ text: z.string(), kinds: z.array(slug).min(1) })).min(1),
    tells: z.array(z.string()).min(1),
  }),
});
export type MailLanguage = z.infer<typeof mailLanguage>;

const named = z.strictObject({ name: z.string(), source: z.string(), date: day });

const known = z.strictObject({
  nouns: phrases,
  alone: phrases,
  loose: phrases,
  source: z.string(),
  date: day,
});

/** What no language changes: products, commands, what scripts read, letters that look alike, mail providers. */
export const mailSigns = z.strictObject({
  catalogue: z.literal("mail-signs"),
  title: z.string(),
  /** What may be asked for, as the report says it. */
  kinds: z.record(slug, z.string()),
  /** Products, places on the screen and abbreviations, by kind. */
  items: z.record(slug, z.array(known)),
  /** Commands and built-in pages that print a client's configuration. */
  commands: z.array(named).min(1),
  /** Endings of file names that hold a client's configuration. */
  files: z.array(named).min(1),
  /** What a script reads of its client, as patterns. */
  reads: z.array(
    z.strictObject({ property: z.string(), pattern: z.string(), source: z.string(), date: day }),
  ),
  /** Endings of attachments that run or show a script. */
  scripts: z.array(named).min(1),
  /** Domains that give anybody an address. */
  free_mail: z.strictObject({ source: z.string(), date: day, domains: z.array(z.string()).min(1) }),
  /** Hosts where anybody may have a form, a file, a page or a short link; no block may name one. */
  shared_hosts: z.strictObject({ source: z.string(), date: day, domains: z.array(z.string()).min(1) }),
  /** Subjects and addresses of trackers, as patterns. */
  trackers: z.array(
    z.strictObject({ pattern: z.string(), of: z.enum(["subject", "sender"]), source: z.string(), date: day }),
  ),
  /** Letters that look like others. */
  alike: z.strictObject({ source: z.string(), date: day, letters: z.record(z.string(), z.string()) }),
});
export type MailSigns = z.infer<typeof mailSigns>;

/** All that is known of mails. */
export interface MailCatalogue {
  readonly signs: MailSigns;
  readonly languages: readonly MailLanguage[];
}

/** Pieces of SQL about mails that statements over profiles may name in braces. */
export const mailPartNames = [
  "mail_alike",
  "mail_alike_to",
  "mail_quoted_above",
  "mail_quoted_below",
  "mail_quoted_head",
  "mail_folded",
  "mail_folded_name",
  "mail_folded_short",
  "mail_folded_earlier",
  "mail_own_words",
  "mail_earlier_words",
  "mail_earlier_heads",
  "mail_replies",
  "mail_page_names",
  "mail_numbers",
  "mail_masked",
  "mail_marked",
  "mail_asked",
  "mail_listed",
  "mail_runs",
  "mail_returns",
  "mail_results",
  "mail_pages",
  "mail_named",
  "mail_told",
  "mail_held",
  "mail_firm",
  "mail_rows",
  "mail_may_name",
  "mail_embedded",
  "mail_asking",
  "mail_blanks",
  "mail_collects",
  "mail_question_end",
  "mail_questioning",
  "mail_elsewhere",
  "mail_nudges",
  "mail_warns",
  "mail_bulk",
  "mail_troubles",
  "mail_passes",
  "mail_shells",
  "mail_reply_ways",
  "mail_form_ways",
  "mail_attachment_ways",
  "mail_roles",
  "mail_kind_ids",
  "mail_kind_names",
  "mail_reads",
  "mail_read_names",
  "mail_script_files",
  "mail_free",
  "mail_tracker_subjects",
  "mail_tracker_senders",
] as const;
