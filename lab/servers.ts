/**
 * Configures and starts the real servers: nginx and Apache as Debian ships them, with configurations
 * that are written afresh for each recording and touch nothing of the machine's own.
 */
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { apacheAddress, nginxAddress, passwords } from "./addresses.ts";
import { apacheConfiguration } from "./apache.ts";
import type { Prefix } from "./network.ts";
import { nginxConfiguration } from "./nginx.ts";
import { must, run, start } from "./process.ts";
import type { SetName } from "./scenarios/all.ts";
import { hostOf, type More, pages, type SiteName, writeSite } from "./site.ts";
import { thirdApache, thirdNginx } from "./third-servers.ts";
import { thirdSite } from "./third-site.ts";

export interface Paths {
  work: string;
  logs: string;
  sites: string;
  passwords: string;
  /** Self-signed certificate and key in one file. */
  certificate: string;
}

export function makePaths(work: string, set: SetName): Paths {
  const more: More | undefined = set === "third" ? thirdSite : undefined;
  const paths = {
    work,
    logs: join(work, "logs"),
    sites: join(work, "sites"),
    passwords: join(work, "passwords"),
    certificate: join(work, "certificate.pem"),
  };
  for (const folder of [paths.logs, paths.sites, join(work, "locks")]) mkdirSync(folder, { recursive: true });
  for (const site of Object.keys(pages) as SiteName[]) writeSite(site, join(paths.sites, site), more);
  const lines = Object.entries(passwords).map(([name, password]) => {
    return `${name}:{SHA}${createHash("sha1").update(password).digest("base64")}`;
  });
  writeFileSync(paths.passwords, `${lines.join("\n")}\n`);
  return paths;
}

async function makeCertificate(file: string): Promise<void> {
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "2"];
  await must([
    "openssl",
    "req",
    ...kind,
    "-subj",
    `/CN=${hostOf("www")}`,
    "-keyout",
    file,
    "-out",
    `${file}.public`,
  ]);
  appendFileSync(file, readFileSync(`${file}.public`));
}

/** Starts everything and returns when each server answers. */
export async function startServers(inside: Prefix, paths: Paths, set: SetName): Promise<void> {
  await makeCertificate(paths.certificate);
  const nginx = join(paths.work, "nginx.conf");
  writeFileSync(nginx, nginxConfiguration(paths, set === "third" ? thirdNginx(paths) : {}));
  const apache = join(paths.work, "apache.conf");
  writeFileSync(apache, apacheConfiguration(paths, set === "third" ? thirdApache(paths) : {}));
  // Apache and DAV work as www-data, so these two folders are theirs.
  await run(["chown", "-R", "www-data:www-data", join(paths.work, "locks"), join(paths.sites, "files")]);

  const backend = fileURLToPath(new URL("./backend.js", import.meta.url));
  start([...inside, process.execPath, backend, set], "ignore");
  // Another zone than nginx's: a reader that ignores the offset puts Apache's lines an hour too late.
  start([...inside, "apache2", "-f", apache, "-D", "FOREGROUND"], "ignore", paths.work, "LAB-1");
  start([...inside, "nginx", "-e", join(paths.work, "nginx-error.log"), "-c", nginx], "ignore", paths.work);
  // None of these is written to a log that is kept.
  await ready([...inside, "curl", "-sf", "-o", "/dev/null", `http://${nginxAddress}:8099/ready`]);
  await ready([...inside, "curl", "-sf", "-o", "/dev/null", `http://${apacheAddress}:8099/robots.txt`]);
  await ready([...inside, "curl", "-sf", "-o", "/dev/null", "http://127.0.0.1:8090/healthz"]);
}

async function ready(probe: readonly string[]): Promise<void> {
  for (let tries = 0; tries < 50; tries += 1) {
    const { code } = await run(probe);
    if (code === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`a server did not start within five seconds: ${probe.at(-1)}`);
}
