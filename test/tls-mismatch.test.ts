/** Agents that contradict the TLS hello: how logs are tied, what decides, and what is said where no hello is logged. */
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
const chrome =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const go = "t13d1312h2_f57a46bbacb6_f50d94e863eb";
const chromium = "t13d1517h2_8daaf6152771_cb7bf5808d99";

const found = ({ findings }: ReportDocument) =>
  findings.filter(({ indicator }) => indicator === "tls.ua-mismatch").map(({ entity }) => entity);
const actionOf = ({ entities }: ReportDocument, id: string) => entities.find((one) => one.id === id)?.action;

const edge = (client: string, path: string, ja4: string, agent = chrome) =>
  JSON.stringify({
    ClientIP: client,
    ClientRequestHost: "www.example",
    ClientRequestMethod: "GET",
    ClientRequestURI: path,
    ClientRequestReferer: "",
    ClientRequestUserAgent: agent,
    EdgeResponseStatus: 404,
    EdgeStartTimestamp: "2026-05-17T10:05:03Z",
    JA4: ja4,
  });
const probes = ["/.env", "/config.json", "/actuator/env"];

/** Rows of a Zeek log under its header. */
const zeek = (path: string, fields: readonly string[], rows: readonly (readonly (string | number)[])[]) => [
  "#separator \\x09",
  "#set_separator\t,",
  "#empty_field\t(empty)",
  "#unset_field\t-",
  `#path\t${path}`,
  `#fields\t${fields.join("\t")}`,
  ...rows.map((row) => row.join("\t")),
];
const ends = ["ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p"];
const httpFields = [
  ...ends,
  "trans_depth",
  "method",
  "host",
  "uri",
  "referrer",
  "version",
  "user_agent",
  "status_code",
];
const sslFields = [...ends, "version", "cipher", "server_name", "established", "ja3", "ja4"];

describe("in one record", () => {
  test("it counts as an unusual agent where the source probes, and is watched where it does not", async () => {
    const document = await triageDocument([
      write(folder, "edge.json", [
        ...probes.map((path) => edge("198.51.100.7", path, go)),
        edge("198.51.100.8", "/", go),
        ...probes.map((path) => edge("198.51.100.9", path, chromium)),
      ]),
    ]);
    expect(found(document)).toEqual(["ip:198.51.100.7", "ip:198.51.100.8"]);
    expect(actionOf(document, "ip:198.51.100.7")).toBe("escalate");
    expect(actionOf(document, "ip:198.51.100.8")).toBe("watch");
    expect(actionOf(document, "ip:198.51.100.9")).not.toBe("escalate");
  }, 60_000);

  test("a log without hellos is told to lack them", async () => {
    const document = await triageDocument([
      write(folder, "bare.json", [
        JSON.stringify({
          time: "2026-05-17T10:05:03Z",
          remote_addr: "198.51.100.7",
          request_method: "GET",
          request_uri: "/",
          status: 200,
          http_user_agent: chrome,
        }),
      ]),
    ]);
    expect(document.indicators.find(({ id }) => id === "tls.ua-mismatch")).toMatchObject({
      ran: false,
      note: expect.stringMatching(/tls_client_ja3 or tls_client_ja4/),
    });
  }, 60_000);
});

describe("of two Zeek logs", () => {
  const tunnel = (n: number) => [1779012300.5 + n, `Ca${n}`, "10.0.0.7", 51_000 + n, "10.0.0.250", 3128];
  const agentsOf = zeek(
    "http",
    httpFields,
    [0, 1, 2].map((n) => [
      ...tunnel(n),
      1,
      "CONNECT",
      "api.example",
      "api.example:443",
      "-",
      "1.1",
      chrome,
      200,
    ]),
  );
  const hello = (n: number, ja4: string) => [
    ...tunnel(n),
    "TLSv13",
    "TLS_AES_128_GCM_SHA256",
    "api.example",
    "T",
    "-",
    ja4,
  ];

  test("the ends of a connection tie a tunnel's request and its hello", async () => {
    const document = await triageDocument([
      write(folder, "http.log", agentsOf),
      write(
        folder,
        "ssl.log",
        zeek(
          "ssl",
          sslFields,
          [0, 1, 2].map((n) => hello(n, go)),
        ),
      ),
    ]);
    const [finding] = document.findings.filter(({ indicator }) => indicator === "tls.ua-mismatch");
    expect(finding?.sentence).toMatch(
      /^3 requests that claimed to be the browser Chrome .* on one connection: it is the hello of Go's net\/http/,
    );
    expect(finding?.confidence).toBe("low");
  }, 60_000);

  test("nothing is tied to the hello of another connection", async () => {
    const document = await triageDocument([
      write(folder, "http.log", agentsOf),
      write(
        folder,
        "ssl.log",
        zeek(
          "ssl",
          sslFields,
          [7, 8, 9].map((n) => hello(n, go)),
        ),
      ),
    ]);
    expect(found(document)).toEqual([]);
  }, 60_000);
});

test("what only address, name and time tie is watched, even where the source probes", async () => {
  const base = { flow_id: 1, src_ip: "198.51.100.7", dest_ip: "192.0.2.1", proto: "TCP" };
  const document = await triageDocument([
    write(folder, "eve.json", [
      ...probes.map((url, n) =>
        JSON.stringify({
          ...base,
          timestamp: "2026-05-17T10:05:03.000000+0000",
          event_type: "http",
          src_port: 51_000 + n,
          dest_port: 80,
          http: {
            hostname: "www.example",
            url,
            http_user_agent: chrome,
            http_method: "GET",
            protocol: "HTTP/1.1",
            status: 301,
            length: 0,
          },
        }),
      ),
      JSON.stringify({
        ...base,
        timestamp: "2026-05-17T10:05:04.000000+0000",
        event_type: "tls",
        src_port: 52_000,
        dest_port: 443,
        tls: { sni: "www.example", version: "TLS 1.3", ja4: go },
      }),
    ]),
  ]);
  expect(found(document)).toEqual(["ip:198.51.100.7"]);
  expect(document.findings.find(({ indicator }) => indicator === "tls.ua-mismatch")?.confidence).toBe("low");
  expect(actionOf(document, "ip:198.51.100.7")).toBe("watch");
}, 60_000);
