/** Whether something guarded was handed out: parts of it, and logins that somebody only pretends. */
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, type Request } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const scout = "203.0.113.7";
let number = 0;

/** The rules that the scout met in a log of these requests, and what was said of what it was served. */
async function met(
  ...requests: readonly Request[]
): Promise<{ rules: string[]; says: string; probes: string }> {
  number += 1;
  const lines = requests.map((request, n) =>
    combined({
      ip: scout,
      time: `17/May/2026:10:${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")} +0000`,
      ...request,
    }),
  );
  const document: ReportDocument = await triageDocument([write(folder, `served-${number}.log`, lines)]);
  const entity = document.entities.find(({ value }) => value === scout);
  const sentence = (id: string) =>
    document.findings.find(({ indicator }) => indicator === id)?.sentence ?? "";
  return {
    rules: (entity?.reasons ?? []).map(({ rule }) => rule),
    says: sentence("endpoint.config-exposed"),
    probes: sentence("endpoint.config-probe"),
  };
}

const get = (path: string, status: number, bytes: number, more: Request = {}): Request => ({
  request: `GET ${path} HTTP/1.1`,
  status,
  bytes,
  ...more,
});
const part = (path: string): Request => get(path, 206, 100);
const miss = (path: string): Request => get(path, 404, 153);
const refused = (path: string): Request[] => Array.from({ length: 6 }, () => get(path, 401, 12));
const post = (status: number, more: Request = {}): Request => ({
  request: "POST /login HTTP/1.1",
  status,
  bytes: 900,
  ...more,
});
const page = { referrer: "https://www.example/" };

describe("parts of a file (206)", () => {
  test("are served, whatever their length", async () => {
    const { rules, says } = await met(
      part("/.env"),
      part("/readme.html"),
      part("/license.txt"),
      part("/CHANGELOG.txt"),
      part("/robots.txt"),
      miss("/.git/config"),
      miss("/server-status"),
    );
    expect(rules).toContain("served-to-outsider");
    expect(says).toContain("in part (206), so that its length says nothing");
  });

  test("beside the same length of whole pages", async () => {
    const { rules } = await met(
      part("/.env"),
      get("/readme.html", 200, 100),
      get("/license.txt", 200, 100),
      get("/CHANGELOG.txt", 200, 100),
      miss("/.git/config"),
    );
    expect(rules).toContain("served-to-outsider");
  });

  test("of whatever is asked for are told with the doubt, and escalate nothing", async () => {
    const { rules, says } = await met(
      part("/.env"),
      part("/.git/config"),
      part("/server-status"),
      part("/phpinfo.php"),
    );
    expect(rules).not.toContain("served-to-outsider");
    expect(says).toContain("a part only (206), on a site that hands out parts of whatever it is asked for");
  });
});

describe("HEAD", () => {
  test("hands out nothing, also where the log counts the headers, and is not told as served", async () => {
    const head = (path: string): Request => ({ request: `HEAD ${path} HTTP/1.1`, status: 200, bytes: 263 });
    const { rules, says, probes } = await met(head("/.env"), head("/.git/config"), miss("/server-status"));
    expect(rules).not.toContain("served-to-outsider");
    expect(says).toBe("");
    expect(probes).toContain(", 0 served without a user");
    expect((await met(head("/.env"), get("/.env", 200, 433))).says).toContain("1 answer of /.env");
  });
});

describe("one's own login between a refusal and an answer", () => {
  const between = (path: string, ...login: readonly Request[]) =>
    met(...refused(path), ...login, get(path, 200, 5120));

  test("explains no secret", async () => {
    expect((await between("/.env", get("/a.css", 200, 5, page), post(302, page))).rules).toContain(
      "refused-then-served",
    );
  });

  test.each([
    ["answered by the form again", [post(200)]],
    ["sent back to the form", [post(302), get("/login", 200, 900)]],
    ["sent somewhere and never followed", [post(302)]],
    [
      "by a library",
      [get("/a.css", 200, 5, { ...page, agent: "curl/8.5.0" }), post(302, { agent: "curl/8.5.0" })],
    ],
    ["refused", [post(401)]],
  ])("explains nothing when %s", async (_, login) => {
    const name = login[0]?.agent;
    const under = name === undefined ? {} : { agent: name };
    const told = await met(
      ...refused("/server-status").map((one) => ({ ...one, ...under })),
      ...login,
      get("/server-status", 200, 5120, under),
    );
    expect(told.rules).toContain("refused-then-served");
  });

  test.each([
    [
      "of a browser that is led on",
      [get("/a.css", 200, 5, page), post(302, page), get("/home", 200, 900, page)],
    ],
    ["by a page that reads on", [get("/a.css", 200, 5, page), get("/a.js", 200, 5, page), post(200, page)]],
    ["that hands out a token", [{ ...post(200), request: "POST /oauth/token HTTP/1.1" }]],
  ])("explains the answer %s", async (_, login) => {
    expect((await between("/server-status", ...login)).rules).not.toContain("refused-then-served");
  });
});
