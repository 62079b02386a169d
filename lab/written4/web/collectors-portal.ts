/** Who gathers configuration from the portal and its interface. */
import * as agents from "../agents.ts";
import { type Actor, asks, collector, words } from "./actor.ts";

const rotating = Array.from({ length: 44 }, (_, turn) => `/api/v2/handsets/${1001 + turn}/config`);

export const portalCollectors: readonly Actor[] = [
  collector(
    "portal",
    "web-management",
    "Go's client walks Spring's management endpoints under three prefixes",
    asks(
      "0 03:40:18",
      { agent: agents.go, gaps: [0.2, 0.3] },
      ["/actuator", "/management", "/api/actuator"].flatMap((prefix) =>
        words("health env info beans mappings configprops heapdump loggers threaddump").map(
          (name) => `${prefix}/${name}`,
        ),
      ),
    ),
  ),
  collector(
    "portal",
    "web-description",
    "a script looks for descriptions of the interface and asks GraphQL what it knows",
    asks(
      "0 10:58:44",
      { agent: agents.httpx, gaps: [1] },
      words(
        "/openapi.json /swagger.json /swagger/v1/swagger.json /v2/api-docs /v3/api-docs /api/v2/openapi.yaml /swagger-ui/index.html /redoc POST /graphql POST /api/graphql /graphql/console /api/v2/schema",
      ).reduce<string[]>((all, word) => {
        const last = all.at(-1);
        if (last === "POST") all[all.length - 1] = `POST ${word}`;
        else all.push(word);
        return all;
      }, []),
    ),
  ),
  collector(
    "portal",
    "web-application",
    "opens the application once, then guesses at its settings, maps of source and manifests",
    [
      ...asks("1 09:12:01", { agent: agents.chromeMac }, [
        "/",
        "/assets/index.js",
        "/assets/index.css",
        "/assets/app.config.json",
      ]),
      ...asks(
        "1 09:14:31",
        { agent: agents.chromeMac, gaps: [4, 7, 3] },
        words(
          "/config.json /env.js /runtime-config.json /assets/index.js.map /asset-manifest.json /assets/config.dev.json /assets/environment.json /.env /assets/app.config.prod.json /static/config.js /settings.json /firebase-config.json /ngsw.json",
        ),
      ),
    ],
  ),
  collector(
    "portal",
    "web-account",
    "a driver's account, from a script, takes the settings of forty-four handsets one after the other",
    [
      ...asks("1 02:31:08", { agent: agents.requests, user: "kurier.leoben" }, ["POST /api/v2/session 200"]),
      ...asks("1 02:31:09", { agent: agents.requests, user: "kurier.leoben", gaps: [0.4, 0.5] }, rotating),
    ],
  ),
  collector(
    "portal",
    "web-provisioning",
    "looks for the settings of desk telephones, one hardware address after the other, no agent",
    asks("0 20:50:02", { agent: "-", gaps: [0.6] }, [
      ...words(
        "/provisioning/y000000000028.cfg /provisioning/ /cfg/ /phones/000000000000.cfg /polycom/000000000000.cfg /snom/snomD785.htm /cisco/SEPDefault.cnf.xml",
      ),
      ...Array.from(
        { length: 22 },
        (_, turn) => `/provisioning/001565${(0xa4_1200 + turn * 3).toString(16)}.cfg`,
      ),
    ]),
  ),
  collector(
    "portal",
    "web-gateway",
    "looks for the portals and versions of makers of VPN gateways",
    asks(
      "0 23:11:20",
      { agent: "curl/8.5.0", gaps: [1, 2] },
      words(
        "/global-protect/prelogin.esp /global-protect/login.esp /remote/fgt_lang?lang=en /remote/login /+CSCOE+/logon.html /+CSCOE+/portal.css /dana-na/auth/url_default/welcome.cgi /dana-cached/hc/HostCheckerInstaller.osx /vpn/index.html /logon/LogonPoint/tmindex.html /sslvpnLogin.html /api/v1/totp/user-backup-code/ /userportal/webpages/myaccount/login.jsp",
      ),
    ),
  ),
  collector(
    "portal",
    "web-application",
    "looks for what telephone applications are set up with, under the agent of Android's own library",
    asks(
      "1 14:28:47",
      { agent: "Dalvik/2.1.0 (Linux; U; Android 12; SM-A515F Build/SP1A.210812.016)", gaps: [1, 3] },
      words(
        "/mobile/config.json /app/config.json /google-services.json /GoogleService-Info.plist /firebase-config.js /api/v2/mobile/settings /remoteconfig.json /app-ads.txt /mdm/profile.mobileconfig /config/android.json /config/ios.json /assets/config/env.json",
      ),
    ),
  ),
  collector(
    "portal",
    "web-refusal",
    "asks for the administration's list of clients until it is served, without a name",
    asks("0 05:02:10", { agent: agents.aiohttp, gaps: [33, 61, 47] }, [
      ...Array.from({ length: 14 }, () => "/api/v2/admin/clients.json 401 61"),
      "/api/v2/admin/clients.json?debug=1 200 48120",
    ]),
  ),
  collector(
    "portal",
    "web-methods",
    "HEAD on thirty files of settings under Firefox's agent",
    asks(
      "1 22:40:31",
      { agent: agents.firefoxLinux, method: "HEAD", gaps: [1, 1.4] },
      words(
        "/.env /.env.local /config.json /config.yml /config.yaml /config.xml /config.ini /app.json /app.yaml /appsettings.json /application.yml /settings.json /settings.py /local.json /env.json /secrets.json /credentials.json /docker-compose.yml /Dockerfile /nginx.conf /web.config /.htaccess /package.json /composer.json /Gemfile /requirements.txt /.gitlab-ci.yml /Makefile /.npmrc /.netrc",
      ),
    ),
  ),
  collector(
    "portal",
    "web-technology",
    "httpx under its own agent: title, icon, then what tells products and their settings",
    asks(
      "0 14:03:52",
      { agent: "httpx - Open-source project (github.com/projectdiscovery/httpx)", gaps: [1] },
      words(
        "/ /favicon.ico /robots.txt /actuator/env /version /api/v2/version /.git/config /server-status /jolokia /config.json",
      ),
    ),
  ),
  collector(
    "portal",
    "web-disguised",
    "configuration paths with percent signs, dots and parameters, under Edge's agent",
    asks(
      "1 04:44:10",
      { agent: agents.edge, gaps: [3, 2] },
      words(
        "/%61ctuator/env /actuator;/env /actuator/.;/configprops /static/..%2f..%2f.env /assets/%2e%2e/%2e%2e/.env /api/v2/..;/actuator/env //server-status /.%65nv /%252eenv /assets/..%5c..%5cweb.config /.git%2fconfig /config%2ejson",
      ),
    ),
  ),
  collector(
    "portal",
    "web-versions",
    "asks for the version of the interface and of its neighbours, every few hours under a library's agent",
    [0, 1].flatMap((day) =>
      ["02", "07", "13", "19"].flatMap((hour, turn) =>
        asks(`${day} ${hour}:1${turn}:27`, { agent: "Java/17.0.9", gaps: [2] }, [
          "/api/v2/version",
          "/jenkins/api/json",
          "/grafana/api/health",
          [
            "/nexus/service/rest/v1/status",
            "/sonar/api/server/version",
            "/gitlab/help",
            "/kibana/api/status",
          ][turn] ?? "/",
        ]),
      ),
    ),
  ),
];
