/** Files that people take away for a case: the audit says who, of which case, and which they were. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import type { Case } from "../src/assess/model.ts";
import { caseNamed } from "../src/cli/run/named-case.ts";
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

test("a case that a run names after another record by now is asked for by all its names", async () => {
  const [earlier, other] = [caseId(2), caseId(3)];
  const book = makeBook([{ id, aliases: [earlier] }, { id: other }]);
  const server = serverApp(temporaryFolder(), { book, outcome });
  const ask = (of: string) =>
    server.ask("POST", `/api/v1/cases/${of}/containment`, { body: "{}", headers: server.tokenOf("tier1") });
  for (const of of [id, earlier]) {
    await ask(of);
    expect(server.commands.at(-1)).toEqual(expect.arrayContaining(["--", `${id},${earlier}`]));
  }
  // What people merged into it is another case to a run, and is blocked with it.
  book.merge(
    { id: other, version: book.get(other).version },
    { id, version: book.get(id).version },
    "the same team",
    { at: Date.UTC(2026, 4, 18), actor: "kim" },
  );
  await ask(id);
  expect(server.commands.at(-1)).toEqual(expect.arrayContaining(["--", `${id},${earlier}+${other}`]));
  await ask(other);
  expect(server.commands.at(-1)).toEqual(expect.arrayContaining(["--", other]));
  expect((await ask(caseId(9))).status).toBe(404);
});

test("of the names of a case the one counts that the run knows", () => {
  const known = [
    { id: "C-00000000aa" },
    { id: "C-00000000bb", aliases: ["C-00000000cc"] },
  ] as unknown as Case[];
  expect(caseNamed(known, "C-00000000bb,C-00000000dd")).toBe(known[1]);
  expect(caseNamed(known, "C-00000000dd,C-00000000aa")).toBe(known[0]);
  expect(caseNamed(known, "C-00000000dd,C-00000000cc")).toBe(known[1]);
  expect(caseNamed(known, "C-00000000dd+C-00000000ee,C-00000000bb")).toBe(known[1]);
  expect(() => caseNamed(known, "C-00000000dd+C-00000000ee")).toThrow(
    "There is no case C-00000000dd in this run.",
  );
  expect(() => caseNamed(known, "C-00000000dd,C-00000000ee")).toThrow(
    "There is no case C-00000000dd in this run.",
  );
});

test("an answer without files leaves nothing in the audit", async () => {
  const book = makeBook([{ id }]);
  const server = serverApp(temporaryFolder(), { book });
  await server.ask("POST", `/api/v1/cases/${id}/rules`, { body: "{}", headers: server.tokenOf("tier1") });
  expect(book.audit().some(({ act }) => act === "files.given")).toBe(false);
});

test("cases that people merged are one: all entities, and the gravest of what they are", () => {
  const whole = (id: string, more: object) => ({
    ...{ id, title: `about ${id}`, action: "watch", priority: "none", severity: "low", confidence: "low" },
    ...{ background: true, entities: [], links: [], firstMs: 20, lastMs: 30 },
    ...more,
  });
  const known = [
    whole("C-00000000aa", { entities: [{ id: "E-1" }, { id: "E-2" }] }),
    whole("C-00000000bb", {
      ...{ action: "escalate", priority: "now", severity: "high", confidence: "medium" },
      ...{ background: false, entities: [{ id: "E-2" }, { id: "E-3" }], firstMs: 10, lastMs: 25 },
    }),
  ] as unknown as Case[];
  expect(caseNamed(known, "C-00000000aa+C-00000000bb")).toEqual({
    ...{ id: "C-00000000aa", title: "about C-00000000aa; about C-00000000bb" },
    ...{ action: "escalate", priority: "now", severity: "high", confidence: "medium", background: false },
    ...{ entities: [{ id: "E-1" }, { id: "E-2" }, { id: "E-3" }], links: [], firstMs: 10, lastMs: 30 },
  });
});
