import { Chance } from "../../random.ts";
import type { SiteName } from "../../site.ts";
import { asks, edgeNow, minute, probes, second, sends } from "../second/making.ts";
import { androidNow, firefoxNow, list, type Member, macNow, moment, scout } from "./making.ts";

/** Three to eight paths each, then gone. */
const hunts: readonly [SiteName, string | undefined, readonly string[], number, string][] = [
  [
    "www",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/132.0.0.0 Safari/537.36",
    list("/.aws/credentials /.aws/config /aws.json /.s3cfg /.boto"),
    1200,
    "files of one cloud",
  ],
  [
    "blog",
    "Go-http-client/1.1",
    list("/.azure/accessTokens.json /gcloud/credentials.db /service-account.json /credentials.json"),
    800,
    "files of two clouds",
  ],
  [
    "shop",
    androidNow,
    list("/firebase.json /google-services.json /.firebaserc /firebase-config.js"),
    6 * second,
    "settings of Firebase",
  ],
  [
    "api",
    "python-requests/2.31.0",
    list(
      "/latest/meta-data/iam/security-credentials/ /latest/user-data /computeMetadata/v1/instance/ /metadata/instance?api-version=2021-02-01 /opc/v2/instance/",
    ),
    1000,
    "what a cloud tells its machines",
  ],
  [
    "shop",
    firefoxNow,
    list(
      "/?url=http://metadata.cloud.example/latest/meta-data/ /products/rope?src=http://metadata.cloud.example/latest/user-data /proxy?u=file:///etc/hosts /fetch?url=http://localhost/server-status",
    ),
    9 * second,
    "what a cloud tells its machines, by way of the shop",
  ],
  [
    "wiki",
    "Mozilla/5.0",
    list("/.ssh/id_ed25519 /.bash_history /.netrc /.git-credentials /.pgpass /.my.cnf"),
    1500,
    "files of a home folder",
  ],
  [
    "blog",
    "Mozilla/5.0 (Linux; Android 7.0; SM-G930V Build/NRD90M) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/59.0.3071.125 Mobile Safari/537.36",
    list(
      "/wp-config.php~ /wp-config.php.save /wp-config.old /.wp-config.php.swp /wp-config.txt /wp-config.php_bak /wp-config-sample.php",
    ),
    1100,
    "copies of the blog's configuration",
  ],
  [
    "shop",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
    list(
      "/backup.zip /config.zip /larkfield.example.tar.gz /www.rar /db.sql /config.bak /settings.bak /site-config.tgz",
    ),
    2 * second,
    "archives and copies",
  ],
  [
    "www",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 14_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.0 Mobile/15E148 Safari/604.1",
    list("/phpinfo.php /info.php /i.php /pi.php /test.php /php.php /_phpinfo.php /?phpinfo=1"),
    600,
    "pages in which PHP tells its settings",
  ],
  [
    "api",
    undefined,
    list("/.docker/config.json /.kube/config /.npmrc /.pypirc"),
    1400,
    "credentials of builds, no agent",
  ],
  [
    "shop",
    "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2)",
    list(
      "/trace.axd /elmah.axd /web.config /WebResource.axd?d=x /_vti_pvt/service.cnf /_layouts/15/viewlsts.aspx /bin/ /App_Data/",
    ),
    3 * second,
    "what ASP.NET leaves open",
  ],
];

const hunters = hunts.map(([site, agent, targets, every, what], at) =>
  scout("credentials", `looks for ${what}`, [
    probes(moment(new Chance(390_000 + at), 0, 23), site, agent, targets, every),
  ]),
);

const introspection = JSON.stringify({ query: "query IntrospectionQuery { __schema { types { name } } }" });

const interfaces: readonly Member[] = [
  scout(
    "management",
    "walks Spring's management endpoints under every prefix it knows, served /actuator/env",
    [
      probes(
        "1 02:44:00",
        "api",
        "okhttp/5.3.2",
        list(
          "/actuator /actuator/env /actuator/gateway/routes /actuator/loggers /actuator/beans /manage/env /management/env /api/actuator /api/actuator/env /admin/actuator/env /actuator;/env /actuator/httptrace /actuator/logfile /actuator/caches /trace /env /dump /jolokia /monitor/health",
        ),
        700,
      ),
    ],
  ),
  scout("management", "four management endpoints under Chrome on a Mac, a quarter of an hour apart", [
    probes(
      "3 10:05:00",
      "api",
      macNow,
      list("/actuator /actuator/configprops /actuator/heapdump /actuator/mappings"),
      15 * minute,
    ),
  ]),
  scout("management", "asks for containers, catalogues and clusters", [
    probes(
      "4 03:12:00",
      "api",
      "Python-urllib/3.12",
      list(
        "/version /v1.43/version /v2/_catalog /v1/agent/self /v2/keys/?recursive=true /api/v1/namespaces /apis /metrics /pods /_cat/indices /_cluster/settings",
      ),
      900,
    ),
  ]),
  scout("description", "introspection of GraphQL in five places, then descriptions of the API", [
    sends(
      "2 19:27:00",
      [
        asks(
          "api",
          "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
          list("/graphql /api/graphql /v1/graphql /query /graphiql").map((target) => ({
            target,
            method: "POST",
            body: introspection,
            headers: { "content-type": "application/json" },
          })),
        ),
        asks(
          "api",
          "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
          list(
            "/swagger/v1/swagger.json /swagger-resources /v3/api-docs /openapi.yaml /api-docs /api/v1/openapi.json",
          ),
        ),
      ],
      1600,
    ),
  ]),
  scout("description", "nine places of Swagger under a current Edge's agent, half a minute apart", [
    probes(
      "4 12:22:00",
      "shop",
      edgeNow,
      list(
        "/swagger /swagger/index.html /swagger-ui/ /api/swagger-ui.html /swagger/v1/swagger.json /api/docs /openapi.json /v2/api-docs /apidocs/swagger.json",
      ),
      30 * second,
    ),
  ]),
  scout("version-control", "takes a repository apart: names, index, objects, with a script's agent", [
    probes(
      "2 00:51:00",
      "blog",
      "python-requests/2.32.3",
      list(
        "/.git/HEAD /.git/config /.git/index /.git/packed-refs /.git/ORIG_HEAD /.git/logs/HEAD /.git/refs/heads/main /.git/refs/remotes/origin/HEAD /.git/objects/info/packs /.git/objects/3b/18e512dba79e4c8300dd08aeb37f8e728b8dad",
      ),
      350,
    ),
  ]),
  scout(
    "environment",
    "posts to the first page and asks for /.env in four folders, as a known botnet does; served one",
    [
      sends(
        "3 15:57:00",
        [
          asks(
            "blog",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.129 Safari/537.36",
            [
              "/.env",
              {
                target: "/",
                method: "POST",
                body: "0x%5B%5D=androxgh0st",
                headers: { "content-type": "application/x-www-form-urlencoded" },
              },
              "/laravel/.env",
              "/core/.env",
              "/public/.env",
            ],
          ),
        ],
        1500,
      ),
    ],
  ),
];

export const secretScouts: readonly Member[] = [...hunters, ...interfaces];
