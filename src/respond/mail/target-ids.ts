/** Names of mail products that blocks are written for; without their grammars, so that help is quick. */
export const mailTargetIds = [
  "rspamd",
  "spamassassin",
  "postfix",
  "exchange",
  "defender",
  "sieve",
  "plain",
] as const;
