/** Files that people take away for a case: the audit says who, of which case, and which they were. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { caseId, makeBook } from "./support/casebook.ts";
import { temporaryFolder } from "./support/files.ts";
import { serverApp } from "./support/server-app.ts";

const text = "deny 192.0.2.9; # é\n";
const outcome = { status: 0, stdout: "{}", stderr: "", files: [{ name: "nginx/deny.conf", text }] };
const id = caseId(1);

test.each(["containment", "mail-protection", "rules", "review"])("of %s", async (what) => {
  const book = makeBook([{ id }]);
  const server = serverApp(temporaryFolder(), { book, outcome });
  const ask = (headers: Record<string, string>) =>
    server.ask("POST", `/api/v1/cases/${id}/${what}`, { body: "{}", headers });
  const given = () => book.audit({ case: id }).filter(({ act }) => act === "files.given");
  expect((await ask(server.tokenOf("shipper"))).status).toBe(403);
  expect(given()).toEqual([]);
  const answer = await ask(server.tokenOf("tier1"));
  expect(JSON.parse(answer.text)).toMatchObject({ files: outcome.files });
  expect(server.commands.at(-1)).toEqual(expect.arrayContaining(["--json", "--", id]));
  expect(given()).toMatchObject([
    {
      actor: "token tier1",
      case: id,
      detail: {
        what,
        files: [
          {
            name: "nginx/deny.conf",
            bytes: 21,
            sha256: createHash("sha256").update(text).digest("hex"),
          },
        ],
      },
    },
  ]);
  expect(book.verify()).toMatchObject({ holds: true });
});

test("an answer without files leaves nothing in the audit", async () => {
  const book = makeBook([{ id }]);
  const server = serverApp(temporaryFolder(), { book });
  await server.ask("POST", `/api/v1/cases/${id}/rules`, { body: "{}", headers: server.tokenOf("tier1") });
  expect(book.audit().some(({ act }) => act === "files.given")).toBe(false);
});
