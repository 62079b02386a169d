/** The ways in that a service opens. */

import { statSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import type { Effects } from "../effects.ts";
import { asError, VedetteError } from "../errors.ts";
import { counting } from "../intake/committed.ts";
import { watchDrop } from "../intake/drop.ts";
import { follow } from "../intake/follow.ts";
import type { Credential } from "../intake/http.ts";
import { httpServer } from "../intake/http-server.ts";
import type { KafkaSettings } from "../intake/kafka/consume.ts";
import type { Intake, Spool } from "../intake/model.ts";
import { listenSyslog } from "../intake/syslog.ts";
import { evenNow } from "./clock.ts";

/** A place that syslog or HTTP is taken at. */
interface Listening {
  readonly transport: "udp" | "tcp" | "tls" | "http";
  readonly host: string;
  readonly port: number;
}

/** A topic of Kafka that is read. */
export interface KafkaPlace {
  readonly transport: "kafka";
  /** `HOST:PORT` of each. */
  readonly brokers: readonly string[];
  readonly topic: string;
  /** Whether over TLS. */
  readonly secure: boolean;
}

/** How brokers are spoken to. */
export interface KafkaAccess extends Pick<KafkaSettings, "group" | "login"> {
  readonly tls: NonNullable<KafkaSettings["tls"]>;
}

/** A place that records are taken at; a folder into which mails are put is one too. */
export type IntakePlace = Listening | KafkaPlace | { readonly transport: "drop"; readonly folder: string };

export interface IntakeSettings {
  /** Files, folders and patterns that are followed. */
  readonly paths: readonly string[];
  readonly places: readonly IntakePlace[];
  readonly kafka: KafkaAccess;
  /** PEM texts, where a place takes TLS. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly authorize: (credential: Credential) => boolean;
}

/** An intake with its name for people. */
export interface OpenIntake {
  readonly name: string;
  readonly intake: Intake;
}

/**
 * Opens them all.
 * @throws VedetteError `intake.setting`; what was opened until then is closed
 */
export async function openIntakes(
  spool: Spool,
  { paths, places, kafka, tls, authorize }: IntakeSettings,
  effects: Pick<Effects, "now">,
): Promise<OpenIntake[]> {
  const open: OpenIntake[] = [];
  try {
    // What waits for a file to be quiet must not be hurried by a clock that is set.
    if (paths.length > 0)
      open.push({ name: "files", intake: follow(spool, { paths: paths.map(patternOf) }, { now: evenNow }) });
    for (const place of places) {
      if (place.transport === "drop") {
        open.push(openDrop(spool, place.folder, effects));
        continue;
      }
      if (place.transport === "kafka") {
        open.push(await openKafka(spool, place, kafka));
        continue;
      }
      const { transport, host, port } = place;
      const name = `${transport}:${host.includes(":") ? `[${host}]` : host}`;
      if (transport === "http") open.push(await openHttp(spool, place, authorize));
      else {
        if (transport === "tls" && tls === undefined)
          throw new VedetteError(
            "intake.setting",
            `Syslog over TLS at ${host}:${port} needs a certificate.`,
            {
              hint: "Give --tls-cert and --tls-key.",
            },
          );
        const intake = await listenSyslog(spool, {
          name: `${transport}-${port}`,
          transport,
          host,
          port,
          ...(transport === "tls" && tls !== undefined ? { tls } : {}),
        });
        open.push({ name: `${name}:${intake.port}`, intake });
      }
    }
    return open;
  } catch (thrown) {
    for (const { intake } of open) await intake.close();
    throw thrown;
  }
}

/** A folder stands for all files in it; the follower passes packed ones over. */
function patternOf(path: string): string {
  const whole = resolve(path);
  return statSync(whole, { throwIfNoEntry: false })?.isDirectory() === true ? join(whole, "**/*") : whole;
}

function openDrop(spool: Spool, folder: string, effects: Pick<Effects, "now">): OpenIntake {
  const whole = resolve(folder);
  if (statSync(whole, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new VedetteError("intake.setting", `${folder}: there is no such folder for mails.`, {
      place: { path: folder },
      hint: "Make it, or name the folder of a Maildir (the one that holds new/).",
    });
  return { name: `drop:${whole}`, intake: watchDrop(spool, { folder: whole }, effects) };
}

/** A broker that is not there is no reason not to start: it is tried again. */
async function openKafka(spool: Spool, place: KafkaPlace, access: KafkaAccess): Promise<OpenIntake> {
  const { brokers, topic, secure } = place;
  const { consume } = await import("../intake/kafka/consume.ts");
  const { tls, ...rest } = access;
  return {
    name: `${secure ? "kafka-tls" : "kafka"}:${brokers.join(",")}/${topic}`,
    intake: consume(spool, { ...rest, brokers, topic, ...(secure ? { tls } : {}) }),
  };
}

/** For how long a sender without a token that is known is told of after its last request. */
const refusedShownMs = 10 * 60_000;

/** Requests that were refused because of who sent them: a shipper with a wrong token loses records, and nobody else would say so. */
class RefusedSenders {
  readonly #ticks: () => number;
  #count = 0;
  #last: number | undefined;

  constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  get count(): number {
    return this.#count;
  }

  counting(authorize: (credential: Credential) => boolean): (credential: Credential) => boolean {
    return (credential) => {
      const isLetIn = authorize(credential);
      if (!isLetIn) {
        this.#count += 1;
        this.#last = this.#ticks();
      }
      return isLetIn;
    };
  }

  notes(): string[] {
    if (this.#last === undefined || this.#ticks() - this.#last > refusedShownMs) return [];
    const seconds = Math.round((this.#ticks() - this.#last) / 1000);
    return [
      `Somebody sends without a token, or with one that is not known; the last request came ${seconds.toLocaleString("en")} s ago. Tokens of shippers are made under Accounts.`,
    ];
  }
}

async function openHttp(
  spool: Spool,
  { host, port }: Listening,
  authorize: (credential: Credential) => boolean,
): Promise<OpenIntake> {
  const counted = counting(spool);
  const refused = new RefusedSenders(evenNow);
  const server = httpServer(counted, { authorize: refused.counting(authorize) });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new VedetteError(
          "intake.setting",
          `HTTP cannot listen at ${host}:${port}: ${error.code === "EADDRINUSE" ? "another program listens there already" : asError(error).message}.`,
          { hint: "Name another address or port.", cause: error },
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  const { port: given } = server.address() as AddressInfo;
  return {
    name: `http:${host.includes(":") ? `[${host}]` : host}:${given}`,
    intake: {
      figures: () => ({ ...counted.counts(), refusals: refused.count }),
      notes: () => refused.notes(),
      close: () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    },
  };
}
