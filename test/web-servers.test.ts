/**
 * A real nginx and a real Apache on this machine: what a client sent, byte for byte, is what is read from their logs,
 * in the formats that they ship, in format strings of one's own, as JSON, and behind syslog.
 */
import { createSocket, type Socket } from "node:dgram";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, test } from "vitest";
import { findProgram } from "../lab/process.ts";
import { awkward } from "./support/awkward.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { freePort } from "./support/raw-client.ts";
import { type Exchange, exchange, type Log, skipReason, testLogs } from "./support/real-server.ts";

const root = process.getuid?.() === 0;
const folder = temporaryFolder();
// Servers give up root, and open their logs before or after it.
chmodSync(folder, 0o777);

const noNginx = skipReason("nginx");
const noApache = skipReason("apache2");

describe.skipIf(noNginx !== undefined)("a real nginx", () => {
  const own =
    '$remote_addr|$time_iso8601|$status|$request_method|"$request_uri"|"$http_user_agent"|"$http_referer"|$body_bytes_sent|$request_time';
  const json = (names: readonly string[]) => `{${names.map((name) => `"${name}":"$${name}"`).join(",")}}`;
  const logs: readonly Log[] = [
    { name: "combined", format: "ncsa-combined", bytes: "bodyBytes", without: [], notText: "\\xFF\\xFE" },
    { name: "json", format: "json-access", bytes: "bodyBytes", without: [], notText: "\u{fffd}" },
    {
      name: "own",
      format: "own",
      template: own,
      refused: "nothing",
      absolute: "path",
      bytes: "bodyBytes",
      without: ["user_name", "http_version"],
      notText: "\\xFF\\xFE",
    },
    {
      name: "syslog",
      format: "syslog-rfc3164+ncsa-combined",
      bytes: "bodyBytes",
      without: [],
      notText: "\\xFF\\xFE",
    },
  ];
  const place = join(folder, "nginx");
  let exchanges: readonly Exchange[] = [];
  let receiver: Socket;

  beforeAll(async () => {
    mkdirSync(place);
    const received: string[] = [];
    receiver = createSocket("udp4", (message) => received.push(message.toString("utf8")));
    await new Promise<void>((resolve) => receiver.bind(0, "127.0.0.1", resolve));
    const port = await freePort();
    const configuration = join(place, "nginx.conf");
    const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    writeFileSync(
      configuration,
      `${root ? "user root;" : ""}
worker_processes 1;
daemon off;
pid ${place}/nginx.pid;
error_log ${place}/error.log;
events { worker_connections 64; }
http {
${temporary.map((name) => `  ${name}_temp_path ${place}/${name};`).join("\n")}
  log_format own '${own}';
  log_format json escape=json '${json(["time_iso8601", "remote_addr", "remote_user", "request", "status", "body_bytes_sent", "http_referer", "http_user_agent"])}';
  server {
    listen 127.0.0.1:${port};
    access_log ${place}/combined.log combined;
    access_log ${place}/json.log json;
    access_log ${place}/own.log own;
    access_log syslog:server=127.0.0.1:${(receiver.address() as AddressInfo).port},tag=nginx combined;
    location / { return 200 "fine\\n"; }
  }
}
`,
    );
    exchanges = await exchange(
      [findProgram("nginx") ?? "", "-e", `${place}/error.log`, "-c", configuration],
      port,
      awkward,
    );
    write(place, "syslog.log", received);
  }, 60_000);

  afterAll(() => {
    receiver?.close();
  });

  testLogs(logs, () => ({ exchanges, pathOf: (name) => join(place, `${name}.log`) }));
});

describe.skipIf(noApache !== undefined)("a real Apache", () => {
  const own =
    '\\"%{User-Agent}i\\" %a %{%Y-%m-%dT%H:%M:%S%z}t \\"%r\\" %>s %B %D %v \\"%{Referer}i\\" \\"%{X-Odd}i\\"';
  const logs: readonly Log[] = [
    {
      name: "common",
      format: "ncsa-common",
      bytes: "bodyBytes",
      without: ["user_agent_original", "http_request_referrer"],
      notText: "\\xff\\xfe",
    },
    { name: "combined", format: "ncsa-combined", bytes: "bodyBytes", without: [], notText: "\\xff\\xfe" },
    { name: "vhost", format: "apache-vhost-combined", bytes: "bytes", without: [], notText: "\\xff\\xfe" },
    {
      name: "own",
      format: "own",
      template: own,
      bytes: "bodyBytes",
      without: ["user_name"],
      notText: "\\xff\\xfe",
    },
  ];
  const place = join(folder, "apache");
  let exchanges: readonly Exchange[] = [];

  beforeAll(async () => {
    mkdirSync(join(place, "site"), { recursive: true });
    writeFileSync(join(place, "passwords"), `ann:{SHA}${"5en6G6MezRroT3XKqkdPOmY/BfQ="}\n`);
    const modules = ["mpm_event", "authn_core", "authn_file", "authz_core", "authz_user", "auth_basic"];
    const port = await freePort();
    const configuration = join(place, "apache.conf");
    writeFileSync(
      configuration,
      `${modules
        .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
        .join("\n")}
ServerRoot ${place}
ServerName www.example.test
PidFile ${place}/apache.pid
DefaultRuntimeDir ${place}
Mutex file:${place}
ErrorLog ${place}/error.log
${root ? "User www-data\nGroup www-data" : ""}
Listen 127.0.0.1:${port}
DocumentRoot ${place}/site
LogFormat "%h %l %u %t \\"%r\\" %>s %b" common
LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\"" combined
LogFormat "%v:%p %h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\"" vhost
LogFormat "${own}" own
${logs.map(({ name }) => `CustomLog ${place}/${name}.log ${name}`).join("\n")}
<Location /private>
  AuthType Basic
  AuthName x
  AuthUserFile ${place}/passwords
  Require valid-user
</Location>
`,
    );
    exchanges = await exchange(
      [findProgram("apache2") ?? "", "-f", configuration, "-D", "FOREGROUND"],
      port,
      awkward,
    );
  }, 60_000);

  testLogs(logs, () => ({ exchanges, pathOf: (name) => join(place, `${name}.log`) }));
});

for (const reason of [noNginx, noApache])
  if (reason !== undefined) test(reason, (context) => context.skip(reason));
