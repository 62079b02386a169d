/**
 * The configuration of Apache: the wiki and the file store (one vhost_combined log), the blog (combined)
 * and the shop behind nginx (combined with X-Forwarded-For at the end).
 */
import { join } from "node:path";
import { apacheAddress, behindAddress } from "./addresses.ts";
import { logFiles } from "./logs.ts";
import type { Additions } from "./nginx.ts";
import type { Paths } from "./servers.ts";
import { hostOf, type SiteName } from "./site.ts";

const modules = [
  "mpm_event",
  "authn_core",
  "authn_file",
  "authz_core",
  "authz_user",
  "authz_host",
  "auth_basic",
  "alias",
  "dav",
  "dav_fs",
  "dir",
  "mime",
  "rewrite",
  "status",
];

export function apacheConfiguration(
  { work, logs, sites, passwords }: Paths,
  additions: Additions = {},
): string {
  const { apacheVhost, apacheCombined, apacheForwarded } = logFiles;
  const signIn = `AuthType Basic\n    AuthName "Larkfield"\n    AuthUserFile ${passwords}\n    Require valid-user`;
  const vhost = (site: SiteName, at: string, log: string, more: string): string => `
<VirtualHost ${at}>
  ServerName ${hostOf(site)}
  DocumentRoot ${join(sites, site)}
  CustomLog ${log}
  RewriteEngine On
  RewriteCond ${join(sites, site)}$1.html -f
  RewriteRule ^(/.+)$ ${join(sites, site)}$1.html [L]
  ${more}
  ${additions[site] ?? ""}
</VirtualHost>`;
  return `
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
ServerRoot ${work}
ServerName ${hostOf("wiki")}
PidFile ${work}/apache.pid
DefaultRuntimeDir ${work}
ErrorLog ${work}/apache-error.log
User www-data
Group www-data
StartServers 1
ServerLimit 2
ThreadsPerChild 25
MaxRequestWorkers 50
KeepAliveTimeout 5
TypesConfig /etc/mime.types
DirectoryIndex index.html
DavLockDB ${join(work, "locks", "dav")}
LogFormat "${apacheVhost.format}" vhost_combined
LogFormat "${apacheCombined.format}" combined
LogFormat "${apacheForwarded.format}" forwarded
Listen ${apacheAddress}:80
Listen ${apacheAddress}:8099
Listen ${behindAddress}:8080
<Directory ${sites}>
  Require all granted
</Directory>
<VirtualHost ${apacheAddress}:8099>
  DocumentRoot ${join(sites, "blog")}
</VirtualHost>
${vhost(
  "wiki",
  `${apacheAddress}:80`,
  `${join(logs, apacheVhost.name)} vhost_combined`,
  `<Location /server-status>
    SetHandler server-status
    ${signIn}
  </Location>
  <Location /config>
    ${signIn}
  </Location>`,
)}
${vhost(
  "files",
  `${apacheAddress}:80`,
  `${join(logs, apacheVhost.name)} vhost_combined`,
  `Alias /remote.php/dav/files ${join(sites, "files", "dav")}
  <Location /remote.php/dav>
    Dav On
    ${signIn}
  </Location>
  <Files "*.php">
    ForceType application/json
  </Files>`,
)}
${vhost("blog", `${apacheAddress}:80`, `${join(logs, apacheCombined.name)} combined`, "")}
${vhost(
  "shop",
  `${behindAddress}:8080`,
  `${join(logs, apacheForwarded.name)} forwarded`,
  `<Location /server-status>
    SetHandler server-status
    Require local
  </Location>`,
)}
`;
}
