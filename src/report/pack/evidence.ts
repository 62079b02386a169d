/** The lines that prove the case, and the digests of the files they stand in, as plain text. */
import { memberMark } from "../../ingest/discover.ts";
import { counted } from "../../words.ts";
import { defang } from "../defang.ts";
import { forTerminal } from "../safe-text.ts";
import type { Pack, SourceDigest } from "./pack.ts";
import { tlpName } from "./tlp.ts";

/** The file on disk that a path of a line names: of a member of an archive, the archive. */
export function fileOf(path: string): string {
  const at = path.indexOf(memberMark);
  return at === -1 ? path : path.slice(0, at);
}

/** What is known of the file of a line; a path may itself hold the mark of a member. */
export function digestOf(digests: readonly SourceDigest[], path: string): SourceDigest | undefined {
  return (
    digests.find((digest) => digest.path === path) ?? digests.find((digest) => digest.path === fileOf(path))
  );
}

/** Renders the text. */
export function renderEvidence(pack: Pack): string {
  const indicators = new Map(pack.findings.map(({ id, indicator }) => [id, indicator]));
  const lines = [
    `Evidence of case ${pack.one.id}, ${pack.document.playbook.id}. ${tlpName(pack.tlp)}`,
    "",
    "Lines are made safe to read: control characters are written out, addresses and hosts are defanged,",
    "secrets and personal values stand as [masked]. The files themselves are not changed; check them by digest.",
    "A finding names its first lines only; `vedette explain FILE:LINE` says what a line became.",
    "",
    `Files (${pack.digests.length}), SHA-256:`,
    ...pack.digests.map(
      ({ path, sha256, note }) =>
        `${sha256 ?? "-".repeat(64)}  ${forTerminal(path)}${note === undefined ? "" : `  (${note})`}`,
    ),
    "",
    `${counted(pack.evidence.length, "line")}:`,
  ];
  for (const { path, line, text, findings } of pack.evidence) {
    const names = [...new Set(findings.flatMap((id) => indicators.get(id) ?? []))].sort();
    lines.push("", `${forTerminal(path)}:${line}  [${names.join(", ")}]`, `    ${defang(forTerminal(text))}`);
  }
  return `${lines.join("\n")}\n`;
}
