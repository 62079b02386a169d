/** Neighbours who share out a list are a team, whatever they send beside it. */
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, firefox, type Request } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const words = ["app", "api", "old", "new", "dev", "test", "beta", "shop", "blog", "admin", "data", "www"];
let number = 0;

async function log(lines: readonly Request[]): Promise<ReportDocument> {
  number += 1;
  return triageDocument([
    write(
      folder,
      `sharing-${number}.log`,
      lines.map((one) => combined(one)),
    ),
  ]);
}

const found = (document: ReportDocument, indicator: string) =>
  document.findings.filter((finding) => finding.indicator === indicator).map(({ entity }) => entity);

/** Five neighbours under five agents, three paths of a list each. */
function neighbours(more: Request, beside: readonly string[]): Request[] {
  return Array.from({ length: 5 }, (_, n) => `203.0.113.${16 + n}`).flatMap((ip, n) => {
    const agent = `Mozilla/5.0 (X11; Linux x86_64; rv:${100 + n}.0) Gecko/20100101 Firefox/${100 + n}.0`;
    const paths = [`/${words[n]}/.env`, `/${words[n]}${n}.sql`, `/${words[n + 5]}/config${n}.bak`];
    return [
      ...beside.map((path) => ({ ip, agent, request: `GET ${path} HTTP/1.1` })),
      ...paths.map((path) => ({ ip, agent, request: `GET ${path} HTTP/1.1`, status: 404, ...more })),
    ];
  });
}

describe("neighbours who share out a list", () => {
  test.each([
    ["nothing beside", {}, []],
    ["a page beside", {}, ["/"]],
    ["three pages beside", {}, ["/", "/about", "/contact"]],
    ["a referrer of this site", { referrer: "https://www.example/" }, []],
    ["both", { referrer: "https://www.example/" }, ["/"]],
  ])("are a team with %s", async (_, more, beside) => {
    expect(found(await log(neighbours(more, beside)), "scan.coordinated")).toHaveLength(5);
  });

  test("are a team in one customer's IPv6 network", async () => {
    const sixth = (ip = "") => `2001:db8:7:${ip.slice(-2)}::1`;
    const lines = neighbours({}, ["/"]).map((one) => ({ ...one, ip: sixth(one.ip) }));
    expect(found(await log(lines), "scan.coordinated")).toHaveLength(5);
  });

  test("are none where they read the site", async () => {
    const pages = Array.from({ length: 12 }, (_, n) => `/page${n}`);
    const readers = neighbours({ request: "GET /gone HTTP/1.1" }, [...pages, "/main.css", "/logo.png"]);
    expect(found(await log(readers), "scan.coordinated")).toEqual([]);
  });
});

/** Visitors with pages and what belongs to them, who each guess one internal endpoint. */
function visitors(ips: readonly string[], guesses: readonly string[]): Request[] {
  return ips.flatMap((ip, n) => [
    { ip, request: "GET / HTTP/1.1" },
    ...["/a.css", "/b.js", "/c.png"].map((path) => ({
      ip,
      request: `GET ${path} HTTP/1.1`,
      referrer: "https://www.example/",
    })),
    ...guesses
      .slice(n, n + 1)
      .map((path) => ({ ip, request: `GET ${path} HTTP/1.1`, status: 404, agent: firefox })),
  ]);
}
const internal = ["/server-status", "/phpinfo.php", "/actuator", "/nginx_status", "/server-info"];
const near = Array.from({ length: 5 }, (_, n) => `203.0.113.${10 + n}`);
const apart = ["192.0.2.10", "198.51.100.10", "203.0.113.10", "2001:db8:1::1", "2001:db8:2::1"];
const others = Array.from({ length: 60 }, (_, n) => `2001:db8:${100 + n}::1`);

describe("visitors who guess one endpoint each", () => {
  test("are no visitors where they are neighbours, and guess different ones", async () => {
    expect(found(await log(visitors([...near, ...others], internal)), "endpoint.config-probe")).toHaveLength(
      5,
    );
  });

  test("are none where all visitors do", async () => {
    expect(found(await log(visitors(apart, internal)), "endpoint.config-probe")).toHaveLength(5);
  });

  test("are visitors where they are few among many", async () => {
    expect(found(await log(visitors([...apart, ...others], internal)), "endpoint.config-probe")).toEqual([]);
  });

  test("and where all guess the same", async () => {
    const same = internal.map(() => "/server-status");
    expect(found(await log(visitors([...near, ...others], same)), "endpoint.config-probe")).toEqual([]);
  });
});
