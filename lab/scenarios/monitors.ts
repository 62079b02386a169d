/** Clients that come back on a timetable: monitors, health probes and feed readers. */
import { passwords } from "../addresses.ts";
import type { Client } from "../client.ts";
import { probe, type Step } from "../replaying.ts";
import { hostOf, modifiedAt, type SiteName } from "../site.ts";

const minute = 60_000;
const hour = 60 * minute;

export function every(site: SiteName, target: string, count: number, agent: string): Step {
  return probe(
    site,
    agent,
    Array.from({ length: count }, () => target),
  );
}

/** Feed readers ask "changed since?" and mostly hear that nothing did. */
function feed(agent: string, count: number, site: SiteName = "www"): Step {
  const headers = { "user-agent": agent, "if-modified-since": modifiedAt.toUTCString() };
  return {
    host: hostOf(site),
    requests: Array.from({ length: count }, () => ({ target: "/feed.xml", headers })),
  };
}

const again = (count: number, command: string): string[] => [
  "sh",
  "-c",
  `for turn in $(seq ${count}); do ${command}; done`,
];

const watchers: readonly Client[] = [
  {
    scenario: "monitor",
    address: "198.51.100.70",
    label: "benign",
    program: "curl",
    behaviour: "curl with its default agent on /health every half hour",
    visits: [
      {
        at: "1 00:03:00",
        everyMs: 30 * minute,
        run: (session) =>
          session.exec(again(190, `curl -s -o /dev/null --max-time 5 http://${hostOf("www")}/health`)),
      },
    ],
  },
  {
    scenario: "status-monitor",
    address: "198.51.100.71",
    label: "benign",
    program: "curl",
    behaviour: "signed-in monitoring of /server-status?auto every forty minutes, user monitor",
    visits: [
      {
        at: "1 00:11:00",
        everyMs: 40 * minute,
        run: async (session) => {
          const line = `curl -s -o /dev/null --max-time 5 -A larkfield-monitor/1.4 -u monitor:${passwords.monitor} 'http://${hostOf("wiki")}/server-status?auto'`;
          await session.exec(again(140, line));
        },
      },
    ],
  },
  {
    scenario: "kube-probe",
    address: "198.51.100.72",
    label: "benign",
    program: "replay",
    behaviour: "readiness probe on /healthz every twelve minutes",
    visits: [
      {
        at: "1 00:00:20",
        everyMs: 12 * minute,
        run: (session) => session.replay([every("api", "/healthz", 470, "kube-probe/1.34")]),
      },
    ],
  },
  {
    scenario: "elb",
    address: "198.51.100.73",
    label: "benign",
    program: "replay",
    behaviour: "load balancer's health check on /healthz every twenty minutes",
    visits: [
      {
        at: "1 00:07:40",
        everyMs: 20 * minute,
        run: (session) => session.replay([every("api", "/healthz", 285, "ELB-HealthChecker/2.0")]),
      },
    ],
  },
];

const feeds: readonly [string, string, number, number][] = [
  ["198.51.100.74", "FreshRSS/1.28.0 (Linux; https://freshrss.org)", 90, hour],
  [
    "198.51.100.75",
    "NewsBlur Feed Fetcher - 3 subscribers - http://www.newsblur.com/site/0/larkfield",
    31,
    3 * hour,
  ],
  ["2001:db8:1:75::9", "Tiny Tiny RSS/25.10 (https://tt-rss.org/)", 46, 2 * hour],
];

const readers = feeds.map(
  ([address, agent, count, gap]): Client => ({
    scenario: "feed-reader",
    address,
    label: "benign",
    program: "replay",
    behaviour: "fetches the feed at a steady pace with If-Modified-Since",
    visits: [{ at: "1 00:21:00", everyMs: gap, run: (session) => session.replay([feed(agent, count)]) }],
  }),
);

export const monitors: readonly Client[] = [...watchers, ...readers];
