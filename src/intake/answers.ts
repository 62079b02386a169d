/** Answers of the HTTP intake, and what shippers ask of Elasticsearch before they send. */
import { VedetteError } from "../errors.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const retryAfterSeconds = "5";

export function json(status: number, value: unknown, headers: Answer["headers"] = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json", "x-elastic-product": "Elasticsearch", ...headers },
    body: `${JSON.stringify(value)}\n`,
  };
}

/** A refusal in the form that Elasticsearch's clients read. */
export function refusal(
  status: number,
  type: string,
  reason: string,
  headers: Answer["headers"] = {},
): Answer {
  return json(status, { error: { type, reason, root_cause: [{ type, reason }] }, status }, headers);
}

/** The answer where a commit failed: shippers send again after 429 and 503, and not after 400 and 413. */
export function failed(error: unknown): Answer {
  const code = error instanceof VedetteError ? error.code : undefined;
  const reason = error instanceof Error ? error.message : "unknown";
  if (code === "intake.full")
    return refusal(429, "es_rejected_execution_exception", reason, { "retry-after": retryAfterSeconds });
  if (code === "intake.limit") return refusal(413, "illegal_argument_exception", reason);
  return refusal(503, "unavailable_shards_exception", reason, { "retry-after": retryAfterSeconds });
}

/**
 * Answers to what Filebeat, Logstash, Fluent Bit and Vector ask before they send: the version, the
 * licence, health, and templates and policies, which are taken as if they were there.
 * @returns undefined where nobody needs an answer
 */
export function greeting(method: string, path: string, version: string): Answer | undefined {
  const reads = method === "GET" || method === "HEAD";
  if (path === "/" && reads) return json(200, root(version));
  if ((path === "/_license" || path === "/_xpack/license") && reads) return json(200, license);
  if (path === "/_xpack" && reads) return json(200, { ...license, features: {} });
  if (path === "/_cluster/health" && reads)
    return json(200, { cluster_name: "vedette", status: "green", timed_out: false });
  if (/^\/_nodes(?:\/|$)/.test(path) && reads) return json(200, { cluster_name: "vedette", nodes: {} });
  if (!setUp.test(path)) return undefined;
  if (reads) return json(200, {});
  return method === "PUT" ? json(200, { acknowledged: true }) : undefined;
}

const setUp =
  /^\/(?:_index_template|_template|_component_template|_ilm\/policy|_data_stream|_alias|_ingest\/pipeline|_slm\/policy)(?:\/|$)|^\/[^_/][^/]*$/;

const license = {
  license: {
    status: "active",
    uid: "vedette",
    type: "basic",
    mode: "basic",
    issued_to: "vedette",
    issuer: "vedette",
  },
};

function root(version: string): unknown {
  return {
    name: "vedette",
    cluster_name: "vedette",
    cluster_uuid: "vedette",
    version: {
      number: version,
      build_flavor: "default",
      build_type: "vedette",
      lucene_version: "9.12.0",
      minimum_wire_compatibility_version: "7.17.0",
      minimum_index_compatibility_version: "7.0.0",
    },
    tagline: "You Know, for Search",
  };
}
