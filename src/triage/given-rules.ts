/** Sigma rules that a triage is given. */
import { VedetteError } from "../errors.ts";
import { readRuleFiles } from "../sigma/files.ts";
import type { GivenRules } from "./sigma-findings.ts";

/**
 * Reads rule files, or folders of them.
 * @throws VedetteError where a path is none, or holds no rule that can be read
 */
export function readGivenRules(paths: readonly string[]): GivenRules {
  const read = readRuleFiles(paths, new Map());
  if (read.rules.length > 0) return { paths, ...read };
  const [first] = read.refusals;
  throw new VedetteError(
    "usage.option",
    `--sigma ${paths.join(" ")}: there is no Sigma rule that can be read.`,
    {
      hint:
        first === undefined
          ? "Name YAML files of rules, or a folder that holds some."
          : `${first.place.path}:${first.place.line}: ${first.message}`,
    },
  );
}
