import type { Target } from "../target.ts";
import { api } from "./api.ts";
import { archives } from "./archives.ts";
import { containment } from "./containment.ts";
import { documents } from "./documents.ts";
import { intake } from "./intake.ts";
import { intelligence } from "./intelligence.ts";
import { output } from "./output.ts";
import { rules } from "./rules.ts";
import { settingsTargets } from "./settings.ts";

export const targets: readonly Target[] = [
  ...documents,
  ...intake,
  ...api,
  ...intelligence,
  ...rules,
  ...settingsTargets,
  ...archives,
  ...output,
  ...containment,
];
