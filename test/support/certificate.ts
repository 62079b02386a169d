/** A certificate of a test, by openssl. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * For a name, signed by itself; PEM.
 * @param more other names that it holds for, such as `,IP:127.0.0.1`
 */
export function makeCertificate(
  folder: string,
  name: string,
  more = "",
): { readonly key: string; readonly cert: string } {
  const [key, cert] = [join(folder, `${name}-key.pem`), join(folder, `${name}-cert.pem`)];
  const made = spawnSync(
    "openssl",
    [
      ...["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"],
      ...[
        "-keyout",
        key,
        "-out",
        cert,
        "-subj",
        `/CN=${name}`,
        "-addext",
        `subjectAltName=DNS:${name}${more}`,
      ],
      ...["-days", "2"],
    ],
    { encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`openssl: ${made.stderr}`);
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
}
