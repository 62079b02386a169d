/** Everyday products whose own clients and visitors ask for what elsewhere would be configuration. */
import { describe, expect, test } from "vitest";
import type { ReportDocument } from "../src/report/model.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { combined, type Request } from "./support/lines.ts";
import { triageDocument } from "./support/triage.ts";

const folder = temporaryFolder();
let number = 0;

async function log(...requests: readonly Request[]): Promise<ReportDocument> {
  number += 1;
  return triageDocument([
    write(
      folder,
      `product-${number}.log`,
      requests.map((one) => combined(one)),
    ),
  ]);
}
const get = (path: string, more: Request = {}): Request => ({ request: `GET ${path} HTTP/1.1`, ...more });
const found = ({ findings }: ReportDocument) =>
  findings.map(({ indicator }) => indicator).filter((id) => !id.startsWith("ua."));

const telephone = { ip: "203.0.113.7", agent: "Yealink SIP-T46S 66.86.0.15 80:5e:c0:00:00:01" };
const vault = { ip: "203.0.113.8" };
const app = { ip: "203.0.113.9", referrer: "https://www.example/" };

const mailClients = [
  "Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17126; Pro)",
  "Apple-iPhone14C2/2101.74",
  "iOS/17.5.1 (21F90) dataaccessd/1.0",
  "macOS/14.4.1 (23E224) ExchangeSync/135",
  "Mac OS X/10.15.7 (19H2026) ExchangeWebServices/10.0 (1000)",
  "accountsd/113 CFNetwork/1410.0.3 Darwin/22.6.0",
  "Android-SAMSUNG-SM-G991B/101.130000",
  "MacOutlook/16.78.23100802 (Intelx64 Mac OS X Version 13.6)",
  "Android-Mail/2023.10.29.578038577.Release",
  "SkypeSpaces/1.0a$*+",
];

describe("own clients", () => {
  test.each<[string, readonly Request[]]>([
    [
      "a browser's extension of a password store",
      [
        get("/api/config", vault),
        { ...vault, request: "POST /identity/accounts/prelogin HTTP/1.1" },
        { ...vault, request: "POST /identity/connect/token HTTP/1.1" },
      ],
    ],
    [
      "an application that runs in the browser",
      [
        get("/", app),
        get("/_framework/blazor.boot.json", app),
        get("/appsettings.json", app),
        get("/appsettings.Production.json", { ...app, status: 404 }),
      ],
    ],
    [
      "a reader of a repository",
      [
        get("/team/shop/-/blob/main/.env.production", app),
        get("/team/shop/-/raw/main/config/database.yml", app),
        get("/ann/tool/src/branch/main/wp-config.php", app),
        get("/ann/tool/raw/commit/0f1e2d/.htpasswd", app),
        get("/cgit/tool.git/plain/.git/config", app),
        get("/cgit/tool.git/tree/web.config", app),
      ],
    ],
    [
      "a telephone",
      [
        get("/y000000000028.cfg", telephone),
        get("/805ec0000001.cfg", telephone),
        get("/provisioning/805ec0000001.cfg", { ...telephone, status: 404 }),
        get("/805ec0000001.boot", { ...telephone, status: 404 }),
      ],
    ],
    [
      "a client of the VPN",
      [
        "/global-protect/prelogin.esp",
        "/global-protect/getconfig.esp",
        "/ssl-vpn/prelogin.esp",
        "/ssl-vpn/hipreport.esp",
      ].map((path) =>
        get(path, { agent: "PAN GlobalProtect/6.1.2-82 (Microsoft Windows 10 Enterprise , 64-bit)" }),
      ),
    ],
  ])("%s", async (_, requests) => {
    expect(found(await log(...requests))).toEqual([]);
  });
});

test("mail clients outside ask for their own settings", async () => {
  const lines = mailClients.flatMap((agent, n) =>
    ["/autodiscover/autodiscover.xml", "/Microsoft-Server-ActiveSync/default.eas", "/EWS/Exchange.asmx"].map(
      (path) => get(path, { ip: `203.0.113.${10 + n}`, agent, status: 401 }),
    ),
  );
  expect(found(await log(...lines))).toEqual([]);
});

describe("who only looks like one", () => {
  test.each<[string, readonly Request[]]>([
    [
      "asks for the settings of many telephones",
      Array.from({ length: 5 }, (_, n) => get(`/805ec000000${n}.cfg`, telephone)),
    ],
    ["asks for something else besides", [get("/805ec0000001.cfg", telephone), get("/.env", telephone)]],
    ["asks where no such application runs", [get("/appsettings.json", { ...app, bytes: 900 })]],
    [
      "asks for a copy",
      [get("/_framework/blazor.boot.json", app), get("/appsettings.json.bak", { ...app, bytes: 900 })],
    ],
    ["asks beside a repository", [get("/team/shop/-/blob/main/x", app), get("/team/.env", app)]],
    ["asks where no password store is", [get("/api/config", vault)]],
  ])("%s", async (_, requests) => {
    expect(found(await log(...requests))).not.toEqual([]);
  });
});
