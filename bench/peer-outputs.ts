/** How many lines other programs say that they read: one that read nothing is fast. Undefined where nothing is said. */

function numberIn(found: string | undefined): number | undefined {
  return found === undefined ? undefined : Number(found);
}

/** `vedette triage --json`: lines of all sources. */
export function vedetteLines(json: string): number | undefined {
  const { sources } = JSON.parse(json) as { sources?: { lines: number }[] };
  return sources?.reduce((sum, { lines }) => sum + lines, 0);
}

/** `wc -l`: a number, then the file. */
export function wcLines(text: string): number | undefined {
  return numberIn(/^\s*(\d+)\s/.exec(text)?.[1]);
}

/** The report of goaccess: requests that it understood and those that it did not. */
export function goaccessLines(json: string): number | undefined {
  const { general } = JSON.parse(json) as { general?: { total_requests?: number } };
  return general?.total_requests;
}

/** `Lines: 21503 lines, 0 ignored, 18 matched, 21485 missed` of fail2ban-regex. */
export function fail2banLines(text: string): number | undefined {
  return numberIn(/^Lines: (\d+) lines,/m.exec(text)?.[1]);
}

/** Rows of lnav with a column `total`, as CSV. */
export function lnavLines(csv: string): number | undefined {
  const [head = "", first = ""] = csv.split("\n");
  const at = head.split(",").indexOf("total");
  return at < 0 || first === "" ? undefined : numberIn(first.split(",")[at]);
}

/** Metrics of mtail as JSON, one of them `lines_total`. */
export function mtailLines(json: string): number | undefined {
  const metrics = JSON.parse(json) as Record<string, { LabelValues?: { Value: { Value: number } }[] }[]>;
  return metrics.lines_total?.[0]?.LabelValues?.[0]?.Value.Value;
}

/** Alerts in the log of crowdsec, by scenario. It does not say how many lines it read. */
export function crowdsecAlerts(log: string): Map<string, number> {
  const alerts = new Map<string, number>();
  for (const [, scenario = ""] of log.matchAll(/\) alert : (\S+) by ip /g))
    alerts.set(scenario, 1 + (alerts.get(scenario) ?? 0));
  return alerts;
}
