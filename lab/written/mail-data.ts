/** The written mails as data: what stands in lab/written/mail/*.yaml. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { mailbox } from "./mail-people.ts";

const attachment = z.strictObject({
  name: z.string(),
  type: z.string(),
  /** Its text; or so many bytes that say nothing behind the given start. */
  body: z.string().default(""),
  junk: z.number().default(0),
  inline: z.boolean().default(false),
});

const mail = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  label: z.enum(["collector", "benign", "judgement"]),
  class: z.string().default(""),
  says: z.string(),
  why: z.string().default(""),
  /** In an mbox instead of a file of its own. */
  mbox: z.boolean().default(false),
  /** `Tue 09:14`, in the week of the corpus. */
  at: z.string().default(""),
  from: z.string(),
  envelope: z.string().default(""),
  sender: z.string().default(""),
  to: z.array(z.string()).default([]),
  cc: z.array(z.string()).default([]),
  replyTo: z.string().default(""),
  subject: z.string(),
  /** From outside, from the firm's own submission server, or through a mailing list's host. */
  route: z.enum(["outside", "inside", "list"]).default("outside"),
  address: z.string().default(""),
  /** SPF, DKIM and DMARC: p(ass) f(ail) n(one) s(oftfail) t(emperror). */
  auth: z
    .string()
    .regex(/^[pfnst]{3}$/)
    .default("ppp"),
  signer: z.string().default(""),
  mailer: z.string().default(""),
  headers: z.record(z.string(), z.string()).default({}),
  /** Forged fields that stand below the real ones. */
  forged: z.record(z.string(), z.string()).default({}),
  replyId: z.string().default(""),
  text: z.string().default(""),
  html: z.string().default(""),
  /** An HTML part made of the text: plain as a mail program does, or like an agency's. */
  also: z.enum(["", "plain", "agency"]).default(""),
  encoding: z.enum(["", "7bit", "8bit", "base64", "quoted-printable"]).default(""),
  attach: z.array(attachment).default([]),
});

const file = z.strictObject({
  language: z.string(),
  label: z.string().optional(),
  class: z.string().optional(),
  mails: z.array(z.record(z.string(), z.unknown())),
});

export type Mail = z.infer<typeof mail> & { readonly language: string };
export type Attachment = z.infer<typeof attachment>;

/** All mails, by file and as they stand in it. */
export function readMails(folder: string): readonly Mail[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .flatMap((name) => {
      const { mails, language, ...usual } = file.parse(parse(readFileSync(join(folder, name), "utf8")));
      return mails.map((entry) => {
        const read = mail.safeParse({ ...usual, ...entry });
        if (!read.success) throw new Error(`${name}: ${String(entry.id)}: ${read.error.message}`);
        return { ...read.data, from: mailbox(read.data.from), language };
      });
    });
}
