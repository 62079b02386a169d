/**
 * Records labelled proxy logs: real browsers and scripts, a real Squid, one server for the whole world.
 *
 *     node dist/lab/proxy/record.js --libraries DIR [--out DIR] [--squid PATH] [--certificates PATH] [--only ADDRESS]
 *
 * Needs root, because network namespaces do. See lab/README.md for what is to be installed.
 */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Network } from "../network.ts";
import { must, start, stopAll } from "../process.ts";
import { windowStart } from "../times.ts";
import { allProxyClients, type ProxyClient } from "./clients.ts";
import { hostsFile, worlds } from "./hosts.ts";
import { ProxyRecorder } from "./recorder.ts";
import { proxyAddress, startSquid } from "./squid.ts";
import { writeProxySamples } from "./write.ts";

const recordingMsMax = 40 * 60_000;
const say = (text: string) => process.stderr.write(`${text}\n`);

interface Options {
  libraries: string;
  squid: string;
  certificates: string;
}

async function recordAll(
  clients: readonly ProxyClient[],
  work: string,
  options: Options,
): Promise<ProxyRecorder> {
  const server = { v4: proxyAddress, names: ["proxy.corp.example"] };
  const network = new Network([server], work, `vedette-proxy-${process.pid}`);
  process.once("exit", () => {
    stopAll();
    network.close();
    rmSync(work, { recursive: true, force: true });
  });
  const prefix = await network.openServers();
  const space = prefix[3] ?? "";
  for (const world of worlds) await must(["ip", "-n", space, "address", "add", world, "dev", "lo"]);
  const key = join(work, "world.key");
  const certificate = join(work, "world.pem");
  const request = [
    "openssl",
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    "-days",
    "30",
    "-subj",
    "/CN=world",
  ];
  await must([...request, "-keyout", key, "-out", certificate]);
  const upstream = fileURLToPath(new URL("./upstream.js", import.meta.url));
  start(
    [...prefix, process.execPath, upstream, options.libraries, key, certificate],
    ["ignore", "inherit", "inherit"],
  );
  const hosts = join(work, "world.hosts");
  writeFileSync(hosts, hostsFile());
  const folder = join(work, "squid");
  await startSquid(prefix, { program: options.squid, certificates: options.certificates, folder }, hosts);
  const recorder = new ProxyRecorder(network, folder, join(work, "homes"));
  for (const client of clients) {
    const before = recorder.transactions.length;
    try {
      await recorder.record(client);
    } catch (cause) {
      recorder.faults.push(
        `${client.address} failed: ${cause instanceof Error ? cause.message : String(cause)}`,
      );
    }
    say(`${client.address}: ${recorder.transactions.length - before} requests`);
  }
  return recorder;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: "samples/proxy" },
      libraries: { type: "string" },
      squid: { type: "string", default: "/usr/sbin/squid" },
      certificates: { type: "string", default: "/usr/lib/squid/security_file_certgen" },
      only: { type: "string" },
    },
  });
  if (process.getuid?.() !== 0) throw new Error("the recorder makes network namespaces and needs root");
  if (values.libraries === undefined)
    throw new Error("--libraries: the node_modules that lab/README.md names");
  const work = mkdtempSync(join(tmpdir(), "vedette-proxy-"));
  chmodSync(work, 0o755);
  const clients = allProxyClients().filter(
    ({ address }) => values.only === undefined || address.startsWith(values.only),
  );
  const recordedAtMs = Date.now();
  const options = {
    libraries: resolve(values.libraries, "node_modules"),
    squid: resolve(values.squid),
    certificates: resolve(values.certificates),
  };
  const recorder = await recordAll(clients, work, options);
  const faults = [...recorder.faults];
  const counts = writeProxySamples(
    values.out,
    clients,
    recorder.transactions,
    windowStart(recordedAtMs),
    recordedAtMs,
  );
  for (const [file, lines] of counts) say(`${file}: ${lines} lines`);
  for (const fault of faults) say(`fault: ${fault}`);
  return faults.length === 0 ? 0 : 1;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(130));
setTimeout(() => {
  say("the recording takes too long; ended");
  process.exit(1);
}, recordingMsMax).unref();

try {
  process.exit(await main());
} catch (cause) {
  say(cause instanceof Error ? cause.message : String(cause));
  process.exit(1);
}
