/** Who signs in: what stands in the data, and each sign-in that comes of it. */
import { createHash } from "node:crypto";
import { Chance } from "../../random.ts";
import type { Wanted } from "../set.ts";

export const tenant = "morven.example";
const monday = Date.UTC(2026, 10, 16);

export interface Actor {
  readonly label: Wanted;
  readonly type: "ip" | "user";
  readonly value?: string;
  readonly log: "entra" | "m365";
  readonly ip: string;
  readonly says: string;
  readonly why?: string;
  readonly class?: string;
  /** In the log without a label of its own. */
  readonly skip?: boolean;
  readonly agents: readonly string[] | "people" | "phones" | "mixed" | "sweep";
  readonly users: number | string | readonly string[];
  readonly at: string;
  readonly every: number;
  readonly times: number;
  readonly results: readonly number[];
  readonly app?: string;
  readonly client?: string;
  readonly protocol?: string;
  readonly country?: string;
  /** At working hours only. */
  readonly work?: boolean;
  readonly managed?: boolean;
  readonly files?: readonly string[];
  readonly searches?: readonly string[];
}

export interface SignIn {
  readonly actor: Actor;
  readonly at: number;
  readonly user: string;
  readonly agent: string;
  readonly result: number;
  readonly app: string;
  readonly id: string;
}

export function hex(text: string, length: number): string {
  return createHash("sha512").update(text).digest("hex").slice(0, length);
}

export function uuid(text: string): string {
  const digits = hex(text, 32);
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20)}`;
}

const number = (text: string) => Number.parseInt(hex(text, 8), 16);

const given =
  "adam berta claus dora emil frida gregor hanna ingo jana karl lena max nora otto pia ralf sofie toni ulla".split(
    " ",
  );
const family = "brandt fuchs gruber hofer kainz lechner moser novak pichler reiter".split(" ");

const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
const desks = [
  `${windows} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
  `${windows} Chrome/142.0.0.0 Safari/537.36`,
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Safari/605.1.15",
];
const phones = [
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
  "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.7444.59 Mobile Safari/537.36",
];
const sweep = [
  `${windows} Chrome/142.0.0.0 Safari/537.36`,
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  ...phones,
  "Mozilla/5.0 (Windows Phone 10.0; Android 6.0.1; Microsoft; Lumia 950) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/52.0.2743.116 Mobile Safari/537.36 Edge/15.15063",
];
const apps = [
  "OfficeHome",
  "Office 365 Exchange Online",
  "Microsoft Teams Web Client",
  "Office 365 SharePoint Online",
  "Azure Portal",
];

/** Every attempt under an agent of another system and version. */
function mixedAgent(at: number): string {
  const systems = [
    "Windows NT 10.0; Win64; x64",
    "Windows NT 6.1; WOW64",
    "Macintosh; Intel Mac OS X 10_13_6",
    "X11; Linux x86_64",
    "X11; CrOS x86_64 14541.0.0",
  ];
  return `Mozilla/5.0 (${systems[at % systems.length]}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${88 + ((at * 7) % 55)}.0.${4000 + at * 131}.${at * 13} Safari/537.36`;
}

function agentOf(actor: Actor, user: string, at: number): string {
  if (actor.agents === "mixed") return mixedAgent(at);
  const list =
    actor.agents === "people"
      ? desks
      : actor.agents === "phones"
        ? phones
        : actor.agents === "sweep"
          ? sweep
          : actor.agents;
  const isOwn = actor.agents === "people" || actor.agents === "phones";
  return list[(isOwn ? number(user) : at) % list.length] ?? "";
}

function usersOf({ users, ip }: Actor): string[] {
  if (typeof users === "object") return [...users];
  const isUnknown = typeof users === "string";
  const count = isUnknown ? Number(users.slice(1)) : users;
  // A stranger begins anywhere in the list of names; the offices share the firm's people.
  const from = count > 30 ? 0 : number(ip) % 150;
  return Array.from({ length: count }, (_, at) => {
    const name = `${given[(from + at) % given.length]}.${family[(from + at * 3 + Math.floor(at / given.length)) % family.length]}`;
    return isUnknown && at % 3 > 0 ? `${name.charAt(0)}${name.split(".")[1]}${at}` : name;
  });
}

export function signIns(actor: Actor): SignIn[] {
  const match = /^(\w{3}) (\d\d):(\d\d)$/.exec(actor.at);
  if (match === null) throw new Error(`${actor.ip}: ${actor.at}`);
  const day = ["Mon", "Tue", "Wed", "Thu", "Fri"].indexOf(match[1] ?? "");
  const chance = new Chance(number(`${actor.ip} ${actor.log} ${actor.at}`));
  const users = usersOf(actor);
  let at = monday + ((day * 24 + Number(match[2])) * 60 + Number(match[3])) * 60_000;
  return Array.from({ length: actor.times }, (_, time) => {
    const now = at + chance.between(0, Math.round(actor.every * 12_000));
    at += actor.every * 60_000;
    if (actor.work === true && new Date(at).getUTCHours() >= 17) at += 13.5 * 3_600_000;
    const result = actor.results[time % actor.results.length] ?? 0;
    const user = (actor.work === true ? chance.pick(users) : users[time % users.length]) ?? "";
    return {
      actor,
      at: now,
      user: `${user}${user.endsWith("#") ? "@morven.onmicrosoft.example" : `@${result === 90002 ? `morven-group${time}.example` : tenant}`}`,
      agent: agentOf(actor, user, time),
      result,
      app:
        actor.app === "mixed" || actor.app === undefined
          ? (apps[(time + number(user)) % apps.length] ?? "")
          : actor.app,
      id: `${actor.ip} ${actor.log} ${time}`,
    };
  });
}
