/** Saved hunts: `content/hunts/*.yaml`, questions to a kept store with parameters. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { asError } from "../errors.ts";
import { contentError } from "./errors.ts";
import { contentFolder } from "./load.ts";

const value = z.union([z.string(), z.number()]);

export const huntFile = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  clause: z.enum(["T2a", "T2b", "T2c"]),
  parameters: z.record(
    z.string().regex(/^[a-z_]+$/),
    z.strictObject({
      type: z.enum(["String", "UInt32"]),
      says: z.string(),
      is: z.literal("address").optional(),
      default: value.optional(),
    }),
  ),
  /** SQL over the table `events`; parameters are bound as `{name:Type}`. A column `event_id` is shown as the place of the record. */
  sql: z.string(),
  /** Lines of any recognised format, what is given, and what the rows hold then, in their order. */
  samples: z.strictObject({
    lines: z.array(z.string()).min(2),
    given: z.record(z.string(), value),
    gives: z.array(z.record(z.string(), value)).min(1),
  }),
});
export type Hunt = z.infer<typeof huntFile>;

/**
 * All hunts, by their ids.
 * @throws VedetteError `content.invalid`
 */
export function loadHunts(folder: string = contentFolder()): Hunt[] {
  return readdirSync(join(folder, "hunts"))
    .filter((name) => name.endsWith(".yaml"))
    .sort()
    .map((name) => {
      const path = `content/hunts/${name}`;
      const hint = "Compare it with the other files of its folder.";
      let given: unknown;
      try {
        given = parse(readFileSync(join(folder, "hunts", name), "utf8"), { schema: "core" });
      } catch (thrown) {
        throw contentError(path, `is not YAML: ${asError(thrown).message.split("\n", 1)[0]}`, hint, thrown);
      }
      const result = huntFile.safeParse(given);
      if (!result.success) {
        const [issue] = result.error.issues;
        throw contentError(path, `breaks its contract: ${issue?.path.join(".")}: ${issue?.message}`, hint);
      }
      if (`${result.data.id}.yaml` !== name)
        throw contentError(path, "the file is not called by its id.", hint);
      return result.data;
    });
}
