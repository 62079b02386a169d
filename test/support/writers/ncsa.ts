/** Access logs in lines of text: Apache, nginx, and what stands on them. */
import { apache, nginx } from "./escapes.ts";
import { clf, type Expected, iso, type Truth, targetOf, type Writer, wholeSecond } from "./truth.ts";

type Escape = (text: string) => string;

export const requestOf = (one: Truth) => `${one.method} ${targetOf(one)} HTTP/${one.version}`;
/** A user name that is none is a dash; Apache writes an empty one as two quotes, which says as little. */
const userOf = (one: Truth) => (one.user === "" ? "-" : one.user);
/** nginx writes a dash for a header that is missing or empty, Apache for one that is missing. */
const nginxValue = (text: string) => (text === "" ? "-" : nginx(text));
const dashed = (text: string) => (text === "" ? "-" : text);

export const common = (one: Truth): Expected => ({
  time_ms: wholeSecond(one),
  source_ip: one.client,
  user_name: userOf(one),
  http_request_method: one.method,
  url_original: targetOf(one),
  http_version: one.version,
  http_response_status_code: one.status,
  http_response_body_bytes: one.bytes,
});
export const combined = (one: Truth): Expected => ({
  ...common(one),
  http_request_referrer: one.referrer,
  user_agent_original: one.agent,
});
export const combinedDashed = (one: Truth): Expected => ({
  ...common(one),
  http_request_referrer: dashed(one.referrer),
  user_agent_original: dashed(one.agent),
});

const head = (one: Truth, quote: Escape, east = 0) =>
  `${one.client} - ${one.user === "" && quote === apache ? '""' : quote(userOf(one))} [${clf(one.ms, east)}] "${quote(requestOf(one))}" ${one.status} ${one.bytes}`;
const apacheCombined = (one: Truth, east = 0) =>
  `${head(one, apache, east)} "${apache(one.referrer)}" "${apache(one.agent)}"`;
const nginxCombined = (one: Truth, east = 0) =>
  `${head(one, nginx, east)} "${nginxValue(one.referrer)}" "${nginxValue(one.agent)}"`;

export const ncsaWriters: readonly Writer[] = [
  { format: "ncsa-common", write: (one) => head(one, apache, -210), expected: common },
  { format: "ncsa-combined", name: "Apache", write: (one) => apacheCombined(one, 345), expected: combined },
  { format: "ncsa-combined", name: "nginx", write: (one) => nginxCombined(one), expected: combinedDashed },
  {
    format: "syslog-rfc3164+ncsa-combined",
    name: "nginx, by syslog",
    write: (one) => `<190>May 17 10:05:03 web-1 nginx: ${nginxCombined(one)}`,
    expected: combinedDashed,
  },
  {
    format: "syslog-rfc5424+ncsa-combined",
    name: "Apache, by syslog",
    write: (one) =>
      `<190>1 2026-05-17T10:05:03.5Z web-1 httpd 7 - [a@32473 b="\\"\\]"] ${apacheCombined(one)}`,
    expected: combined,
  },
  {
    format: "cri+ncsa-combined",
    name: "in a container",
    write: (one) => `2026-05-17T10:05:03.123456789Z stdout F ${nginxCombined(one)}`,
    expected: combinedDashed,
  },
  {
    format: "docker-json+ncsa-combined",
    name: "in Docker",
    write: (one) =>
      JSON.stringify({ log: `${nginxCombined(one)}\n`, stream: "stdout", time: "2026-05-17T10:05:03.1Z" }),
    expected: combinedDashed,
  },
  {
    format: "apache-vhost-combined",
    write: (one) => `${one.host}:443 ${apacheCombined(one, 120)}`,
    expected: (one) => ({ ...combined(one), url_domain: one.host }),
  },
  {
    format: "apache-vhost",
    write: (one) => `${one.host} ${apacheCombined(one)}`,
    expected: (one) => ({ ...combined(one), url_domain: one.host }),
  },
  {
    // A client may send anything as X-Forwarded-For; here it is the address of a proxy's client, or that text.
    format: "combined-forwarded",
    write: (one) => `${nginxCombined(one)} "${one.port % 3 === 0 ? nginxValue(one.agent) : one.server}"`,
    expected: (one) => ({
      ...combinedDashed(one),
      forwarded_for: one.port % 3 === 0 ? dashed(one.agent) : one.server,
    }),
  },
  {
    // https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/log-format/
    format: "ingress-nginx",
    write: (one) =>
      `${nginxCombined(one)} ${one.sent} 0.002 [default-web-80] [] 10.244.0.5:8080 ${one.bytes} 0.001 ${one.status} 6d5f1c`,
    expected: (one) => ({ ...combinedDashed(one), http_request_body_bytes: one.sent }),
  },
  {
    // $request_uri in quotes, escaped as all of nginx is.
    format: "nginx-proxy-manager",
    write: (one) =>
      `[${clf(one.ms, 120)}] MISS 200 ${one.status} - ${one.method} https ${one.host} "${nginx(targetOf(one))}" [Client ${one.client}] [Length ${one.bytes}] [Gzip -] [Sent-to app] "${nginxValue(one.agent)}" "${nginxValue(one.referrer)}"`,
    expected: (one) => {
      const { user_name: _user, http_version: _version, ...rest } = combinedDashed(one);
      return { ...rest, url_domain: one.host };
    },
  },
  {
    // Application Load Balancer: a target as the client sent it, behind the address of the site.
    format: "aws-alb",
    write: (one) =>
      `https ${iso(one.ms).replace("Z", "641Z")} app/lb/50dc ${one.client}:${one.port} 10.0.0.1:80 0.086 0.048 0.037 ${one.status} ${one.status} ${one.sent} ${one.bytes} "${nginx(`${one.method} https://${one.host}:443${targetOf(one)} HTTP/${one.version}`)}" "${nginxValue(one.agent)}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:x "Root=1-58337364" "${one.host}" "-" 0 ${iso(one.ms).replace("Z", "000Z")} "forward" "-" "-" "10.0.0.1:80" "200" "-" "-"`,
    expected: (one) => ({
      time_ms: one.ms,
      source_ip: one.client,
      source_port: one.port,
      http_request_method: one.method,
      url_original: `https://${one.host}:443${targetOf(one)}`,
      http_version: one.version,
      http_response_status_code: one.status,
      http_response_body_bytes: one.bytes,
      http_request_body_bytes: one.sent,
      user_agent_original: dashed(one.agent),
      tls_client_server_name: one.host,
    }),
  },
];
