/** Messages of hosts, devices and applications. */
import { json, pythonJson } from "./escapes.ts";
import { ctime, iso, type Truth, type Writer, wholeSecond } from "./truth.ts";

/** May 17 2026 10:05:03 */
const named = (ms: number): string => {
  const [, month, day, time, year] = ctime(ms).split(/ +/);
  return `${month} ${String(day).padStart(2)} ${year} ${time}`;
};
/** Lines that are records of a log with a format of its own. */
const isMessage = ({ line }: Truth): boolean => !/HTTP\/|\d\d\/[A-Z][a-z]{2}\/\d{4}:|^\{/.test(line);
const failed = (one: Truth) =>
  `Failed password for invalid user ann from ${one.client} port ${one.port} ssh2 ${one.line}.`;
const failedExpected = (one: Truth) => ({
  event_class: "other",
  host_name: one.host,
  process_executable: "sshd",
  process_pid: one.port,
  source_ip: one.client,
  user_name: "ann",
  event_outcome: "failure",
  message: failed(one),
});
const bracketed = (address: string): string => (address.includes(":") ? `[${address}]` : address);
/** In double quotes, with backslashes in front of quotes and backslashes. */
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;

export const messageWriters: readonly Writer[] = [
  {
    format: "syslog-message",
    name: "with a year",
    write: (one) => `<86>${named(one.ms)} ${one.host} sshd[${one.port}]: ${failed(one)}`,
    expected: (one) => ({ ...failedExpected(one), time_ms: wholeSecond(one), event_code: "86" }),
    possible: isMessage,
  },
  {
    format: "syslog-message",
    name: "rsyslog",
    write: (one) => `${iso(one.ms).slice(0, 23)}456+00:00 ${one.host} app: x${one.line}.`,
    expected: (one) => ({
      time_ms: one.ms,
      host_name: one.host,
      process_executable: "app",
      message: `x${one.line}.`,
    }),
    possible: isMessage,
  },
  {
    format: "syslog-message-rfc5424",
    write: (one) =>
      `<86>1 ${iso(one.ms)} ${one.host} sshd ${one.port} - [x@32473 iut="3 \\" ]"] ${failed(one)}`,
    expected: (one) => ({ ...failedExpected(one), time_ms: one.ms, event_code: "86" }),
    possible: isMessage,
  },
  {
    format: "journal-json",
    write: (one) =>
      json({
        __CURSOR: "s=1",
        __REALTIME_TIMESTAMP: `${one.ms}123`,
        _HOSTNAME: one.host,
        SYSLOG_IDENTIFIER: "sshd",
        _PID: String(one.port),
        _CMDLINE: one.text,
        MESSAGE: failed(one),
      }),
    expected: (one) => ({ ...failedExpected(one), time_ms: one.ms, process_command_line: one.text }),
  },
  {
    format: "apache-error",
    write: (one) => {
      const [week, month, day, time, year] = ctime(one.ms).split(/ +/);
      const fraction = `.${iso(one.ms).slice(20, 23)}456`;
      return `[${week} ${month} ${String(day).padStart(2)} ${time}${fraction} ${year}] [core:info] [pid 7:tid 8] [client ${bracketed(one.client)}:${one.port}] AH00128: ${one.line}.`;
    },
    expected: (one) => ({
      event_class: "other",
      time_ms: one.ms,
      event_code: "info",
      source_ip: one.client,
      source_port: one.port,
      message: `AH00128: ${one.line}.`,
    }),
  },
  {
    format: "nginx-error",
    write: (one) =>
      `${iso(one.ms).slice(0, 19).replaceAll("-", "/").replace("T", " ")} [error] 7#8: *9 open() failed, client: ${one.client}, server: www.example, request: "${one.method} /x HTTP/1.1", host: "${one.host}", referrer: "${one.line}"`,
    expected: (one) => ({
      event_class: "other",
      time_ms: wholeSecond(one),
      source_ip: one.client,
      http_request_method: one.method,
      url_original: "/x",
      url_domain: one.host,
      http_request_referrer: one.line,
    }),
    possible: ({ line }) => !line.includes('"'),
  },
  {
    format: "fortigate",
    write: (one) =>
      `date=${iso(one.ms).slice(0, 10)} time=${iso(one.ms).slice(11, 19)} devname=${quoted(one.host)} logid="0316013056" type="utm" subtype="webfilter" eventtime=${one.ms}123456 user=${quoted(`u${one.user}`)} srcip=${one.client} srcport=${one.port} dstip=${one.server} proto=6 agent=${quoted(one.agent)} url=${quoted(one.path)} msg=${quoted(one.line)}`,
    expected: (one) => ({
      event_class: "other",
      time_ms: one.ms,
      host_name: one.host,
      user_name: `u${one.user}`,
      source_ip: one.client,
      source_port: one.port,
      destination_ip: one.server,
      user_agent_original: one.agent,
      url_original: one.path,
    }),
  },
  {
    format: "cisco-ios",
    write: (one) =>
      `<189>${one.serial}: ${one.host}: *${named(one.ms)}.${iso(one.ms).slice(20, 23)} UTC: %PARSER-5-CFGLOG_LOGGEDCMD: User:ann  logged command:${one.line}.`,
    expected: (one) => ({
      event_class: "other",
      time_ms: one.ms,
      event_code: "PARSER-5-CFGLOG_LOGGEDCMD",
      event_severity: 5,
      user_name: "ann",
      process_command_line: `${one.line.replace(/^ /, "")}.`,
    }),
  },
  {
    format: "vsftpd",
    write: (one) =>
      `${ctime(one.ms)} [pid ${one.port}] [ann] FAIL LOGIN: Client "${one.client}" ${one.line}.`,
    expected: (one) => ({
      time_ms: wholeSecond(one),
      user_name: "ann",
      source_ip: one.client,
      event_outcome: "failure",
      message: `FAIL LOGIN: Client "${one.client}" ${one.line}.`,
    }),
  },
  {
    format: "clamav",
    write: (one) => `${ctime(one.ms)} -> /tmp/${one.line}: Win.Trojan.X-1 FOUND`,
    expected: (one) => ({
      time_ms: wholeSecond(one),
      file_path: `/tmp/${one.line}`,
      rule_name: "Win.Trojan.X-1",
    }),
  },
  {
    format: "application-log",
    name: "JSON",
    write: (one) =>
      pythonJson({ asctime: iso(one.ms), levelname: "ERROR", name: "app", message: `x${one.text}.` }),
    expected: (one) => ({
      event_class: "other",
      time_ms: one.ms,
      event_code: "ERROR",
      event_action: "app",
      message: `x${one.text}.`,
    }),
  },
  {
    format: "application-log",
    name: "text with stack traces",
    write: (one) =>
      `${iso(one.ms).slice(0, 23).replace("T", " ").replace(".", ",")} ERROR [main] x${one.line}.\njava.lang.IllegalStateException: ${one.line}.\n\tat a.b.C.d(C.java:1)`,
    expected: (one) => ({
      event_class: "other",
      time_ms: one.ms,
      event_code: "ERROR",
      message: `[main] x${one.line}.\njava.lang.IllegalStateException: ${one.line}.\n\tat a.b.C.d(C.java:1)`,
    }),
  },
];
