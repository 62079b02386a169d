/** What no block of mail may name. */
import { fits } from "../../assess/justify.ts";
import type { Register } from "../../assess/register.ts";
import type { Content } from "../../content/load.ts";
import { hostOf, type MailsAtHand } from "./mails.ts";
import { type MailMatcher, unmatchableMail } from "./matcher.ts";

/** Inside clients of a host that still is somebody's own; what more people ask is part of the web. */
const clientsMax = 5;

const isBelow = (host: string, name: string) => host === name || host.endsWith(`.${name}`);

/** Why an entry must not be used; undefined where it may. */
export function neverMail(
  matcher: MailMatcher,
  known: Pick<MailsAtHand, "own" | "clients">,
  content: Pick<Content, "mail" | "beacons">,
  register: Register["entries"],
): string | undefined {
  const text = unmatchableMail(matcher);
  if (text !== undefined) return text;
  const { kind, value } = matcher;
  if (kind === "subject") return undefined;
  const host = kind === "link-host" || kind === "sender-domain" ? value : (hostOf(value) ?? "");
  if (known.own.has(host))
    return kind === "link-host"
      ? "it is one of ours"
      : "it is one of ours; to refuse who forges it is the work of SPF, DKIM and DMARC";
  const entry = register.find(({ sender, destination }) =>
    kind === "link-host"
      ? destination?.some((pattern) => fits(pattern, value))
      : sender?.some(
          (pattern) => fits(pattern, value) || (kind === "sender-domain" && namesHost(pattern, value)),
        ),
  );
  if (entry !== undefined) return `entry ${entry.id} of the register names it`;
  if (kind === "link-host") return neverHost(value, known, content);
  if (kind === "sender-domain" && content.mail.signs.free_mail.domains.some((name) => isBelow(host, name)))
    return "it is a provider of free addresses, which many use";
  return undefined;
}

const namesHost = (pattern: string, host: string) => pattern.toLowerCase().endsWith(`@${host}`);

function neverHost(
  host: string,
  { clients }: Pick<MailsAtHand, "clients">,
  { mail, beacons }: Pick<Content, "mail" | "beacons">,
): string | undefined {
  const service = beacons.services.find(({ hosts, rented }) =>
    hosts.some((name) => (rented ? host === name : isBelow(host, name))),
  );
  if (service !== undefined) return `it is a host of ${service.name}, which many use`;
  if (mail.signs.free_mail.domains.some((name) => isBelow(host, name)))
    return "it is a provider of free addresses, which many use";
  if (mail.signs.shared_hosts.domains.includes(host))
    return "anybody may have a page, a file or a link there: block the whole address of the link by hand";
  const asked = clients.get(host) ?? 0;
  return asked > clientsMax
    ? `${asked} inside clients asked for it, so more than the mail leads there`
    : undefined;
}
