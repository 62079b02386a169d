/** Records of the written Linux and Mac hosts: the audit log, and results of osquery. */
import { addressOfDomain } from "./hosts-domains.ts";
import type { HostEvent } from "./hosts-events.ts";
import { hashed } from "./mail-people.ts";

const baseName = (path: string) => path.split("/").pop() ?? path;
const userNumbers: Readonly<Record<string, number>> = { root: 0, "www-data": 33, backup: 34, zabbix: 110 };
const userNumber = (user: string) => userNumbers[user] ?? 1000 + (hashed(user) % 40);
const hexText = (text: string) => Buffer.from(text, "utf8").toString("hex").toUpperCase();
const quoted = (text: string) =>
  /^[\x21-\x7e]+$/.test(text) && !text.includes('"') ? `"${text}"` : hexText(text);

/** The words of a command line, quotes taken off. */
function words(command: string): readonly string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain = ""]) => double ?? single ?? plain,
  );
}

const calls = {
  run: [59, "exec"],
  read: [257, "config-read"],
  write: [257, "config-write"],
  net: [42, "connect"],
} as const;

/** The lines that auditd writes with node names, keys of the rules as in its own examples. */
export function auditd(event: HostEvent): readonly string[] {
  if (event.kind === "key" || event.kind === "value" || event.kind === "script") return [];
  const { process, user, host } = event;
  const serial = 1000 + (hashed(`${host.name} ${event.time}`) % 900_000);
  const stamp = `msg=audit(${(event.time / 1000).toFixed(3)}:${serial})`;
  const line = (type: string, rest: string) => `node=${host.name} type=${type} ${stamp}: ${rest}`;
  const [call, key] = calls[event.kind];
  const uid = userNumber(user);
  const isDaemon = user === "root" || uid < 1000;
  const parent = event.kind === "run" ? event.parent.pid : process.pid - 4;
  const syscall = line(
    "SYSCALL",
    `arch=c000003e syscall=${call} success=yes exit=${call === 257 ? 3 : 0} a0=ffffff9c a1=7ffd41 a2=0 a3=0 items=${call === 42 ? 0 : 1} ppid=${parent} pid=${process.pid} auid=${isDaemon ? 4294967295 : uid} uid=${uid} gid=${uid} euid=${uid} tty=(none) ses=${isDaemon ? 4294967295 : 3} comm=${quoted(baseName(process.image).slice(0, 15))} exe=${quoted(process.image)} subj=unconfined key="${key}"`,
  );
  const title = line("PROCTITLE", `proctitle=${hexText(words(process.command).join("\0"))}`);
  const path = (name: string) =>
    line(
      "PATH",
      `item=0 name=${quoted(name)} inode=${hashed(name) % 2_000_000} dev=08:02 mode=0100600 ouid=${uid} ogid=${uid} rdev=00:00 nametype=NORMAL`,
    );
  const folder = line("CWD", `cwd="/"`);
  switch (event.kind) {
    case "run": {
      const argv = words(process.command);
      return [
        syscall,
        line("EXECVE", `argc=${argv.length} ${argv.map((word, at) => `a${at}=${quoted(word)}`).join(" ")}`),
        folder,
        path(process.image),
        title,
      ];
    }
    case "read":
    case "write":
      return [syscall, folder, path(event.path), title];
    case "net": {
      const port = event.port.toString(16).padStart(4, "0");
      const address = addressOfDomain(event.domain)
        .split(".")
        .map((part) => Number(part).toString(16).padStart(2, "0"))
        .join("");
      return [
        syscall,
        line(
          "SOCKADDR",
          `saddr=0200${port}${address}0000000000000000`.toUpperCase().replace("SADDR", "saddr"),
        ),
        title,
      ];
    }
  }
}

/** Rows of osquery's event tables as its file logger writes them. */
export function osquery(event: HostEvent): readonly string[] {
  const { process, user, host } = event;
  const row = (name: string, columns: Readonly<Record<string, string>>) => {
    const at = new Date(event.time);
    return JSON.stringify({
      name: `pack_endpoint_${name}`,
      hostIdentifier: host.name,
      calendarTime: `${at.toUTCString().replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, "$1 $3 $2 $5 $4")} UTC`,
      unixTime: Math.floor(event.time / 1000),
      epoch: 0,
      counter: hashed(String(event.time)) % 9000,
      numerics: false,
      decorations: { host_uuid: `4c4c4544-${hashed(host.name) % 10000}-2010-8056` },
      columns,
      action: "added",
    });
  };
  const time = String(Math.floor(event.time / 1000));
  switch (event.kind) {
    case "run":
      return [
        row("process_events", {
          path: process.image,
          cmdline: process.command,
          pid: String(process.pid),
          parent: String(event.parent.pid),
          uid: String(userNumber(user)),
          username: user,
          cwd: "/",
          time,
        }),
      ];
    case "read":
    case "write":
      return [
        row("file_events", {
          target_path: event.path,
          category: "client_configuration",
          action: event.kind === "read" ? "OPENED" : "CREATED",
          uid: String(userNumber(user)),
          time,
        }),
      ];
    case "net":
      return [
        row("socket_events", {
          action: "connect",
          path: process.image,
          pid: String(process.pid),
          remote_address: addressOfDomain(event.domain),
          remote_port: String(event.port),
          local_address: host.address,
          local_port: "0",
          family: "2",
          time,
        }),
      ];
    default:
      return [];
  }
}
