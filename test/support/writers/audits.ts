/** Audit logs of services, and what a honeypot logs: JSON, one record a line. */
import { goJson, json, pythonJson } from "./escapes.ts";
import { type Shape, writerOf } from "./json-shape.ts";
import { iso, type Truth, targetOf, type Writer } from "./truth.ts";

const who = (one: Truth) => ({ time_ms: one.ms, source_ip: one.client, user_name: `u${one.user}` });

const shapes: readonly Shape[] = [
  {
    format: "opencanary",
    dump: pythonJson,
    object: (one) => ({
      dst_host: one.server,
      dst_port: 80,
      local_time: `${iso(one.ms).slice(0, 23).replace("T", " ")}456`,
      logdata: {
        HOSTNAME: one.host,
        PASSWORD: one.text,
        PATH: one.path,
        USERAGENT: one.agent,
        USERNAME: `u${one.user}`,
      },
      logtype: 3001,
      node_id: "canary-1",
      src_host: one.client,
      src_port: one.port,
    }),
    expected: (one) => ({
      ...who(one),
      event_class: "http",
      http_request_method: "POST",
      source_port: one.port,
      destination_ip: one.server,
      url_domain: one.host,
      url_original: one.path,
      user_agent_original: one.agent,
    }),
  },
  {
    format: "github-audit",
    dump: json,
    object: (one) => ({
      "@timestamp": one.ms,
      _document_id: "a1",
      action: "repo.create",
      actor: `u${one.user}`,
      actor_ip: one.client,
      created_at: one.ms,
      repo: `r${one.line}`,
      user_agent: one.agent,
      visibility: one.text,
    }),
    expected: (one) => ({
      ...who(one),
      event_class: "other",
      destination_domain: `r${one.line}`,
      user_agent_original: one.agent,
    }),
  },
  {
    format: "bitbucket-audit",
    dump: json,
    object: (one) => ({
      affectedObjects: [{ id: "7", name: `r${one.line}`, type: "REPOSITORY" }],
      auditType: { action: `a${one.text}`, category: "Repositories", level: "BASE" },
      author: { id: "2", name: `u${one.user}`, type: "NORMAL" },
      method: "Browser",
      source: one.client,
      system: "https://git.example:7990",
      timestamp: { epochSecond: Math.floor(one.ms / 1000), nano: (one.ms % 1000) * 1_000_000 },
    }),
    expected: (one) => ({
      ...who(one),
      event_action: `a${one.text}`,
      destination_domain: `r${one.line}`,
      url_domain: "git.example",
    }),
  },
  {
    format: "okta-system-log",
    dump: json,
    object: (one) => ({
      actor: { alternateId: `u${one.user}`, type: "User" },
      client: { userAgent: { rawUserAgent: one.agent }, ipAddress: one.client },
      displayMessage: `m${one.line}`,
      eventType: "user.session.start",
      outcome: { result: "FAILURE", reason: null },
      published: iso(one.ms),
      debugContext: { debugData: { requestUri: targetOf(one) } },
      uuid: "u1",
    }),
    expected: (one) => ({
      ...who(one),
      event_class: "signin",
      event_outcome: "failure",
      message: `m${one.line}`,
      url_original: targetOf(one),
      user_agent_original: one.agent,
    }),
  },
  {
    format: "kubernetes-audit",
    dump: goJson,
    object: (one) => ({
      kind: "Event",
      apiVersion: "audit.k8s.io/v1",
      level: "Metadata",
      auditID: "a1",
      stage: "ResponseComplete",
      requestURI: targetOf(one),
      verb: "get",
      user: { username: "system:anonymous", groups: ["system:unauthenticated"] },
      sourceIPs: [one.line, one.server, one.client],
      userAgent: one.agent,
      responseStatus: { metadata: {}, message: one.text, code: one.status },
      requestReceivedTimestamp: `${iso(one.ms).slice(0, 23)}456Z`,
    }),
    expected: (one) => ({
      event_class: "http",
      time_ms: one.ms,
      source_ip: one.client,
      forwarded_for: `${one.line} ${one.server}`,
      user_name: "",
      http_request_method: "GET",
      url_original: targetOf(one),
      http_response_status_code: one.status,
      user_agent_original: one.agent,
      message: one.text,
    }),
  },
];

export const auditWriters: readonly Writer[] = shapes.map(writerOf);
