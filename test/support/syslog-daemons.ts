/** Real syslog daemons that take lines on a port and send them on; each runs below a folder of its own. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";

export interface Daemon {
  /** Sends lines to it, and resolves when it has taken them. */
  send(lines: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

export interface Forward {
  readonly protocol: "tcp" | "udp";
  readonly port: number;
  /** Whether messages say their length. */
  readonly counted: boolean;
}

/** Debian's two daemons exclude each other, so that one is only unpacked (`.ci/run`). */
const rsyslogRoot = existsSync("/usr/sbin/rsyslogd") ? "" : "/opt/rsyslog";
const rsyslogd = `${rsyslogRoot}/usr/sbin/rsyslogd`;
const syslogNg = "/usr/sbin/syslog-ng";

export const daemons: Readonly<
  Record<
    "rsyslog" | "syslog-ng",
    {
      readonly isHere: boolean;
      readonly start: (folder: string, port: number, to: Forward) => Promise<Daemon>;
    }
  >
> = {
  rsyslog: {
    isHere: existsSync(rsyslogd),
    start: (folder, port, { protocol, port: target, counted }) => {
      const config = join(folder, "rsyslog.conf");
      writeFileSync(
        config,
        `global(workDirectory="${folder}")
module(load="imptcp")
input(type="imptcp" port="${port}" address="127.0.0.1")
action(type="omfwd" target="127.0.0.1" port="${target}" protocol="${protocol}"
  template="RSYSLOG_${counted ? "SyslogProtocol23Format" : "TraditionalForwardFormat"}"
  TCP_Framing="${counted ? "octet-counted" : "traditional"}"
  action.resumeRetryCount="-1" action.resumeInterval="1"
  queue.type="LinkedList" queue.filename="forward" queue.size="100000" queue.saveOnShutdown="on")
`,
      );
      const modules = `${rsyslogRoot}/usr/lib/${spawnSync("gcc", ["-print-multiarch"], { encoding: "utf8" }).stdout?.trim() || "x86_64-linux-gnu"}/rsyslog`;
      return run(rsyslogd, ["-n", "-f", config, "-i", join(folder, "pid"), "-M", modules], port);
    },
  },
  "syslog-ng": {
    isHere: existsSync(syslogNg),
    start: (folder, port, { protocol, port: target, counted }) => {
      const config = join(folder, "syslog-ng.conf");
      const driver = counted
        ? `syslog("127.0.0.1" port(${target}) transport("${protocol}")`
        : `network("127.0.0.1" port(${target}) transport("${protocol}")`;
      writeFileSync(
        config,
        `@version: 3.38
options { keep-hostname(yes); time-reopen(1); log-fifo-size(100000); stats-freq(0); };
source s { network(ip("127.0.0.1") port(${port}) transport("tcp") max-connections(20) log-iw-size(100000)); };
destination d { ${driver}); };
log { source(s); destination(d); flags(flow-control); };
`,
      );
      const places = ["persist-file", "pidfile", "control"].map((name) => `--${name}=${join(folder, name)}`);
      return run(syslogNg, ["-F", "--no-caps", "-f", config, ...places], port);
    },
  },
};

async function run(command: string, args: readonly string[], port: number): Promise<Daemon> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  child.stderr.on("data", (text) => {
    said += text;
  });
  for (let tries = 0; ; tries += 1) {
    if (
      await sent(port, []).then(
        () => true,
        () => false,
      )
    )
      break;
    if (child.exitCode !== null || tries > 100) throw new Error(`${command} does not start: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { send: (lines) => sent(port, lines), stop: () => ended(child) };
}

function sent(port: number, lines: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.end(lines.map((line) => `${line}\n`).join("")));
    socket.on("error", reject);
    socket.on("close", () => resolve());
    socket.resume();
  });
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) resolve();
    child.on("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
