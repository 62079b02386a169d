/** What those with findings did in all, and what was seen of credentials, each with its numbers (L1c). */
import { expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const historyOf = ({ entities }: ReportDocument, id: string) =>
  entities.find((one) => one.id === id)?.history;
const step = ({ steps }: ReportDocument) => steps.find(({ clause }) => clause === "L1c")?.sentence ?? "";
const visits = Array.from({ length: 30 }, (_, n) => combined({ ip: `192.0.2.${n + 1}` }));
const probe = (more: object) =>
  combined({ ip: "198.51.100.7", request: "GET /.env HTTP/1.1", status: 404, ...more });

test("a reader who probed once is told apart from who only probes", async () => {
  const document = await triageDocument([
    write(folder, "reader.log", [
      ...visits,
      combined({ ip: "198.51.100.7", time: "16/May/2026:08:00:00 +0000" }),
      combined({
        ip: "198.51.100.7",
        time: "16/May/2026:08:00:01 +0000",
        request: "GET /style.css HTTP/1.1",
        referrer: "https://www.example/",
      }),
      // A catalogued name is no ordinary page, though it is answered.
      combined({
        ip: "198.51.100.7",
        time: "16/May/2026:08:00:09 +0000",
        request: "GET /readme.html HTTP/1.1",
      }),
      probe({ time: "17/May/2026:09:30:00 +0000" }),
      ...["/.env", "/.git/config", "/phpinfo.php"].map((path) =>
        combined({ ip: "203.0.113.9", request: `GET ${path} HTTP/1.1`, status: 404 }),
      ),
    ]),
  ]);
  expect(historyOf(document, "ip:198.51.100.7")).toBe(
    "4 requests from 2026-05-16 08:00 to 2026-05-17 09:30 UTC, over 2 days: 2 for ordinary pages answered 2xx, 1 led to by a page, 1 for what pages are made of, none with a user name that was let in",
  );
  expect(historyOf(document, "ip:203.0.113.9")).toMatch(
    /^3 requests .*: 0 for ordinary pages answered 2xx, 0 /,
  );
  expect(step(document)).toContain(
    "No valid credential was seen in 7 requests of 2 probing sources, from 2026-05-16 08:00 to 2026-05-17 10:05 UTC, over 2 days; 0 inside, 0 verified crawlers.",
  );
  expect(step(document)).toContain("What they did in all: 203.0.113.9: 3 requests");
});

test("names that were let in are counted", async () => {
  const signed = (user: string, status: number) =>
    combined({ ip: "198.51.100.8", user, request: "GET /server-status HTTP/1.1", status });
  const document = await triageDocument([
    write(folder, "named.log", [
      ...visits,
      signed("ann", 200),
      ...["bob", "eve", "dan"].map((user) => signed(user, 401)),
      ...["/.env", "/.git/config"].map((path) =>
        combined({ ip: "198.51.100.8", request: `GET ${path} HTTP/1.1`, status: 404 }),
      ),
    ]),
  ]);
  expect(historyOf(document, "ip:198.51.100.8")).toContain("1 with a user name that was let in");
  expect(step(document)).toMatch(
    /^User names were let in on 1 request of 1 source, among 6 requests of 1 probing source, /,
  );
});

test("an account and an address that sign in have their sign-ins", async () => {
  const signin = (code: number, minute: number) =>
    JSON.stringify({
      createdDateTime: `2026-05-17T10:0${minute}:03Z`,
      userPrincipalName: "ann@corp.example",
      appDisplayName: "Azure Active Directory PowerShell",
      clientAppUsed: "Mobile Apps and Desktop clients",
      ipAddress: "203.0.113.4",
      userAgent: "python-requests/2.32.3",
      resourceDisplayName: "Windows Azure Active Directory",
      status: { errorCode: code },
    });
  const document = await triageDocument([
    write(folder, "signins.json", [signin(50126, 1), signin(0, 2), signin(0, 3)]),
  ]);
  expect(historyOf(document, "user:ann@corp.example")).toBe(
    "3 sign-ins from 2026-05-17 10:01 to 2026-05-17 10:03 UTC, over 1 day: 2 of 3 sign-ins let in, of 1 address",
  );
  expect(step(document)).toContain("Nobody probed, so there was nobody to check.");
});

test("a client inside has what it asked for outside", async () => {
  const call = (n: number) =>
    JSON.stringify({
      timestamp: `2026-05-17T10:0${n}:03.000000+0000`,
      flow_id: n,
      event_type: "http",
      src_ip: "10.0.0.7",
      src_port: 51000,
      dest_ip: "198.51.100.1",
      dest_port: 80,
      proto: "TCP",
      http: {
        hostname: "httpbin.org",
        url: "/user-agent",
        http_user_agent: "python-requests/2.31.0",
        http_method: "GET",
        protocol: "HTTP/1.1",
        status: 200,
        length: 3,
      },
    });
  const document = await triageDocument([write(folder, "eve.json", [call(1), call(2), call(3)])]);
  expect(historyOf(document, "ip:10.0.0.7")).toContain("3 of them to 1 host outside");
});
