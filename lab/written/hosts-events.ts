/**
 * What happened on a host, before a sensor's format makes records of it. The data says it in short lines:
 *
 *     @Tue 09:14:05                       the time from here on; +600 is so many seconds later
 *     as CORVANE\adm.kline                the user from here on
 *     run PARENT | COMMAND LINE           a process is started
 *     read IMAGE | FILE ;; FILE           files are opened for reading
 *     write IMAGE | FILE                  a file is made
 *     reg IMAGE | KEY ;; KEY              registry keys are read
 *     set IMAGE | KEY = DATA              a registry value is written
 *     net IMAGE | HOST | PORT | SENT | RECEIVED
 *     script TEXT                         a block that PowerShell ran
 */
import { Chance } from "../random.ts";
import { imageOf, type Platform, places } from "./hosts-names.ts";
import { hashed } from "./mail-people.ts";

export interface Process {
  readonly image: string;
  readonly command: string;
  readonly pid: number;
}

interface Common {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly host: Host;
  readonly user: string;
  readonly process: Process;
}

export type HostEvent = Common &
  (
    | { readonly kind: "run"; readonly parent: Process }
    | { readonly kind: "read" | "write"; readonly path: string }
    | { readonly kind: "key" | "value"; readonly path: string; readonly data: string }
    | { readonly kind: "script"; readonly text: string }
    | {
        readonly kind: "net";
        readonly domain: string;
        readonly port: number;
        readonly sent: number;
        readonly received: number;
      }
  );

export interface Host {
  readonly name: string;
  readonly platform: Platform;
  readonly address: string;
  readonly user: string;
  readonly steps: readonly string[];
}

const weekStart = Date.UTC(2026, 10, 9);
const days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** The time that `Tue 09:14:05` means. */
export function timeOf(text: string): number {
  const [day = "", clock = ""] = text.trim().split(" ");
  const [hour = 0, minute = 0, second = 0] = clock.split(":").map(Number);
  if (!days.includes(day)) throw new Error(`no day in ${text}`);
  return weekStart + days.indexOf(day) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000;
}

/** Turns the lines of one host into events, in their order. */
export function eventsOf(host: Host): readonly HostEvent[] {
  const chance = new Chance(hashed(`events ${host.name}`));
  const known = new Map<string, Process>();
  const events: HostEvent[] = [];
  let time = weekStart;
  let user = host.user;

  const processOf = (name: string): Process => {
    const image = imageOf(name.trim(), host.platform, user);
    const process = known.get(image) ?? { image, command: `"${image}"`, pid: 4 * chance.between(300, 4000) };
    known.set(image, process);
    return process;
  };
  const start = (command: string): Process => {
    const image = imageOf(command, host.platform, user);
    const process = { image, command, pid: 4 * chance.between(300, 4000) };
    known.set(image, process);
    return process;
  };

  for (const step of host.steps) {
    if (step.startsWith("@")) time = timeOf(step.slice(1)) + chance.between(0, 999);
    else if (step.startsWith("+")) time += Number(step.slice(1)) * 1000;
    else if (step.startsWith("as ")) user = step.slice(3).trim();
    else {
      const [verb = "", ...words] = step.split(" ");
      const [subject = "", ...rest] = words.join(" ").split(" | ");
      const add = (event: Pick<HostEvent, "kind" | "process"> & object) => {
        events.push({ time, host, user, ...event } as HostEvent);
        time += chance.between(150, 2600);
      };
      const what = places(rest.join(" | "), host.platform, user);
      if (verb === "run") {
        const parent = processOf(subject);
        add({ kind: "run", process: start(what), parent } as HostEvent);
      } else if (verb === "script") {
        add({
          kind: "script",
          process: processOf("powershell"),
          text: places(words.join(" "), host.platform, user),
        } as HostEvent);
      } else if (verb === "net") {
        const [domain = "", port = "443", sent = "1800", received = "6200"] = rest.map((one) => one.trim());
        add({
          kind: "net",
          process: processOf(subject),
          domain,
          port: Number(port),
          sent: Number(sent),
          received: Number(received),
        } as HostEvent);
      } else if (verb === "read" || verb === "write") {
        for (const path of what.split(" ;; "))
          add({ kind: verb, process: processOf(subject), path } as HostEvent);
      } else if (verb === "reg" || verb === "set") {
        for (const one of what.split(" ;; ")) {
          const [path = "", data = ""] = one.split(" = ");
          add({
            kind: verb === "reg" ? "key" : "value",
            process: processOf(subject),
            path,
            data,
          } as HostEvent);
        }
      } else throw new Error(`${host.name}: ${step}`);
    }
  }
  return events;
}
