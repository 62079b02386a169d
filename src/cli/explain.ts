/** `vedette explain FILE:LINE`: what the line became, and what each indicator concluded and why. */
import { loadContent } from "../content/load.ts";
import { VedetteError } from "../errors.ts";
import { forTerminal, shorten } from "../report/safe-text.ts";
import { type Explanation, explain } from "../triage/explain.ts";
import { openTriage } from "../triage/triage.ts";
import type { Command, Invocation } from "./command.ts";
import { networks } from "./networks.ts";
import { ownFormats } from "./triage.ts";

export const explainCommand: Command = {
  name: "explain",
  summary: "say what a line became and what each indicator concluded about it",
  description: "Reads the whole file, because indicators judge a source by all it did, then explains one line of it: its columns, its path in plain, its agent, and for each indicator the numbers and why it fired or did not.",
  arguments: [
    { name: "file:line", required: true, says: "a file and a physical line in it, as the report names them", completes: "files" },
    { name: "path", many: true, says: "more logs to judge it by", completes: "files" },
  ],
  options: [
    { name: "log-format", value: "string", many: true, says: "a server's own format (see triage)" },
    { name: "trusted-proxy", value: "network", many: true, says: "address or network of a proxy whose forwarding header is believed" },
    { name: "json", says: "print JSON" },
  ],
  examples: [{ line: "vedette explain access.log:1042", says: "line 1042 of access.log" }],
  run,
};

async function run({ arguments: [place, ...others], options, effects, stdin }: Invocation): Promise<number> {
  const match = /^(.+):(\d+)$/s.exec(place ?? "");
  const path = match?.[1];
  const line = Number(match?.[2]);
  if (path === undefined || line < 1) {
    throw new VedetteError("usage.location", `${forTerminal(place ?? "")}: not FILE:LINE.`, { hint: "Write the file and the number of a line in it: access.log:1042" });
  }
  const open = await openTriage(
    { paths: [path, ...others], content: loadContent(), ownFormats: ownFormats(options), trustedProxies: networks(options, "trusted-proxy"), internalNetworks: [], stdin },
    effects,
  );
  try {
    const problem = open.result.problems[0];
    if (problem !== undefined) throw problem;
    const source = open.result.sources.find((candidate) => candidate.path === path);
    if (source === undefined) throw new VedetteError("usage.location", `${forTerminal(path)} is not a file.`, { hint: "Name one file, not a folder." });
    if (source.problem !== undefined && source.events === 0) throw source.problem;
    const explanation = await explain(open, source, line);
    if (explanation.raw === undefined) throw new VedetteError("usage.location", `${forTerminal(path)} has no line ${line}.`, { hint: `It has ${source.lines.toLocaleString("en")} records.` });
    effects.stdout(options.json === true ? `${JSON.stringify(explanation, null, 2)}\n` : renderExplanation(explanation));
    return 0;
  } finally {
    await open.close();
  }
}

const shownColumns = ["source_ip", "forwarded_for", "user_name", "http_request_method", "url_original", "http_response_status_code", "http_response_body_bytes", "http_request_referrer", "user_agent_original", "url_domain"];

function renderExplanation(one: Explanation): string {
  const lines: string[] = [];
  const put = (text = "") => lines.push(text);
  const safe = (value: unknown) => forTerminal(Array.isArray(value) ? value.join(", ") : String(value));
  put(`${forTerminal(one.path)}:${one.line}  (${one.format})`);
  put(`  ${shorten(forTerminal(one.raw ?? ""), 400)}`);
  put();
  if (one.event === undefined) {
    put(`No event: ${one.reason}.`);
    put(one.verdict);
    return `${lines.join("\n")}\n`;
  }
  put("The line became");
  const time = Number(one.event.time_ms);
  put(`  time                        ${time > 0 ? new Date(time).toISOString() : "none"}`);
  for (const column of shownColumns) {
    const value = one.event[column];
    if (value !== "" && value !== -1) put(`  ${column.padEnd(27)} ${shorten(safe(value), 200)}`);
  }
  if (one.source !== undefined && one.source !== one.event.source_ip) put(`  the client is               ${forTerminal(one.source)}`);
  if (one.place !== undefined) {
    put(`  path in plain               ${safe(one.place.canonical_path)}`);
    if ((one.place.disguises as string[]).length > 0) put(`  disguised by                ${safe(one.place.disguises)}`);
    if (one.place.endpoint !== "") put(`  catalogued as               ${safe(one.place.endpoint)}: ${safe(one.place.product)}, ${safe(one.place.sensitivity)}; would tell ${safe(one.place.discloses)}`);
  }
  if (one.agent !== undefined) {
    put(`  agent                       ${safe(one.agent.class)}${one.agent.name === "" ? "" : `: ${safe(one.agent.name)}, ${safe(one.agent.what)}`}; ${safe(one.agent.clients)} source(s) use it`);
    for (const key of ["impossible", "too_early", "unlikely"]) {
      const reasons = one.agent[key] as string[];
      if (reasons.length > 0) put(`  agent ${key.replace("_", " ").padEnd(21)} ${safe(reasons.join("; "))}`);
    }
  }
  put();
  put("What each indicator concluded");
  for (const indicator of one.indicators) {
    put(`  ${indicator.id.padEnd(24)} ${indicator.outcome}${indicator.outcome === "did not fire" ? "" : `: ${shorten(forTerminal(indicator.sentence), 300)}`}`);
    if (indicator.outcome === "fired" || indicator.outcome === "did not fire") {
      for (const condition of indicator.conditions) put(`      ${condition.holds ? "holds" : "fails"}: ${shorten(forTerminal(condition.sentence), 300)}`);
    }
  }
  put();
  put(shorten(forTerminal(one.verdict), 600));
  return `${lines.join("\n")}\n`;
}
