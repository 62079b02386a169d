/** Disguised paths and what they mean, worked out by hand from how servers read them. */
import { beforeAll, describe, expect, test } from "vitest";
import type { Row } from "../src/engine/engine.ts";
import { combined } from "./support/lines.ts";
import { Workbench } from "./support/workbench.ts";

/** Raw path, plain path, and one disguise that is named; '' where there is none. */
const table: readonly (readonly [raw: string, plain: string, disguise: string])[] = [
  ["/", "/", ""],
  ["/style.css", "/style.css", ""],
  ["/a/b/", "/a/b", ""],
  ["/caf%C3%A9", "/caf\u00e9", ""],
  ["/a%20b", "/a b", ""],
  ["/Server-Status", "/server-status", ""],
  ["/phpinfo%2Ephp", "/phpinfo.php", "dots or slashes encoded"],
  ["/phpinfo%2ephp", "/phpinfo.php", "dots or slashes encoded"],
  ["/.git%2fconfig", "/.git/config", "dots or slashes encoded"],
  ["//config", "/config", "empty segment"],
  ["/a//b///c", "/a/b/c", "empty segment"],
  ["/%252eenv", "/.env", "encoded twice"],
  ["/%25252eenv", "/.env", "encoded twice"],
  ["/.%65nv", "/.env", "letters or digits encoded"],
  ["/%2e%65%6E%76", "/.env", "letters or digits encoded"],
  ["/./server-status", "/server-status", "dot segment"],
  ["/a/./././b", "/a/b", "dot segment"],
  ["/a/../.env", "/.env", "climbing segment"],
  ["/a/b/../../.env", "/.env", "climbing segment"],
  ["/a/b/c/d/e/../../../../../.env", "/.env", "climbing segment"],
  ["/../../etc/passwd", "/etc/passwd", "climbing segment"],
  ["/a/%2e%2e/config", "/config", "climbing segment"],
  ["/%2e%2e%2f%2e%2e%2fetc/passwd", "/etc/passwd", "dots or slashes encoded"],
  ["/a/..", "/", "climbing segment"],
  ["/static/..;/manager/html", "/manager/html", "path parameter"],
  ["/manager;jsessionid=1/html", "/manager/html", "path parameter"],
  ["/server-status;x=1", "/server-status", "path parameter"],
  ["/server-status.", "/server-status", "trailing dot or blank"],
  ["/server-status%20", "/server-status", "trailing dot or blank"],
  ["/web.config...", "/web.config", "trailing dot or blank"],
  ["/\\config", "/config", "backslash"],
  ["/a\\..\\config", "/config", "backslash"],
  ["/a%5c..%5cconfig", "/config", "backslash"],
  ["/%u002eenv", "/.env", "%u form"],
  ["/%c0%aeenv", "/.env", "overlong UTF-8"],
  ["/%c0%afconfig", "/config", "overlong UTF-8"],
  ["/%e0%80%afconfig", "/config", "overlong UTF-8"],
  ["/config%00", "/config", "NUL byte"],
];

/** What a request line holds, and the path that is meant. */
const targets: readonly (readonly [target: string, path: string])[] = [
  ["/x?a=/.env", "/x"],
  ["/x#/y", "/x"],
  ["http://www.example/.git/config", "/.git/config"],
  ["http://www.example/.git/config?x=1", "/.git/config"],
  ["HTTPS://www.example:8443/a/b", "/a/b"],
  ["http://www.example", "/"],
  ["/redirect/http://other.example/a", "/redirect/http://other.example/a"],
];

/** Targets whose query names a file: the path with what is named, its catalogue entry, and one disguise. */
const named: readonly (readonly [target: string, plain: string, endpoint: string, disguise: string])[] = [
  ["/a/get.php?n=1&f=../wp-config.php", "/a/get.php?f=/wp-config.php", "wp-config", "climbing segment"],
  [
    "/a/get.php?f=../../wp-config.php",
    "/a/get.php?f=/wp-config.php",
    "wp-config",
    "climbing out of the site",
  ],
  ["/get?f=..%2F..%2Fetc%2Fpasswd", "/get?f=/etc/passwd", "passwd-file", "in a parameter"],
  ["/get?f=%252e%252e/%252e%252e/etc/passwd", "/get?f=/etc/passwd", "passwd-file", "encoded twice"],
  ["/get?f=..%c0%af..%c0%afetc/passwd", "/get?f=/etc/passwd", "passwd-file", "overlong UTF-8"],
  ["/get?f=/etc/passwd%00.png", "/get?f=/etc/passwd", "passwd-file", "NUL byte"],
  ["/get?f=C:\\Windows\\win.ini", "/get?f=/c:/windows/win.ini", "windows-files", "backslash"],
  ["/get?f=..\\..\\boot.ini", "/get?f=/boot.ini", "windows-files", "backslash"],
  ["/get?f=file:///etc/passwd", "/get?f=/etc/passwd", "passwd-file", "behind a wrapper"],
  [
    "/get?f=php://filter/convert.base64-encode/resource=../configuration.php",
    "/get?f=/configuration.php",
    "configuration-php",
    "behind a wrapper",
  ],
  ["/get?../../wp-config.php", "/get?/wp-config.php", "wp-config", "in a parameter"],
  ["/get?file=wp-config.php", "/get?file=/wp-config.php", "wp-config", "in a parameter"],
  ["/get?a=1&amp;f=../../wp-config.php", "/get?f=/wp-config.php", "wp-config", "in a parameter"],
  ["/a/get?f=../../../no/such/thing", "/a/get?f=/no/such/thing", "", "climbing out of the site"],
];

/** Targets whose query only looks like one: what counts is the path. */
const unnamed: readonly (readonly [target: string, plain: string, endpoint: string])[] = [
  ["/get?s=wp-config.php", "/get", ""],
  ["/get?s=how+to+edit+../wp-config.php", "/get", ""],
  ["/get?s=how%20to%20edit%20../wp-config.php", "/get", ""],
  ["/get?u=https://www.example/a/../.env", "/get", ""],
  ["/get?u=//www.example/a/../.env", "/get", ""],
  ["/a/get?back=../settings", "/a/get", ""],
  ["/a/get?back=../photos/2024", "/a/get", ""],
  ["/.env?f=../../etc/passwd", "/.env", "dotenv"],
];

const client = (raw: string) =>
  combined({ request: `GET ${raw.replaceAll("\\", "\\\\")} HTTP/1.1`, status: 404 });

describe("canonical paths", () => {
  let paths: Map<string, Row>;
  let scanned: ReadonlySet<string>;

  beforeAll(async () => {
    const bench = await Workbench.open();
    await bench.scan([
      ...table.map(([raw]) => client(raw)),
      ...[...targets, ...named, ...unnamed].map(([target]) => client(target)),
    ]);
    const parts = await bench.profiles();
    scanned = new Set(
      (await bench.engine.rows("SELECT DISTINCT path FROM activity_paths")).map(({ path }) => String(path)),
    );
    const rows = await bench.engine.rows(
      `SELECT path, canonical_path, disguises, endpoint FROM ${parts.paths}`,
    );
    paths = new Map(rows.map((row) => [String(row.path), row]));
  });

  test.each(table)("%s is %s", (raw, plain, disguise) => {
    expect(paths.get(raw)?.canonical_path).toBe(plain);
    const disguises = paths.get(raw)?.disguises as string[];
    if (disguise === "") expect(disguises).toEqual([]);
    else expect(disguises).toContain(disguise);
  });

  test.each(targets)("the path of %s is %s", (_, path) => expect(scanned).toContain(path));

  test.each(named)("%s asks for %s", (target, plain, endpoint, disguise) => {
    const found = paths.get(target);
    expect(found).toMatchObject({ canonical_path: plain, endpoint });
    expect(found?.disguises).toContain(disguise);
    expect(found?.disguises).toContain("in a parameter");
  });

  test.each(unnamed)("%s asks for %s", (target, plain, endpoint) => {
    expect(paths.get(target)).toMatchObject({ canonical_path: plain, endpoint, disguises: [] });
  });
});
