/** All mail products that blocks are written for. */
import type { MailTarget } from "./target.ts";
import { defender } from "./targets/defender.ts";
import { exchange } from "./targets/exchange.ts";
import { plainMail } from "./targets/plain.ts";
import { postfix } from "./targets/postfix.ts";
import { rspamd } from "./targets/rspamd.ts";
import { sieve } from "./targets/sieve.ts";
import { spamassassin } from "./targets/spamassassin.ts";

export const mailTargets: readonly MailTarget[] = [
  rspamd,
  spamassassin,
  postfix,
  exchange,
  defender,
  sieve,
  plainMail,
];
