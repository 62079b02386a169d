/** Addresses of destinations as they are given: refused where nothing could ever be sent there, and shown without what may be secret. */
import ipaddr from "ipaddr.js";
import { Problem } from "../problems.ts";
import { mailAddress } from "./mail.ts";
import type { Target } from "./model.ts";
import { addressVerdict, type Network } from "./permitted.ts";

const schemes: Readonly<Record<Target["kind"], readonly string[]>> = {
  webhook: ["https:", "http:"],
  slack: ["https:", "http:"],
  teams: ["https:", "http:"],
  mail: ["smtp:", "smtps:"],
};

const wrong = (says: string, hint: string) => new Problem(422, "destination", says, { hint });

/**
 * The target with its address in its one form.
 * @throws Problem 422
 */
export function checkTarget({ kind, address, from, to }: Target, allowed: readonly Network[]): Target {
  const known = schemes[kind];
  const hint =
    kind === "mail" ? "For example smtp://mail.example:587." : "For example https://hooks.example/abc.";
  if (!URL.canParse(address)) throw wrong("The address is no URL.", hint);
  const url = new URL(address);
  if (!known.includes(url.protocol) || url.hostname === "")
    throw wrong(
      `The address of a destination of the kind ${kind} begins with ${known.join("// or ")}//.`,
      hint,
    );
  if (kind === "mail" && !/^(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:.]+\])$/.test(url.hostname))
    throw wrong("This is no name or address of a mail server.", hint);
  if (url.username !== "" || url.password !== "")
    throw wrong(
      "The address holds a name or a password.",
      kind === "mail"
        ? "Put the login into a file, and start the service with --mail-login FILE."
        : "Leave it out; messages of a webhook are signed.",
    );
  checkHost(url, allowed);
  if (kind !== "mail") {
    if (from !== "" || to.length > 0)
      throw wrong("Only mail has a sender and recipients.", "Leave from and to out.");
    url.hash = "";
    return { kind, address: url.href, from: "", to: [] };
  }
  if (!["", "/"].includes(url.pathname) || url.search !== "")
    throw wrong("The address of a mail server has no path.", hint);
  if (to.length === 0) throw wrong("Nobody gets the mail.", "Give from, and to.");
  for (const one of [from, ...to])
    if (!mailAddress.test(one))
      throw wrong(
        "This is no mail address that can be written to.",
        "For example soc@example.org, without a name.",
      );
  return { kind, address: url.href, from, to: [...new Set(to)] };
}

/** An address that is written as one is refused at once; a name is looked up when something is sent. */
function checkHost({ hostname, protocol }: URL, allowed: readonly Network[]): void {
  const bare = hostname.replace(/^\[|\]$/g, "");
  if (!ipaddr.isValid(bare)) return;
  const verdict = addressVerdict(bare, allowed);
  if (typeof verdict === "object")
    throw wrong(`Nothing is sent there: ${verdict.refused}.`, "Name another host.");
  if (verdict === "public" && protocol === "http:")
    throw wrong("Plain HTTP goes to allowed private addresses alone.", "Take https.");
}

/** Without path and query: with Slack and Teams whoever has them may write to the channel. */
export function shownAddress({ kind, address }: Target): string {
  const url = new URL(address);
  const origin = `${url.protocol}//${url.host}`;
  return kind === "mail" || (url.pathname === "/" && url.search === "") ? origin : `${origin}/…`;
}
