/**
 * Settings that are not typed each time: flags win over the environment, that over
 * `./vedette.yaml`, that over `$XDG_CONFIG_HOME/vedette/config.yaml`. A list replaces a list.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import type { Effects } from "../effects.ts";
import { asError, VedetteError } from "../errors.ts";
import type { Option, Values } from "./command.ts";

/** What a settings file may hold; the names are those of the flags, with underscores. */
export const settingsFile = z.strictObject({
  trusted_proxy: z.array(z.string()).optional(),
  internal: z.array(z.string()).optional(),
  log_format: z.array(z.string()).optional(),
  tz: z.string().optional(),
  store: z.string().optional(),
  register: z.string().optional(),
  policy: z.string().optional(),
  intel: z.string().optional(),
  ip_location: z.string().optional(),
  fail_on: z.enum(["escalate", "watch"]).optional(),
});
type Settings = z.infer<typeof settingsFile>;

/**
 * What parts the elements of a list in an environment variable. A format string may hold commas
 * and blanks, and no line feed.
 */
const separators: Readonly<Record<string, RegExp>> = { log_format: /\r?\n/ };
const commas = /,/;

/** Options of a command with what the environment and the settings files say added. */
export function withSettings(options: Values, known: readonly Option[], effects: Effects): Values {
  const layers = [
    environment(effects),
    readFile("vedette.yaml"),
    readFile(join(configHome(effects), "vedette", "config.yaml")),
  ];
  const merged: Record<string, Values[string]> = { ...options };
  for (const { name, typedOnly } of known) {
    if (merged[name] !== undefined || typedOnly === true) continue;
    const key = name.replaceAll("-", "_") as keyof Settings;
    const value = layers.map((layer) => layer[key]).find((candidate) => candidate !== undefined);
    if (value !== undefined) merged[name] = value;
  }
  return merged;
}

function configHome(effects: Effects): string {
  return effects.env("XDG_CONFIG_HOME") ?? join(effects.env("HOME") ?? "/", ".config");
}

/** `VEDETTE_TZ`, `VEDETTE_TRUSTED_PROXY=a,b`, `VEDETTE_LOG_FORMAT` with one format a line, and so on. */
function environment(effects: Effects): Settings {
  const given: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(settingsFile.shape)) {
    const value = effects.env(`VEDETTE_${key.toUpperCase()}`);
    if (value === undefined || value === "") continue;
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

function readFile(path: string): Settings {
  if (!existsSync(path)) return {};
  try {
    return check((parse(readFileSync(path, "utf8")) as unknown) ?? {}, path);
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
