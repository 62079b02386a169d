/** What a line means in words that one analyst can say to another. */
import type { Row } from "../engine/engine.ts";
import type { IndicatorExplanation } from "./explain-indicators.ts";

/** What was decided on the weightiest of those whom a line concerns. */
export interface Decided {
  readonly who: string;
  readonly action: string;
  /** What the rule says of anybody whom it meets. */
  readonly because: string;
}

interface Told {
  readonly event: Row;
  readonly client: string | undefined;
  readonly place: Row | undefined;
  readonly agent: Row | undefined;
  readonly indicators: readonly IndicatorExplanation[];
  readonly decided: Decided | undefined;
}

const actions: Readonly<Record<string, string>> = {
  escalate: "goes to Tier 2",
  watch: "is watched",
  close: "is closed",
  justified: "is set aside",
};
const shownCharacters = 120;

/** One or two sentences: what the line is, and what came of whom it concerns. */
export function tell(one: Told): string {
  const what = one.event.event_class === "http" ? request(one) : record(one.event);
  return `${what} ${outcome(one)}`;
}

function when({ time_ms }: Row): string {
  const time = Number(time_ms);
  return time > 0
    ? `On ${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`
    : "At an unknown time";
}

function short(text: string): string {
  return text.length > shownCharacters ? `${text.slice(0, shownCharacters)}…` : text;
}

function request({ event, client, place, agent }: Told): string {
  const path = short(String(place?.canonical_path ?? event.url_original));
  const endpoint = String(place?.endpoint ?? "");
  const meant =
    endpoint === "" ? "" : ` (${String(place?.sensitivity)}: it would tell ${String(place?.discloses)})`;
  const name = String(agent?.name ?? "");
  const program = name === "" ? "" : `, as ${name},`;
  return `${when(event)} ${client ?? String(event.source_ip)}${program} asked for ${path}${meant} and ${answer(event)}.`;
}

function answer({ http_response_status_code, http_response_body_bytes }: Row): string {
  const status = Number(http_response_status_code);
  const bytes = Number(http_response_body_bytes);
  if (status === 0) return "the answer is not logged";
  if (status === 200 || status === 206)
    return `was served ${bytes >= 0 ? `${bytes.toLocaleString("en")} bytes` : "it"} (${status})`;
  if (status === 401 || status === 403) return `was refused (${status})`;
  if (status === 404 || status === 410) return `was told that it is not there (${status})`;
  if (status >= 300 && status < 400) return `got no body (${status})`;
  return `got ${status}`;
}

/** Of a record that is no request: what it is, and of whom. */
function record(event: Row): string {
  const first = (...names: readonly string[]) =>
    names.map((name) => String(event[name] ?? "")).find((text) => text !== "" && text !== "-");
  const who = first("host_name", "email_from", "user_name", "source_ip") ?? "somebody";
  const what = first(
    "process_name",
    "email_subject",
    "rule_name",
    "event_action",
    "url_domain",
    "dns_question_name",
  );
  return `${when(event)} ${who}: ${String(event.event_class)}${what === undefined ? "" : `, ${short(what)}`}.`;
}

function outcome({ indicators, decided }: Told): string {
  if (decided !== undefined)
    return `${decided.who} ${actions[decided.action] ?? decided.action}${decided.because === "" ? "" : `: ${decided.because}`}.`;
  if (indicators.length === 0) return "No indicator reads records like this one.";
  const nearest = indicators.find(({ outcome }) => outcome === "did not fire");
  const lacking = nearest?.conditions.find(({ holds }) => !holds);
  return lacking === undefined
    ? "Nothing was found against it."
    : `Nothing was found against it; nearest was ${nearest?.title.toLowerCase()}: ${lacking.sentence}.`;
}
