/**
 * A real Squid of its own: own folder, own configuration, own certificate authority, and three logs of
 * the same requests (native, combined, and one with the fields that a sensor on the wire would see).
 *
 * TLS of the head office is opened (`ssl_bump bump`), as companies do with their own computers; that of
 * the branch and of the plant is passed on unopened, so that its log has nothing but CONNECT.
 */
import type { ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Prefix } from "../network.ts";
import { must, run, start } from "../process.ts";

export const proxyAddress = "10.20.0.2";
export const proxyPort = 3128;

export const logNames = ["squid", "combined", "sensor"] as const;
export type LogName = (typeof logNames)[number];

/** Percent-quoted, so that fields are parted by spaces whatever a client sends. */
const sensorFormat =
  "logformat sensor %ts.%03tu %>a %>p %<a %<p %#rm %#ru %03>Hs %>st %>sh %<st %<sh %#mt %#{User-Agent}>h %#{Referer}>h %#ssl::>sni";

const readyTriesMax = 100;

export interface SquidFiles {
  program: string;
  certificates: string;
  folder: string;
}

function configuration({ certificates, folder }: SquidFiles, hosts: string): string {
  const authority = `tls-cert=${join(folder, "ca.pem")} tls-key=${join(folder, "ca.key")}`;
  return [
    `http_port ${proxyAddress}:${proxyPort} ssl-bump ${authority} generate-host-certificates=on`,
    `sslcrtd_program ${certificates} -s ${join(folder, "certificates")} -M 4MB`,
    "sslcrtd_children 3",
    "acl opened src 10.20.0.0/16",
    "acl first at_step SslBump1",
    "ssl_bump peek first",
    "ssl_bump bump opened",
    "ssl_bump splice all",
    "sslproxy_cert_error allow all",
    "tls_outgoing_options flags=DONT_VERIFY_PEER",
    "http_access allow all",
    `hosts_file ${hosts}`,
    "dns_nameservers 127.0.0.1",
    "dns_timeout 1 second",
    `pid_filename ${join(folder, "squid.pid")}`,
    `cache_log ${join(folder, "cache.log")}`,
    `coredump_dir ${folder}`,
    "cache_effective_user proxy",
    "pinger_enable off",
    "cache deny all",
    "strip_query_terms off",
    "shutdown_lifetime 1 seconds",
    "visible_hostname proxy.corp.example",
    sensorFormat,
    ...logNames.map((name) => `access_log stdio:${join(folder, `${name}.log`)} ${name}`),
    "",
  ].join("\n");
}

export async function startSquid(prefix: Prefix, files: SquidFiles, hosts: string): Promise<ChildProcess> {
  const { folder } = files;
  mkdirSync(folder, { recursive: true });
  const key = join(folder, "ca.key");
  const subject = ["-subj", "/CN=Corp Web Gateway", "-days", "30", "-nodes"];
  await must([
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    ...subject,
    "-keyout",
    key,
    "-out",
    join(folder, "ca.pem"),
  ]);
  await must([files.certificates, "-c", "-s", join(folder, "certificates"), "-M", "4MB"]);
  const config = join(folder, "squid.conf");
  writeFileSync(config, configuration(files, hosts));
  await must(["chown", "-R", "proxy:proxy", folder]);
  const child = start([...prefix, files.program, "-N", "-f", config], ["ignore", "ignore", "ignore"]);
  for (let tries = 0; tries < readyTriesMax; tries += 1) {
    const { code } = await run([...prefix, "curl", "-s", "-m", "1", `http://${proxyAddress}:${proxyPort}/`]);
    if (code === 0) return child;
    await sleep(100);
  }
  throw new Error(`squid did not start; see ${join(folder, "cache.log")}`);
}
