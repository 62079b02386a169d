/** Real servers with and without the files of a block, on loopback, each telling clients apart by X-Forwarded-For. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { findProgram, run, start, stop } from "../../lab/process.ts";
import type { Rendered } from "../../src/respond/target.ts";
import { freePort, ready, requestBytes, send } from "./raw-client.ts";

export interface BlockingServer {
  readonly id: string;
  readonly program: string;
  /** A module of it that is needed, too. */
  readonly module?: string;
  /** Arguments that check the configuration. */
  check(config: string): string[];
  start(config: string): string[];
  /** The configuration for a port; `block` undefined for none. */
  config(folder: string, port: number, block: Rendered | undefined, originPort: number): string;
  /** Whether it hands requests on to another server. */
  readonly proxies?: true;
}

const file = (block: Rendered | undefined, end: string) =>
  block?.files.find(({ name }) => name.endsWith(end));

const modules = "/usr/lib/apache2/modules";
const apacheModules = ["mpm_event", "authn_core", "authz_core", "authz_host", "remoteip", "dir"];

const apacheConfig = (folder: string, port: number): string[] => [
  ...apacheModules.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`),
  `ServerRoot ${folder}`,
  "ServerName localhost",
  `Listen 127.0.0.1:${port}`,
  `PidFile ${folder}/apache.pid`,
  `ErrorLog ${folder}/error.log`,
  `DocumentRoot ${folder}/www`,
  "RemoteIPHeader X-Forwarded-For",
  "RemoteIPInternalProxy 127.0.0.1",
  "AllowEncodedSlashes NoDecode",
  "HttpProtocolOptions Unsafe",
  `<Directory ${folder}/www>`,
  "  Require all granted",
  "</Directory>",
];

export const blockingServers: readonly BlockingServer[] = [
  {
    id: "nginx",
    program: "nginx",
    check: (config) => ["-t", "-q", "-c", config],
    start: (config) => ["-c", config],
    config: (folder, port, block) =>
      [
        "daemon off; master_process off;",
        `pid ${folder}/nginx.pid; error_log ${folder}/error.log;`,
        "events { worker_connections 64; }",
        "http {",
        "  access_log off; large_client_header_buffers 4 32k;",
        `  client_body_temp_path ${folder}/t1; proxy_temp_path ${folder}/t2; fastcgi_temp_path ${folder}/t3; uwsgi_temp_path ${folder}/t4; scgi_temp_path ${folder}/t5;`,
        ...(block === undefined ? [] : [`  include ${folder}/${file(block, ".map.conf")?.name};`]),
        "  server {",
        `    listen 127.0.0.1:${port}; set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;`,
        ...(block === undefined ? [] : [`    include ${folder}/${file(block, ".deny.conf")?.name};`]),
        '    location / { return 200 "ok\\n"; }',
        "  }",
        "}",
      ].join("\n"),
  },
  {
    id: "apache",
    program: "apache2",
    check: (config) => ["-t", "-f", config],
    start: (config) => ["-DFOREGROUND", "-f", config],
    config: (folder, port, block) =>
      [
        ...apacheConfig(folder, port),
        ...(block === undefined ? [] : [`Include ${folder}/${file(block, ".conf")?.name}`]),
      ].join("\n"),
  },
  {
    id: "haproxy",
    program: "haproxy",
    check: (config) => ["-c", "-q", "-f", config],
    start: (config) => ["-db", "-f", config],
    config: (_folder, port, block) =>
      [
        "global",
        "  maxconn 100",
        "defaults",
        "  mode http",
        "  timeout client 5s",
        "  timeout server 5s",
        "  timeout connect 5s",
        "  option accept-invalid-http-request",
        "frontend web",
        `  bind 127.0.0.1:${port}`,
        "  http-request set-src hdr(x-forwarded-for) if { hdr(x-forwarded-for) -m found }",
        ...(file(block, ".frontend.cfg")?.text.split("\n") ?? []).map((line) => `  ${line}`),
        "  http-request return status 200",
        "",
      ].join("\n"),
  },
  {
    id: "caddy",
    program: "caddy",
    check: (config) => ["validate", "--config", config, "--adapter", "caddyfile"],
    start: (config) => ["run", "--config", config, "--adapter", "caddyfile"],
    config: (folder, port, block) =>
      [
        "{",
        "  admin off",
        "  auto_https off",
        `  storage file_system ${folder}/caddy`,
        "  order error after map",
        "}",
        `http://:${port} {`,
        "  bind 127.0.0.1",
        // It trusts nobody's header here; so that clients can be told apart the file's own matcher is told to.
        ...(file(block, ".caddy")?.text.replaceAll("remote_ip ", "remote_ip forwarded ").split("\n") ?? []),
        // What would answer first, were the block not before it.
        "  handle /page/* {",
        '    respond "ok" 200',
        "  }",
        "  handle {",
        '    respond "ok" 200',
        "  }",
        "}",
        "",
      ].join("\n"),
  },
  {
    id: "modsecurity",
    program: "apache2",
    module: `${modules}/mod_security2.so`,
    check: (config) => ["-t", "-f", config],
    start: (config) => ["-DFOREGROUND", "-f", config],
    config: (folder, port, block) =>
      [
        ...apacheConfig(folder, port),
        `LoadModule unique_id_module ${modules}/mod_unique_id.so`,
        `LoadModule security2_module ${modules}/mod_security2.so`,
        "SecRuleEngine On",
        "SecAuditEngine Off",
        `SecTmpDir ${folder}`,
        `SecDataDir ${folder}`,
        ...(block === undefined ? [] : [`Include ${folder}/${file(block, ".conf")?.name}`]),
      ].join("\n"),
  },
  {
    id: "squid",
    program: "squid",
    proxies: true,
    check: (config) => ["-k", "parse", "-f", config],
    start: (config) => ["-N", "-f", config],
    config: (folder, port, block, originPort) =>
      [
        `http_port 127.0.0.1:${port} accel defaultsite=www.example.test no-vhost`,
        `cache_peer 127.0.0.1 parent ${originPort} 0 no-query originserver`,
        "acl local src 127.0.0.1",
        "follow_x_forwarded_for allow local",
        "acl_uses_indirect_client on",
        ...(block === undefined ? [] : [`include ${folder}/${file(block, ".conf")?.name}`]),
        "http_access allow all",
        "cache deny all",
        "via off",
        `pid_filename ${folder}/squid.pid`,
        `cache_log ${folder}/cache.log`,
        "access_log none",
        `coredump_dir ${folder}`,
        "visible_hostname localhost",
        "shutdown_lifetime 0 seconds",
        "pinger_enable off",
        `mime_table /usr/share/squid/mime.conf`,
        "",
      ].join("\n"),
  },
];

export const programOf = ({ program, module }: BlockingServer) =>
  module === undefined || existsSync(module) ? findProgram(program) : undefined;

export interface Sent {
  readonly target: string;
  readonly agent: string | undefined;
  /** A second User-Agent header. */
  readonly again?: string;
  readonly from?: string;
}

/** Asks a server, started with the files of a block or without, and tells the status of each answer. */
export async function answers(
  server: BlockingServer,
  folder: string,
  block: Rendered | undefined,
  all: readonly Sent[],
): Promise<number[]> {
  mkdirSync(join(folder, "www"), { recursive: true });
  for (const { name, text } of block?.files ?? []) writeFileSync(join(folder, name), text);
  chmodSync(folder, 0o777);
  const port = await freePort();
  const origin: Server = createServer((_, response) => response.end("ok\n"));
  await new Promise<void>((resolve) => origin.listen(0, "127.0.0.1", resolve));
  const config = join(folder, `${server.id}.conf`);
  writeFileSync(config, server.config(folder, port, block, (origin.address() as AddressInfo).port));
  const path = findProgram(server.program) ?? server.program;
  const checked = await run([path, ...server.check(config)]);
  if (checked.code !== 0)
    throw new Error(`${server.id} refuses the configuration: ${checked.output.slice(-2000)}`);
  const child = start([path, ...server.start(config)], "ignore");
  try {
    await ready(port);
    const statuses: number[] = [];
    for (const { target, agent, again, from = "192.0.2.200" } of all) {
      const bytes = requestBytes({
        target,
        ...(agent === undefined ? {} : { agent }),
        more: [`X-Forwarded-For: ${from}`, ...(again === undefined ? [] : [`User-Agent: ${again}`])],
      });
      statuses.push((await send(port, bytes)).status);
    }
    return statuses;
  } finally {
    await stop(child);
    origin.close();
  }
}

export const exists = existsSync;
