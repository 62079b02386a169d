/** Monitors, balancers and metrics, from outside and from the trust's own network. */
import type { SiteName } from "../../site.ts";
import { asks, curls, hour, minute, sends } from "../second/making.ts";
import { basic, innocent, inside, type Member, repeated } from "./making.ts";

const services: readonly [string, SiteName, readonly string[], string, number][] = [
  [
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/98.0.4758.102 Safari/537.36 StatusCake",
    "www",
    ["/"],
    "HEAD",
    31,
  ],
  ["Checkly/1.0 (https://www.checklyhq.com)", "api", ["/health", "/api/v1/version"], "GET", 44],
  ["OhDear.app (+https://ohdear.app/docs/faq/user-agent)", "blog", ["/"], "GET", 37],
  ["Cronitor/4.0 (https://cronitor.io)", "www", ["/health"], "GET", 29],
  ["NodePing", "shop", ["/version.json"], "GET", 52],
  ["Hyperping/1.0 (+https://hyperping.io)", "www", ["/status"], "GET", 41],
  ["k6/1.3.0 (https://k6.io/)", "api", ["/healthz", "/api/v1/tides"], "GET", 57],
  ["Freshping/1.0 (+https://freshping.io)", "shop", ["/"], "GET", 63],
  ["Uptime-Kuma/2.0.2", "blog", ["/feed.xml"], "GET", 73],
  [
    "Mozilla/5.0 (compatible; Monibot/1.0; +https://monibot.example)",
    "www",
    ["/health", "/status"],
    "HEAD",
    66,
  ],
];

const monitors = services.map(([agent, site, targets, method, minutes], at) =>
  innocent("uptime", `asks for ${targets.join(" and ")} of ${site} at a steady pace, ${method}`, [
    sends(
      `1 00:${String(at * 4 + 2).padStart(2, "0")}:00`,
      [
        asks(
          site,
          agent,
          repeated(Math.floor(70 / targets.length), targets)
            .flat()
            .map((target) => ({ target, method })),
        ),
      ],
      minutes * minute,
    ),
  ]),
);

/** Regions of one uptime service take turns; none of them comes often. */
const regions = [0, 1, 2].map((turn) =>
  innocent(
    "uptime",
    "one of three places of an uptime service that take turns",
    [
      sends(
        `1 0${turn}:15:00`,
        [
          asks(
            "shop",
            "Mozilla/5.0 (compatible; Uptimia/1.1; +https://uptimia.example)",
            repeated(16, ["/", "/version.json"]).flat(),
          ),
        ],
        3 * hour - minute,
      ),
    ],
    { group: "uptime-places" },
  ),
);

const balancers: readonly Member[] = [
  innocent(
    "balancer",
    "the own balancer asks the API whether it is ready",
    [sends("1 00:01:00", [asks("api", "ELB-HealthChecker/2.0", repeated(180, "/readyz"))], 30 * minute)],
    inside,
  ),
  innocent(
    "balancer",
    "another balancer, HTTP/1.0 and no agent, as its makers have it",
    [
      curls(
        "1 00:03:00",
        "blog",
        repeated(40, "/robots.txt"),
        ["--http1.0", "-H", "User-Agent:"],
        2 * hour + 10 * minute,
      ),
    ],
    { ...inside, program: "curl" },
  ),
  innocent(
    "balancer",
    "kubelet asks whether the API lives and is ready",
    [
      sends(
        "1 00:06:00",
        [asks("api", "kube-probe/1.34", repeated(90, ["/livez", "/readyz"]).flat())],
        31 * minute,
      ),
    ],
    inside,
  ),
  innocent(
    "balancer",
    "keepalived looks at the wiki",
    [sends("1 00:08:00", [asks("wiki", "KeepAliveClient", repeated(70, "/wiki/Start"))], 80 * minute)],
    inside,
  ),
];

const metrics: readonly Member[] = [
  innocent(
    "metrics",
    "Prometheus reads the API's /metrics from inside, as its right is",
    [sends("1 00:02:00", [asks("api", "Prometheus/3.8.0", repeated(150, "/metrics"))], 37 * minute)],
    inside,
  ),
  innocent(
    "metrics",
    "an exporter reads nginx's state from inside",
    [
      sends(
        "1 00:05:00",
        [asks("www", "NGINX-Prometheus-Exporter/v1.5.1", repeated(110, "/nginx_status"))],
        52 * minute,
      ),
    ],
    inside,
  ),
  innocent(
    "metrics",
    "Netdata reads the blog's /server-status?auto from inside",
    [
      sends(
        "1 00:09:00",
        [asks("blog", "Netdata go.d.plugin/v2.7.1", repeated(100, "/server-status?auto"))],
        57 * minute,
      ),
    ],
    inside,
  ),
  innocent(
    "metrics",
    "Zabbix reads the wiki's /server-status?auto with the monitor's password",
    [
      sends(
        "1 00:11:00",
        [asks("wiki", "Zabbix 7.4.3", repeated(60, "/server-status?auto"), basic("monitor"))],
        93 * minute,
      ),
    ],
    inside,
  ),
  innocent(
    "metrics",
    "the hosting firm's agent reads the public site's /server-status with the monitor's password",
    [
      sends(
        "1 00:14:00",
        [asks("www", "Datadog Agent/7.72.1", repeated(45, "/server-status"), basic("monitor"))],
        2 * hour,
      ),
    ],
  ),
  innocent(
    "metrics",
    "Spring Boot Admin reads the API's health from inside",
    [sends("1 00:20:00", [asks("api", "ReactorNetty/1.3.0", repeated(80, "/actuator/health"))], 70 * minute)],
    inside,
  ),
];

export const watching: readonly Member[] = [...monitors, ...regions, ...balancers, ...metrics];
