/** `--mask`: nothing that was planted is left in any byte of what others get, and pseudonyms are the same for the same value. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { mask, maskDeep } from "../src/report/mask.ts";
import { maskingOf } from "../src/report/mask-document.ts";
import { isMark } from "../src/report/masking.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { triageJson, vedette } from "./support/command.ts";
import { temporaryFolder, write } from "./support/files.ts";
import { root } from "./support/places.ts";

// Some fifteen triages, beside whatever else the machine does.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 900_000 });

const folder = temporaryFolder();
const key = new Uint8Array(32).fill(7);

/** A report of which only who it is about counts. */
function reportOf(entities: readonly { type: string; value: string; internal: boolean }[]): ReportDocument {
  return {
    entities: entities.map((one) => ({ ...one, id: `${one.type}:${one.value}` })),
    findings: [{ id: "F-0123456789", entity: "user:ann.miller" }],
    cases: [{ id: "C-0123456789", aliases: [], entities: ["user:ann.miller"] }],
    campaigns: [{ id: "K-0123456789", cases: ["C-0123456789"] }],
  } as unknown as ReportDocument;
}
const known = reportOf([
  { type: "user", value: "ann.miller", internal: true },
  { type: "user", value: "SITE\\bob", internal: true },
  { type: "user", value: "root", internal: true },
  { type: "mail", value: "carol@site.example", internal: true },
  { type: "mail", value: "help@bad.example", internal: false },
]);
const pseudonyms = maskingOf(known, { key });
const plain = maskingOf(known, {});

describe("what is taken out", () => {
  test.each([
    ["a value of any name", "GET /x?a=1&page=Zq9&b HTTP/1.1", "GET /x?a=[masked]&page=[masked]&b HTTP/1.1"],
    ["a query without names", "GET /x?9f3c1b2aQx HTTP/1.1", "GET /x?[masked] HTTP/1.1"],
    ["a mail address in prose", "to ann@site.example now", "to [masked]@site.example now"],
    ["one that is encoded twice", "/x/ann%2540site.example", "/x/[masked]%2540site.example"],
    ["the name in front of one", 'To: "Ann M." <ann@site.example>', "To: [masked] <[masked]@site.example>"],
    ["the same without quotes", "To: Ann Mill <ann@site.example>", "To: [masked] <[masked]@site.example>"],
    ["an encoded word", "Cc: =?utf-8?B?QW5u?= <ann@site.example>", "Cc: [masked] <[masked]@site.example>"],
    [
      "the user of a log line",
      '203.0.113.9 - zoe [17/May/2026:10:00:00 +0000] "GET / HTTP/1.1"',
      '203.0.113.9 - [masked] [17/May/2026:10:00:00 +0000] "GET / HTTP/1.1"',
    ],
    ["a field of a log", '"TargetUserName":"zoe","n":1', '"TargetUserName":"[masked]","n":1'],
    ["a token in a path", "GET /reset/9f3c1b2a7d8e4f5a6b7c HTTP/1.1", "GET /reset/[masked] HTTP/1.1"],
    [
      "a UUID in a path",
      "GET /u/3f2504e0-4f89-11d3-9a0c-0305e82c3301/x HTTP/1.1",
      "GET /u/[masked]/x HTTP/1.1",
    ],
    [
      "an encoded header",
      "q: authorization%3A%20Basic%20YWRtaW46aHVudGVyMg%3D%3D",
      "q: authorization%3A[masked]",
    ],
    ["a person the report is about", "logons of Ann.Miller and bob", "logons of [masked-2] and [masked-3]"],
    ["her name, encoded", "/home/%61/x%3Dann.miller/", "/home/%61/x%3D[masked-2]/"],
  ])("%s", (_, given, masked) => {
    expect(mask(given, plain)).toBe(masked);
    expect(mask(masked, plain)).toBe(masked);
  });

  test("ids that are digests of a name, and the name in a path, in an id and in a command", () => {
    const masked = maskDeep(
      {
        path: "/home/ann.miller/a.log",
        command: "vedette hunt user ann.miller F-0123456789",
        ids: ["user:ann.miller", "C-0123456789", "K-0123456789"],
      },
      new Set(["path", "command"]),
      plain,
    );
    expect(masked).toEqual({
      path: "/home/[masked-2]/a.log",
      command: "vedette hunt user [masked-2] F-0000000001",
      ids: ["user:[masked-2]", "C-0000000002", "K-0000000003"],
    });
    const other = maskDeep("F-0123456789", new Set(), pseudonyms);
    expect(other).toMatch(/^F-[0-9a-f]{10}$/);
    expect(other).not.toBe("F-0123456789");
  });
});

describe("what stays", () => {
  test.each([
    '203.0.113.9 - root [17/May/2026:10:00:00 +0000] "GET /server-status?auto HTTP/1.1" 200 4096 "-" "zgrab/0.x"',
    '203.0.113.9 - - [17/May/2026:10:00:00 +0000] "GET /cgi-bin/.%2e/%2e%2e/etc/passwd HTTP/1.1" 404 12',
    "From: Help Desk <help@bad.example>",
    "Mozilla/5.0 (X11; Linux x86_64; rv:126.0) Gecko/20100101 Firefox/126.0",
    "GET /vendor/phpunit/phpunit/src/Util/PHP/eval-stdin.php HTTP/1.1",
    "GET /wp-content/plugins/some-long-plugin-name/readme.txt HTTP/1.1",
    "2001:db8::1 and 203.0.113.7:443 at 10:00:00",
    '"user":"root","code":200',
    "",
  ])("%s", (line) => {
    expect(mask(line, plain)).toBe(line);
    expect(mask(line, pseudonyms)).toBe(line);
  });
});

describe("pseudonyms", () => {
  const of = (text: string) => /\[masked-[0-9a-f]{16}\]/.exec(mask(text, pseudonyms))?.[0];

  test("are the same for the same value, however it is written", () => {
    const forms = [
      "GET /x?t=ann%40site.example HTTP/1.1",
      "GET /x?t=ann%2540site.example HTTP/1.1",
      "GET /x?email=ann@site.example HTTP/1.1",
    ].map(of);
    expect(forms[0]).toMatch(/^\[masked-/);
    expect(new Set(forms).size).toBe(1);
    expect(of("to ann@site.example")).toBe(of("to ANN@site.example"));
    expect(of("to ann@site.example")).toBe(forms[0]);
    const token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";
    expect(of(`Authorization: Bearer ${token}`)).toBe(of(`GET /x?access_token=${token} HTTP/1.1`));
  });

  test("are others for another value and with another key", () => {
    const other = maskingOf(known, { key: new Uint8Array(32).fill(8) });
    expect(mask("token=Zq9", other)).not.toBe(mask("token=Zq9", pseudonyms));
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{1,12}$/), fc.stringMatching(/^[a-z0-9]{1,12}$/), (a, b) => {
        expect(of(`/x?token=${a}`) === of(`/x?token=${b}`)).toBe(a === b);
      }),
    );
  });

  test("stay as they are when masked again, and text of any kind is taken", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        for (const masking of [plain, pseudonyms]) {
          const once = mask(`/x?a=${text}&token=Zq9`, masking);
          expect(mask(once, masking)).toBe(once);
        }
      }),
      { numRuns: 300 },
    );
    expect(isMark("[masked-0123456789abcdef]")).toBe(true);
    expect(isMark("[masked-x]")).toBe(false);
  });

  test("a long text made to be slow is read in time that grows with its length", () => {
    for (const unit of ["a", "a.", "=?a?b?", "/", "?", "%25", "ann ", '"', "@", "x=", "&"])
      expect(mask(unit.repeat(20_000), pseudonyms).length).toBeGreaterThan(0);
  });
});

/** Text that nothing else in the logs holds, in the places where logs hold secrets and people. */
const planted = [
  "HunterQuery",
  "HunterDouble",
  "HunterCookie",
  "SHVudGVyQmFzaWM6SHVudGVyUGFzcw",
  "HunterBearer7f",
  "eyJhbGciOiJIUzI1NiJ9.SHVudGVySnd0",
  "HunterSession",
  "HunterReferrer",
  "hunter.person",
  "hunter.mailbox",
  "HunterUserInfo",
  "9f3c1b2a7d8e4f5a6b7c",
  "Hunter Shown",
  "HunterNote",
] as const;
const [query, twice, cookie, basic, bearer, jwt, session, referrer, person, mailbox, info, pathToken] =
  planted;

function line(second: number, target: string, more = "", user = "-", from = "-"): string {
  return `203.0.113.${second} - ${user} [17/May/2026:10:00:${String(second).padStart(2, "0")} +0000] "GET ${target} HTTP/1.1" ${second === 1 ? 200 : 404} ${second === 1 ? 4096 : 12} "${from}" "zgrab/0.x${more}"`;
}
const access = write(folder, "access.log", [
  line(1, "/server-status", "", person),
  line(2, `/.env?deep=${query}&x=%2FHunterQuery`, "", person),
  line(3, `/config.json?next=%252Fa%253Ftoken%253D${twice}`),
  line(4, `/phpinfo.php?${mailbox}%40site.example`, ` Cookie: a=${cookie}; b=${cookie}`),
  line(5, "/.git/config", ` Authorization: Basic ${basic}==`),
  line(6, "/server-info", ` authorization%3A%20Bearer%20${bearer}`),
  line(7, `/actuator/env;jsessionid=${session}`, ` ${jwt}.c2ln`),
  line(8, `/actuator/${pathToken}/env`, "", "-", `https://${info}:x@site.example/?q=${referrer}`),
  line(9, "/nginx_status", ` contact "Hunter Shown" <${mailbox}@site.example>`),
  line(10, "/.env.local?HunterNote1"),
]);
const mails = write(folder, "mail.eml", [
  'From: "IT Service" <help@bad.example>',
  `To: "Hunter Shown" <${mailbox}@site.example>`,
  `Subject: please help, ${mailbox}@site.example`,
  "Date: Sun, 17 May 2026 10:00:20 +0000",
  "Message-ID: <m1@bad.example>",
  "",
  `Dear user, please reply to us with your browser version, your operating system and the output of systeminfo. Your link: https://bad.example/?t=${query}`,
]);
const signIns = write(
  folder,
  "sign-ins.ndjson",
  readFileSync(join(root, "samples/signins/entra-noninteractive.ndjson"), "utf8")
    .replaceAll("olga.dahl@", `${person}@`)
    .replaceAll("Olga Dahl", "Hunter Shown")
    .trimEnd()
    .split("\n"),
);
const logs = [access, mails, signIns];

/** The names in a text in any case, plain, percent-decoded, and out of base64. */
function leaks(text: string): string[] {
  const forms = [
    text,
    text.replaceAll(/%(?:25)*([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  ];
  forms.push(
    [...text.matchAll(/[A-Za-z0-9+/_-]{16,}={0,2}/g)]
      .map(([run]) => Buffer.from(run, "base64").toString())
      .join("\n"),
    // A page writes dots of names apart.
    text.replaceAll("[.]", ".").replaceAll(/\\(?=[^\w\s])/g, ""),
  );
  return planted.filter((one) => forms.some((form) => form.toLowerCase().includes(one.toLowerCase())));
}

describe("of logs with secrets and people in all places", () => {
  let ids: readonly string[] = [];
  beforeAll(async () => {
    const { report, stdout } = await triageJson(logs);
    // A case of a source, one of a user and one of a mail.
    const of = (type: string) =>
      report.cases.find(({ entities }) => entities.some((id) => id.startsWith(`${type}:`)))?.id ?? "none";
    ids = ["user", "mail", "ip"].map(of);
    // The test would be of no use where the report did not hold them.
    expect(leaks(stdout).length).toBeGreaterThan(planted.length - 3);
    expect(report.entities.map(({ type }) => type)).toEqual(expect.arrayContaining(["ip", "mail", "user"]));
  });

  test.each(["json", "md", "html", "brief"])("a report as %s holds none of them", async (format) => {
    for (const how of [["--mask"], ["--mask", "pseudonyms"]]) {
      const { stdout, status } = await vedette(["triage", "--format", format, "-q", ...how, ...logs]);
      expect(status).toBe(0);
      expect(leaks(stdout), how.join(" ")).toEqual([]);
      expect(stdout).toMatch(/203\.0\.113(?:\.|\[\.\]|\\\[\.\\\])1/);
    }
  });

  test("a ticket holds none of them, and is asked for by the id that the case has", async () => {
    for (const id of ids.slice(0, 1)) {
      const { stdout, status } = await vedette(["triage", "--ticket", id, "-q", "--mask", ...logs]);
      expect(status).toBe(0);
      expect(leaks(stdout)).toEqual([]);
    }
  });

  test("a pack of any case holds none of them in any file, and keeps what the attacker is told by", async () => {
    const keyFile = write(folder, "site.key", ["0123456789abcdef0123456789abcdef"]);
    let all = "";
    for (const [at, id] of ids.entries()) {
      const pack = join(folder, `pack-${at}`);
      const argv = ["brief", id, "--tlp", "amber", "-o", pack, "-q", ...logs];
      const made = await vedette([...argv, "--mask", "pseudonyms", "--mask-key", keyFile]);
      expect(made).toMatchObject({ status: 0, stderr: "" });
      const files = () => readdirSync(pack).map((name) => [name, readFileSync(join(pack, name), "utf8")]);
      for (const [name = "", text = ""] of files()) {
        expect(leaks(text), name).toEqual([]);
        if (name.endsWith(".json")) expect(JSON.parse(text)).toBeTypeOf("object");
        all += text;
      }
      if (at > 0) continue;
      const before = files();
      await vedette([...argv, "--mask", "pseudonyms", "--mask-key", keyFile, "--force"]);
      // With the same key the same bytes.
      expect(files()).toEqual(before);
    }
    for (const indicator of ["203.0.113.1", "zgrab/0.x", "/server-status"]) expect(all).toContain(indicator);
    const { report } = await triageJson(["--mask", "pseudonyms", "--mask-key", keyFile, ...logs]);
    const user = report.entities.find(({ type }) => type === "user")?.value ?? "";
    // One person, one pseudonym: as an entity, in a log line, in a Windows event, over all packs.
    expect(user).toMatch(/^\[masked-[0-9a-f]{16}\]$/);
    expect(all.split(user).length).toBeGreaterThan(3);
  });
});

describe("the options", () => {
  test("a word behind --mask is a path where it is no way of masking", async () => {
    const { stdout, status } = await vedette(["triage", "--json", "-q", "--mask", access]);
    expect(status).toBe(0);
    expect(stdout).toContain("[masked]");
  });

  test.each([
    [["--mask-key", "no.key"], /--mask-key is of no use without pseudonyms/],
    [["--mask", "pseudonyms", "--mask-key", "no.key"], /no\.key: the key cannot be read[\s\S]*head -c 32/],
    [["--mask", "pseudonyms", "--mask-key", write(folder, "short.key", ["abc"])], /it is no key of 16/],
  ])("%j is refused with what to do", async (given, says) => {
    const { stderr, status } = await vedette(["triage", ...given, access]);
    expect(status).toBe(2);
    expect(stderr).toMatch(says);
  });
});
