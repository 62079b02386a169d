/** What the options of `vedette serve` say of Kafka. */
import { readFileSync } from "node:fs";
import type { Effects } from "../../effects.ts";
import { asError, VedetteError } from "../../errors.ts";
import { isLoopback } from "../../server/listen.ts";
import type { IntakePlace, KafkaAccess, KafkaPlace } from "../../service/intakes.ts";
import { type Invocation, text } from "../command.ts";

const groupDefault = "vedette";
const portMax = 65_535;
const mechanisms = ["plain", "scram-sha-256", "scram-sha-512"] as const;
const loginPattern = /^(plain|scram-sha-256|scram-sha-512):(env|file):(.+)$/;

/** @param rest what stands behind `kafka:` or `kafka-tls:` */
export function kafkaPlaceOf(given: string, secure: boolean, rest: string): KafkaPlace {
  const [, brokers = "", topic = ""] = /^([^/]+)\/([A-Za-z0-9._-]{1,249})$/.exec(rest) ?? [];
  const places = brokers.split(",").map(brokerOf);
  if (topic === "" || topic === "." || topic === ".." || places.includes(undefined))
    throw new VedetteError("usage.option", `--intake ${given}: not brokers and a topic.`, {
      hint: "For example kafka:broker1.example:9092,broker2.example:9092/access-logs, or kafka-tls: in front.",
    });
  return { transport: "kafka", brokers: places as string[], topic, secure };
}

function brokerOf(given: string): string | undefined {
  const [, host, port] = /^(\[[0-9a-fA-F:.]+\]|[^:[\]\s]+):(\d{1,5})$/.exec(given) ?? [];
  return host === undefined || Number(port) < 1 || Number(port) > portMax ? undefined : given;
}

/** @throws VedetteError `usage.option` */
export function kafkaAccessOf(
  options: Invocation["options"],
  places: readonly IntakePlace[],
  effects: Pick<Effects, "env">,
): KafkaAccess {
  const topics = places.filter((place): place is KafkaPlace => place.transport === "kafka");
  const own = Object.keys(options).find((name) => name.startsWith("kafka-"));
  if (own !== undefined && topics.length === 0)
    throw new VedetteError("usage.option", `--${own}: no topic of Kafka is read.`, {
      hint: "Name one: --intake kafka:BROKER:PORT/TOPIC",
    });
  const login = loginOf(text(options, "kafka-login"), topics, effects);
  const group = text(options, "kafka-group") ?? groupDefault;
  if (!/^[\x21-\x7e]{1,255}$/.test(group))
    throw new VedetteError("usage.option", `--kafka-group ${group}: not a name of a group.`, {
      hint: "Letters, digits, points and hyphens.",
    });
  const pem = (name: string) => {
    const path = text(options, name);
    return path === undefined ? undefined : fileOf(name, path);
  };
  const [ca, cert, key] = [pem("kafka-ca"), pem("kafka-cert"), pem("kafka-key")];
  if ((cert === undefined) !== (key === undefined))
    throw new VedetteError("usage.option", "--kafka-cert and --kafka-key go together.", {
      hint: "Give both, or none.",
    });
  return {
    group,
    tls: {
      ...(ca === undefined ? {} : { ca }),
      ...(cert === undefined || key === undefined ? {} : { cert, key }),
    },
    ...(login === undefined ? {} : { login }),
  };
}

function loginOf(
  given: string | undefined,
  topics: readonly KafkaPlace[],
  effects: Pick<Effects, "env">,
): KafkaAccess["login"] {
  if (given === undefined) return undefined;
  const [, mechanism = "", where, name = ""] = loginPattern.exec(given) ?? [];
  const wrong = (says: string, hint: string) =>
    new VedetteError("usage.option", `--kafka-login ${given}: ${says}`, { hint });
  if (where === undefined)
    throw wrong(
      "not understood.",
      `Name a mechanism, and a variable or a file that holds NAME:SECRET: ${mechanisms.map((one) => `${one}:file:PATH`).join(", ")}.`,
    );
  const isOpen = topics.some(
    ({ secure, brokers }) =>
      !secure && !brokers.every((broker) => isLoopback(broker.replace(/:\d+$/, "").replace(/^\[|\]$/g, ""))),
  );
  if (mechanism === "plain" && isOpen)
    throw wrong("the secret would travel as it is.", "Use kafka-tls:, or SCRAM.");
  const secret = where === "env" ? effects.env(name) : fileOf("kafka-login", name).trim();
  const [, username, password] = /^([^:\r\n\0]+):([^\r\n\0]+)$/.exec(secret ?? "") ?? [];
  if (username === undefined || password === undefined)
    throw wrong(`${name} does not hold NAME:SECRET in one line.`, "Set it, and start again.");
  return { mechanism: mechanism as (typeof mechanisms)[number], username, password };
}

function fileOf(option: string, path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (thrown) {
    throw new VedetteError("usage.option", `--${option} ${path}: ${asError(thrown).message}`, {
      place: { path },
      hint: "Name a file that may be read.",
      cause: thrown,
    });
  }
}
