/** What a settings file may hold, and the reading of one. Loaded only where there is a setting. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { asError, VedetteError } from "../errors.ts";
import type { settingNames } from "./settings.ts";

/** The names are those of the flags, with underscores. */
export const settingsFile = z.strictObject({
  trusted_proxy: z.array(z.string()).optional(),
  internal: z.array(z.string()).optional(),
  log_format: z.array(z.string()).optional(),
  tz: z.string().optional(),
  store: z.string().optional(),
  engine: z.string().optional(),
  register: z.string().optional(),
  policy: z.string().optional(),
  intel: z.string().optional(),
  ip_location: z.string().optional(),
  fail_on: z.enum(["escalate", "watch"]).optional(),
} satisfies Record<(typeof settingNames)[number], z.ZodType>);
export type Settings = z.infer<typeof settingsFile>;

/**
 * What parts the elements of a list in an environment variable. A format string may hold commas
 * and blanks, and no line feed.
 */
const separators: Readonly<Record<string, RegExp>> = { log_format: /\r?\n/ };
const commas = /,/;

/** Settings of environment variables by the names of settings. */
export function givenSettings(variables: Readonly<Record<string, string>>): Settings {
  const given: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(settingsFile.shape)) {
    const value = variables[key];
    if (value === undefined) continue;
    given[key] = schema.safeParse([]).success ? elements(value, separators[key] ?? commas) : value;
  }
  return check(given, "the environment (VEDETTE_…)");
}

function elements(value: string, separator: RegExp): string[] {
  return value
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Settings of a file. */
export function readSettings(path: string): Settings {
  try {
    return check((parse(readFileSync(path, "utf8"), { logLevel: "error" }) as unknown) ?? {}, path);
  } catch (thrown) {
    if (thrown instanceof VedetteError) throw thrown;
    throw new VedetteError("config.invalid", `${path}: ${asError(thrown).message}`, {
      place: { path },
      hint: "It must be YAML.",
    });
  }
}

function check(value: unknown, where: string): Settings {
  const result = settingsFile.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new VedetteError(
    "config.invalid",
    `${where}: ${issue?.path.join(".") || "(file)"}: ${issue?.message}`,
    {
      place: { path: where },
      hint: `Known settings: ${Object.keys(settingsFile.shape).join(", ")}.`,
    },
  );
}
