/**
 * OpenTelemetry logs over HTTP: `POST /v1/logs`. An answer with 200 says that the records are on disk.
 *
 * The protocol has no ids. Whoever got no answer sends the same bytes again, and the digest of a body is remembered as the ids
 * of other records are, so that the repeat is not kept twice. That is for bodies of which a record tells a time more exactly than to
 * the millisecond: two that only look alike do not agree in that.
 */

import { createHash } from "node:crypto";
import { VedetteError } from "../../errors.ts";
import { spoolLimits } from "../../limits.ts";
import { NotWhole, unpacked } from "../body.ts";
import type { Committing, Part, Stream } from "../model.ts";
import { accepted, type Encoding, encodingOf, type OtlpAnswer, refused } from "./answers.ts";
import { readJson } from "./logs-json.ts";
import { readProtobuf } from "./logs-proto.ts";
import { type LogRecord, Malformed, type Origin, TooMuch, type Visitor } from "./model.ts";
import { Keeper, sharedName } from "./records.ts";

export const otlpPath = "/v1/logs";

export interface OtlpRequest {
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** Different reasons that an answer names. */
const reasonsMax = 3;
/** Clocks that tell milliseconds give two equal records of one burst the same time. */
const wholeMs = 1_000_000n;

export async function takeLogs(spool: Committing, request: OtlpRequest): Promise<OtlpAnswer> {
  const type = request.headers["content-type"];
  if (request.method !== "POST") return refused(405, type, `${otlpPath} takes POST.`);
  const encoding = encodingOf(type);
  if (encoding === undefined)
    return refused(415, type, "The content type is neither application/x-protobuf nor application/json.");
  try {
    const body = await unpacked(request.body, request.headers["content-encoding"]);
    const sorted = await sort(body, encoding);
    const key = sorted.isTellable ? { key: JSON.stringify(["otlp", digestOf(body)]) } : {};
    if (sorted.taken > 0) await commit(spool, sorted.parts(), key);
    return accepted(encoding, sorted.refused, sorted.because());
  } catch (thrown) {
    return failed(thrown, type);
  }
}

/** Senders name services, hosts and files; where those are too many streams, they share two. */
async function commit(
  spool: Committing,
  parts: readonly Part[],
  key: { readonly key?: string },
): Promise<void> {
  try {
    await spool.commit({ parts, ...key });
  } catch (thrown) {
    if (!(thrown instanceof VedetteError) || thrown.code !== "intake.limit") throw thrown;
    const shared = byName(parts);
    await spool.commit({
      isShared: true,
      parts: [...shared].map(([name, of]) => ({
        stream: { kind: "http", name },
        records: of.flatMap(({ records }) => records),
      })),
      ...key,
    });
  }
}

function byName(parts: readonly Part[]): Map<string, Part[]> {
  const names = new Map<string, Part[]>();
  for (const part of parts) {
    const name = sharedName(part.stream);
    const known = names.get(name);
    if (known === undefined) names.set(name, [part]);
    else known.push(part);
  }
  return names;
}

function failed(thrown: unknown, type: string | undefined): OtlpAnswer {
  const says = thrown instanceof Error ? thrown.message : "unknown";
  if (thrown instanceof Malformed || thrown instanceof NotWhole) return refused(400, type, says);
  if (thrown instanceof TooMuch) return refused(413, type, says);
  const code = thrown instanceof VedetteError ? thrown.code : undefined;
  if (code === "intake.limit") return refused(413, type, says);
  return refused(code === "intake.full" ? 429 : 503, type, says);
}

async function sort(body: Buffer, encoding: Encoding): Promise<Sorter> {
  const sorter = new Sorter();
  await (encoding === "json" ? readJson(body, sorter) : readProtobuf(body, sorter));
  return sorter;
}

/** Sorts the records of a request by stream. */
class Sorter implements Visitor {
  readonly #keeper = new Keeper();
  readonly #streams = new Map<string, { readonly stream: Stream; readonly records: Buffer[] }>();
  readonly #reasons = new Set<string>();
  #bytes = 0;
  taken = 0;
  refused = 0;
  /** Whether an equal body is a repeat. */
  isTellable = false;

  record(record: LogRecord, origin: Origin): void {
    if (record.observedNs % wholeMs !== 0n || record.timeNs % wholeMs !== 0n) this.isTellable = true;
    const kept = this.#keeper.keep(record, origin);
    if (typeof kept === "string") {
      this.rejected(kept);
      return;
    }
    const { stream, record: bytes } = kept;
    this.#bytes += bytes.length + 1;
    if (this.#bytes > spoolLimits.batchBytesMax)
      throw new TooMuch(`The records of a request grow beyond ${spoolLimits.batchBytesMax} bytes.`);
    const known = this.#streams.get(stream.name);
    if (known === undefined) this.#streams.set(stream.name, { stream, records: [bytes] });
    else known.records.push(bytes);
    this.taken += 1;
  }

  rejected(because: string): void {
    this.refused += 1;
    if (this.#reasons.size < reasonsMax) this.#reasons.add(because);
  }

  parts(): Part[] {
    return [...this.#streams.values()];
  }

  because(): string {
    return [...this.#reasons].join(" ");
  }
}

function digestOf(body: Buffer): string {
  return createHash("sha256").update(body).digest("base64url");
}
