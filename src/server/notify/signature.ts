/** Signatures of webhooks, in the form of Standard Webhooks 1.0 (standardwebhooks.com), for which receivers have libraries. */
import { createHmac } from "node:crypto";

/** One signature for each secret, the newest first: a receiver takes whichever it knows. */
export function signatureOf(secrets: readonly string[], id: string, seconds: number, body: string): string {
  return secrets
    .map((secret) => Buffer.from(secret.replace(/^whsec_/, ""), "base64"))
    .map((key) => `v1,${createHmac("sha256", key).update(`${id}.${seconds}.${body}`).digest("base64")}`)
    .join(" ");
}
