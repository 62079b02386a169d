/** The file of the justification register: its contract, how it is read and how it is written. */

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { asError, VedetteError } from "../errors.ts";
import { fileLimits } from "../limits.ts";
import { networkOf, type Register, whoParts } from "./register.ts";

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a day: 2027-03-01")
  .refine((text) => {
    const ms = Date.parse(`${text}T00:00:00Z`);
    // The thirtieth of February is taken for the second of March.
    return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
  }, "is no day of the calendar");
const clock = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
const between = z
  .string()
  .refine(
    (text) => text.split("-").length === 2 && text.split("-").every((one) => clock.test(one)),
    "must be a time of day, in UTC: 22:00-06:00",
  )
  .refine((text) => text.split("-")[0] !== text.split("-")[1], "begins when it ends");
const plain = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "is empty")
    .max(most)
    .regex(/^[^\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u, "holds a control character");
const pattern = plain(500);

const entryFile = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "must be made of letters, digits, dots and dashes"),
    /** Networks or addresses that requests come from. */
    source: z.array(z.string()).min(1).optional(),
    user: z.array(pattern).min(1).optional(),
    host: z.array(pattern).min(1).optional(),
    /** Programs of a host by their paths; `*` stands for any text, backslashes and slashes are alike. */
    program: z.array(pattern).min(1).optional(),
    /** Hosts or domains that are asked. */
    destination: z.array(pattern).min(1).optional(),
    /** Addresses of authenticated mail. */
    sender: z.array(pattern).min(1).optional(),
    /** User agents; `*` stands for any text. */
    agent: z.array(pattern).min(1).optional(),
    /** Paths; `*` stands for any text. */
    path: z.array(pattern).min(1).optional(),
    between: between.optional(),
    owner: plain(200),
    reason: plain(500),
    ticket: z.preprocess(
      (value) => (typeof value === "number" ? String(value) : value),
      plain(100).optional(),
    ),
    added: day.optional(),
    /** The last day on which it holds, UTC. */
    expires: day,
  })
  .superRefine((entry, context) => {
    for (const network of entry.source ?? []) {
      const problem = networkProblem(network);
      if (problem !== undefined) context.addIssue({ code: "custom", path: ["source"], message: problem });
    }
    const who = whoParts.filter((part) => entry[part] !== undefined);
    const more = ["agent", "path"].filter((part) => entry[part as "agent" | "path"] !== undefined);
    if (who.length > 1)
      context.addIssue({
        code: "custom",
        message: `names ${who.join(" and ")}, and nobody is two of them: make an entry of each`,
      });
    if (more.length > 0 && who.length > 0 && !who.includes("source"))
      context.addIssue({
        code: "custom",
        message: `has ${more.join(" and ")}, which only the requests of a source have`,
      });
    if (entry.program !== undefined && entry.host === undefined)
      context.addIssue({
        code: "custom",
        message: "has program, which only what happens on a host has: name the host as well",
      });
    if (who.length === 0)
      context.addIssue({
        code: "custom",
        message: `names nobody: give one of ${whoParts.join(", ")} (an agent or a path alone is anybody's to use)`,
      });
  });

/** One entry, as the file has it. */
export type RegisterEntry = z.infer<typeof entryFile>;

const registerFile = z.strictObject({
  register: z.literal(1),
  entries: z.array(entryFile).max(10_000),
});

function networkProblem(text: string): string | undefined {
  const [address = "", bits, more] = text.split("/");
  const parsed = networkOf(text);
  // Short, octal and mapped ways of writing an address are read differently by everybody.
  if (parsed === undefined || isIP(address) === 0 || /^::ffff:/i.test(address) || more !== undefined)
    return `${text} is no address and no network`;
  if (parsed[1] === 0) return `${text} is everybody`;
  const network = bits === undefined ? undefined : networkText(parsed);
  return network === undefined || network === parsed[0].toString()
    ? undefined
    : `${text} has bits behind its network: write ${network}/${parsed[1]}, or ${address} alone`;
}

/** The first address of a network. */
function networkText([address, bits]: [ipaddr.IPv4 | ipaddr.IPv6, number]): string {
  const cidr = `${address.toString()}/${bits}`;
  return (
    address.kind() === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr)
  ).toString();
}

/**
 * Reads a register.
 * @throws VedetteError `register.invalid` where the file is none, or an entry is not understood
 */
export function readRegister(path: string): Register {
  const wrong = (says: string, hint: string, cause?: unknown) =>
    new VedetteError("register.invalid", `${path}: ${says}`, { place: { path }, hint, cause });
  let value: unknown;
  try {
    if (statSync(path).size > fileLimits.registerBytesMax)
      throw wrong("larger than 16 MiB, which no register is.", again);
    value = parse(readFileSync(path, "utf8"), { maxAliasCount: 0, logLevel: "error" });
  } catch (thrown) {
    if (thrown instanceof VedetteError) throw thrown;
    throw wrong(`cannot be read (${asError(thrown).message.split("\n", 1)[0]}).`, again, thrown);
  }
  const result = registerFile.safeParse(value ?? { register: 1, entries: [] });
  if (!result.success) {
    const [issue] = result.error.issues;
    const id = idAt(value, issue?.path);
    throw wrong(
      `${id === undefined ? "" : `entry ${id}: `}${issue?.path.join(".") || "(file)"} ${issue?.message}.`,
      "docs/guides/register.md tells what an entry is made of.",
    );
  }
  const ids = new Set<string>();
  for (const { id } of result.data.entries) {
    if (ids.has(id)) throw wrong(`two entries are called ${id}.`, "Give each its own id.");
    ids.add(id);
  }
  return { path, entries: result.data.entries };
}

const again = "Check the name; vedette justify add begins one.";

function idAt(value: unknown, path: readonly PropertyKey[] | undefined): string | undefined {
  const [list, index] = path ?? [];
  if (list !== "entries" || typeof index !== "number") return undefined;
  const entry = (value as { entries?: readonly { id?: unknown }[] }).entries?.[index];
  return typeof entry?.id === "string" ? entry.id : `${index + 1}`;
}

/**
 * An entry that is to be added, checked; without an id it gets one of its contents.
 * @throws VedetteError `usage.option` where it is not understood
 */
export function newEntry(
  given: Omit<RegisterEntry, "id"> & { readonly id?: string | undefined },
): RegisterEntry {
  const { id, ...rest } = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined),
  ) as typeof given;
  const made = id ?? `J-${createHash("sha256").update(JSON.stringify(rest)).digest("hex").slice(0, 8)}`;
  const result = entryFile.safeParse({ id: made, ...rest });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new VedetteError(
    "usage.option",
    `This entry ${[...(issue?.path ?? []), issue?.message].join(" ")}.`,
    {
      hint: "vedette justify add --source 192.0.2.10 --agent 'Nessus*' --owner 'IT security' --reason 'weekly scan' --expires 2027-03-01",
    },
  );
}

/** A register as the text of its file. */
export function registerText(entries: readonly RegisterEntry[]): string {
  return stringify({ register: 1, entries }, { lineWidth: 0 });
}
