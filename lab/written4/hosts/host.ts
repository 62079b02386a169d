/** What happens on a host: starts of programs one after the other, and what they write, ask for and talk to. */
import type { Label } from "../../written3/labels.ts";
import { two } from "../times.ts";

/** Sysmon with PowerShell's own log, Elastic Defend, CrowdStrike's replicator, Linux's audit log. */
export type Form = "sysmon" | "elastic" | "falcon" | "auditd";

export interface Step {
  readonly time: string;
  readonly image: string;
  readonly command: string;
  readonly parent: string;
  readonly user?: string | undefined;
  /** Instead of a start: a name that the program asks for, a file that it writes, a script that PowerShell logs. */
  readonly asks?: string;
  readonly writes?: string;
  readonly script?: string;
  /** The name that a renamed program bears inside. */
  readonly original?: string;
}

export interface Host {
  readonly name: string;
  readonly form: Form;
  readonly user: string;
  readonly label?: Label;
  readonly class: string;
  readonly behaviour: string;
  readonly why?: string;
  readonly steps: readonly Step[];
}

export const system32 = "C:\\Windows\\System32\\";
export const machine = "NT AUTHORITY\\SYSTEM";
const known: Readonly<Record<string, string>> = {
  powershell: `${system32}WindowsPowerShell\\v1.0\\powershell.exe`,
  wmic: `${system32}wbem\\WMIC.exe`,
  WmiPrvSE: `${system32}wbem\\WmiPrvSE.exe`,
  explorer: "C:\\Windows\\explorer.exe",
  winword: "C:\\Program Files\\Microsoft Office\\root\\Office16\\WINWORD.EXE",
  chrome: "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  pwsh: "C:\\Program Files\\PowerShell\\7\\pwsh.exe",
};

/** A path, or the short name of one. */
export function path(name: string): string {
  return name.includes("\\") || name.includes("/") ? name : (known[name] ?? `${system32}${name}.exe`);
}

function later(from: string, seconds: number): string {
  const [hour = 0, minute = 0, second = 0] = from.split(":").map(Number);
  const all = hour * 3600 + minute * 60 + second + Math.round(seconds);
  return [Math.floor(all / 3600) % 24, Math.floor(all / 60) % 60, all % 60].map(two).join(":");
}

export interface Manner {
  readonly gaps?: readonly number[];
  readonly user?: string;
}

/** Commands of one parent. A line is `program | command line`; without a bar, the program is the first word. */
export function run(from: string, parent: string, lines: readonly string[], manner: Manner = {}): Step[] {
  const gaps = manner.gaps ?? [2, 1, 4];
  let passed = 0;
  return lines.map((line, turn) => {
    if (turn > 0) passed += gaps[(turn - 1) % gaps.length] ?? 1;
    const bar = line.indexOf(" | ");
    const image = path(bar < 0 ? (line.split(" ")[0] ?? "") : line.slice(0, bar));
    const command = bar < 0 ? line : line.slice(bar + 3);
    return { time: later(from, passed), image, command, parent: path(parent), user: manner.user };
  });
}

type Other = Pick<Step, "asks" | "writes" | "script">;
/** What a program that runs already does. */
export const does = (time: string, image: string, what: Other, user?: string): Step => ({
  time,
  image: path(image),
  command: path(image),
  parent: path("explorer"),
  user,
  ...what,
});

const make =
  (label: Label) =>
  (
    form: Form,
    name: string,
    user: string,
    kind: string,
    behaviour: string,
    steps: readonly Step[],
  ): Host => ({
    form,
    name,
    user: form === "sysmon" && !user.includes("\\") ? `TALVERA\\${user}` : user,
    label,
    class: kind,
    behaviour,
    steps,
  });

export const collector = make("collector");
export const benign = make("benign");
export const open = (
  form: Form,
  name: string,
  user: string,
  kind: string,
  behaviour: string,
  why: string,
  steps: readonly Step[],
): Host => ({ ...make("judgement")(form, name, user, kind, behaviour, steps), why });

export const encoded = (script: string) => Buffer.from(script, "utf16le").toString("base64");
