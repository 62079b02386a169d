/** The table of what became of real data, from what real-data.ts wrote; the data itself is not needed. */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Content, contentFolder } from "../src/content/load.ts";
import { counted } from "../src/words.ts";
import { code, table } from "./markdown.ts";
import type { ReadRow, RealData, UnreadRow } from "./real-data-reading.ts";

/** Where real-data.ts leaves what it read. */
export const realDataPath = join(dirname(contentFolder()), "docs", "reference", "real-data.json");

/** From this share of rejected records on the reason is told. */
const toldShare = 0.001;

export function realDataSection(content: Content): string[] {
  const { day, read, unread } = JSON.parse(readFileSync(realDataPath, "utf8")) as RealData & { day: string };
  const withData = new Set(read.flatMap(({ formats }) => formats.flatMap((name) => name.split("+"))));
  const without = content.formats.filter(({ id }) => !withData.has(id)).map(({ id }) => id);
  return [
    "## What became of real data",
    "",
    `Files of real sources, read on ${day} with \`scripts/real-data.ts\`: how many records each holds and how many of them were rejected; why, where it is 0.1 % or more. The values of their records are compared with what a second reader finds in the lines (\`test/real-values.test.ts\`).`,
    "",
    ...table(["format", "file or folder", "records", "rejected", "share", "why"], read.map(readRow)),
    "",
    "Files in the same place that are not read:",
    "",
    ...table(["files", "how many", "why"], unread.map(unreadRow)),
    "",
    `No real data was at hand for ${counted(without.length, "format")}. What is known of these is their documentation, from which their samples were written: ${without.map(code).join(", ")}.`,
  ];
}

function readRow({ formats, path, files, records, rejected, because }: ReadRow): string[] {
  const share = rejected / records;
  return [
    formats.map(code).join(", "),
    files === 1 ? code(path) : `${code(path)} (${counted(files, "file")})`,
    records.toLocaleString("en"),
    rejected.toLocaleString("en"),
    rejected === 0 ? "0 %" : `${Number((share * 100).toPrecision(2))} %`,
    share < toldShare ? "" : because.join("; "),
  ];
}

function unreadRow({ files, count, because }: UnreadRow): string[] {
  return [code(files), count.toLocaleString("en"), because];
}
