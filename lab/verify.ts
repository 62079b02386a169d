/**
 * Checks finished samples from the outside: reads the files again and holds them to what is promised of
 * them. Whatever is returned is a fault.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { BlockList, isIP } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { clientOf, logFiles, type Shape } from "./logs.ts";
import type { Labels } from "./samples.ts";
import { timeOf } from "./times.ts";

/** The samples live in the repository. */
const folderBytesMax = 4 * 1024 * 1024;

const documentation = new BlockList();
documentation.addSubnet("192.0.2.0", 24);
documentation.addSubnet("198.51.100.0", 24);
documentation.addSubnet("203.0.113.0", 24);
documentation.addSubnet("2001:db8::", 32, "ipv6");

const quoted = '"(?:[^"\\\\]|\\\\.)*"';
const combined = `(\\S+) \\S+ \\S+ \\[[^\\]]+\\] ${quoted} \\d{3} (?:\\d+|-) ${quoted} ${quoted}`;
const grammars: Readonly<Record<Exclude<Shape, "json">, RegExp>> = {
  combined: new RegExp(`^${combined}$`),
  vhost: new RegExp(`^\\S+:\\d+ ${combined}$`),
  forwarded: new RegExp(`^${combined} ${quoted}$`),
};

export function verifySamples(folder: string): string[] {
  const faults: string[] = [];
  const labels = JSON.parse(readFileSync(join(folder, "labels.json"), "utf8")) as Labels;
  const counts = new Map<string, number>();
  for (const { name, shape } of Object.values(logFiles)) {
    for (const file of [`${name}.1.gz`, name, `${name}.gz`].filter((one) =>
      readdirSync(folder).includes(one),
    )) {
      faults.push(...verifyLog(folder, file, shape, counts));
    }
  }
  for (const { address, lines } of labels.clients) {
    if (counts.get(address) !== lines)
      faults.push(`${address}: labelled ${lines} lines, found ${counts.get(address) ?? 0}`);
    counts.delete(address);
  }
  for (const address of counts.keys()) faults.push(`${address}: in the logs and not labelled`);
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  if (bytes > folderBytesMax) faults.push(`the samples take ${bytes} bytes`);
  for (const name of readdirSync(folder)) {
    const text = content(folder, name);
    for (const trace of machineTraces())
      if (text.includes(trace)) faults.push(`${name}: names this machine: ${trace}`);
  }
  return faults;
}

function verifyLog(folder: string, file: string, shape: Shape, counts: Map<string, number>): string[] {
  const faults: string[] = [];
  let before = 0;
  for (const [index, line] of content(folder, file).split("\n").slice(0, -1).entries()) {
    const place = `${file}:${index + 1}`;
    const client = clientOf(line, shape);
    if (!parses(line, shape)) faults.push(`${place}: does not parse`);
    for (const address of addressesIn(line, shape, client)) {
      if (!isDocumentation(address)) faults.push(`${place}: ${address} is no documentation address`);
    }
    if (client !== undefined) counts.set(client, (counts.get(client) ?? 0) + 1);
    const time = timeOf(line) ?? 0;
    if (time < before) faults.push(`${place}: earlier than the line before`);
    before = time;
  }
  return faults;
}

function parses(line: string, shape: Shape): boolean {
  if (shape !== "json") return grammars[shape].test(line);
  try {
    return typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}

/** The client, the peer and whatever X-Forwarded-For claims. */
function addressesIn(line: string, shape: Shape, client: string | undefined): string[] {
  const claims = shape === "forwarded" ? (/"([^"]*)"$/.exec(line)?.[1]?.split(", ") ?? []) : [];
  const peer = shape === "forwarded" ? [line.split(" ", 1)[0] ?? ""] : [];
  return [client ?? "(none)", ...peer, ...claims];
}

function isDocumentation(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && documentation.check(address, family === 6 ? "ipv6" : "ipv4");
}

function content(folder: string, name: string): string {
  const bytes = readFileSync(join(folder, name));
  return (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
}

/** Paths that scanners ask for may look like a machine's, so only what is peculiar to this recording counts. */
function machineTraces(): string[] {
  const traces = ["vedette-lab-", `${process.cwd()}/`];
  // A short host name such as "www" would be found everywhere.
  return hostname().length > 4 ? [...traces, hostname()] : traces;
}
