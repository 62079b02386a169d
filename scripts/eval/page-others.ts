/** The parts of the accuracy page that need the lists and logs of others. */
import { list, table } from "../markdown.ts";
import { hitsOf } from "./page.ts";
import type { Accuracy } from "./result.ts";

export function comparedSection({ agent_lists: { compared, missing } }: Accuracy): string[] {
  const rows = compared.map(({ name, says, quality, judgement }) => [
    name,
    says,
    hitsOf(quality.recall),
    hitsOf(quality.precision),
    hitsOf(quality.benign_rate),
    String(judgement),
  ]);
  return [
    "The labelled clients of web logs, judged by the agents that they sent: a client is hit where a list knows one of its agents. **These are lists of agents and no engines**: a rule set or a robot list sees one request at a time and does other work besides, most of them want to know *whether it is a robot* and not *what it is after*, and a monitor or feed reader that they name is no mistake of theirs. What the table shows is how far agents alone go. A list of CrowdSec's is not here.",
    "",
    ...table(["", "what it says", "collectors", "precision", "benign", "judgement"], rows),
    ...(missing.length === 0 ? [] : ["", ...list(missing.map((name) => `Left out, not at hand: ${name}.`))]),
  ];
}

export function realSection({ real_logs: { logs, missing } }: Accuracy): string[] {
  const rows = logs.map((log) => [
    log.name,
    log.requests.toLocaleString("en"),
    String(log.rejected),
    String(log.findings),
    String(log.escalated),
    String(log.watched),
    String(log.closed),
    String(log.justified),
    log.escalated_per_100000.toFixed(1),
  ]);
  const found = logs.map(({ name, by_indicator }) =>
    [
      `${name}:`,
      Object.entries(by_indicator)
        .map(([id, count]) => `${id} ${count}`)
        .join(", "),
    ].join(" "),
  );
  return [
    "Published logs of real servers, in which nobody knows who every client was: counts and no score. Whether a reader would have escalated the same is a matter of reading, which [What Vedette finds in four real logs](../real-logs.md) does for a sample against the raw lines.",
    "",
    ...(rows.length === 0
      ? []
      : [
          ...table(
            [
              "log",
              "requests",
              "rejected",
              "findings",
              "escalated",
              "watched",
              "closed",
              "justified",
              "escalated per 100,000 requests",
            ],
            rows,
          ),
          "",
          ...list(found),
        ]),
    ...(missing.length === 0 ? [] : ["", ...list(missing.map((name) => `Left out, not at hand: ${name}.`))]),
  ];
}
