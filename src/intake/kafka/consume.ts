/**
 * Reads a topic of Kafka as a member of a consumer group.
 *
 * Records are committed to the spool together with how far the partition was read, and the group's offset is committed at the broker
 * behind that: a kill in between brings records again that are then known. Where the broker fails, or the topic is not there, it is
 * said so and tried again, for as long as the service runs.
 */
import type { Consumer, EachBatchPayload, Kafka, SASLOptions } from "kafkajs";
import { asError } from "../../errors.ts";
import { intakeLimits } from "../../limits.ts";
import type { Intake, Spool } from "../model.ts";
import type { Message } from "./batches.ts";
import { type KafkaLibrary, loadKafka } from "./library.ts";
import { Writer } from "./writer.ts";

export interface KafkaSettings {
  /** `HOST:PORT` of brokers to begin with. */
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly group: string;
  /** PEM texts: the authority of brokers, and what is shown to them. */
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly login?: SASLOptions;
  /** For tests, in milliseconds. */
  readonly waits?: Partial<Waits>;
}

interface Waits {
  /** In front of another try; it doubles up to the second. */
  readonly first: number;
  readonly last: number;
  readonly session: number;
}

const waitsDefault: Waits = { first: 1000, last: 60_000, session: 30_000 };
const partitionsAtOnce = 4;
const pollMs = 1000;
/** How often the library tries by itself before it is told to people. */
const ownRetries = 2;
/** How long an ending waits for the broker's answers. */
const closeMs = 5000;
const sentenceMax = 300;

export function consume(spool: Spool, settings: KafkaSettings): Intake {
  const intake = new KafkaIntake(spool, settings, loadKafka());
  intake.start();
  return intake;
}

/** The service ends while something waited. */
class Closing extends Error {}

class KafkaIntake implements Intake {
  readonly #spool: Spool;
  readonly #settings: KafkaSettings;
  readonly #library: KafkaLibrary;
  readonly #writer: Writer;
  readonly #waits: Waits;
  /** What is wrong now. */
  #trouble: string | undefined;
  /** Messages that are behind the last that was taken, by partition. */
  readonly #behind = new Map<number, number>();
  /** Partitions of which the record in front of the position was asked for since the group was joined. */
  readonly #looked = new Set<number>();
  #closed = false;
  #close: () => void = () => {};
  readonly #closing: Promise<void>;
  #running: Promise<void> = Promise.resolve();

  constructor(spool: Spool, settings: KafkaSettings, library: KafkaLibrary) {
    this.#spool = spool;
    this.#settings = settings;
    this.#library = library;
    this.#writer = new Writer(spool, settings.topic);
    this.#waits = { ...waitsDefault, ...settings.waits };
    this.#closing = new Promise((resolve) => {
      this.#close = resolve;
    });
  }

  start(): void {
    this.#running = this.#run();
  }

  figures(): Readonly<Record<string, number>> {
    const behind = [...this.#behind.values()].reduce((sum, count) => sum + count, 0);
    return { ...this.#writer.counts, behind };
  }

  notes(): readonly string[] {
    return [...(this.#trouble === undefined ? [] : [this.#trouble]), ...this.#writer.notes.last()];
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#close();
    await this.#running;
  }

  async #run(): Promise<void> {
    let waitMs = this.#waits.first;
    while (!this.#closed) {
      const before = this.#writer.counts.records;
      const failure = await this.#session().catch(asError);
      if (this.#closed) return;
      if (this.#writer.counts.records > before) waitMs = this.#waits.first;
      this.#trouble = `${sentence(failure.message)} Tried again every ${Math.ceil(waitMs / 1000)} s.`;
      await this.#pause(waitMs);
      waitMs = Math.min(waitMs * 2, this.#waits.last);
    }
  }

  /** Reads until the service ends or something fails. @returns what failed */
  async #session(): Promise<Error> {
    const { brokers, topic, group, tls, login } = this.#settings;
    const kafka = new this.#library.Kafka({
      clientId: "vedette",
      brokers: [...brokers],
      ...(tls === undefined ? {} : { ssl: { ...tls } }),
      ...(login === undefined ? {} : { sasl: login }),
      connectionTimeout: intakeLimits.kafkaConnectMs,
      authenticationTimeout: intakeLimits.kafkaConnectMs,
      requestTimeout: intakeLimits.kafkaRequestMs,
      retry: { retries: ownRetries },
      logLevel: this.#library.logLevel.ERROR,
      logCreator:
        () =>
        ({ log }) => {
          if (!this.#closed) this.#trouble = sentence(`${log.message}: ${log.error ?? ""}`);
        },
    });
    const cluster = await this.#look(kafka);
    const consumer = kafka.consumer({
      groupId: group,
      allowAutoTopicCreation: false,
      metadataMaxAge: this.#waits.session,
      maxBytes: intakeLimits.kafkaFetchBytes,
      maxBytesPerPartition: intakeLimits.kafkaPartitionBytes,
      maxWaitTimeInMs: pollMs,
      sessionTimeout: this.#waits.session,
      heartbeatInterval: this.#waits.session / 10,
      // Each failure ends the session, so that there is one place that waits and tells.
      retry: { retries: ownRetries, restartOnFailure: () => Promise.resolve(false) },
    });
    try {
      return await this.#consumeWith(consumer, topic, cluster);
    } finally {
      this.#behind.clear();
      await Promise.race([consumer.disconnect().catch(() => {}), delay(closeMs)]);
    }
  }

  /** Whether a broker is there and has the topic. @returns what the cluster calls itself */
  async #look(kafka: Kafka): Promise<string> {
    const { brokers, topic } = this.#settings;
    const admin = kafka.admin();
    try {
      await this.#orClosing(admin.connect());
      const metadata = admin.fetchTopicMetadata({ topics: [topic] }).catch(unknownTopic(topic));
      const { topics } = await this.#orClosing(metadata);
      for (const { partitionId, leader } of topics.flatMap(({ partitions }) => partitions))
        if (leader < 0) this.#writer.notes.add(`Partition ${partitionId} has no leader, and waits for one.`);
      const { clusterId } = await this.#orClosing(admin.describeCluster());
      return clusterId || brokers.join(",");
    } finally {
      await Promise.race([admin.disconnect().catch(() => {}), delay(closeMs)]);
    }
  }

  async #consumeWith(consumer: Consumer, topic: string, cluster: string): Promise<Error> {
    const crashed = new Promise<Error>((resolve) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => resolve(payload.error));
    });
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.#looked.clear();
      this.#behind.clear();
    });
    consumer.on(consumer.events.FETCH, () => {
      this.#trouble = undefined;
    });
    await this.#orClosing(consumer.connect());
    await this.#orClosing(consumer.subscribe({ topic, fromBeginning: true }));
    await this.#orClosing(
      consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: partitionsAtOnce,
        eachBatch: (payload) => this.#take(consumer, cluster, payload),
      }),
    );
    return this.#orClosing(crashed);
  }

  async #take(consumer: Consumer, cluster: string, payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, heartbeat, isRunning, isStale } = payload;
    const { topic, partition } = batch;
    const messages = batch.messages as unknown as readonly Message[];
    const last = messages.at(-1);
    if (last === undefined || !isRunning() || isStale()) return;
    const source = `kafka:${cluster}\0${topic}\0${partition}`;
    const fresh = this.#writer.fresh(source, messages, this.#looked.has(partition));
    if (fresh.kind === "look") {
      this.#looked.add(partition);
      consumer.seek({ topic, partition, offset: fresh.offset });
      return;
    }
    await this.#writer.take(source, fresh.messages, () => this.#room(heartbeat));
    resolveOffset(last.offset);
    this.#behind.set(partition, Math.max(0, Number(BigInt(batch.highWatermark) - BigInt(last.offset) - 1n)));
    await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    await heartbeat();
  }

  /** Waits for room; meanwhile nothing more is fetched, and the group hears that this member lives. */
  async #room(heartbeat: () => Promise<void>): Promise<void> {
    const room = this.#spool.room().then(() => true);
    // It is waited for again and again, and fails for others besides.
    room.catch(() => {});
    for (;;) {
      if (await this.#orClosing(Promise.race([room, delay(this.#waits.session / 10).then(() => false)])))
        return;
      await heartbeat();
    }
  }

  #orClosing<T>(work: Promise<T>): Promise<T> {
    return Promise.race([
      work,
      this.#closing.then(() => {
        throw new Closing("The service ends.");
      }),
    ]);
  }

  async #pause(ms: number): Promise<void> {
    await Promise.race([this.#closing, delay(ms)]);
  }
}

function unknownTopic(topic: string): (thrown: unknown) => never {
  return (thrown) => {
    const isUnknown = (thrown as { type?: unknown }).type === "UNKNOWN_TOPIC_OR_PARTITION";
    throw isUnknown ? new Error(`The broker has no topic ${topic}.`, { cause: thrown }) : thrown;
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}

/** What a broker says is text of others. */
function sentence(text: string): string {
  const shown = text
    .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
    .trim()
    .slice(0, sentenceMax);
  return /[.!?]$/.test(shown) ? shown : `${shown}.`;
}
