/**
 * Settings that are not typed each time: flags win over the environment, that over
 * `./vedette.yaml`, that over `$XDG_CONFIG_HOME/vedette/config.yaml`. A list replaces a list.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Effects } from "../effects.ts";
import type { Option, Values } from "./command.ts";
import type { Settings } from "./settings-file.ts";

/** The names are those of the flags, with underscores. */
export const settingNames = [
  "trusted_proxy",
  "internal",
  "log_format",
  "tz",
  "store",
  "engine",
  "register",
  "policy",
  "intel",
  "ip_location",
  "fail_on",
] as const;

/** Options that name the same thing in two ways. */
const rivals: Readonly<Record<string, keyof Settings>> = { store: "engine", engine: "store" };

/** Options of a command with what the environment and the settings files say added. */
export async function withSettings(
  options: Values,
  known: readonly Option[],
  effects: Effects,
): Promise<Values> {
  const layers = await settingsOf(effects);
  const merged: Record<string, Values[string]> = { ...options };
  for (const { name, typedOnly } of known) {
    if (merged[name] !== undefined || typedOnly === true) continue;
    const key = name.replaceAll("-", "_") as keyof Settings;
    const rival = rivals[name];
    // A store that is named nearer takes the place of one that is named farther off, whichever of the two it is.
    if (rival !== undefined && options[rival] !== undefined) continue;
    const layer = layers.find(
      (candidate) => candidate[key] !== undefined || (rival !== undefined && candidate[rival] !== undefined),
    );
    const value = layer?.[key];
    if (value !== undefined) merged[name] = value;
  }
  return merged;
}

/** What there is of settings, the first to count first; mostly nothing, and then nothing is loaded for it. */
async function settingsOf(effects: Effects): Promise<Settings[]> {
  const variables = environment(effects);
  const files = ["vedette.yaml", join(configHome(effects), "vedette", "config.yaml")].filter((path) =>
    existsSync(path),
  );
  if (Object.keys(variables).length === 0 && files.length === 0) return [];
  const { givenSettings, readSettings } = await import("./settings-file.ts");
  return [givenSettings(variables), ...files.map(readSettings)];
}

function configHome(effects: Effects): string {
  return effects.env("XDG_CONFIG_HOME") ?? join(effects.env("HOME") ?? "/", ".config");
}

/** `VEDETTE_TZ`, `VEDETTE_TRUSTED_PROXY=a,b`, `VEDETTE_LOG_FORMAT` with one format a line, and so on. */
function environment(effects: Effects): Record<string, string> {
  const given: Record<string, string> = {};
  for (const name of settingNames) {
    const value = effects.env(`VEDETTE_${name.toUpperCase()}`);
    if (value !== undefined && value !== "") given[name] = value;
  }
  return given;
}
