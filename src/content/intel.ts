/** Kinds of entries of threat intelligence feeds, and the names of what they give to SQL (src/detect/intel.ts). */

/** Each kind is a file of its own in a feed's folder. */
export const entryKinds = ["address", "range", "domain", "url", "agent", "hash", "ja3", "ja4"] as const;

/** Tables of entries of each kind, as content names them in braces, and the patterns of agents. */
export const intelPartNames = [
  "intel_address",
  "intel_range",
  "intel_domain",
  "intel_url",
  "intel_agent",
  "intel_hash",
  "intel_ja3",
  "intel_ja4",
  "intel_agent_patterns",
  "intel_columns",
  "intel_holds",
  "intel_told",
] as const;
