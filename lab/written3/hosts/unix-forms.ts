/** auditd's records and osquery's results. */
import { digest, nameOf, type Start } from "./event.ts";

/** What auditd writes plainly; anything else is written in digits. */
function value(text: string): string {
  return /^[!#-~]+$/.test(text) ? `"${text}"` : Buffer.from(text).toString("hex").toUpperCase();
}

/** Arguments; what `ssh` runs elsewhere is one. */
function argumentsOf(command: string): string[] {
  const parts = command.split(" ");
  return parts[0] === "ssh" && parts.length > 6 ? [...parts.slice(0, 6), parts.slice(6).join(" ")] : parts;
}

export function auditLines(one: Start, sequence: number): string[] {
  const root = one.user === "root";
  const stamp = `msg=audit(${(one.timeMs / 1000).toFixed(3)}:${sequence})`;
  const night = one.step.parent.endsWith("systemd") || one.step.parent.includes("upgrade");
  const auid = night ? 4_294_967_295 : 1000;
  const id = root || night ? 0 : 1000;
  const parts = argumentsOf(one.step.command);
  const shown = parts.map((part, at) => `a${at}=${value(part)}`).join(" ");
  const head = `node=${one.host}`;
  const title = Buffer.from(parts.join("\0")).toString("hex").toUpperCase().slice(0, 256);
  return [
    `${head} type=SYSCALL ${stamp}: arch=c000003e syscall=59 success=yes exit=0 a0=55d0c1f2a3b0 a1=55d0c1f2a410 a2=55d0c1f27c60 a3=8 items=2 ppid=${one.parentPid} pid=${one.pid} auid=${auid} uid=${id} gid=${id} euid=${id} suid=${id} fsuid=${id} egid=${id} sgid=${id} fsgid=${id} tty=${night ? "(none)" : "pts0"} ses=${night ? auid : 4} comm=${value(nameOf(one.step.image).slice(0, 15))} exe=${value(one.step.image)} subj=unconfined key="exec"`,
    `${head} type=EXECVE ${stamp}: argc=${parts.length} ${shown}`,
    `${head} type=CWD ${stamp}: cwd="${id === 0 ? "/" : `/home/${one.user}`}"`,
    `${head} type=PROCTITLE ${stamp}: proctitle=${title}`,
  ];
}

const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

function result(host: string, timeMs: number, name: string, columns: Record<string, string>): string {
  const time = new Date(timeMs);
  const clock = time.toISOString().slice(11, 19);
  return JSON.stringify({
    name: `pack/norvik-macs/${name}`,
    hostIdentifier: host,
    calendarTime: `${days[time.getUTCDay()]} Nov ${time.getUTCDate()} ${clock} ${time.getUTCFullYear()} UTC`,
    unixTime: Math.floor(timeMs / 1000),
    epoch: 0,
    counter: Math.floor(timeMs / 60_000) % 1000,
    numerics: false,
    decorations: { host_uuid: digest("md5", host).toUpperCase(), hostname: host },
    columns,
    action: "added",
  });
}

export function osqueryLine(one: Start): string {
  return result(one.host, one.timeMs, "es_process_events", {
    pid: String(one.pid),
    parent: String(one.parentPid),
    original_parent: String(one.parentPid),
    path: one.step.image,
    cmdline: one.step.command,
    cwd: `/Users/${one.user}`,
    username: one.user,
    event_type: "exec",
    time: String(Math.floor(one.timeMs / 1000)),
  });
}

/** The company's own schedule, on each Mac. */
export function scheduleLines(host: string, timeMs: number): string[] {
  const programs = [
    ["Google Chrome.app", "158.0.8012.84"],
    ["Microsoft Outlook.app", "16.103"],
    ["Slack.app", "4.47.65"],
  ];
  return [
    result(host, timeMs, "os_version", { name: "macOS", version: "27.1", build: "26B74", arch: "arm64" }),
    ...programs.map(([name = "", version = ""]) =>
      result(host, timeMs + 1000, "apps", {
        name,
        bundle_short_version: version,
        path: `/Applications/${name}`,
      }),
    ),
    result(host, timeMs + 2000, "chrome_extensions", {
      name: "uBlock Origin Lite",
      version: "2026.1109.1",
      identifier: "ddkjiahejlhfcafbddmgiahcphecmpfh",
    }),
  ];
}
