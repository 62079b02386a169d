/** Fixes: every purpose has one, and the servers take them and refuse what they are for. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { SaxesParser } from "saxes";
import { describe, expect, test } from "vitest";
import { findProgram, run, start, stop } from "../lab/process.ts";
import { type Fix, fixFile, fixOf, loadFixes } from "../src/content/fixes.ts";
import { temporaryFolder } from "./support/files.ts";
import { freePort, ready, requestBytes, send } from "./support/raw-client.ts";
import { content } from "./support/triage.ts";

const fixes = loadFixes();
const folder = temporaryFolder();
const absent = ["nginx", "apache2"].filter((name) => findProgram(name) === undefined);
if (absent.length > 0 && process.env.CI === "true") throw new Error(`${absent.join(", ")} not installed`);

describe("fixes", () => {
  test("each endpoint of the catalogue has one, and none names what is not there", () => {
    const { endpoints } = content();
    const purposes = new Set(endpoints.map(({ purpose }) => purpose));
    for (const one of endpoints.filter(({ kind }) => kind !== "front"))
      expect(fixOf(fixes, one)?.id, one.id).toBeDefined();
    const named = fixes.flatMap(({ covers }) => covers.purposes);
    expect([...named].sort()).toEqual([...purposes].sort());
    const ids = fixes.flatMap(({ covers }) => covers.endpoints);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(endpoints.map((one) => one.id)).toContain(id);
    expect(fixOf(fixes, { id: "spring-actuator-env", purpose: "management-interfaces" })?.id).toBe(
      "spring-actuator",
    );
  });

  test("what is secret says what has to be changed", () => {
    const secret = content().endpoints.filter(({ sensitivity }) => sensitivity === "secret");
    // Descriptions of interfaces hold no keys, but for two products; there the catalogue's own text says what.
    for (const one of secret.filter(
      ({ purpose }) => !["api-description", "management-interfaces"].includes(purpose),
    ))
      expect(fixOf(fixes, one)?.change, one.id).toBeDefined();
  });

  test("a way is a text to copy or a sentence, and an application has a name", () => {
    const [one] = fixes;
    const [way] = one?.ways ?? [];
    for (const broken of [
      { ...way, says: "and a sentence" },
      { ...way, config: undefined },
      { ...way, for: "application" },
      { ...way, source: "no address" },
    ])
      expect(fixFile.safeParse({ ...one, ways: [broken] }).success).toBe(false);
    expect(fixFile.safeParse({ ...one, covers: { queries: ["x"] } }).success).toBe(false);
  });

  test("what goes into web.config is well-formed", () => {
    for (const { id, ways } of fixes)
      for (const { config = "" } of ways.filter((way) => way.for === "iis"))
        expect(
          () => new SaxesParser().write(`<configuration>${config}</configuration>`).close(),
          id,
        ).not.toThrow();
    expect(() => new SaxesParser().write("<configuration><a></configuration>").close()).toThrow();
  });
});

/** Of each fix something that it refuses outsiders, and pages of the same site that stay. */
const refused: Readonly<Record<string, readonly string[]>> = {
  "server-status": ["/server-status"],
  "management-interfaces": ["/manager/html", "/phpmyadmin/index.php"],
  "spring-actuator": ["/actuator/env", "/actuator"],
  "environment-files": ["/.env", "/app/.env.production", "/env.json"],
  "application-config": ["/config/database.yml", "/wp-config.php.bak", "/settings.ini"],
  "cloud-and-secrets": ["/.aws/credentials", "/server.key", "/dump.sql"],
  "source-control": ["/.git/config", "/x/.svn/entries"],
  diagnostics: ["/logs/debug.log", "/_profiler/latest"],
  phpinfo: ["/phpinfo.php", "/test/info.php"],
  "api-description": ["/swagger-ui/index.html", "/v3/api-docs", "/openapi.json"],
  versions: ["/CHANGELOG.txt", "/readme.html", "/composer.lock"],
  "source-maps": ["/js/app.js.map"],
  "client-provisioning": ["/wpad.dat", "/vpn/office.ovpn", "/mail.mobileconfig"],
  wordpress: ["/wp-content/debug.log", "/installer.php"],
  settings: ["/api/v1/settings"],
  "turned-open": ["/internal/status"],
};
const kept = [
  "/",
  "/index.html",
  "/js/app.js",
  "/.well-known/security.txt",
  "/articles/settings-of-a-boat",
  "/img/key.png",
];

/** The files of all these paths. */
function writeSite(root: string): void {
  for (const path of [...Object.values(refused).flat(), ...kept]) {
    const file = join(root, path.endsWith("/") ? `${path}index.html` : path);
    if (path === "/actuator") continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, "ok\n");
  }
}

const configOf = ({ ways }: Fix, server: "nginx" | "apache") =>
  ways.flatMap((way) => (way.for === server && way.config !== undefined ? [way.config] : [])).join("\n");

function nginxConf(at: string, port: number): string {
  return [
    `daemon off; master_process off; pid ${at}/nginx.pid; error_log ${at}/error.log;`,
    "events { worker_connections 64; }",
    "http {",
    "  access_log off; set_real_ip_from 127.0.0.1; real_ip_header X-Forwarded-For;",
    `  client_body_temp_path ${at}/t1; proxy_temp_path ${at}/t2; fastcgi_temp_path ${at}/t3; uwsgi_temp_path ${at}/t4; scgi_temp_path ${at}/t5;`,
    `  server { listen 127.0.0.1:${port} default_server; location / { return 200 "ok\\n"; } }`,
    ...fixes.map(
      (fix) =>
        `  server { listen 127.0.0.1:${port}; server_name ${fix.id}.example;\n${configOf(fix, "nginx")}\n    location / { return 200 "ok\\n"; } }`,
    ),
    "}",
  ].join("\n");
}

const apacheModules =
  "mpm_event authn_core authn_file authz_core authz_host authz_user auth_basic remoteip dir autoindex".split(
    " ",
  );

function apacheConf(at: string, port: number): string {
  const global = /^Server(?:Tokens|Signature) .*$/gm;
  return [
    ...apacheModules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
    `ServerRoot ${at}\nServerName localhost\nListen 127.0.0.1:${port}\nPidFile ${at}/apache.pid\nErrorLog ${at}/error.log`,
    `RemoteIPHeader X-Forwarded-For\nRemoteIPInternalProxy 127.0.0.1\nDocumentRoot ${at}/www`,
    `<Directory ${at}/www>\n  Require all granted\n</Directory>`,
    ...fixes.flatMap((fix) => configOf(fix, "apache").match(global) ?? []),
    `<VirtualHost 127.0.0.1:${port}>\n  ServerName default.example\n</VirtualHost>`,
    ...fixes.map(
      (fix) =>
        `<VirtualHost 127.0.0.1:${port}>\n  ServerName ${fix.id}.example\n${configOf(fix, "apache").replace(global, "")}\n</VirtualHost>`,
    ),
  ].join("\n");
}

describe.each([
  ["nginx", "nginx", nginxConf, ["-c"], ["-t", "-q", "-c"]],
  ["apache", "apache2", apacheConf, ["-DFOREGROUND", "-f"], ["-t", "-f"]],
] as const)("on %s", (server, program, write, starting, checking) => {
  const path = findProgram(program);
  test.skipIf(path === undefined)(
    `an outsider is refused what each is for, and nothing else${path === undefined ? ` (${program} is not installed)` : ""}`,
    { timeout: 60_000 },
    async () => {
      const at = join(folder, server);
      writeSite(join(at, "www"));
      const port = await freePort();
      const config = join(at, "server.conf");
      writeFileSync(config, write(at, port));
      const checked = await run([path ?? program, ...checking, config]);
      expect(checked.code, checked.output.slice(-1500)).toBe(0);
      const child = start([path ?? program, ...starting, config], "ignore");
      try {
        await ready(port);
        const status = async (host: string, target: string) => {
          const more = ["X-Forwarded-For: 203.0.113.9"];
          return (await send(port, requestBytes({ target, host: `${host}.example`, more }))).status;
        };
        for (const fix of fixes.filter((one) => configOf(one, server) !== "" && one.id in refused)) {
          for (const target of refused[fix.id] ?? []) {
            expect([401, 403, 404], `${fix.id} ${target}`).toContain(await status(fix.id, target));
            expect(await status("default", target), `without: ${target}`).toBeLessThan(302);
          }
          for (const target of kept) expect(await status(fix.id, target), `${fix.id} ${target}`).toBe(200);
        }
      } finally {
        await stop(child);
      }
    },
  );
});
