/** Records of several lines: Linux's audit log and ModSecurity's native one. */
import { clf, type Expected, epoch, type Truth, targetOf, type Writer, wholeSecond } from "./truth.ts";

/**
 * In quotes; as hexadecimal digits where a quote, a blank or what is no printable ASCII is in it.
 * https://github.com/linux-audit/audit-documentation/wiki/SPEC-Writing-Good-Events (2026-11-29).
 */
const untrusted = (text: string) =>
  /^[!#-~]*$/.test(text) ? `"${text}"` : Buffer.from(text, "utf8").toString("hex").toUpperCase();

const isCommand = ({ port }: Truth) => port % 2 === 0;
/** No argument and no name can hold a NUL. */
const exe = ({ agent }: Truth) => `/usr/bin/${agent}`;
const file = ({ line }: Truth) => `/home/${line}`;

function auditEvent(one: Truth): string {
  const stamp = `msg=audit(${epoch(one.ms)}:${one.serial})`;
  if (!isCommand(one))
    return `type=USER_LOGIN ${stamp}: pid=9 uid=0 auid=1000 ses=1 msg='op=login acct=${untrusted(one.user)} exe="/usr/sbin/sshd" hostname=? addr=${one.client} terminal=ssh res=failed'`;
  return [
    `type=SYSCALL ${stamp}: arch=c000003e syscall=59 success=yes exit=0 a0=55d1 a1=55d2 a2=0 a3=8 items=2 ppid=2100 pid=${one.port} auid=1000 uid=0 tty=pts0 ses=1 comm="cat" exe=${untrusted(exe(one))} key="vpn"`,
    `type=EXECVE ${stamp}: argc=3 a0="cat" a1=${untrusted(one.line)} a2=${untrusted(`x${one.text}`)}`,
    `type=CWD ${stamp}: cwd="/root"`,
    `type=PATH ${stamp}: item=0 name=${untrusted(file(one))} inode=1 nametype=NORMAL`,
    `type=PROCTITLE ${stamp}: proctitle=${untrusted(`cat\u0000${one.line}`)}`,
  ].join("\n");
}

function auditExpected(one: Truth): Expected {
  if (!isCommand(one))
    return {
      event_class: "signin",
      time_ms: one.ms,
      // A name that is empty is none: then it is the one that the session began with.
      user_name: one.user === "" ? "1000" : one.user,
      source_ip: one.client,
      event_outcome: "failure",
    };
  return {
    event_class: "process",
    time_ms: one.ms,
    event_action: "vpn",
    process_executable: exe(one),
    // Arguments are put behind each other, lines as well.
    process_command_line: `cat ${one.line} x${one.text}`.replaceAll("\n", " "),
    process_pid: one.port,
    file_path: file(one),
  };
}

/** https://github.com/owasp-modsecurity/ModSecurity/wiki/ModSecurity-2-Data-Formats (2026-11-24): a request as it was sent. */
function transaction(one: Truth): string {
  const id = one.serial.toString(16).padStart(8, "a");
  return [
    `--${id}-A--`,
    `[${clf(one.ms, 120)}] ZkcO${one.serial} ${one.client} ${one.port} ${one.server} 80`,
    `--${id}-B--`,
    `${one.method} ${targetOf(one)} HTTP/${one.version}`,
    `Host: ${one.host}`,
    `User-Agent: ${one.agent}`,
    `Referer: ${one.referrer}`,
    "",
    `--${id}-F--`,
    `HTTP/1.1 ${one.status} Odd`,
    "Content-Length: 9",
    "",
    `--${id}-H--`,
    'Message: Access denied with code 403. [file "/x"] [id "913100"] [msg "Found \\"x\\""]',
    "Action: Intercepted (phase 2)",
    "",
    `--${id}-Z--`,
    "",
  ].join("\n");
}

export const groupWriters: readonly Writer[] = [
  { format: "linux-auditd", write: auditEvent, expected: auditExpected },
  {
    format: "modsecurity-audit",
    write: transaction,
    expected: (one) => ({
      time_ms: wholeSecond(one),
      source_ip: one.client,
      source_port: one.port,
      destination_ip: one.server,
      http_request_method: one.method,
      url_original: targetOf(one),
      http_version: one.version,
      url_domain: one.host,
      user_agent_original: one.agent,
      http_request_referrer: one.referrer,
      http_response_status_code: one.status,
      event_action: "Intercepted (phase 2)",
      rule_id: "913100",
    }),
  },
];
