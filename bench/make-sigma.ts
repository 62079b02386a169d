/**
 * Makes logs and rules for the Sigma bench: the same seed gives the same bytes.
 *
 * Events are four in ten of Windows processes (Sysmon as JSON), three of web requests, two of DNS (Zeek as JSON) and
 * one of a proxy. Rules have the shapes of public ones: endings of paths, lists of words in command lines, selections
 * that all must hold, filters. Most command lines differ from each other, as they do on real hosts.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { seeded } from "./make-log.ts";
import { agents, clientAddress, Draws, names, servers, target, writeLines } from "./write-lines.ts";

const start = Date.parse("2026-11-10T00:00:00Z");
const spanMs = 86_400_000;

const programs = Array.from(
  { length: 300 },
  (_, n) =>
    `C:\\${["Windows\\System32", "Program Files\\Tool", "Windows\\SysWOW64", "Users\\ann\\AppData\\Local"][n % 4]}\\${
      ["cmd", "powershell", "reg", "svchost", "rundll32", "net", "whoami", "schtasks", "wmic", "program"][
        n % 10
      ]
    }${n < 40 ? "" : n}.exe`,
);
const words = [
  "/c",
  "-enc",
  "query",
  "add",
  "delete",
  "-noprofile",
  "http://",
  "\\\\share\\",
  "-w hidden",
  "create",
  "/f",
  "list",
  "user",
  "process",
  "download",
  "HKLM\\Software",
  "temp",
  ".dll,",
  "invoke",
  "copy",
];

const quoted = (text: string) => JSON.stringify(text);

function processLine(draws: Draws, share: number): string {
  const time = new Date(start + share * spanMs).toISOString();
  const program = programs[draws.tail(programs.length)] as string;
  const parent = programs[draws.tail(programs.length)] as string;
  const line = `${program} ${draws.pick(words)} ${draws.word(8)} ${draws.pick(words)} ${draws.pick(words)} "C:\\Users\\${draws.word(5)}\\${draws.word(10)}.tmp"`;
  return `{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","SourceName":"Microsoft-Windows-Sysmon","Hostname":"ws${draws.tail(500)}.corp.example","TimeCreated":"${time}","UtcTime":"${time.slice(0, 10)} ${time.slice(11, 23)}","User":"CORP\\\\user${draws.tail(800)}","Image":${quoted(program)},"ProcessId":"${draws.below(60_000)}","OriginalFileName":${quoted(program.slice(program.lastIndexOf("\\") + 1))},"CommandLine":${quoted(line)},"ParentProcessId":"${draws.below(60_000)}","ParentImage":${quoted(parent)},"ParentCommandLine":${quoted(`${parent} ${draws.pick(words)}`)},"IntegrityLevel":"${draws.pick(["Medium", "High", "System"])}","Hashes":"SHA256=${draws.hex(64).toUpperCase()}"}`;
}

function stamp(share: number): string {
  const iso = new Date(start + share * spanMs).toISOString();
  return `10/Nov/2026:${iso.slice(11, 19)} +0000`;
}

function webLine(draws: Draws, share: number): string {
  const { path, status, method } = target(draws);
  return `${clientAddress(draws.tail(120_000))} - - [${stamp(share)}] "${method} ${path} HTTP/1.1" ${status} ${draws.below(90_000)} "-" "${draws.pick(agents)}"`;
}

function dnsLine(draws: Draws, share: number): string {
  return `{"ts":${((start + share * spanMs) / 1000).toFixed(3)},"uid":"C${draws.word(12)}","id.orig_h":"${clientAddress(draws.tail(20_000))}","id.orig_p":${draws.below(60_000)},"id.resp_h":"${draws.pick(servers)}","id.resp_p":53,"proto":"udp","trans_id":${draws.below(65_536)},"query":"${draws.word(6)}.${draws.pick(names)}","qtype_name":"A","rcode_name":"NOERROR","answers":["192.0.2.80"],"rejected":false}`;
}

function proxyLine(draws: Draws, share: number): string {
  const { path } = target(draws);
  return `${clientAddress(draws.tail(5_000))} - user${draws.tail(800)} [${stamp(share)}] "GET http://${draws.pick(names)}${path} HTTP/1.1" 200 ${draws.below(90_000)} "-" "${draws.pick(agents)}" TCP_MISS:HIER_DIRECT`;
}

/** Writes the four logs; the number of events is about what is asked for. */
export async function makeSigmaLogs(folder: string, events: number, seed: number): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const draws = new Draws(seeded(seed));
  const kinds = [
    ["sysmon.json", 0.4, processLine],
    ["access.log", 0.3, webLine],
    ["dns.json", 0.2, dnsLine],
    ["squid.log", 0.1, proxyLine],
  ] as const;
  const paths: string[] = [];
  for (const [name, share, line] of kinds) {
    const path = join(folder, name);
    const sample = Array.from({ length: 2_000 }, (_, n) => line(new Draws(seeded(n)), 0.5));
    const bytes = (sample.join("\n").length / sample.length) * events * share;
    await writeLines(path, bytes, [], (done) => line(draws, Math.min(done, 0.999)));
    paths.push(path);
  }
  return paths;
}

/** Writes rules in the shapes of public ones into one file of many documents. */
export function makeSigmaRules(folder: string, count: number, seed: number): string {
  mkdirSync(folder, { recursive: true });
  const draws = new Draws(seeded(seed));
  const list = (field: string, n: number, one: () => string) =>
    `        ${field}:\n${Array.from({ length: n }, () => `            - ${quoted(one()).replaceAll("\\\\", "\\\\\\\\")}`).join("\n")}`;
  const word = () => (draws.chance(0.15) ? draws.pick(words) : ` -${draws.word(5 + draws.below(12))}`);
  const rules = Array.from({ length: count }, (_, n): string => {
    const kind = n % 10;
    const [source, selections] =
      kind < 6
        ? [
            "category: process_creation\n    product: windows",
            [
              list(
                "Image|endswith",
                1 + draws.below(4),
                () => `\\${draws.chance(0.3) ? "powershell.exe" : `${draws.word(6)}.exe`}`,
              ),
              list("CommandLine|contains", 2 + draws.below(12), word),
              ...(draws.chance(0.4) ? [list("CommandLine|contains|all", 2 + draws.below(2), word)] : []),
              ...(draws.chance(0.2) ? [list("IntegrityLevel", 1, () => "System")] : []),
            ],
          ]
        : kind < 8
          ? [
              "category: webserver",
              [
                list(
                  "cs-uri-query|contains",
                  2 + draws.below(20),
                  () => `/${draws.word(4 + draws.below(10))}`,
                ),
                list("cs-method", 1, () => "GET"),
              ],
            ]
          : kind === 8
            ? [
                "category: proxy",
                [
                  list("c-useragent|contains", 2 + draws.below(20), () => draws.word(8)),
                  list("c-uri|endswith", 3, () => `.${draws.word(3)}`),
                ],
              ]
            : [
                "product: zeek\n    service: dns",
                [list("query|endswith", 5 + draws.below(30), () => `.${draws.word(8)}.example`)],
              ];
    const parts = selections.map((selection, at) => `    selection_${at}:\n${selection}`);
    const filter =
      kind < 6 && draws.chance(0.5)
        ? [
            `    filter_main:\n${list("ParentImage|startswith", 2, () => `C:\\Program Files\\${draws.word(5)}\\`)}`,
          ]
        : [];
    return `title: Bench rule ${n}\nid: 00000000-0000-4000-8000-${String(n).padStart(12, "0")}\nlevel: medium\nlogsource:\n    ${source}\ndetection:\n${[...parts, ...filter].join("\n")}\n    condition: all of selection_*${filter.length > 0 ? " and not 1 of filter_*" : ""}\n`;
  });
  const path = join(folder, "bench-rules.yml");
  writeFileSync(path, rules.join("---\n"));
  return path;
}
