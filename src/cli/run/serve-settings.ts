/** What the options of `vedette serve` mean. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { VedetteError } from "../../errors.ts";
import { type Place, placeOf } from "../../server/listen.ts";
import { type Logins, readLogins } from "../../server/notify/mail-login.ts";
import { type Network, networkOf } from "../../server/notify/permitted.ts";
import type { OidcSettings } from "../../server/oidc/model.ts";
import type { IntakePlace, KafkaAccess } from "../../service/intakes.ts";
import type { KeepSettings } from "../../service/retention.ts";
import { type Invocation, text, texts } from "../command.ts";
import { commands } from "../commands.ts";
import { kafkaAccessOf, kafkaPlaceOf } from "./kafka-settings.ts";
import { oidcSettingsOf } from "./oidc-settings.ts";
import { type Certificate, certificateOf } from "./serve-certificate.ts";

/** How others are told of changes. */
export interface NotifySettings {
  /** Of the console, without a slash at its end. */
  readonly publicUrl: string | undefined;
  /** Private networks that may be told. */
  readonly allowed: readonly Network[];
  readonly logins: Logins;
}

export interface ServeSettings {
  /** Logs that are followed; of a demonstration, recorded ones that are read where they lie. */
  readonly paths: readonly string[];
  readonly demo: boolean;
  readonly intakes: readonly IntakePlace[];
  readonly kafka: KafkaAccess;
  readonly place: Place;
  readonly hostNames: readonly string[];
  readonly tls: Certificate | undefined;
  /** Whether browsers speak TLS, with this or with a proxy in front. */
  readonly secure: boolean;
  readonly notify: NotifySettings;
  /** A provider by whom people sign in besides passwords. */
  readonly oidc: OidcSettings | undefined;
  /** Undefined for the default. */
  readonly state: string | undefined;
  readonly keep: KeepSettings;
  /** Bytes that have to stay free; undefined for the default. */
  readonly freeBytes: number | undefined;
}

/** @throws VedetteError `usage.option` */
export function settingsOf({ options, arguments: given, effects }: Invocation): ServeSettings {
  const demo = options.demo === true;
  if (demo && given.length > 0)
    throw new VedetteError("usage.option", "--demo looks at recorded logs alone.", {
      hint: "Leave --demo or the logs out.",
    });
  const intakes = texts(options, "intake").map(intakePlaceOf);
  const paths = demo ? demoLogs() : given;
  if (paths.length === 0 && intakes.length === 0)
    throw new VedetteError("usage.option", "No log was named.", {
      hint: "Name files, folders or patterns: vedette serve /var/log/nginx/; or --intake to be sent records; or --demo to look around.",
    });
  const cert = text(options, "tls-cert");
  const key = text(options, "tls-key");
  if ((cert === undefined) !== (key === undefined))
    throw new VedetteError("usage.option", "--tls-cert and --tls-key go together.", {
      hint: "Give both, or none.",
    });
  const secure = cert !== undefined || options["behind-tls"] === true;
  const notify = notifySettingsOf(options);
  return {
    paths,
    demo,
    intakes,
    kafka: kafkaAccessOf(options, intakes, effects),
    place: placeOf(text(options, "listen")),
    hostNames: texts(options, "host-name"),
    tls: cert === undefined || key === undefined ? undefined : certificateOf(cert, key),
    secure,
    notify,
    oidc: oidcSettingsOf(options, notify.publicUrl, secure),
    state: text(options, "state"),
    keep: { ageMs: ageOf(text(options, "keep")), bytes: bytesOf(options, "keep-bytes") },
    freeBytes: bytesOf(options, "keep-free"),
  };
}

function notifySettingsOf(options: Invocation["options"]): NotifySettings {
  const login = text(options, "mail-login");
  return {
    publicUrl: publicUrlOf(text(options, "public-url")),
    allowed: texts(options, "notify-to").map(networkOf),
    logins: login === undefined ? new Map() : readLogins(login),
  };
}

function publicUrlOf(given: string | undefined): string | undefined {
  if (given === undefined) return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  // What stands in a message as a link must not be able to end it.
  if (
    url === undefined ||
    !["https:", "http:"].includes(url.protocol) ||
    `${url.username}${url.password}${url.search}${url.hash}` !== "" ||
    /[<>|\s]/.test(url.href)
  )
    throw new VedetteError("usage.option", `--public-url ${given}: not where a console is reached.`, {
      hint: "For example https://sentry.example.",
    });
  return url.href.replace(/\/+$/, "");
}

const ages: Readonly<Record<string, number>> = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const sizes: Readonly<Record<string, number>> = { MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

function ageOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const [, count, unit = ""] = /^([1-9]\d{0,5})([hdw])$/.exec(given) ?? [];
  if (count === undefined)
    throw new VedetteError("usage.option", `--keep ${given}: not an age.`, {
      hint: "For example 90d; h, d and w are hours, days and weeks.",
    });
  return Number(count) * (ages[unit] ?? 0);
}

function bytesOf(options: Invocation["options"], name: string): number | undefined {
  const given = text(options, name);
  if (given === undefined) return undefined;
  const [, count, unit = ""] = /^([1-9]\d{0,8}(?:\.\d{1,3})?)(MiB|GiB|TiB)$/.exec(given) ?? [];
  if (count === undefined)
    throw new VedetteError("usage.option", `--${name} ${given}: not a size.`, {
      hint: "For example 50GiB; also MiB and TiB.",
    });
  return Math.floor(Number(count) * (sizes[unit] ?? 0));
}

function intakePlaceOf(given: string): IntakePlace {
  const [, folder] = /^drop:(.+)$/.exec(given) ?? [];
  if (folder !== undefined) return { transport: "drop", folder };
  const [, isSecure, topic] = /^kafka(-tls)?:(.+)$/.exec(given) ?? [];
  if (topic !== undefined) return kafkaPlaceOf(given, isSecure !== undefined, topic);
  const [, transport, rest] = /^(udp|tcp|tls|http):(.+)$/.exec(given) ?? [];
  if (transport === undefined)
    throw new VedetteError("usage.option", `--intake ${given}: not a place that records are taken at.`, {
      hint: "For example udp:0.0.0.0:5514, tcp:127.0.0.1:5514, tls:0.0.0.0:6514, http:127.0.0.1:9200, kafka:127.0.0.1:9092/access-logs or drop:/var/mail/abuse.",
    });
  return { transport: transport as "udp" | "tcp" | "tls" | "http", ...placeOf(rest, "intake") };
}

/** Recorded logs of each kind; the other folders have more of the same, and would take a minute to look at. */
const demoFolders = ["hosts", "mail", "nids", "proxy", "signins"];

/** What lies beside recorded logs and is none. */
const aboutLogs: ReadonlySet<string> = new Set(["README.md", "labels.json", "run.json"]);

/** @throws VedetteError where this installation has no recorded logs */
function demoLogs(): string[] {
  const folder = fileURLToPath(new URL("../../../../samples/", import.meta.url));
  if (!existsSync(folder))
    throw new VedetteError("input.missing", "This installation has no recorded logs.", {
      hint: "Name your own: vedette serve /var/log/nginx/",
    });
  const logs = readdirSync(folder).filter((name) => /\.log(?:\.\d+\.gz)?$/.test(name));
  const inFolders = demoFolders.flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((entry) => !aboutLogs.has(entry))
      .map((entry) => join(name, entry)),
  );
  return [...logs, ...inFolders].sort().map((name) => join(folder, name));
}

const own: ReadonlySet<string> = new Set([
  "state",
  "listen",
  "host-name",
  "tls-cert",
  "tls-key",
  "behind-tls",
  "intake",
  "kafka-group",
  "kafka-login",
  "kafka-ca",
  "kafka-cert",
  "kafka-key",
  "public-url",
  "notify-to",
  "mail-login",
  "oidc-issuer",
  "oidc-client",
  "oidc-secret",
  "oidc-name",
  "oidc-scope",
  "oidc-claim",
  "oidc-role",
  "keep",
  "keep-bytes",
  "keep-free",
  "demo",
  "quiet",
]);

/** Options that logs are read and judged by. */
export function judgingOptions(options: Invocation["options"]): Invocation["options"] {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !own.has(name)));
}

/** A command's words with the store in a folder, unless a server has it, and with those options that cases are judged by which it has. */
export function commandOf(words: readonly string[], store: string, options: Invocation["options"]): string[] {
  const [name = "", ...rest] = words;
  const known = new Set(
    commands.find((command) => command.name === name)?.options.map((option) => option.name),
  );
  const judging = Object.entries(judgingOptions(options)).flatMap(([option, value]) =>
    !known.has(option)
      ? []
      : [value].flat().map((one) => (one === true ? `--${option}` : `--${option}=${String(one)}`)),
  );
  const inFolder = options.engine === undefined ? [`--store=${store}`] : [];
  return [name, ...inFolder, ...judging, ...rest];
}
