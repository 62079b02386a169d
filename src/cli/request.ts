/** What commands that read logs share: how logs are read and judged, as a request. */
import { existsSync } from "node:fs";
import type { Content } from "../content/load.ts";
import type { TemplateFormat } from "../content/schema.ts";
import type { Effects } from "../effects.ts";
import type { ServerAddress } from "../engine/clickhouse/address.ts";
import { VedetteError } from "../errors.ts";
import { dialectOf, namedTemplates } from "../ingest/format-string.ts";
import type { TriageRequest } from "../triage/request.ts";
import { didYouMean } from "../words.ts";
import { type Invocation, text, texts, type Values } from "./command.ts";
import { feedsOf } from "./intel-folder.ts";
import { networks } from "./networks.ts";
import { registerName } from "./options.ts";
import { parseTime } from "./times.ts";

/**
 * The request of a command line for some paths. What reads a file that was named is loaded where one was.
 * @throws VedetteError `usage.option` or `usage.log-format` for an option that is not understood
 */
export async function requestOf(
  { options, effects, stdin, stdinIsTerminal }: Invocation,
  paths: readonly string[],
  content: Content,
): Promise<TriageRequest> {
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
  const server = await serverOf(options, effects);
  const baseline = text(options, "baseline");
  const policy = text(options, "policy");
  const since = text(options, "since");
  const register = registerPath(options);
  const playbook = text(options, "playbook");
  const location = text(options, "ip-location");
  const feedFolder = text(options, "intel");
  const sigma = texts(options, "sigma");
  const feeds = await feedsOf(options, effects);
  const fromMs = from === undefined ? undefined : parseTime(from, effects.now(), "from");
  const toMs = to === undefined ? undefined : parseTime(to, effects.now(), "to");
  if (fromMs !== undefined && toMs !== undefined && fromMs > toMs) {
    throw new VedetteError("usage.option", `--from ${from} is after --to ${to}.`, { hint: "Swap them." });
  }
  const own = ownFormats(options);
  const as = formatOf(options, content, own);
  return {
    paths,
    content:
      policy === undefined ? content : (await import("../content/policies.ts")).withPolicy(content, policy),
    ...(policy === undefined ? {} : { policy }),
    ...(since === undefined ? {} : { since: (await import("../assess/since-file.ts")).readEarlier(since) }),
    ownFormats: own,
    ...(as === undefined ? {} : { as }),
    trustedProxies: networks(options, "trusted-proxy"),
    internalNetworks: networks(options, "internal"),
    ...(location === undefined
      ? {}
      : {
          locations: (await import("../intel/ip-location.ts")).locationFiles(location),
          locationFolder: location,
        }),
    ...(sigma.length === 0
      ? {}
      : { sigma: (await import("../triage/given-rules.ts")).readGivenRules(sigma) }),
    ...(feedFolder === undefined ? {} : { feedFolder }),
    ...(feeds.length === 0 ? {} : { feeds }),
    ...(baseline === undefined
      ? {}
      : { baseline: (await import("../detect/baseline-file.ts")).readBaseline(baseline) }),
    ...(register === undefined
      ? {}
      : {
          register: {
            ...(await import("../assess/register-file.ts")).readRegister(register),
            trusted: networks(options, "trusted-proxy"),
          },
        }),
    ...(playbook === undefined
      ? {}
      : { playbook: (await import("../content/playbook/file.ts")).readPlaybook(playbook, content) }),
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(toMs === undefined ? {} : { toMs }),
    ...(store === undefined ? {} : { store }),
    ...(server === undefined ? {} : { server }),
    stdin,
  };
}

/** Whether a store is named, in a folder or on a server. */
export function namesStore(options: Values): boolean {
  return text(options, "store") !== undefined || text(options, "engine") !== undefined;
}

/**
 * The server that is named to hold the store.
 * @throws VedetteError `usage.option`
 */
export async function serverOf(
  options: Values,
  effects: Pick<Effects, "env">,
): Promise<ServerAddress | undefined> {
  const address = text(options, "engine");
  if (address === undefined) return undefined;
  if (text(options, "store") !== undefined)
    throw new VedetteError("usage.option", "--store and --engine both name a store.", {
      hint: "Give one of them.",
    });
  const { serverAddress } = await import("../engine/clickhouse/address.ts");
  return serverAddress(address, effects.env);
}

/** The register that is named, or the one of the folder; undefined where there is none. */
export function registerPath(options: Values): string | undefined {
  return text(options, "register") ?? (existsSync(registerName) ? registerName : undefined);
}

/** The format of --as, each part of it known. */
function formatOf(options: Values, content: Content, own: readonly TemplateFormat[]): string | undefined {
  const given = text(options, "as");
  if (given === undefined) return undefined;
  const parts = given.split("+");
  const formats = [...own, ...content.formats];
  for (const [index, part] of parts.entries()) {
    const known: readonly { readonly id: string; readonly title: string }[] =
      index === parts.length - 1 ? formats : content.wrappers;
    if (known.some(({ id }) => id === part)) continue;
    const ids = known.map(({ id }) => id);
    const titleOf = (name: string) => known.find(({ id }) => id === name)?.title ?? "";
    throw new VedetteError(
      "usage.option",
      `--as ${given}: there is no ${index === parts.length - 1 ? "format" : "layer around records"} ${part}.`,
      { hint: `${didYouMean(part, ids, titleOf)} See \`vedette formats\`.` },
    );
  }
  return given;
}

/** Without a directive a text can only have been meant as a name. */
function noFormatString(given: string): VedetteError {
  return new VedetteError(
    "usage.log-format",
    `--log-format ${given}: no format string has this name, and it holds no directive (%h, $remote_addr).`,
    {
      hint: `${didYouMean(given, Object.keys(namedTemplates))} Formats of \`vedette formats\` are given with --as.`,
    },
  );
}

/** Formats that the user described, as content files would. */
function ownFormats(options: Values): TemplateFormat[] {
  return texts(options, "log-format").map((given, index) => {
    const named = Object.hasOwn(namedTemplates, given) ? namedTemplates[given] : undefined;
    if (named === undefined && !/[%$]/.test(given)) throw noFormatString(given);
    const dialect = named?.dialect ?? dialectOf(given);
    return {
      id: `own-${index + 1}`,
      title: "given with --log-format",
      kind: dialect === "squid" ? "proxy" : "web",
      specificity: 1000,
      reader: "template",
      dialect,
      template: named?.template ?? given,
      trailing: false,
      source: "--log-format",
      date: "1970-01-01",
      samples: [{ record: "" }],
    };
  });
}
