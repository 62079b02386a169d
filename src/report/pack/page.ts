/**
 * The one page of a hand-over, before it is Markdown or HTML: what is said, defanged and with secrets masked, and
 * limited so that it stays one page.
 */
import { succeeded } from "../../assess/succeeded.ts";
import { counted } from "../../words.ts";
import { tieLine } from "../campaigns.ts";
import { defang } from "../defang.ts";
import { countedRecords } from "../document.ts";
import type { ReportEntity, ReportFinding } from "../model.ts";
import { forTerminal, shorten } from "../safe-text.ts";
import type { Pack } from "./pack.ts";
import { tlpName } from "./tlp.ts";

/** A point of a list: what kind of point, the sentence, and what a shell or an editor is given. */
export interface PageLine {
  readonly lead?: string;
  readonly text: string;
  readonly code?: string;
}

export interface PageSection {
  readonly title: string;
  readonly lines: readonly PageLine[];
}

export interface Page {
  readonly title: string;
  /** Who may have it; a page for one's own use has none. */
  readonly tlp?: string;
  readonly summary: readonly string[];
  readonly sections: readonly PageSection[];
  readonly footer: string;
}

const entitiesMax = 6;
const findingsMax = 6;
const reasonsMax = 4;
const evidenceMax = 3;
const sentenceMax = 320;
const lineMax = 240;

export function pageOf(pack: Pack): Page {
  const { document, one } = pack;
  return {
    title: `${document.playbook.id} hand-over: case ${one.id}`,
    tlp: tlpName(pack.tlp),
    summary: [
      `${say(one.title)}.`,
      `${one.action}, priority ${one.priority}, severity ${one.severity}, confidence ${one.confidence}. Seen from ${utc(one.first)} to ${utc(one.last)}.`,
    ],
    sections: [
      { title: "Who", lines: whoLines(pack) },
      { title: "What they did", lines: findingLines(pack, () => true, "Nothing is known.") },
      {
        title: "What succeeded",
        lines: findingLines(
          pack,
          (indicator) => succeeded.has(indicator),
          "Nothing in this case was seen to be answered, read or sent out.",
        ),
      },
      { title: "Why it is handed over", lines: reasonLines(pack) },
      { title: "Campaign", lines: campaignLines(pack) },
      { title: "Threat intelligence", lines: intelLines(pack) },
      { title: "What was not visible", lines: blindLines(pack) },
      { title: "Recommended next steps", lines: stepLines(pack) },
      { title: "ATT&CK", lines: attackLines(pack) },
      { title: "Evidence", lines: evidenceLines(pack) },
    ],
    footer: `Records up to ${utc(pack.created)}. ${document.tool.name} ${document.tool.version}, content ${document.tool.content_sha256.slice(0, 12)}. Times are UTC.`,
  };
}

/** Text that may quote a log. */
function say(text: string, charactersMax = sentenceMax): string {
  return shorten(defang(forTerminal(text)), charactersMax);
}

/** A bare name turns into a link in some readers, and nothing in it says that it is a host. */
function nameOf({ type, value }: ReportEntity, charactersMax: number): string {
  return say(type === "domain" ? value.replaceAll(".", "[.]") : value, charactersMax);
}

function utc(time: string | undefined): string {
  return time === undefined ? "an unknown time" : `${time.slice(0, 19).replace("T", " ")} UTC`;
}

/** The first of a list, and how many more there are. */
function firstOf<T>(list: readonly T[], max: number, noun: string, line: (one: T) => PageLine): PageLine[] {
  const left = list.length - max;
  return [
    ...list.slice(0, max).map(line),
    ...(left > 0 ? [{ text: `And ${counted(left, `more ${noun}`)}, in the other files.` }] : []),
  ];
}

function whoLines({ entities, one, unfold }: Pack): PageLine[] {
  const most = one.background && unfold === true ? entities.length : entitiesMax;
  const ties = [...new Set(one.links.map(({ because }) => because))];
  return [
    ...firstOf(entities, most, "source", (entity) => ({
      lead: nameOf(entity, 120),
      text: whoIs(entity),
    })),
    ...firstOf(ties, 2, "tie", (because) => ({ lead: "Tied together", text: say(because) })),
  ];
}

function whoIs(entity: ReportEntity): string {
  const { type, internal, network, scanner, action, justification } = entity;
  const owner = [network?.organisation, network?.country].filter((one) => one !== undefined).join(", ");
  return [
    `${type.replace("_", " ")}, ${internal ? "inside" : "outside"}`,
    ...(owner === "" ? [] : [`network ${say(owner, 80)}`]),
    countedRecords(entity),
    `from ${utc(entity.first)} to ${utc(entity.last)}`,
    action,
    ...(justification === undefined ? [] : [say(justification, 120)]),
    ...(scanner === undefined ? [] : [`known scanner: ${say(scanner, 120)}`]),
  ].join("; ");
}

/** The gravest finding of each indicator stands for the others of it, so that a case of hundreds is told whole. */
function findingLines(pack: Pack, wanted: (indicator: string) => boolean, none: string): PageLine[] {
  const groups = new Map<string, ReportFinding[]>();
  for (const finding of pack.findings.filter(({ indicator }) => wanted(indicator)))
    groups.set(finding.indicator, [...(groups.get(finding.indicator) ?? []), finding]);
  if (groups.size === 0) return [{ text: none }];
  const names = new Map(pack.entities.map((entity) => [entity.id, nameOf(entity, 80)]));
  return firstOf([...groups.values()], findingsMax, "indicator", (group) => {
    const [first] = group as [ReportFinding];
    const who = pack.entities.length > 1 ? `${names.get(first.entity) ?? "somebody"}: ` : "";
    const more = group.length > 1 ? `; and ${counted(group.length - 1, "more finding")} of this kind` : "";
    return {
      lead: first.clause,
      text: `${who}${say(first.sentence)} (${first.indicator}, severity ${first.severity}, confidence ${first.confidence})${more}`,
    };
  });
}

/** Whether the case is part of something larger, over other cases and earlier runs. */
function campaignLines({ document, one }: Pack): PageLine[] {
  const campaigns = document.campaigns.filter(({ cases }) => cases.includes(one.id));
  if (campaigns.length === 0)
    return [
      {
        text: "It is part of no campaign: nothing ties it to other cases, or its entities to each other, strongly enough for one.",
      },
    ];
  return firstOf(campaigns, 3, "campaign", (campaign) => {
    const [tie] = campaign.ties;
    const others = campaign.cases.filter((id) => id !== one.id);
    return {
      lead: campaign.id,
      text: `${say(campaign.sentence)}${others.length === 0 ? "" : `; with ${counted(others.length, "other case")}: ${others.slice(0, 5).join(", ")}`}${tie === undefined ? "" : `. The heaviest tie: ${say(tieLine(tie), 240)}`}`,
    };
  });
}

function reasonLines({ entities, document }: Pack): PageLine[] {
  const reasons = new Map<string, ReportEntity["reasons"][number] & { entity: ReportEntity }>();
  // Of those who share a reason the first is named, as under Who.
  for (const entity of entities)
    for (const reason of entity.reasons) {
      const key = `${reason.clause} ${reason.sentence}`;
      if (!reasons.has(key)) reasons.set(key, { ...reason, entity });
    }
  if (reasons.size === 0) return [{ text: say(document.decision.sentence) }];
  return firstOf([...reasons.values()], reasonsMax, "reason", ({ clause, sentence, entity }) => ({
    lead: clause,
    text: `${entities.length > 1 ? `${nameOf(entity, 80)}: ` : ""}${say(sentence)}`,
  }));
}

function intelLines({ findings, document }: Pack): PageLine[] {
  const matches = findings.filter(({ indicator }) => indicator.startsWith("intel."));
  const step = document.steps.find(({ clause }) => clause === "L1a");
  // The step is about all that was read: tools that it names need not be of this case.
  const run = step === undefined ? [] : [{ lead: "L1a", text: say(`of the whole run: ${step.sentence}`) }];
  const none = step?.state === "done" ? [{ text: "No feed names anybody of this case." }] : [];
  return matches.length === 0
    ? [...none, ...run]
    : firstOf(matches, findingsMax, "match", ({ clause, sentence }) => ({
        lead: clause,
        text: say(sentence),
      }));
}

function blindLines({ document }: Pack): PageLine[] {
  const missing = document.coverage.filter(({ state }) => state !== "present");
  const open = document.questions.filter(({ answer }) => answer === "cannot_tell");
  const lines = [
    ...missing.map(({ clause, state, sentence }) => ({ lead: clause, text: say(`${state}: ${sentence}`) })),
    ...open.map(({ id, text }) => ({ lead: id, text: say(`cannot tell: ${text}`) })),
  ];
  return lines.length === 0 ? [{ text: "Every source that the playbook names was read." }] : lines;
}

/** Steps of the second tier and of containment that wait for a person. This pack is T2d itself. */
function stepLines({ document, clauses }: Pack): PageLine[] {
  return document.steps
    .filter(({ clause, state }) => /^(?:T2|C)/.test(clause) && clause !== "T2d" && state !== "done")
    .map(({ clause, sentence, command }) => ({
      lead: clause,
      text: say(`${clauses.get(clause) ?? ""}: ${sentence}`),
      ...(command === undefined ? {} : { code: forTerminal(command) }),
    }));
}

function attackLines({ attack, techniques, one }: Pack): PageLine[] {
  const unnamed = one.techniques.filter((id) => !techniques.some((known) => known.id === id));
  const names = [...techniques.map(({ id, name }) => `${id} ${name}`), ...unnamed].join(", ");
  return [
    { lead: `ATT&CK ${attack.version}`, text: names === "" ? "no technique" : names },
    ...attack.detections
      .filter(({ technique }) => one.techniques.includes(technique))
      .map(({ strategy, covers, besides }) => ({
        lead: `${strategy.id} ${strategy.name}`,
        text: `${covers} ${besides}`,
      })),
  ];
}

function evidenceLines({ evidence, findings }: Pack): PageLine[] {
  // What succeeded is shown first, then the gravest.
  const shown = [
    ...findings.filter(({ indicator }) => succeeded.has(indicator)),
    ...findings.filter(({ indicator }) => !succeeded.has(indicator)),
  ];
  const order = new Map(shown.map(({ id }, index) => [id, index]));
  const rank = (ids: readonly string[]) => Math.min(...ids.map((id) => order.get(id) ?? order.size));
  const strongest = [...evidence].sort((a, b) => rank(a.findings) - rank(b.findings));
  return [
    ...firstOf(strongest, evidenceMax, "line", ({ path, line, text }) => ({
      lead: `${forTerminal(path)}:${line}`,
      text: "",
      code: say(text, lineMax),
    })),
    { text: "evidence.txt has every line, and the SHA-256 of each file." },
  ];
}
