/** Programs that a user would pick instead, and those that show what the machine can do: how each is run on the same file. */
import { closeSync, openSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crowdsec } from "./crowdsec.ts";
import type { Command } from "./measure.ts";
import { fail2banLines, goaccessLines, lnavLines, mtailLines, wcLines } from "./peer-outputs.ts";
import { folderIn, programPath } from "./places.ts";

/** 50 names of tools, as many a user would look for. */
export const toolNames: readonly string[] =
  "nikto sqlmap nmap masscan zgrab gobuster ffuf feroxbuster dirbuster dirsearch wfuzz whatweb wpscan nuclei httpx katana naabu arachni acunetix netsparker nessus openvas qualys burp zap w3af joomscan droopescan cmsmap shodan censys jorgee morfeus muieblackcat zmeu curl wget python-requests aiohttp go-http-client okhttp libwww-perl scrapy mechanize guzzle axios phantomjs puppeteer selenium headlesschrome".split(
    " ",
  );

export interface Peer {
  readonly name: string;
  readonly command: Command;
  /** Takes minutes at a GiB: run as often as slow ones are. */
  readonly slow: boolean;
  /** Of the log that it gets, not compressed. */
  readonly bytes: number;
  /** How many lines it says it read, from the file its answer is in. */
  readonly lines?: (answer: string) => number | undefined;
  /** Where the answer is, if not on its standard output. */
  readonly answer?: string;
  /** Seconds that its start takes before it reads, not counted. */
  readonly startsWith?: Command;
}

/** A log and what is made of it. */
export interface PeerLog {
  readonly path: string;
  readonly bytes: number;
  readonly gz: string;
  /** Undefined where zstd is not installed. */
  readonly zst: string | undefined;
}

/** A program of the search path, or the word that it is not there. */
type Found = Peer | { readonly missing: string };

const groupBy =
  ";SELECT c_ip, count(*) AS n, sum(count(*)) OVER () AS total FROM access_log GROUP BY c_ip ORDER BY n DESC LIMIT 10";
const mtailProgram = `counter lines_total
counter requests by status
/^\\S+ \\S+ \\S+ \\[[^\\]]+\\] "[^"]*" (?P<status>\\d{3}) / {
  lines_total++
  requests[$status]++
}
`;

/** What Debian has of it. @param sliceBytes what crowdsec gets, which is too slow for more */
export async function peers(
  log: PeerLog,
  folder: string,
  filter: string,
  sliceBytes: number,
): Promise<Found[]> {
  return [
    goaccess(log, folder),
    fail2ban(log, folder, filter),
    await replay(log, folder, sliceBytes),
    lnav(log, folder),
    mtail(log, folder),
  ];
}

/** What the machine can do: counting lines, searching them, taking them out of their compression. */
export function limits({ path, bytes, gz, zst }: PeerLog, folder: string): Found[] {
  const quick = { slow: false, bytes };
  const counted = join(folder, "wc.txt");
  return [
    found("wc", (program) => ({
      ...{ ...quick, name: "wc -l", lines: wcLines },
      command: { program, args: ["-l", path], output: counted },
    })),
    found("rg", (program) => ({
      ...{ ...quick, name: `rg -ci, ${toolNames.length} tool names` },
      command: { program, args: ["-ci", toolNames.join("|"), path] },
    })),
    found("gzip", (program) => ({
      ...{ ...quick, name: "gzip -dc" },
      command: { program, args: ["-dc", gz] },
    })),
    found("zstd", (program) => ({
      ...{ ...quick, name: "zstd -dc" },
      command: { program, args: ["-dcq", zst ?? ""] },
    })),
  ];
}

function found(program: string, peer: (path: string) => Peer): Found {
  const path = programPath(program);
  return path === undefined ? { missing: program } : peer(path);
}

function goaccess({ path, bytes }: PeerLog, folder: string): Found {
  const answer = join(folder, "goaccess.json");
  return found("goaccess", (program) => ({
    ...{ name: "goaccess -o report.json", slow: true, bytes, answer, lines: goaccessLines },
    command: { program, args: [path, "--log-format=COMBINED", "-o", answer, "--no-progress"] },
  }));
}

function fail2ban({ path, bytes }: PeerLog, folder: string, filter: string): Found {
  const output = join(folder, "fail2ban.txt");
  return found("fail2ban-regex", (program) => ({
    ...{ name: `fail2ban-regex, filter ${filter}`, slow: true, bytes, lines: fail2banLines },
    command: { program, args: [path, filter], output },
  }));
}

function lnav({ path, bytes }: PeerLog, folder: string): Found {
  const home = folderIn(folder, "lnav");
  return found("lnav", (program) => ({
    ...{ name: "lnav, one GROUP BY", slow: false, bytes, lines: lnavLines },
    command: {
      program,
      args: ["-n", "-c", groupBy, "-c", ":write-csv-to -", path],
      env: { HOME: home, XDG_CONFIG_HOME: home },
      output: join(home, "rows.csv"),
    },
  }));
}

function mtail({ path, bytes }: PeerLog, folder: string): Found {
  const programs = folderIn(folder, "mtail");
  writeFileSync(join(programs, "requests.mtail"), mtailProgram);
  const words = [
    "-one_shot",
    "-one_shot_format",
    "json",
    "-logtostderr",
    "-address",
    "127.0.0.1",
    "-port",
    "0",
  ];
  return found("mtail", (program) => ({
    ...{ name: "mtail, requests by status", slow: true, bytes, lines: mtailLines },
    command: {
      program,
      args: [...words, "-progs", join(programs, "requests.mtail"), "-logs", path],
      output: join(programs, "..", "mtail.json"),
    },
  }));
}

async function replay({ path, bytes }: PeerLog, folder: string, sliceBytes: number): Promise<Found> {
  const own = folderIn(folder, "crowdsec");
  const command = await crowdsec(own);
  if (command === undefined) return { missing: "crowdsec" };
  const slice = join(folder, "slice.log");
  const taken = copyHead(path, slice, Math.min(bytes, sliceBytes));
  const one = join(folder, "one-line.log");
  copyHead(slice, one, 1);
  return {
    name: `crowdsec, 3 web scenarios, the first ${(taken / 1e6).toFixed(1)} MB`,
    slow: true,
    bytes: taken,
    command: command(slice, join(own, "said.txt")),
    startsWith: command(one, join(own, "start.txt")),
  };
}

/** Copies whole lines from the head of a file, one at least. @returns bytes that were copied */
export function copyHead(from: string, to: string, bytes: number): number {
  const piece = Buffer.alloc(Math.max(bytes, 1 << 16));
  const file = openSync(from, "r");
  const read = readSync(file, piece, 0, piece.length, 0);
  closeSync(file);
  const fits = piece.lastIndexOf(0x0a, Math.min(bytes, read) - 1) + 1;
  const end = fits > 0 ? fits : piece.subarray(0, read).indexOf(0x0a) + 1 || read;
  writeFileSync(to, piece.subarray(0, end));
  return end;
}
