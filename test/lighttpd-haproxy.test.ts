/**
 * A real lighttpd and a real HAProxy on this machine: what a client sent, byte for byte, is what is read from their logs.
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
chmodSync(folder, 0o777);

const noLighttpd = skipReason("lighttpd");
const noHaproxy = skipReason("haproxy");

/** https://docs.haproxy.org/3.0/configuration.html#8.6 (2026-11-29); a target with other bytes is refused. */
const haproxyTarget = (target: string) => target.replaceAll("#", "#23").replaceAll('"', "#22");

describe.skipIf(noLighttpd !== undefined)("a real lighttpd", () => {
  const logs: readonly Log[] = [
    {
      name: "access",
      absolute: "path",
      strangers: "nobody",
      format: /^(ncsa-combined|lighttpd.*)$/,
      bytes: "bodyBytes",
      without: [],
      notText: "\\xFF\\xFE",
    },
  ];
  const place = join(folder, "lighttpd");
  let exchanges: readonly Exchange[] = [];

  beforeAll(async () => {
    mkdirSync(join(place, "site"), { recursive: true });
    // It gives up root before it opens its logs.
    chmodSync(place, 0o777);
    writeFileSync(join(place, "passwords"), "ann:secret\n");
    const port = await freePort();
    const configuration = join(place, "lighttpd.conf");
    writeFileSync(
      configuration,
      `server.modules = ("mod_access", "mod_accesslog", "mod_auth", "mod_authn_file")
server.document-root = "${place}/site"
server.errorlog = "${place}/error.log"
server.pid-file = "${place}/lighttpd.pid"
server.bind = "127.0.0.1"
server.port = ${port}
${root ? 'server.username = "www-data"\nserver.groupname = "www-data"' : ""}
accesslog.filename = "${place}/access.log"
auth.backend = "plain"
auth.backend.plain.userfile = "${place}/passwords"
auth.require = ("/private" => ("method" => "basic", "realm" => "x", "require" => "valid-user"))
`,
    );
    exchanges = await exchange([findProgram("lighttpd") ?? "", "-D", "-f", configuration], port, awkward);
  }, 60_000);

  testLogs(logs, () => ({ exchanges, pathOf: (name) => join(place, `${name}.log`) }));
});

describe.skipIf(noHaproxy !== undefined)("a real HAProxy", () => {
  const logs: readonly Log[] = [
    {
      name: "http",
      format: "syslog-rfc3164+haproxy-http",
      // Its bytes are counted before the headers are written.
      without: ["user_agent_original", "http_request_referrer", "user_name"],
      notText: "\\xFF\\xFE",
      refused: "nothing",
      // Quotes and number signs in a target are #XX in it, which is not undone yet.
      written: haproxyTarget,
    },
  ];
  const place = join(folder, "haproxy");
  let exchanges: readonly Exchange[] = [];
  let receiver: Socket;

  beforeAll(async () => {
    mkdirSync(place);
    const received: string[] = [];
    receiver = createSocket("udp4", (message) => received.push(message.toString("utf8").trimEnd()));
    await new Promise<void>((resolve) => receiver.bind(0, "127.0.0.1", resolve));
    const port = await freePort();
    const configuration = join(place, "haproxy.cfg");
    writeFileSync(
      configuration,
      `global
  log 127.0.0.1:${(receiver.address() as AddressInfo).port} len 16000 local0
  tune.http.logurilen 8000
defaults
  mode http
  log global
  option httplog
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend in
  bind 127.0.0.1:${port}
  http-request return status 200 content-type text/plain string "fine"
`,
    );
    exchanges = await exchange(
      [findProgram("haproxy") ?? "", "-db", "-f", configuration],
      port,
      // HAProxy does not escape a backslash; it is read as if it did.
      awkward.filter(({ name }) => name !== "backslashes"),
    );
    write(place, "http.log", received);
  }, 60_000);

  afterAll(() => {
    receiver?.close();
  });

  testLogs(logs, () => ({ exchanges, pathOf: (name) => join(place, `${name}.log`) }));
});

for (const reason of [noLighttpd, noHaproxy])
  if (reason !== undefined) test(reason, (context) => context.skip(reason));
