/** The certificate that the service shows, and its key: checked before anything is begun. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { createSecureContext } from "node:tls";
import { asError, VedetteError } from "../../errors.ts";

/** PEM texts. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * Reads both files.
 * @throws VedetteError `usage.option` where one cannot be read, is none, or they do not belong together
 */
export function certificateOf(certPath: string, keyPath: string): Certificate {
  const cert = textOf("tls-cert", certPath);
  const key = textOf("tls-key", keyPath);
  const shown = made("tls-cert", certPath, "no certificate in PEM", () => new X509Certificate(cert));
  const own: KeyObject = made("tls-key", keyPath, "no key in PEM, or one with a passphrase", () =>
    createPrivateKey(key),
  );
  if (!shown.checkPrivateKey(own))
    throw wrong("tls-key", keyPath, `not the key of the certificate in ${certPath}`);
  made("tls-cert", certPath, "cannot be used for TLS", () => createSecureContext({ cert, key }));
  return { cert, key };
}

function textOf(option: string, path: string): string {
  return made(option, path, "cannot be read", () => readFileSync(path, "utf8"));
}

function made<T>(option: string, path: string, says: string, make: () => T): T {
  try {
    return make();
  } catch (thrown) {
    throw wrong(option, path, `${says} (${asError(thrown).message})`, thrown);
  }
}

function wrong(option: string, path: string, says: string, cause?: unknown): VedetteError {
  return new VedetteError("usage.option", `--${option} ${path}: ${says}.`, {
    place: { path },
    hint: "Name the certificate, with those above it behind it, and its key without a passphrase, both as PEM.",
    cause,
  });
}
