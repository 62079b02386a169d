/** Pieces of SQL about sign-ins and what was done in a cloud. */
import type { SignInAgents, SignInTopics } from "../content/sign-ins.ts";
import { literal, literals } from "../engine/sql.ts";

/** SQL over `named` of the names of the topics that a text is about, and of what an act lays open. */
export function topicParts(topics: SignInTopics, acts: SignInTopics): Record<string, string> {
  return { config_topics: namesThatFit(topics), config_acts: namesThatFit(acts) };
}

function namesThatFit(entries: SignInTopics): string {
  const tried = entries.map(
    ({ pattern, name }) => `if(match(named, ${literal(pattern)}), ${literal(name)}, '')`,
  );
  return `arrayFilter(topic -> topic != '', [${tried.join(", ")}])`;
}

/** SQL over `told` of the number of the first entry that fits, 0 where none does; and arrays of what entries say. */
export function signInParts(entries: SignInAgents): Record<string, string> {
  const tried = entries.map(({ words }, index) => `multiSearchAny(told, ${literals(words)}), ${index + 1}`);
  return {
    sign_in_agent: `multiIf(${tried.join(", ")}, 0)`,
    sign_in_names: literals(entries.map(({ name }) => name)),
    sign_in_kinds: literals(entries.map(({ what }) => what)),
  };
}
