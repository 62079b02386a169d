/** What happens on a host, one start of a program after the other. */
import type { Label } from "../labels.ts";

export type Form =
  | "sysmon"
  | "security"
  | "winlogbeat"
  | "hunting-csv"
  | "hunting-json"
  | "auditd"
  | "osquery";

export interface Step {
  readonly time: string;
  readonly image: string;
  readonly command: string;
  readonly parent: string;
  readonly parentCommand?: string;
  /** A file written or a host talked to by the program, for Sysmon. */
  readonly writes?: string;
  readonly talksTo?: string;
  /** Another account than the host's own user. */
  readonly user?: string;
}

export interface Host {
  readonly name: string;
  readonly form: Form;
  readonly user: string;
  readonly label?: Label;
  readonly class?: string;
  readonly behaviour?: string;
  readonly why?: string;
  readonly day?: number;
  readonly steps: readonly Step[];
}

export const system32 = "C:\\Windows\\System32\\";
export const cmd = `${system32}cmd.exe`;
export const powershell = `${system32}WindowsPowerShell\\v1.0\\powershell.exe`;
export const explorer = "C:\\Windows\\explorer.exe";
export const services = `${system32}services.exe`;
export const svchost = `${system32}svchost.exe`;
export const wmic = `${system32}wbem\\WMIC.exe`;

/** Commands of one parent, some seconds apart: each names its program first. */
export function run(
  from: string,
  gaps: readonly number[],
  parent: string,
  commands: readonly (readonly [image: string, command: string])[],
  more: Partial<Pick<Step, "parentCommand" | "user">> = {},
): Step[] {
  const [hour = 0, minute = 0, second = 0] = from.split(":").map(Number);
  let seconds = hour * 3600 + minute * 60 + second;
  return commands.map(([image, command], turn) => {
    if (turn > 0) seconds += gaps[(turn - 1) % gaps.length] ?? 1;
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const time = parts.map((part) => String(part).padStart(2, "0")).join(":");
    const path = image.includes("\\") || image.includes("/") ? image : `${system32}${image}`;
    return { time, image: path, command, parent, ...more };
  });
}

export function encoded(script: string): string {
  return Buffer.from(script, "utf16le").toString("base64");
}
