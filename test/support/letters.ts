/** Letters for tests of what mails ask for, one file each, and what a triage of them finds. */
import { write } from "./files.ts";
import { content, triageDocument } from "./triage.ts";

export interface Letter {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly text: string;
  /** Further header lines. */
  readonly fields?: readonly string[];
  readonly html?: boolean;
}

/** A letter as a mail; what is not given is an ordinary mail from outside. */
export function letter({ from, to, subject, text, fields = [], html = false }: Letter): string {
  return [
    `From: ${from ?? "Jo <jo@partner.test>"}`,
    `To: ${to ?? "ann@larch.example"}`,
    `Subject: ${subject ?? "Good morning"}`,
    "Date: Sun, 17 May 2026 10:05:03 +0000",
    `Content-Type: text/${html ? "html" : "plain"}; charset=utf-8`,
    ...fields,
    "",
    text,
    "",
  ].join("\n");
}

/** What the header field of a server of ours says. */
export function results(spf: string, dkim: string, dmarc: string): string {
  return `Authentication-Results: mx.larch.example; spf=${spf}; dkim=${dkim}; dmarc=${dmarc}`;
}

export interface Asked {
  readonly kinds: readonly string[];
  readonly severity: string;
  readonly sentence: string;
  readonly action: string;
  /** The case that it is part of. */
  readonly inCase: string | undefined;
}

/** Triages letters together; each that asks, by its name. */
export async function askedBy(
  folder: string,
  letters: Readonly<Record<string, Letter>>,
): Promise<ReadonlyMap<string, Asked>> {
  const paths = new Map(
    Object.entries(letters).map(([name, one], index) => [write(folder, `${index}.eml`, letter(one)), name]),
  );
  const document = await triageDocument([...paths.keys()]);
  const kinds = Object.entries(content().mail.signs.kinds);
  const found = document.findings.filter(({ indicator }) => indicator === "phish.config-request");
  return new Map(
    found.map(({ entity, severity, sentence }): [string, Asked] => {
      const name = paths.get(entity.slice("mail:".length));
      if (name === undefined) throw new Error(`${entity} is none of the letters`);
      const said = / for (.*); to answer by:/.exec(sentence)?.[1] ?? "";
      return [
        name,
        {
          kinds: kinds.flatMap(([id, says]) => (said.includes(says) ? [id] : [])),
          severity,
          sentence,
          action: document.entities.find(({ id }) => id === entity)?.action ?? "none",
          inCase: document.cases.find(({ entities }) => entities.includes(entity))?.id,
        },
      ];
    }),
  );
}
