/** What `npm run eval` found of each indicator, for its section of the reference. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

const accuracy = z.object({
  content_sha256: z.string(),
  sets: z.array(z.object({ labels: z.object({ collector: z.number(), benign: z.number() }) })),
  indicators: z.array(
    z.object({ indicator: z.string(), collectors: z.number(), benign: z.number(), alone: z.number() }),
  ),
});

/** A sentence by indicator; an indicator that the last evaluation did not know has none. */
export function accuracyLines(folder: string): (indicator: string) => string {
  const file = join(folder, "accuracy.json");
  if (!existsSync(file)) return () => "not evaluated";
  const { content_sha256, sets, indicators } = accuracy.parse(JSON.parse(readFileSync(file, "utf8")));
  const total = (label: "collector" | "benign") => sets.reduce((sum, { labels }) => sum + labels[label], 0);
  const byId = new Map(indicators.map((one) => [one.indicator, one]));
  return (indicator) => {
    const one = byId.get(indicator);
    if (one === undefined) return "not evaluated";
    return `it fired for ${one.collectors} of ${total("collector")} labelled collectors of every kind (for ${one.alone} of them alone) and for ${one.benign} of ${total("benign")} benign subjects, with the content \`${content_sha256.slice(0, 12)}\` ([how it is counted](accuracy.md))`;
  };
}
