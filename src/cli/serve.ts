/** `vedette serve`: the triage as a service that runs all day, with the console. */
import type { Command } from "./command.ts";
import { engineOption, pathsArgument, readingOptions } from "./options.ts";

/** What a service cannot be asked: its window moves, and it keeps what an earlier report would tell. */
const notHere: ReadonlySet<string> = new Set(["from", "to", "since"]);

export const serveCommand: Command = {
  name: "serve",
  summary: "run as a service: logs are looked at as they grow, and cases are worked on in the browser",
  description:
    "Looks at logs as they grow, keeps what they held, and keeps cases in a casebook, which people work on in the browser. Listens on this machine alone unless it is told otherwise. Everything that it keeps lies in one folder. The first start prints a link for the first account.",
  arguments: [{ ...pathsArgument, says: "logs that are followed: files, folders, patterns" }],
  options: [
    {
      name: "state",
      value: "folder",
      typedOnly: true,
      says: "where everything is kept (default: ./vedette-state)",
    },
    {
      name: "listen",
      value: "place",
      typedOnly: true,
      says: "address and port to listen at (default: 127.0.0.1:8592)",
    },
    {
      name: "host-name",
      value: "name",
      many: true,
      typedOnly: true,
      says: "a name, with port where it is not the usual one, by which browsers call it besides",
    },
    { name: "tls-cert", value: "file", typedOnly: true, says: "certificate, with those above it, as PEM" },
    { name: "tls-key", value: "file", typedOnly: true, says: "key of the certificate, as PEM" },
    {
      name: "behind-tls",
      typedOnly: true,
      says: "a proxy in front speaks TLS with browsers, so that cookies travel over TLS only",
    },
    {
      name: "intake",
      value: "place",
      many: true,
      typedOnly: true,
      says: "take records at a place: udp:, tcp: or tls:ADDRESS:PORT for syslog, http:ADDRESS:PORT for _bulk, NDJSON, lines and OpenTelemetry logs, kafka: or kafka-tls:BROKER:PORT[,BROKER:PORT]/TOPIC for a topic of Kafka, drop:FOLDER for mails that are put there",
    },
    {
      name: "kafka-group",
      value: "name",
      typedOnly: true,
      says: "consumer group in which topics of Kafka are read (default: vedette)",
    },
    {
      name: "kafka-login",
      value: "login",
      typedOnly: true,
      says: "how to sign in at brokers: plain, scram-sha-256 or scram-sha-512, then :env:NAME or :file:PATH of what holds NAME:SECRET",
    },
    {
      name: "kafka-ca",
      value: "file",
      typedOnly: true,
      says: "authority of the certificates of brokers, as PEM (default: those that Node knows)",
    },
    {
      name: "kafka-cert",
      value: "file",
      typedOnly: true,
      says: "certificate to show to brokers, with those above it, as PEM",
    },
    { name: "kafka-key", value: "file", typedOnly: true, says: "key of that certificate, as PEM" },
    {
      ...engineOption,
      says: "keep the records on a ClickHouse server in place of the folder: clickhouse://user@host:8123/database; the password in VEDETTE_CLICKHOUSE_PASSWORD or a file",
    },
    {
      name: "keep",
      value: "age",
      typedOnly: true,
      says: "remove records that are older, such as 90d (default: keep all)",
    },
    {
      name: "keep-bytes",
      value: "size",
      typedOnly: true,
      says: "remove the oldest records while the store is larger, such as 50GiB (default: keep all)",
    },
    {
      name: "keep-free",
      value: "size",
      typedOnly: true,
      says: "take nothing while less is free on the disk of the state, such as 100MiB (default: a twentieth of it, 64MiB to 512MiB)",
    },
    {
      name: "public-url",
      value: "url",
      typedOnly: true,
      says: "where people reach the console, for links in notifications and for --oidc-issuer: https://sentry.example",
    },
    {
      name: "notify-to",
      value: "network",
      many: true,
      typedOnly: true,
      says: "a private address or network, or this machine (127.0.0.1), to which notifications may go",
    },
    {
      name: "mail-login",
      value: "file",
      typedOnly: true,
      says: "logins of mail servers, one a line: machine HOST login NAME password SECRET",
    },
    {
      name: "oidc-issuer",
      value: "url",
      typedOnly: true,
      says: "an OpenID provider by which people sign in besides passwords: https://sso.example",
    },
    {
      name: "oidc-client",
      value: "name",
      typedOnly: true,
      says: "what the provider knows this service by (client ID)",
    },
    {
      name: "oidc-secret",
      value: "file",
      typedOnly: true,
      says: "a file with the client's secret, where it has one",
    },
    {
      name: "oidc-name",
      value: "name",
      typedOnly: true,
      says: "what people call the provider (default: its host)",
    },
    {
      name: "oidc-scope",
      value: "scope",
      many: true,
      typedOnly: true,
      says: "asked for besides openid and profile, where the provider needs it to tell groups",
    },
    {
      name: "oidc-claim",
      value: "name",
      typedOnly: true,
      says: "the claim that says what people may do here (default: groups)",
    },
    {
      name: "oidc-role",
      value: "value=role",
      many: true,
      typedOnly: true,
      says: "who gets in by it: a value of the claim, and reader, tier1, tier2 or administrator; * for everybody. The highest counts",
    },
    {
      name: "demo",
      typedOnly: true,
      says: "look at recorded logs, with a state that is removed at the end",
    },
    ...readingOptions.filter(({ name }) => !notHere.has(name)),
    { name: "quiet", short: "q", says: "no notes on standard error" },
  ],
  examples: [
    { line: "vedette serve --demo", says: "recorded logs, to look around" },
    {
      line: "vedette serve --state /var/lib/vedette /var/log/nginx/",
      says: "a web server's logs, as they grow",
    },
  ],
  run: async (given) => (await import("./run/serve.ts")).run(given),
};
