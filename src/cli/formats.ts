/** `vedette formats`: what can be read. */
import { loadContent } from "../content/load.ts";
import type { Command } from "./command.ts";

export const formatsCommand: Command = {
  name: "formats",
  summary: "list the formats that are recognised",
  description:
    "Lists formats and the layers that may stand around their records. A format that is not listed can be described with triage --log-format.",
  arguments: [],
  options: [],
  examples: [{ line: "vedette formats", says: "one line a format" }],
  async run({ effects }) {
    const content = loadContent();
    const rows = [
      ...content.formats.map(({ id, kind, title }) => [id, kind, title]),
      ...content.wrappers.map(({ id, title }) => [id, "around", title]),
    ];
    const width = Math.max(...rows.map(([id]) => (id ?? "").length));
    for (const [id, kind, title] of rows)
      effects.stdout(`${(id ?? "").padEnd(width)}  ${(kind ?? "").padEnd(6)}  ${title}\n`);
    effects.stdout(
      "Compressed with gzip, zstd, bzip2 or xz; several formats in one file; syslog and container lines around any of them.\n",
    );
    return 0;
  },
};
