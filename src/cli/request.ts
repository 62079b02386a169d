/** What `triage` and `explain` share: how logs are read and judged, as options and as a request. */
import type { Content } from "../content/load.ts";
import type { TemplateFormat } from "../content/schema.ts";
import { VedetteError } from "../errors.ts";
import { dialectOf, namedTemplates } from "../ingest/format-string.ts";
import type { TriageRequest } from "../triage/triage.ts";
import { type Invocation, type Option, text, texts, type Values } from "./command.ts";
import { networks } from "./networks.ts";
import { parseTime } from "./times.ts";

/** Options that change what is read or how it is judged. */
export const readingOptions: readonly Option[] = [
  {
    name: "log-format",
    value: "string",
    many: true,
    says: "a server's own format: an Apache LogFormat or nginx log_format string, or common, combined, vhost_combined",
  },
  {
    name: "trusted-proxy",
    value: "network",
    many: true,
    says: "address or network of a proxy whose forwarding header is believed",
  },
  { name: "internal", value: "network", many: true, says: "a network that counts as inside" },
  {
    name: "from",
    value: "time",
    says: "leave out records before: 2026-05-17, 2026-05-17T10:00Z, or -6h before now",
  },
  { name: "to", value: "time", says: "leave out records after" },
];

/**
 * The request of a command line for some paths.
 * @throws VedetteError `usage.option` or `usage.log-format` for an option that is not understood
 */
export function requestOf(
  { options, effects, stdin, stdinIsTerminal }: Invocation,
  paths: readonly string[],
  content: Content,
): TriageRequest {
  if (paths.includes("-") && stdinIsTerminal) {
    throw new VedetteError(
      "usage.option",
      "Standard input is a terminal; there is nothing to read from it.",
      { hint: "Pipe a log into it: cat access.log | vedette triage -" },
    );
  }
  const from = text(options, "from");
  const to = text(options, "to");
  const store = text(options, "store");
  const fromMs = from === undefined ? undefined : parseTime(from, effects.now(), "from");
  const toMs = to === undefined ? undefined : parseTime(to, effects.now(), "to");
  if (fromMs !== undefined && toMs !== undefined && fromMs > toMs) {
    throw new VedetteError("usage.option", `--from ${from} is after --to ${to}.`, { hint: "Swap them." });
  }
  return {
    paths,
    content,
    ownFormats: ownFormats(options),
    trustedProxies: networks(options, "trusted-proxy"),
    internalNetworks: networks(options, "internal"),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
    ...(store === undefined ? {} : { store }),
    stdin,
  };
}

/** Formats that the user described, as content files would. */
function ownFormats(options: Values): TemplateFormat[] {
  return texts(options, "log-format").map((given, index) => {
    const named = namedTemplates[given];
    return {
      id: `own-${index + 1}`,
      title: "given with --log-format",
      kind: "web",
      specificity: 1000,
      reader: "template",
      dialect: named?.dialect ?? dialectOf(given),
      template: named?.template ?? given,
      trailing: false,
      source: "--log-format",
      date: "1970-01-01",
      samples: [{ record: "" }],
    };
  });
}
