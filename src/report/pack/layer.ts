/** The techniques of the case as a layer of the ATT&CK Navigator, format 4.5. */

import { severities } from "../../detect/finding.ts";
import { counted } from "../../words.ts";
import { jsonText } from "../json.ts";
import type { Pack } from "./pack.ts";
import { tlpName } from "./tlp.ts";

/** A score of a technique is the severity of its gravest finding, in steps to 100. */
const scoreStep = 100 / (severities.length - 1);

/** A comment is a tool tip; findings of ocsf.json are all there. */
const commentsMax = 10;

/** Renders the layer. */
export function renderLayer(pack: Pack): string {
  return jsonText(layerOf(pack));
}

export function layerOf(pack: Pack): Readonly<Record<string, unknown>> {
  return {
    name: `${pack.document.playbook.id} ${pack.one.id}`,
    // The oldest Navigator that reads this format.
    versions: { attack: pack.attack.version.split(".", 1)[0], navigator: "4.9.0", layer: "4.5" },
    domain: pack.attack.domain,
    description: `${pack.one.title}. ${tlpName(pack.tlp)}`,
    sorting: 3,
    layout: { layout: "side", showID: true, showName: true, expandedSubtechniques: "annotated" },
    hideDisabled: false,
    techniques: pack.techniques.map(({ id, url }) => {
      const own = pack.findings.filter(({ techniques }) => techniques.includes(id));
      const grave = Math.max(0, ...own.map(({ severity }) => severities.indexOf(severity)));
      return {
        techniqueID: id,
        score: grave * scoreStep,
        comment: [
          ...own.slice(0, commentsMax).map(({ indicator, sentence }) => `${indicator}: ${sentence}`),
          ...(own.length > commentsMax ? [`and ${own.length - commentsMax} more, in ocsf.json`] : []),
        ].join("\n"),
        metadata: [
          { name: "findings", value: counted(own.length, "finding") },
          ...pack.attack.detections
            .filter(({ technique }) => technique === id)
            .map(({ strategy, analytics }) => ({
              name: "detection strategy",
              value: `${strategy.id} (${analytics.join(", ")})`,
            })),
        ],
        links: [{ label: id, url }],
        enabled: true,
      };
    }),
    gradient: { colors: ["#fff3d6", "#a8201a"], minValue: 0, maxValue: 100 },
    metadata: [
      { name: "case", value: pack.one.id },
      { name: "score", value: "severity of the gravest finding: info 0, critical 100" },
    ],
  };
}
