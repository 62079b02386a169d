import { url } from "../means.ts";
import { asks, curls, minute, probes, runs, second, sends } from "../second/making.ts";
import { innocent, inside, type Member, repeated } from "./making.ts";

const token = { authorization: "Bearer deploy-example" };

export const pipelines: readonly Member[] = [
  innocent(
    "pipeline",
    "a test after each deployment: version, build and health of the API, with the pipeline's token",
    ["1 16:42:00", "2 11:07:00", "4 15:30:00"].map((at) =>
      sends(
        at,
        [
          asks(
            "api",
            "python-requests/2.32.5",
            ["/healthz", "/version", "/build-info", "/api/v1/config"],
            token,
          ),
        ],
        2 * second,
      ),
    ),
    inside,
  ),
  innocent(
    "pipeline",
    "the same for the shop from inside, curl",
    ["1 16:45:00", "3 10:20:00"].map((at) =>
      curls(at, "shop", ["/version.json", "/config.json", "/app/"], ["--retry", "0"], 2 * second),
    ),
    { ...inside, program: "curl" },
  ),
  innocent(
    "pipeline",
    "waits until the new version is there: /version again and again, with the token",
    [sends("2 11:02:00", [asks("api", "curl/8.14.1", repeated(18, "/version"), token)], 10 * second)],
    inside,
  ),
  innocent(
    "pipeline",
    "a build at the hosting firm reads the API's version with the token",
    ["1 16:50:00", "2 11:12:00"].map((at) =>
      sends(at, [asks("api", "GitLab-Runner 18.6.0", ["/version", "/healthz"], token)], 3 * second),
    ),
  ),
  innocent(
    "pipeline",
    "a job warms the caches after a deployment, python from inside",
    [
      {
        at: "4 15:33:00",
        run: (session) =>
          session.exec([
            "python3",
            "-c",
            "import sys, requests\nfor one in sys.argv[1:]: requests.get(one, timeout=5)",
            ...["/", "/articles/", "/tides/", "/tides/env.js", "/downloads", "/health"].map((path) =>
              url("www", path),
            ),
          ]),
      },
    ],
    { ...inside, program: "python3-requests" },
  ),
  innocent("pipeline", "the payment firm reports to the API", [
    probes(
      "1 13:20:00",
      "api",
      "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
      repeated(5, "/hooks/payments"),
      40 * minute,
      "POST",
    ),
  ]),
  innocent("pipeline", "the forge reports to the API", [
    probes(
      "2 10:58:00",
      "api",
      "GitHub-Hookshot/7e2b1c0",
      ["/hooks/deploy", "/hooks/deploy"],
      6 * minute,
      "POST",
    ),
  ]),
  innocent(
    "cron",
    "somebody's cron job looks whether the tide table changed, real curl",
    [1, 2, 3, 4].map((day) =>
      runs(`${day} 04:45:00`, ["curl", "-s", "-o", "/dev/null", url("api", "/api/v1/tides")]),
    ),
    { program: "curl" },
  ),
  innocent(
    "inventory",
    "the own inventory looks once a day which certificate and title each site has",
    [1, 2, 3, 4].flatMap((day) =>
      (["www", "shop", "wiki", "blog"] as const).map((site, at) =>
        probes(`${day} 03:1${at}:00`, site, "larkfield-inventory/1.4", ["/"], second, "HEAD"),
      ),
    ),
    inside,
  ),
];
