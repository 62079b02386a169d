/** Readers of another site's page are no collectors, and whoever only says so is one. */
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, type Request } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const browsers = [
  "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
];
const forum = "https://forum.example.org/";
const images = ["/.env", "/.git/config", "/wp-config.php.bak", "/server-status"];
let number = 0;

const reader = (n: number): Request => ({
  ip: `${["192.0.2", "198.51.100", "203.0.113"][n % 3]}.${20 + n}`,
  agent: browsers[n % 3] ?? "",
});

/** Eight clients that ask for some paths, each six times where the site refuses, and a visitor of the site itself. */
async function log(
  made: (n: number) => Request,
  more: readonly Request[] = [],
  clients = 8,
): Promise<ReportDocument> {
  number += 1;
  const lines = Array.from({ length: clients }, (_, n) => made(n)).flatMap((one) =>
    images.flatMap((path) =>
      Array.from({ length: path === "/server-status" ? 6 : 1 }, () =>
        combined({
          referrer: forum,
          ...one,
          request: `GET ${path} HTTP/1.1`,
          status: path === "/server-status" ? 403 : 404,
        }),
      ),
    ),
  );
  const own = combined({
    ip: "203.0.113.99",
    request: "GET /main.css HTTP/1.1",
    referrer: "https://www.example/",
  });
  return triageDocument([
    write(folder, `readers-${number}.log`, [...lines, own, ...more.map((one) => combined(one))]),
  ]);
}

const escalated = (document: ReportDocument) =>
  document.entities.filter(({ action }) => action === "escalate").map(({ value }) => value);

describe("an image on another site's page", () => {
  test("makes no collectors of its readers", async () => {
    const document = await log(reader);
    expect(document.entities.filter(({ findings }) => findings.length > 0)).toEqual([]);
  });

  test("hides nobody who asks for something else besides", async () => {
    const scout = reader(0);
    const document = await log(reader, [{ ...scout, request: "GET /phpinfo.php HTTP/1.1", status: 404 }]);
    expect(escalated(document)).toEqual([scout.ip]);
  });

  test.each([
    ["one client alone names it", reader, 1],
    ["all are neighbours", (n: number) => ({ ...reader(n), ip: `192.0.2.${100 + n}` }), 8],
    ["all come under one browser", (n: number) => ({ ...reader(n), agent: browsers[0] ?? "" }), 8],
    ["they are libraries", (n: number) => ({ ...reader(n), agent: `curl/8.${n}.0` }), 8],
    ["it is this site's own", (n: number) => ({ ...reader(n), referrer: "https://www.example/" }), 8],
    ["it is a search", (n: number) => ({ ...reader(n), referrer: "https://www.google.com/" }), 8],
  ])("is no excuse where %s", async (_, made, clients) => {
    expect(escalated(await log(made, [], clients))).toHaveLength(clients);
  });
});
