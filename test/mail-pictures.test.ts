/** Mails that say in a picture what they want. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "./support/files.ts";
import { askedBy, type Letter, results } from "./support/letters.ts";
import { partOf } from "./support/mails.ts";

const folder = temporaryFolder();
const html = "Content-Type: text/html; charset=utf-8\r\n";
const textOf = async (page: string) => (await partOf(html, page)).text;

test("what stands in the place of a picture is read where it is more than the text", async () => {
  expect(
    await textOf('<a href="https://a.example/"><img src="cid:a" alt="Test  your &amp; browser"></a>'),
  ).toBe("Test your & browser");
  expect(await textOf('<p>Hi</p><img alt="Run the check"><img alt="today">')).toBe(
    "Hi\nRun the check\ntoday",
  );
  expect(await textOf('<p>A longer text of its own.</p><img src="cid:a" alt="Logo">')).toBe(
    "A longer text of its own.",
  );
  expect(
    await textOf('<div style="display:none"><img alt="Run the check of the browser"></div>'),
  ).toBeUndefined();
});

test("a picture keeps little text, however many there are", async () => {
  const page = '<img alt="a very long text in the place of a picture">'.repeat(5000);
  expect(String(await textOf(page)).length).toBeLessThan(1000);
});

const page = (alt: string, text = "") =>
  `<html><body>${text}<a href="https://go.safe-access.test/t"><img src="https://img.safe-access.test/b.png" alt="${alt}"></a></body></html>`;
const sent = (text: string, more: Partial<Letter> = {}): Letter => ({
  from: "Access <desk@safe-access.test>",
  subject: "One more step",
  html: true,
  text,
  ...more,
  fields: [results("pass", "pass", "pass"), ...(more.fields ?? [])],
});

test("a picture that leads to a check of the browser asks for what the check reads", async () => {
  const found = await askedBy(join(folder, "a"), {
    picture: sent(page("Run the browser test now")),
    worded: sent(
      page(
        "Logo",
        "<p>You can run the browser test whenever you like. It tells whether the new forms work, and why we changed them, as we wrote in the last letter to all of our customers.</p>",
      ),
    ),
    newsletter: sent(page("Run the browser test now"), {
      fields: ["List-Unsubscribe: <mailto:out@safe-access.test>"],
    }),
    answer: sent(page("Run the browser test now"), { fields: ["In-Reply-To: <7@larch.example>"] }),
    menu: sent(page("Our menu of today")),
  });
  expect([...found.keys()]).toEqual(["picture"]);
  expect(found.get("picture")?.sentence).toContain(
    "is a picture that leads to a page that reads its visitor",
  );
  expect(found.get("picture")?.action).toBe("escalate");
}, 60_000);
