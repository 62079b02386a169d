/** The client library, loaded when a topic is configured, with batches read by `batches.ts`. */
import { createRequire } from "node:module";
import type * as Library from "kafkajs";
import { VedetteError } from "../../errors.ts";
import { isCurrent, readBatches } from "./batches.ts";

export type KafkaLibrary = typeof Library;

/** Of the library: reads from a buffer, with the length in front. */
interface Decoder {
  offset: number;
  readInt32(): number;
  readBytes(length: number): Buffer;
  canReadBytes(length: number): boolean;
}

type Decode = (decoder: Decoder) => Promise<unknown[]>;

const decodingModule = "kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js";
const metadataModule = "kafkajs/src/protocol/requests/metadata/v0/response.js";

interface Metadata {
  readonly topicMetadata: readonly {
    readonly partitionMetadata: { partitionErrorCode: number; leader: number }[];
  }[];
}

type Parse = (metadata: Metadata) => Promise<Metadata>;

/** Codes of the protocol: no leader, a replica that is away, and a leader that cannot be reached from here. */
const leaderNotAvailable = 5;
const replicaNotAvailable = 9;
const listenerNotFound = 72;

let loaded: KafkaLibrary | undefined;

/** @throws VedetteError `intake.setting` where another version of the library is installed */
export function loadKafka(): KafkaLibrary {
  loaded ??= load();
  return loaded;
}

function load(): KafkaLibrary {
  const require = createRequire(import.meta.url);
  try {
    const given = require(decodingModule) as Decode;
    const place = require.cache[require.resolve(decodingModule)];
    const metadata = require(metadataModule) as { parse: Parse };
    const { parse } = metadata;
    if (typeof given !== "function" || typeof parse !== "function" || place === undefined)
      throw new Error("it has no such function");
    // Each version of a request takes these functions from here when it is first needed.
    place.exports = (decoder: Decoder): Promise<unknown[]> => decodeWith(decoder, given);
    metadata.parse = (found) => parse(withoutStuck(found));
    return require("kafkajs") as KafkaLibrary;
  } catch (thrown) {
    throw new VedetteError(
      "intake.setting",
      "The library kafkajs is not the version that is known (2.2.4).",
      {
        hint: "Install the program anew.",
        cause: thrown,
      },
    );
  }
}

async function decodeWith(decoder: Decoder, given: Decode): Promise<unknown[]> {
  const from = decoder.offset;
  const length = decoder.readInt32();
  if (length <= 0 || !decoder.canReadBytes(length)) return [];
  const answer = decoder.readBytes(length);
  if (isCurrent(answer)) return readBatches(answer);
  decoder.offset = from;
  return given(decoder);
}

/** By itself the library reads nothing of a topic of which one partition has no leader. Here that one waits, and the others are read. */
function withoutStuck(metadata: Metadata): Metadata {
  for (const { partitionMetadata } of metadata.topicMetadata)
    for (const partition of partitionMetadata) {
      const code = partition.partitionErrorCode;
      if (code === leaderNotAvailable || code === listenerNotFound) partition.leader = -1;
      else if (code !== replicaNotAvailable) continue;
      partition.partitionErrorCode = 0;
    }
  return metadata;
}
