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
    if (typeof given !== "function" || place === undefined) throw new Error("it has no such function");
    // Each version of a fetch takes this function from here when it is first needed.
    place.exports = (decoder: Decoder): Promise<unknown[]> => decodeWith(decoder, given);
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
