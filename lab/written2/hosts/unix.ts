/** Linux audit log with node names, and results of osquery's event tables. */
import { Chance } from "../../random.ts";
import { hex, number, ownAddress, type Step, target } from "./story.ts";

const word = (text: string) =>
  /^[!-~]+$/.test(text) && !text.includes('"')
    ? `"${text}"`
    : Buffer.from(text).toString("hex").toUpperCase();
const userId = (name: string) => (name === "root" ? 0 : name === "www-data" ? 33 : 1000 + number(name, 40));
const short = (path: string) => path.slice(path.lastIndexOf("/") + 1);

export function audit(steps: readonly Step[]): string {
  const serial = new Map<string, number>();
  const lines = steps.flatMap((step) => {
    const node = step.host.host;
    const next = (serial.get(node) ?? 20_000 + number(node, 9000)) + 1 + number(String(step.at), 90);
    serial.set(node, next);
    const uid = userId(step.user);
    const start = (type: string) =>
      `node=${node} type=${type} msg=audit(${(step.at / 1000).toFixed(3)}:${next}):`;
    const isExec = step.kind === "exec";
    const session = uid === 0 || uid === 33 ? "auid=4294967295" : `auid=${uid}`;
    const call = `${start("SYSCALL")} arch=c000003e syscall=${isExec ? 59 : 257} success=yes exit=${isExec ? 0 : 3} a0=${hex(String(step.at), 12)} a1=${hex(`a${step.at}`, 12)} a2=0 a3=0 items=${isExec ? 2 : 1} ppid=${step.parentProcess} pid=${step.process} ${session} uid=${uid} gid=${uid} euid=${uid} suid=${uid} fsuid=${uid} egid=${uid} sgid=${uid} fsgid=${uid} tty=(none) ses=${number(node, 90)} comm=${word(short(step.image).slice(0, 15))} exe=${word(step.image)} subj=unconfined key=${isExec ? '"execve"' : '"conf"'}`;
    const words = step.what.split(" ");
    const path = isExec ? step.image : step.what;
    return [
      call,
      ...(isExec
        ? [
            `${start("EXECVE")} argc=${words.length} ${words.map((one, at) => `a${at}=${word(one)}`).join(" ")}`,
          ]
        : []),
      `${start("CWD")} cwd=${word(uid === 0 ? "/root" : "/tmp")}`,
      `${start("PATH")} item=0 name=${word(path)} inode=${200_000 + number(path, 90_000)} dev=fd:01 mode=0100${isExec ? "755" : "644"} ouid=0 ogid=0 rdev=00:00 nametype=NORMAL cap_fp=0 cap_fi=0 cap_fe=0 cap_fver=0 cap_frootid=0`,
      `${start("PROCTITLE")} proctitle=${Buffer.from(
        (isExec ? words : [short(step.image), step.what]).join("\0"),
      )
        .toString("hex")
        .toUpperCase()}`,
    ];
  });
  return `${lines.join("\n")}\n`;
}

export function osquery(steps: readonly Step[]): string {
  const chance = new Chance(515);
  const lines = steps.map((step) => {
    const unixTime = Math.floor(step.at / 1000);
    const time = String(unixTime);
    const uid = String(userId(step.user));
    const { name, columns } = (() => {
      if (step.kind === "exec")
        return {
          name: "process_events",
          columns: {
            pid: String(step.process),
            parent: String(step.parentProcess),
            path: step.image,
            cmdline: step.what,
            cwd: "/",
            uid,
            euid: uid,
            auid: uid,
            username: step.user,
            parent_path: step.parent,
            time,
          },
        };
      if (step.kind === "net") {
        const { name: to, port } = target(step.what);
        return {
          name: "socket_events",
          columns: {
            action: "connect",
            pid: String(step.process),
            path: step.image,
            family: "2",
            protocol: "6",
            local_address: ownAddress(step.host.host),
            local_port: String(chance.between(32_768, 60_000)),
            remote_address: to,
            remote_port: String(port),
            auid: uid,
            time,
          },
        };
      }
      return {
        name: "process_file_events",
        columns: {
          operation: "open",
          pid: String(step.process),
          ppid: String(step.parentProcess),
          executable: step.image,
          path: step.what,
          uid,
          time,
        },
      };
    })();
    const date = new Date(step.at)
      .toUTCString()
      .replace(/^(\w+), (\d+) (\w+) (\d+) (\S+) GMT$/, "$1 $3 $2 $5 $4 UTC");
    return JSON.stringify({
      name: `pack/incident-response/${name}`,
      hostIdentifier: step.host.host,
      calendarTime: date,
      unixTime,
      epoch: 0,
      counter: chance.between(100, 9000),
      numerics: false,
      columns,
      action: "added",
    });
  });
  return `${lines.join("\n")}\n`;
}
