/** Answers of OTLP over HTTP, in the encoding of the request. https://opentelemetry.io/docs/specs/otlp/#otlphttp-response (2026-11) */
import { encodeBytes, encodeVarint } from "./protobuf.ts";

export type Encoding = "protobuf" | "json";

export interface OtlpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const types: Readonly<Record<Encoding, string>> = {
  protobuf: "application/x-protobuf",
  json: "application/json",
};

const retryAfterSeconds = "5";

/** Of google.rpc.Code. */
const codes: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  405: 12,
  413: 8,
  415: 3,
  429: 8,
  503: 14,
};

/** The encoding that a content type names; undefined for any other. */
export function encodingOf(contentType: string | undefined): Encoding | undefined {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type === types.protobuf) return "protobuf";
  return type === types.json ? "json" : undefined;
}

/** `ExportLogsServiceResponse`; senders repeat none of the records that were rejected. */
export function accepted(encoding: Encoding, rejected: number, because: string): OtlpAnswer {
  if (rejected === 0) return answerOf(200, encoding, {}, Buffer.alloc(0));
  const partial = { rejectedLogRecords: String(rejected), errorMessage: because };
  return answerOf(
    200,
    encoding,
    { partialSuccess: partial },
    encodeBytes(1, Buffer.concat([encodeVarint(1, BigInt(rejected)), encodeBytes(2, Buffer.from(because))])),
  );
}

/** `google.rpc.Status`. After 429 and 503 senders come again. */
export function refused(status: number, contentType: string | undefined, says: string): OtlpAnswer {
  const code = codes[status] ?? 2;
  const { headers, ...rest } = answerOf(
    status,
    encodingOf(contentType) ?? "json",
    { code, message: says },
    Buffer.concat([encodeVarint(1, BigInt(code)), encodeBytes(2, Buffer.from(says))]),
  );
  const more = {
    ...(status === 429 || status === 503 ? { "retry-after": retryAfterSeconds } : {}),
    ...(status === 401 ? { "www-authenticate": 'Basic realm="vedette"' } : {}),
    ...(status === 405 ? { allow: "POST" } : {}),
  };
  return { ...rest, headers: { ...headers, ...more } };
}

function answerOf(status: number, encoding: Encoding, json: unknown, protobuf: Buffer): OtlpAnswer {
  return {
    status,
    headers: { "content-type": types[encoding] },
    body: encoding === "json" ? Buffer.from(JSON.stringify(json)) : protobuf,
  };
}
