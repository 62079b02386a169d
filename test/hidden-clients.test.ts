/** Clients behind a balancer, exposure that is no more than a page, and requests for other hosts. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined } from "./support/lines.ts";

const folder = temporaryFolder();
const firefox = (version: number) =>
  `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
const times = (n: number, line: (n: number) => string) => Array.from({ length: n }, (_, i) => line(i + 1));
const guarded = ["/.env", "/server-status", "/actuator/env", "/.git/config"];

/** All comes from one inside address under twelve browsers; a script and one of the browsers probe. */
const balanced = (name: string, ip: string) =>
  write(folder, name, [
    ...times(60, (n) =>
      combined({
        ip,
        agent: firefox(120 + (n % 12)),
        request: `GET /p${n} HTTP/1.1`,
        referrer: "https://www.example/",
      }),
    ),
    ...guarded.flatMap((path) =>
      ["python-requests/2.31.0", firefox(121)].map((agent) =>
        combined({ ip, agent, request: `GET ${path} HTTP/1.1`, status: 404 }),
      ),
    ),
  ]);

describe("a balancer that hides the clients", () => {
  test("agents take the place of its address, and no address is named", async () => {
    const log = balanced("balanced.log", "10.0.0.2");
    const { report } = await triageJson([log]);
    expect(report.entities.map(({ id, action }) => [id, action])).toEqual([
      ["user_agent:python-requests/2.31.0", "escalate"],
      [`user_agent:${firefox(121)}`, "watch"],
    ]);
    const web = report.coverage.find(({ clause }) => clause === "LS1");
    expect(web?.state).toBe("partial");
    expect(web?.sentence).toContain("a balancer hides the clients' addresses");
    expect(report.notes.join("\n")).toContain("10.0.0.2 stands for nearly all clients");
    const { stdout } = await vedette(["explain", `${log}:61`]);
    expect(stdout).toContain("the client is               python-requests/2.31.0");
    expect(stdout).toContain("python-requests/2.31.0: escalate");
  });

  test("an address of the outside hides nobody, whatever it does", async () => {
    const { report } = await triageJson([balanced("outside.log", "198.51.100.2")]);
    expect(report.entities.filter(({ id }) => id.startsWith("ip:"))).toHaveLength(1);
    expect(report.notes.join("\n")).not.toContain("balancer");
  });
});

describe("an answer that is perhaps no more than a page", () => {
  const exposed = async (name: string, lines: readonly string[]) => {
    const { report } = await triageJson([write(folder, name, [...lines])]);
    const finding = report.findings.find(({ indicator }) => indicator === "endpoint.config-exposed");
    return { action: report.decision.action, sentence: finding?.sentence, severity: finding?.severity };
  };
  const env = (bytes: number) => combined({ request: "GET /.env HTTP/1.1", bytes, agent: "curl/8.5.0" });
  const missing = (path: string) => combined({ request: `GET ${path} HTTP/1.1`, status: 404, bytes: 4096 });

  test("another length than the error page's is an exposure", async () => {
    expect(await exposed("other.log", [...["/a", "/b", "/c"].map(missing), env(321)])).toMatchObject({
      action: "escalate",
      severity: "critical",
    });
  });

  test("as long as the error page of the site", async () => {
    const told = await exposed("error.log", [...["/a", "/b", "/c"].map(missing), env(4100)]);
    expect(told.sentence).toContain("as long as the error page of this site");
    expect(told).toMatchObject({ action: "watch", severity: "high" });
  });

  test("as long to the byte as another guarded endpoint", async () => {
    const told = await exposed("login.log", [
      env(5120),
      combined({ request: "GET /server-status HTTP/1.1", bytes: 5120, agent: "curl/8.5.0" }),
    ]);
    expect(told.sentence).toContain("as long to the byte as another guarded endpoint");
    expect(told.action).toBe("watch");
  });

  test("HTML in the place of a file, where the log tells the type", async () => {
    const header =
      "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query sc-content-type";
    const line = (type: string) =>
      `2026-05-17\t10:05:03\tFRA2\t700\t198.51.100.7\tGET\twww.example\t/.env\t200\t-\tcurl/8.5.0\t-\t${type}`;
    const page = await exposed("page.log", [header.replaceAll(" ", " "), line("text/html;charset=utf-8")]);
    expect(page.sentence).toContain("HTML in the place of a file");
    expect(page.action).toBe("watch");
    const file = await exposed("file.log", [header, line("text/plain")]);
    expect(file.action).toBe("escalate");
  });
});

describe("hosts", () => {
  test("a default port makes no second site", async () => {
    const log = write(
      folder,
      "ports.log",
      ["www.example:80", "www.example:443", "WWW.example"].map(
        (host) => `${host} ${combined({ request: "GET /.env HTTP/1.1", status: 404 })}`,
      ),
    );
    const { report } = await triageJson([log]);
    const [finding] = report.findings.filter(({ indicator }) => indicator === "endpoint.config-probe");
    expect(finding?.sentence).toMatch(/^3 requests for 1 configuration endpoint/);
  });

  test("a granted tunnel is said", async () => {
    const { report } = await triageJson([
      write(folder, "tunnel.log", [
        combined({ request: "CONNECT mail.example.org:25 HTTP/1.1", bytes: 90 }),
        combined({ ip: "198.51.100.9" }),
      ]),
    ]);
    const [finding] = report.findings.filter(({ indicator }) => indicator === "scan.open-proxy");
    expect(finding).toMatchObject({ severity: "medium", entity: "ip:198.51.100.20" });
    expect(finding?.sentence).toContain("1 tunnel answered 200");
    expect(join(folder, "tunnel.log")).toBe(finding?.evidence[0]?.path);
  });
});
