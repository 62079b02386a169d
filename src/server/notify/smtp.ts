/** One attempt over SMTP (RFC 5321): plain text to a relay, over TLS wherever the relay has it. */
import { hostname } from "node:os";
import { notifyLimits } from "../../limits.ts";
import { forTerminal, shorten } from "../../report/safe-text.ts";
import { type Reach, reasonOf, withinTime } from "./http-post.ts";
import { type Envelope, mailText } from "./mail.ts";
import type { Logins } from "./mail-login.ts";
import type { Attempt, Delivery, Target } from "./model.ts";
import { checkedAddresses } from "./permitted.ts";
import { connectTo, SmtpRefused, SmtpTalk, secured } from "./smtp-talk.ts";

const ports: Readonly<Record<string, number>> = { "smtp:": 25, "smtps:": 465 };
const { saidCharactersMax } = notifyLimits;

export async function sendMail(
  target: Target,
  delivery: Delivery,
  logins: Logins,
  reach: Reach,
): Promise<Attempt> {
  let talk: SmtpTalk | undefined;
  let over = false;
  try {
    return await withinTime(
      (async () => {
        const { protocol, hostname: named, port } = new URL(target.address);
        const host = named.replace(/^\[|\]$/g, "");
        const found = await checkedAddresses(host, reach.allowed, reach.resolve);
        if ("refused" in found) return { kind: "failed", says: `Not sent: ${found.refused}.` } as const;
        const number = port === "" ? (ports[protocol] ?? 25) : Number(port);
        const plain = await connectTo(found.addresses, number, reach.timeoutMs);
        // Nobody waits for it any more, and it is told as not sent.
        if (over) plain.destroy();
        talk = new SmtpTalk(protocol === "smtps:" ? await secured(plain, host, reach.ca) : plain);
        return await session(
          talk,
          { host, secure: protocol === "smtps:", ca: reach.ca },
          target,
          delivery,
          logins,
        );
      })(),
      reach,
    );
  } catch (thrown) {
    if (!(thrown instanceof SmtpRefused)) return { kind: "failed", says: `Not sent: ${reasonOf(thrown)}.` };
    const says = `Refused ${shorten(forTerminal(thrown.message), saidCharactersMax)}`;
    // What is wrong with the message or with all who should get it stays wrong.
    const final = thrown.answer.code >= 500 && ["RCPT", "DATA"].includes(thrown.asked);
    return { kind: final ? "refused" : "failed", says };
  } finally {
    over = true;
    talk?.destroy();
  }
}

async function session(
  talk: SmtpTalk,
  { host, secure, ca }: { readonly host: string; readonly secure: boolean; readonly ca: string | undefined },
  target: Envelope,
  delivery: Delivery,
  logins: Logins,
): Promise<Attempt> {
  await talk.answer("greeting", 220);
  let offered = await hello(talk);
  let protectedNow = secure;
  if (!secure && offered.some((line) => /^STARTTLS$/i.test(line))) {
    await talk.ask("STARTTLS", 220);
    await talk.secure(host, ca);
    protectedNow = true;
    offered = await hello(talk);
  }
  const login = logins.get(host.toLowerCase());
  if (login !== undefined) {
    if (!protectedNow)
      return {
        kind: "failed",
        says: "Not sent: there is a login for this server, and it offers no TLS to tell it over.",
      };
    // PLAIN of RFC 4616: the one way that every server has over TLS.
    const plain = Buffer.from(`\0${login.user}\0${login.password}`).toString("base64");
    await talk.ask(`AUTH PLAIN ${plain}`, 235);
  }
  return mail(talk, target, delivery);
}

/** What the server offers. A name that is none would be refused by some; an address in brackets is taken (RFC 5321, section 4.1.3). */
async function hello(talk: SmtpTalk): Promise<readonly string[]> {
  const name = hostname();
  const { lines } = await talk.ask(
    `EHLO ${/^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/.test(name) ? name : "[127.0.0.1]"}`,
    250,
  );
  return lines.slice(1);
}

async function mail(talk: SmtpTalk, target: Envelope, delivery: Delivery): Promise<Attempt> {
  await talk.ask(`MAIL FROM:<${target.from}>`, 250);
  const refused: SmtpRefused[] = [];
  for (const to of target.to)
    try {
      await talk.ask(`RCPT TO:<${to}>`, 250, 251);
    } catch (thrown) {
      if (!(thrown instanceof SmtpRefused)) throw thrown;
      refused.push(thrown);
    }
  // One that may be taken later decides, where none is taken now.
  if (refused.length === target.to.length)
    throw refused.find(({ answer }) => answer.code < 500) ?? refused[0] ?? new Error("nobody to send to");
  await talk.ask("DATA", 354);
  const { code } = await talk.data(mailText(target, delivery));
  // It is taken; how the session ends changes nothing.
  await talk.ask("QUIT", 221).catch(() => {});
  const left =
    refused.length === 0
      ? ""
      : ` ${refused.length} of ${target.to.length} recipients were refused: ${shorten(forTerminal(refused[0]?.message ?? ""), saidCharactersMax)}`;
  return { kind: "delivered", says: `Answered ${code}.${left}` };
}
