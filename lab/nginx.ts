/**
 * The configuration of nginx: the public site (combined log), the API (JSON log) and the reverse proxy
 * in front of the shop, which itself keeps no log because the sample shows the back end's.
 */
import { join } from "node:path";
import { behindAddress, nginxAddress, nginxAddress6 } from "./addresses.ts";
import { logFiles } from "./logs.ts";
import type { Paths } from "./servers.ts";
import { hostOf, type SiteName } from "./site.ts";

const listen = `listen ${nginxAddress}:80; listen [${nginxAddress6}]:80;`;

/** What a set adds to a site: lines of configuration. */
export type Additions = Partial<Record<SiteName, string>>;

export function nginxConfiguration(
  { work, logs, sites, passwords, certificate }: Paths,
  more: Additions = {},
): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `
user www-data;
worker_processes 1;
daemon off;
pid ${work}/nginx.pid;
events { worker_connections 256; }
http {
  include /etc/nginx/mime.types;
  default_type text/plain;
  access_log off;
  error_log ${work}/nginx-error.log;
${temporary.map((name) => `  ${name}_temp_path ${work}/nginx-${name};`).join("\n")}
  keepalive_timeout 5s;
  log_format own escape=json '${logFiles.nginxJson.format}';

  server { listen ${nginxAddress}:8099; location = /ready { return 204; } }

  server {
    ${listen.replaceAll(";", " default_server;")}
    listen ${nginxAddress}:443 ssl http2; listen [${nginxAddress6}]:443 ssl http2;
    ssl_certificate ${certificate}; ssl_certificate_key ${certificate};
    server_name ${hostOf("www")};
    root ${join(sites, "www")};
    access_log ${join(logs, logFiles.nginxCombined.name)} combined;
    location / { try_files $uri $uri.html $uri/ =404; }
    location = /health { return 200 "ok\\n"; }
    location = /server-status { auth_basic "status"; auth_basic_user_file ${passwords}; stub_status; }
    location = /config { auth_basic "configuration"; auth_basic_user_file ${passwords}; }
    location ~ /\\.(?!well-known) { return 403; }
    ${more.www ?? ""}
  }

  server {
    ${listen}
    server_name ${hostOf("api")};
    access_log ${join(logs, logFiles.nginxJson.name)} own;
    location / { proxy_pass http://127.0.0.1:8090; }
    ${more.api ?? ""}
  }

  server {
    ${listen}
    server_name ${hostOf("shop")};
    location / {
      proxy_pass http://${behindAddress}:8080;
      proxy_bind ${nginxAddress};
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}
`;
}
