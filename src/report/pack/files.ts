/** The files of a hand-over by their names, which no log has a part in. */

import { renderEvidence } from "./evidence.ts";
import type { packFileNames } from "./file-names.ts";
import { renderLayer } from "./layer.ts";
import { renderMisp } from "./misp.ts";
import { renderOcsf } from "./ocsf.ts";
import type { Pack } from "./pack.ts";
import { pageOf } from "./page.ts";
import { renderPageHtml } from "./page-html.ts";
import { renderPageMarkdown } from "./page-md.ts";
import { renderStix } from "./stix.ts";

export type PackFileName = (typeof packFileNames)[number];

export function packFiles(pack: Pack): Readonly<Record<PackFileName, string>> {
  const page = pageOf(pack);
  return {
    "brief.md": renderPageMarkdown(page),
    "brief.html": renderPageHtml(page),
    "evidence.txt": renderEvidence(pack),
    "stix.json": renderStix(pack),
    "ocsf.json": renderOcsf(pack),
    "layer.json": renderLayer(pack),
    "misp.json": renderMisp(pack),
  };
}
