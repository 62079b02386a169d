/** What is written into messages, and where they may go: texts of attackers stay texts in every kind. */
import { afterEach, describe, expect, test } from "vitest";
import type { Kind } from "../src/server/notify/model.ts";
import { kinds } from "../src/server/notify/model.ts";
import type { Notifier } from "../src/server/notify/notifier.ts";
import { addressVerdict, checkedAddresses, networkOf } from "../src/server/notify/permitted.ts";
import { safe } from "../src/server/notify/telling.ts";
import { caseId, day, hour, makeBook, makeReport } from "./support/casebook.ts";
import { hostile } from "./support/console/cases.ts";
import { destination, makeNotifier } from "./support/notify.ts";

const open = new Set<Notifier>();
afterEach(async () => {
  for (const one of open) await one.stop();
  open.clear();
});

const chat = [
  "<!channel> <@U123> <https://evil.example|bank> @here @everyone",
  "[bank](https://evil.example) **x** <at>ada</at> ![i](//evil.example/i.png)",
  "& &amp; &lt;!channel&gt;",
];
const texts = [...Object.values(hostile), ...chat];

/** Messages that a destination of a kind is told of cases whose every text is of an attacker. */
function told(kind: Kind, cases = texts.length, publicUrl: string | null = "https://sentry.example") {
  const book = makeBook();
  const { notifier } = makeNotifier({ book, publicUrl: publicUrl ?? undefined });
  open.add(notifier);
  notifier.destinations.add(
    "D",
    destination({
      name: "d",
      kind,
      address: kind === "mail" ? "smtp://mail.test" : "https://hooks.example/x",
      ...(kind === "mail" ? { from: "v@example.org", to: ["soc@example.org"] } : {}),
    }),
    "ada",
    1,
  );
  const bodies: string[] = [];
  for (let at = 0; at < texts.length; at += cases) {
    const report = makeReport(
      texts.slice(at, at + cases).map((text, n) => ({
        id: caseId(at + n),
        title: text,
        entities: [`user_agent:${text}`],
      })),
    );
    for (const finding of report.findings) finding.sentence = `it asked ${texts[at]}`;
    book.applyReport(report, { at: day + 9 * hour, run: `${at}` });
    notifier.gather();
    bodies.push(...notifier.outbox.list("D", 1).map(({ body }) => body));
  }
  return bodies;
}

/** Every text of a JSON document, with where it stands. */
function leaves(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, one]) => leaves(one, `${path}/${key}`));
}

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe.each(kinds)("a hostile agent in a message of the kind %s", (kind) => {
  test.each([1, texts.length])("is visible, harmless and short; %i at once", (cases) => {
    const bodies = told(kind, cases);
    expect(bodies).toHaveLength(cases === 1 ? texts.length : 1);
    for (const body of bodies) {
      const parts = kind === "mail" ? [["", body] as const] : leaves(JSON.parse(body));
      for (const [path, text] of parts) {
        expect(text.replaceAll("\n", ""), path).not.toMatch(invisible);
        expect(text, path).not.toMatch(/https?:\/\/(?!sentry\.example|adaptivecards\.io)/);
        // A word after an @ would be a mention; a link in Markdown would be one with any address.
        expect(text, path).not.toMatch(/(?<!\[)@\w/);
        expect(text, path).not.toMatch(/\]\(|<[!@#]/);
      }
      expect(body.length).toBeLessThan(9_000);
    }
    expect(bodies.join()).toMatch(/evil\[\.\]example/);
  });
});

describe("Slack", () => {
  test("is given texts of others as plain text, and links of the service alone", () => {
    for (const body of told("slack", 1)) {
      const { text, blocks, ...rest } = JSON.parse(body);
      expect(rest).toEqual({ parse: "none", link_names: false, unfurl_links: false, unfurl_media: false });
      const links = [...text.matchAll(/<([^>]*)>/g)].map(([, link]) => link);
      expect(new Set(links)).toEqual(new Set([links[0]]));
      expect(links[0]).toMatch(/^https:\/\/sentry\.example\/case\/C-[0-9a-f]{10}\|Open C-[0-9a-f]{10}$/);
      // What is left of &, < and > is escaped.
      expect(text.replaceAll(/<https:\/\/sentry[^>]*>/g, "")).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
      expect(blocks.at(-1).text).toEqual({ type: "mrkdwn", text: `<${links[0]}>` });
      for (const block of blocks.slice(0, -1)) {
        expect(block.text).toMatchObject({ type: "plain_text", emoji: false });
        expect(block.text.text.length).toBeLessThanOrEqual(3_000);
      }
      expect(blocks.length).toBeLessThanOrEqual(50);
    }
  });

  test("is given no link where the service was not told its address", () => {
    for (const body of told("slack", 1, null)) expect(body).not.toMatch(/<http|mrkdwn/);
  });
});

test("Teams is given an adaptive card whose texts are text runs, which know no Markdown", () => {
  for (const body of told("teams", 1)) {
    const { type, attachments } = JSON.parse(body);
    expect(type).toBe("message");
    expect(attachments).toHaveLength(1);
    const [{ contentType, content }] = attachments;
    expect(contentType).toBe("application/vnd.microsoft.card.adaptive");
    expect(content).toMatchObject({ type: "AdaptiveCard", version: "1.4" });
    for (const part of content.body) {
      expect(part.type).toBe("RichTextBlock");
      for (const inline of part.inlines) expect(Object.keys(inline)).not.toContain("selectAction");
    }
    expect(content.actions).toMatchObject([
      { type: "Action.OpenUrl", url: expect.stringMatching(/^https:\/\/sentry\.example\/case\/C-/) },
    ]);
  }
});

test("a text is cut where it is long, and a pair of surrogates is not", () => {
  expect(safe("x".repeat(100_000))).toHaveLength(240);
  expect(safe(`${"x".repeat(238)}😀😀`)).toBe(`${"x".repeat(238)}…`);
  expect(safe("ada@example.org @channel")).toBe("ada[@]example[.]org [@]channel");
});

describe("where a notification may go", () => {
  const allowed = [
    networkOf("10.1.0.0/16"),
    networkOf("127.0.0.1"),
    networkOf("fd12::/16"),
    networkOf("169.254.0.0/16"),
    networkOf("fd00:ec2::/32"),
  ];

  test.each(["192.0.3.1", "8.8.8.8", "2606:4700::1", "::ffff:8.8.8.8"])("%s is public", (address) => {
    expect(addressVerdict(address, [])).toBe("public");
  });

  test.each(["10.1.2.3", "127.0.0.1", "fd12::5", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3"])(
    "%s is allowed by name alone",
    (address) => {
      expect(addressVerdict(address, allowed)).toBe("allowed");
      expect(addressVerdict(address, [])).toMatchObject({ refused: expect.stringContaining("--notify-to") });
    },
  );

  test.each(["10.2.0.1", "192.168.1.1", "127.0.0.2", "::1", "::7f00:1", "100.64.0.1", "172.16.0.1"])(
    "%s is not, where others are",
    (address) => expect(addressVerdict(address, allowed)).toMatchObject({ refused: expect.any(String) }),
  );

  test.each([
    "169.254.169.254",
    "::ffff:169.254.169.254",
    "64:ff9b::a9fe:a9fe",
    "fd00:ec2::254",
    "fd20:ce::254",
    "100.100.100.200",
    "168.63.129.16",
    "fe80::1",
    "fe80::1%eth0",
    "0.0.0.0",
    "::",
    "224.0.0.1",
    "255.255.255.255",
    "240.0.0.1",
    "2002:a9fe:a9fe::1",
    "198.18.0.1",
    "192.0.0.192",
  ])("%s never is, whatever is allowed", (address) => {
    const all = [...allowed, networkOf("0.0.0.0/0"), networkOf("::/0")];
    expect(addressVerdict(address, all)).toMatchObject({ refused: expect.any(String) });
  });

  test("a name is permitted where all its addresses are", async () => {
    const check = (...found: string[]) => checkedAddresses("hooks.example", allowed, async () => found);
    expect(await check("10.1.0.1")).toEqual({
      addresses: [{ address: "10.1.0.1", family: 4 }],
      public: false,
    });
    expect(await check("8.8.8.8", "169.254.169.254")).toMatchObject({ refused: expect.any(String) });
    expect(await check()).toMatchObject({ refused: "its name has no address" });
    expect(await checkedAddresses("[::1]", [], async () => ["8.8.8.8"])).toMatchObject({
      refused: expect.stringContaining("::1"),
    });
  });

  test.each(["10.0.0.0/33", "example.org", "", "10.0.0.0/"])("--notify-to %j is refused", (given) => {
    expect(() => networkOf(given)).toThrow(/not an address or a network/);
  });
});
