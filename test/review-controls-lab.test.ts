/** Control review of recorded logs, against what the laboratory's servers were set up to give away. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { Review } from "../src/respond/controls/model.ts";
import { reviewControls } from "../src/respond/controls/review.ts";
import { samples } from "./support/places.ts";
import { open } from "./support/triage.ts";

/**
 * What answers anybody without a sign-in, by lab/site.ts, lab/third-site.ts, lab/backend.ts and the servers'
 * configurations; canonical paths as the review has them, by the log or virtual host.
 */
const blog = "apache-combined.log";
const shop = "apache-forwarded.log";
const www = "nginx-combined.log";
const api = "api.larkfield.example";
const files = "files.larkfield.example";
const first = [
  [blog, "/.env"],
  [blog, "/changelog.txt"],
  [blog, "/readme.html"],
  [api, "/actuator/env"],
  [api, "/actuator/prometheus"],
  [api, "/actuator/health"],
  [api, "/api/v1/version"],
  [api, "/api/v1/settings"],
  // Refuses the first twenty requests, and then answers.
  [api, "/internal/status"],
  [files, "/status.php"],
  [files, "/ocs/v2.php/cloud/capabilities"],
] as const;
const third = [
  ...first,
  [api, "/api/v1/config"],
  [api, "/api/v1/openapi.json"],
  [www, "/wpad.dat"],
  [shop, "/config.json"],
  [shop, "/version.json"],
  [blog, "/wp-json"],
  [blog, "/wp-content/plugins/tide-table/readme.txt"],
  [files, "/selfupdate/wuident.cab"],
] as const;
/** Given to some and refused to others, by a token or a cookie that no log shows. */
const byWho = [`${api} /version`, `${api} /build-info`, `${blog} /wp-json/wp/v2/settings`];

const names = (review: Review, ...states: readonly string[]) =>
  review.controls
    .filter(({ state }) => states.includes(state))
    .map(({ asked }) => `${asked.site} ${asked.path}`);

const linesOf = (path: string) => {
  const bytes = readFileSync(path);
  return (path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8").split("\n");
};

describe.each([
  [
    "the second",
    [join(samples, "lab2")],
    [],
    first,
    [join(samples, "lab2", "apache-combined.log.gz")],
    join(samples, "lab2", "nginx-json.log.gz"),
  ],
  [
    "the third",
    [join(samples, "lab3")],
    ["192.0.2.0/24"],
    third,
    [join(samples, "lab3", "apache-combined.log.gz")],
    join(samples, "lab3", "nginx-json.log.gz"),
  ],
] as const)("%s", (_, paths, internalNetworks, truth, blogLogs, apiLog) => {
  test("nothing is told to be open that is not, nothing closed, and both secrets are found", {
    timeout: 120_000,
  }, async () => {
    const run = await open([...paths], { events: true, internalNetworks });
    const review = await reviewControls(run).finally(() => run.close());
    const given = truth.map((one) => one.join(" "));
    expect(names(review, "open").filter((one) => !given.includes(one))).toEqual([]);
    expect(names(review, "used", "answered").filter((one) => ![...given, ...byWho].includes(one))).toEqual(
      [],
    );
    // No server was changed while it was recorded.
    expect(names(review, "closed")).toEqual([]);
    expect(names(review, "open")).toEqual(expect.arrayContaining([`${blog} /.env`, `${api} /actuator/env`]));
    const secrets = review.controls.filter(({ asked }) => asked.sensitivity === "secret" && asked.opened > 0);
    expect(secrets.map(({ asked }) => asked.path).sort()).toEqual(["/.env", "/actuator/env"]);
    expect(secrets.map(({ change }) => change)).toEqual(["now", "now"]);
    // As often as the lines themselves say.
    const env = blogLogs
      .flatMap(linesOf)
      .filter((line) => /"GET \S*(?:\.|%2e)env HTTP\/[\d.]+" 200 /.test(line)).length;
    const actuator = linesOf(apiLog).filter((line) =>
      /"method":"GET","uri":"\/actuator\/env".*"status":200/.test(line),
    ).length;
    expect(secrets.map(({ asked }) => [asked.path, asked.opened]).sort()).toEqual([
      ["/.env", env],
      ["/actuator/env", actuator],
    ]);
    for (const { evidence, asked } of review.controls.filter(({ state }) => state === "open"))
      expect(evidence?.text.toLowerCase()).toContain(asked.path.split("/").at(-1));
  });
});
