/** The policy of a run: the default one, a named profile, or the file of a site that changes one of them. */

import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { parse } from "yaml";
import { asError, VedetteError } from "../errors.ts";
import { fileLimits } from "../limits.ts";
import { didYouMean } from "../words.ts";
import { checkOverrides } from "./check.ts";
import type { Content } from "./load.ts";
import { type Policy, type PolicyOverlay, policyOverlay } from "./tables.ts";

/** Names of the profiles that a run can be given. */
export function policyNames(content: Content): string[] {
  return [content.policy.id, ...content.policyProfiles.map(({ id }) => id)].sort();
}

/**
 * Content with the policy that is named: a profile, or a file.
 * @throws VedetteError `config.invalid` where the file is none, or names what does not exist
 */
export function withPolicy(content: Content, named: string): Content {
  const given = policyNamed(content, named);
  const weaker = weakened(content.policy, given.policy);
  return weaker.length === 0 ? given : { ...given, policyNotes: weaker };
}

const actionsUp = ["close", "watch", "escalate"];
const prioritiesUp = ["none", "batch", "shift", "now"];

/** Access without right is what the playbook escalates first: where a policy makes less of it, everybody is told. */
function weakened(usual: Policy, { id, rules }: Policy): string[] {
  return usual.rules
    .filter(({ clause }) => clause === "D4")
    .flatMap((before) => {
      const now = rules.find((rule) => rule.id === before.id);
      if (now === undefined) return [];
      const told = (rule: Policy["rules"][number]) => rule.priority ?? "shift";
      if (actionsUp.indexOf(now.action) < actionsUp.indexOf(before.action))
        return [`The policy ${id} weakens ${before.id} (D4): ${now.action} in place of ${before.action}`];
      return now.action === "escalate" && prioritiesUp.indexOf(told(now)) < prioritiesUp.indexOf(told(before))
        ? [`The policy ${id} weakens ${before.id} (D4): priority ${told(now)} in place of ${told(before)}`]
        : [];
    });
}

function policyNamed(content: Content, named: string): Content {
  const overlay = content.policyProfiles.find(({ id }) => id === named);
  if (overlay !== undefined) return changed(content, overlay, named);
  if (named === content.policy.id) return content;
  if (!/[./\\]/.test(named))
    throw new VedetteError("config.invalid", `There is no policy ${named}.`, {
      hint: `${didYouMean(named, policyNames(content))} Or name a file: ./site-policy.yaml`,
    });
  const own = readOverlay(named);
  if (policyNames(content).includes(own.id))
    throw wrong(
      named,
      `calls itself ${own.id}, which is a profile of the program.`,
      "Give it an id of its own.",
    );
  const base = own.extends ?? content.policy.id;
  if (!policyNames(content).includes(base))
    throw wrong(named, `extends ${base}, which is no profile.`, didYouMean(base, policyNames(content)));
  return changed(policyNamed(content, base), own, named);
}

function readOverlay(path: string): PolicyOverlay {
  let value: unknown;
  try {
    if (statSync(path).size > fileLimits.policyBytesMax)
      throw wrong(path, "larger than 1 MiB, which no policy is.");
    value = parse(readFileSync(path, "utf8"), { maxAliasCount: 0, logLevel: "error" });
  } catch (thrown) {
    if (thrown instanceof VedetteError) throw thrown;
    throw wrong(path, `cannot be read (${asError(thrown).message.split("\n", 1)[0]}).`);
  }
  const result = policyOverlay.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw wrong(path, `${issue?.path.join(".") || "(file)"}: ${issue?.message}.`);
}

function wrong(
  path: string,
  says: string,
  hint = "docs/guides/decision.md tells what a site's policy may say.",
): VedetteError {
  return new VedetteError("config.invalid", `${path}: ${says}`, { place: { path }, hint });
}

function changed(content: Content, overlay: PolicyOverlay, from: string): Content {
  const { policy } = content;
  for (const id of Object.keys(overlay.rules ?? {}))
    if (!policy.rules.some((rule) => rule.id === id))
      throw wrong(
        from,
        `rules names ${id}, which is no rule.`,
        didYouMean(
          id,
          policy.rules.map((rule) => rule.id),
        ),
      );
  const thresholds: Policy["thresholds"] = { ...policy.thresholds };
  for (const [id, own] of Object.entries(overlay.thresholds ?? {}))
    thresholds[id] = { ...thresholds[id], ...own };
  const changes = Object.fromEntries(
    Object.entries(overlay.decision ?? {}).filter(([, value]) => value !== undefined),
  );
  const next: Content = {
    ...content,
    // What decides is part of the content that a report was made with.
    sha256: createHash("sha256")
      .update(`${content.sha256}\0${JSON.stringify(overlay)}`)
      .digest("hex"),
    policy: {
      ...policy,
      id: overlay.id,
      title: overlay.title,
      background_action: overlay.background_action ?? policy.background_action,
      unusual_agents: overlay.unusual_agents ?? policy.unusual_agents,
      thresholds,
      decision: { ...policy.decision, ...changes },
      rules: policy.rules.map((rule) => {
        const own = overlay.rules?.[rule.id];
        return {
          ...rule,
          ...(own?.action === undefined ? {} : { action: own.action }),
          ...(own?.priority === undefined ? {} : { priority: own.priority }),
        };
      }),
    },
  };
  checkOverrides(next, from);
  return next;
}
