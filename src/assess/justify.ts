/** Whether an entry of the register holds for what somebody was seen to do. */
import type { IPv4, IPv6 } from "ipaddr.js";
import { triageLimits } from "../limits.ts";
import type { IdentifiedFinding } from "./model.ts";
import { foldedProgram } from "./program-paths.ts";
import { networkOf } from "./register.ts";
import type { RegisterEntry } from "./register-file.ts";

const { comparedMax } = triageLimits;

/** What an address was seen to do, as far as an entry can name it. */
export interface Behaviour {
  readonly agents: readonly string[];
  /** Paths of the catalogue, and paths that were not there. */
  readonly paths: readonly string[];
  /** Hours since the epoch, with the minutes of the hour between which it asked. */
  readonly spans: readonly { readonly firstMs: number; readonly lastMs: number }[];
  /** Peers that passed its address on in a header. */
  readonly peers: readonly string[];
  /** Of a host: of each thing that was asked or read there the program, and those that began it. */
  readonly programs: readonly (readonly string[])[];
}

/** Somebody with findings. */
export interface Suspect {
  readonly type: IdentifiedFinding["entityType"];
  readonly value: string;
  readonly findings: readonly IdentifiedFinding[];
  readonly lastMs: number;
}

/** An entry beside somebody it names: undefined where it justifies him, else why it does not. */
export interface Match {
  readonly entry: RegisterEntry;
  readonly but: string | undefined;
}

/** The entries that name somebody; those that justify him first. */
export function matchesOf(
  suspect: Suspect,
  entries: readonly RegisterEntry[],
  behaviour: Behaviour | undefined,
  trusted: readonly string[] = [],
): Match[] {
  return entries
    .filter((entry) => names(entry, suspect))
    .map((entry) => ({ entry, but: objection(entry, suspect, behaviour, trusted) }))
    .sort((a, b) => Number(a.but !== undefined) - Number(b.but !== undefined));
}

/** Whether some entry names a program of a host. */
export function namesHost(entries: readonly RegisterEntry[], value: string): boolean {
  return entries.some(
    ({ host, program }) => program !== undefined && host?.some((one) => fits(one, value)) === true,
  );
}

/** Whether some entry names an address. */
export function namesSource(entries: readonly RegisterEntry[], value: string): boolean {
  return entries.some(({ source }) => source?.some((network) => holds(network, value)) === true);
}

/** Whether every part that says who it is about fits. */
function names(entry: RegisterEntry, { type, value, findings }: Suspect): boolean {
  const whole = {
    source: type === "ip" || type === "ip_range" ? value : undefined,
    user: type === "user" ? value : undefined,
    host: type === "host" ? value : undefined,
    destination: type === "domain" ? value : undefined,
    sender: type === "mail" ? String(findings[0]?.facts.sender ?? "") : undefined,
  };
  const { source, ...others } = whole;
  if (
    entry.source !== undefined &&
    (source === undefined || !entry.source.some((network) => holds(network, source)))
  )
    return false;
  return (Object.keys(others) as (keyof typeof others)[]).every((part) => {
    const wanted = entry[part];
    const text = others[part];
    return wanted === undefined || (text !== undefined && wanted.some((one) => fits(one, text)));
  });
}

/** Why an entry that names somebody does not justify him. */
function objection(
  entry: RegisterEntry,
  { findings, lastMs }: Suspect,
  behaviour: Behaviour | undefined,
  trusted: readonly string[],
): string | undefined {
  if (lastMs >= endMs(entry)) return `it ended on ${entry.expires}`;
  if (
    entry.sender !== undefined &&
    findings.some(({ facts }) => Number(facts.vouched) !== 1 || Number(facts.false_sender) === 1)
  )
    return "the mail is not authenticated";
  if (entry.host !== undefined && findings.some(({ indicator }) => indicator === "data.unauthorised-access"))
    return "data left it, which no errand of a host explains";
  const { agents = [], paths = [], spans: hours = [], peers = [], programs = [] } = behaviour ?? {};
  const program = oddProgram(entry, findings, programs);
  if (program !== undefined) return program;
  const peer = peers.find((one) => isOutside(one) && !trusted.some((network) => holds(network, one)));
  if (entry.source !== undefined && peer !== undefined)
    return `its address stands in a header that ${peer} passed on; --trusted-proxy says that it is yours`;
  if (Math.max(agents.length, paths.length, hours.length) > comparedMax)
    return "it did too much different to compare";
  const odd = (wanted: readonly string[] | undefined, seen: readonly string[]) =>
    wanted === undefined
      ? undefined
      : seen.length === 0
        ? ""
        : seen.find((one) => !wanted.some((each) => fits(each, one)));
  if (entry.agent !== undefined || entry.path !== undefined) {
    // Agents and paths are those of requests to the own servers; they explain nothing else.
    const other = findings.find(({ kinds }) => !kinds.includes("web"));
    if (other !== undefined) return `${other.indicator} saw it as well, in other logs than those of the web`;
    const unnamed = entry.agent === undefined ? findings.find(({ clause }) => clause === "KI1") : undefined;
    if (unnamed !== undefined)
      return `its agent is a finding of its own (${unnamed.indicator}), and the entry names none`;
  }
  const agent = odd(entry.agent, agents);
  if (agent !== undefined)
    return agent === ""
      ? "no agent is known of it"
      : `it also came ${agent === "-" ? "without an agent" : `as ${agent}`}`;
  const path = odd(entry.path, paths);
  if (path !== undefined) return path === "" ? "no path is known of it" : `it also asked for ${path}`;
  if (entry.between !== undefined) {
    const spans = [
      ...hours,
      ...findings
        .filter(({ kinds }) => !kinds.includes("web"))
        .map(({ firstMs, lastMs: end }) => ({ firstMs, lastMs: end })),
    ];
    const { between } = entry;
    const lasting = spans.find(({ firstMs, lastMs: end }) => end - firstMs > lengthMs(between));
    if (lasting !== undefined) return "it went on for longer than that time of day";
    const outside = spans
      .flatMap(({ firstMs, lastMs: end }) => [firstMs, end])
      .find((ms) => !within(between, ms));
    if (outside !== undefined) return `it also came at ${new Date(outside).toISOString().slice(11, 16)} UTC`;
  }
  return undefined;
}

/** What happened on a host by another program than those that an entry names, or by none that is known. */
function oddProgram(
  { program: wanted }: RegisterEntry,
  findings: readonly IdentifiedFinding[],
  programs: readonly (readonly string[])[],
): string | undefined {
  if (wanted === undefined) return undefined;
  const other = findings.find(({ indicator }) => !indicator.startsWith("host."));
  if (other !== undefined) return `${other.indicator} saw it as well, which names no program`;
  if (programs.length > comparedMax) return "it did too much different to compare";
  if (programs.length === 0) return "no program is known of what was seen on it";
  const named = wanted.map(foldedProgram);
  const odd = programs.find((line) => !line.some((path) => named.some((one) => fits(one, path))));
  return odd === undefined
    ? undefined
    : `it was also asked or read by ${odd.join(", begun by ") || "a program without a name"}`;
}

/** The first moment at which an entry no longer holds. */
export function endMs({ expires }: RegisterEntry): number {
  return Date.parse(`${expires}T00:00:00Z`) + 86_400_000;
}

/** Whether an address, or all of a range, lies in a network. */
function holds(network: string, value: string): boolean {
  const wide = networkOf(network);
  const narrow = networkOf(value);
  if (wide === undefined || narrow === undefined || narrow[1] < wide[1]) return false;
  const [address] = narrow;
  return address.kind() === wide[0].kind() && (address as IPv4 & IPv6).match(wide[0] as IPv4 & IPv6, wide[1]);
}

/** Whether a text fits a pattern in which `*` stands for any text; capitals do not matter. Linear in both. */
export function fits(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const whole = text.toLowerCase();
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  if (parts.length === 1) return whole === first;
  if (!whole.startsWith(first) || !whole.endsWith(last) || whole.length < first.length + last.length)
    return false;
  let at = first.length;
  const end = whole.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = whole.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** Whether an address is no private one. */
function isOutside(address: string): boolean {
  const parsed = networkOf(address);
  return parsed !== undefined && parsed[0].range() === "unicast";
}

function minutesOf(between: string): [from: number, to: number] {
  const [from = 0, to = 0] = between
    .split("-")
    .map((text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)));
  return [from, to];
}

/** How long a time of day lasts. */
function lengthMs(between: string): number {
  const [from, to] = minutesOf(between);
  return ((to - from + 1440) % 1440) * 60_000 + 59_999;
}

/** Whether a moment lies in a time of day, which may go over midnight; both ends belong to it. */
function within(between: string, ms: number): boolean {
  const [from, to] = minutesOf(between);
  const minute = Math.floor(ms / 60_000) % 1440;
  return from <= to ? minute >= from && minute <= to : minute >= from || minute <= to;
}
