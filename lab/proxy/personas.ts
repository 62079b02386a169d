/**
 * Whose browser it seems to be. The engine is a real headless Chromium throughout; agent, language, zone,
 * screen and client hints are set by its own emulation, since a hundred equal headless browsers would be
 * told apart from everything by that alone.
 */
import { agents } from "../agents.ts";

export interface Persona {
  agent: string;
  platform: string;
  languages: string;
  timezone: string;
  width: number;
  height: number;
  scale: number;
  cores: number;
  metadata?: Readonly<Record<string, unknown>>;
}

function hints(
  brand: string,
  platform: string,
  platformVersion: string,
  major: string,
  architecture: string,
) {
  const list = [
    { brand: "Chromium", version: `${major}.0.8101.62` },
    { brand, version: `${major}.0.8101.62` },
    { brand: "Not_A Brand", version: "99.0.0.0" },
  ];
  const brands = list.map((one) => ({ brand: one.brand, version: one.version.split(".")[0] ?? "" }));
  return {
    brands,
    fullVersionList: list,
    platform,
    platformVersion,
    architecture,
    bitness: "64",
    model: "",
    mobile: false,
    wow64: false,
  };
}

const windows = { platform: "Win32" };
const chromeHints = hints("Google Chrome", "Windows", "19.0.0", "157", "x86");

export const personas: readonly Persona[] = [
  {
    ...windows,
    agent: agents.chromeWindows,
    languages: "en-GB,en",
    timezone: "Europe/London",
    width: 1920,
    height: 1080,
    scale: 1,
    cores: 8,
    metadata: chromeHints,
  },
  {
    ...windows,
    agent: agents.edgeWindows,
    languages: "de-DE,de,en",
    timezone: "Europe/Berlin",
    width: 2560,
    height: 1440,
    scale: 1,
    cores: 12,
    metadata: hints("Microsoft Edge", "Windows", "15.0.0", "157", "x86"),
  },
  {
    agent: agents.chromeMac,
    platform: "MacIntel",
    languages: "en-US,en",
    timezone: "America/New_York",
    width: 1512,
    height: 982,
    scale: 2,
    cores: 10,
    metadata: hints("Google Chrome", "macOS", "26.1.0", "157", "arm"),
  },
  {
    ...windows,
    agent: agents.chromeWindowsOlder,
    languages: "fr-FR,fr",
    timezone: "Europe/Paris",
    width: 1366,
    height: 768,
    scale: 1,
    cores: 4,
    metadata: hints("Google Chrome", "Windows", "10.0.0", "156", "x86"),
  },
  {
    agent: agents.chromeLinux,
    platform: "Linux x86_64",
    languages: "en-GB,en",
    timezone: "Europe/London",
    width: 1680,
    height: 1050,
    scale: 1,
    cores: 16,
    metadata: hints("Google Chrome", "Linux", "6.12.0", "156", "x86"),
  },
  {
    ...windows,
    agent: agents.edgeWindows,
    languages: "es-ES,es",
    timezone: "Europe/Madrid",
    width: 1536,
    height: 864,
    scale: 1.25,
    cores: 8,
    metadata: hints("Microsoft Edge", "Windows", "19.0.0", "157", "x86"),
  },
];
