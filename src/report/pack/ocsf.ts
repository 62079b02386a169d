/** The findings of the case as OCSF Detection Findings (class 2004), one each, in a list. */

import type { Technique } from "../../content/attack.ts";
import { severities } from "../../detect/finding.ts";
import { ocsfClasses, ocsfVersion } from "../../export/ocsf-classes.ts";
import { jsonText } from "../json.ts";
import type { ReportEntity, ReportFinding } from "../model.ts";
import { digestOf, fileOf } from "./evidence.ts";
import type { Pack } from "./pack.ts";

const severityCaptions = ["Informational", "Low", "Medium", "High", "Critical"];
const confidenceIds: Readonly<Record<string, number>> = { low: 1, medium: 2, high: 3 };
/** `analytic.type_id`: a rule. */
const ruleType = 1;
/** `file.type_id`: a regular file; `fingerprint.algorithm_id`: SHA-256. */
const regularFile = 1;
const sha256Algorithm = 3;

/** Renders the list. */
export function renderOcsf(pack: Pack): string {
  return jsonText(ocsfFindings(pack));
}

export function ocsfFindings(pack: Pack): Readonly<Record<string, unknown>>[] {
  const entities = new Map(pack.entities.map((entity) => [entity.id, entity]));
  return pack.findings.map((finding) => ocsfFinding(pack, finding, entities.get(finding.entity)));
}

function ocsfFinding(
  pack: Pack,
  finding: ReportFinding,
  entity: ReportEntity | undefined,
): Readonly<Record<string, unknown>> {
  const { uid, category, name, activity } = ocsfClasses.alert;
  const severity = Math.max(0, severities.indexOf(finding.severity));
  const created = Date.parse(pack.created);
  const first = Date.parse(finding.first ?? pack.one.first);
  const last = Date.parse(finding.last ?? pack.one.last);
  const indicator = pack.document.indicators.find(({ id }) => id === finding.indicator);
  const attacks = finding.techniques.flatMap((id) => {
    const technique = pack.attack.techniques.get(id);
    return technique === undefined ? [] : [attackOf(technique, pack.attack.version)];
  });
  return {
    class_uid: uid,
    class_name: name,
    category_uid: category,
    activity_id: activity,
    type_uid: uid * 100 + activity,
    severity_id: severity + 1,
    severity: severityCaptions[severity],
    confidence_id: confidenceIds[finding.confidence] ?? 0,
    status_id: 1,
    is_alert: pack.one.action === "escalate",
    time: created,
    start_time: first,
    end_time: last,
    count: finding.count,
    message: finding.sentence,
    metadata: {
      version: ocsfVersion,
      product: { name: "Vedette", vendor_name: "Vedette", version: pack.document.tool.version },
      labels: [`tlp:${pack.tlp}`],
    },
    finding_info: {
      uid: finding.id,
      title: indicator?.title ?? finding.indicator,
      desc: finding.sentence,
      analytic: {
        uid: finding.indicator,
        name: indicator?.title ?? finding.indicator,
        type_id: ruleType,
        version: pack.document.tool.content_sha256.slice(0, 12),
      },
      created_time: created,
      first_seen_time: first,
      last_seen_time: last,
      related_events: [{ uid: pack.one.id, type: "case" }],
      ...(attacks.length === 0 ? {} : { attacks }),
    },
    evidences: evidencesOf(pack, finding, entity),
  };
}

function attackOf(technique: Technique, version: string): Readonly<Record<string, unknown>> {
  const { id, name, url, parent, tactics } = technique;
  const own = { uid: id, name, src_url: url };
  const [tactic] = tactics;
  return {
    version,
    ...(tactic === undefined ? {} : { tactic: { uid: tactic.id, name: tactic.name } }),
    ...(parent === undefined
      ? { technique: own }
      : {
          technique: { uid: parent.id, name: parent.name, src_url: parent.url },
          sub_technique: own,
        }),
  };
}

/** A line each, with the file that it stands in and who it is about. */
function evidencesOf(
  pack: Pack,
  finding: ReportFinding,
  entity: ReportEntity | undefined,
): Readonly<Record<string, unknown>>[] {
  const source = entity?.type === "ip" ? { src_endpoint: { ip: entity.value } } : {};
  return finding.evidence.map(({ path, line, text }) => {
    const sha256 = digestOf(pack.digests, path)?.sha256;
    const file = fileOf(path);
    return {
      ...source,
      ...(sha256 === undefined
        ? {}
        : {
            file: {
              name: file.split("/").at(-1) ?? file,
              path: file,
              type_id: regularFile,
              hashes: [{ algorithm_id: sha256Algorithm, value: sha256 }],
            },
          }),
      data: { path, line, text },
    };
  });
}
