/** The names that people know a spool's files by, in what the service says. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { segmentPath } from "../src/intake/names.ts";
import type { ReportDocument } from "../src/report/model.ts";
import { SegmentNames } from "../src/service/spooled.ts";
import { temporaryFolder } from "./support/files.ts";

const folder = temporaryFolder();
const spool = join(folder, "spool");
const stream = { kind: "file", name: "/var/log/a b.log" } as const;
const path = segmentPath(spool, stream, 3);
const name = "/var/log/a b.log, part 3";

function names(): SegmentNames {
  const made = new SegmentNames(spool, join(folder, "streams.json"));
  made.learn([{ path, stream }]);
  return made;
}

test("sentences of a report name the log, and values and commands keep the path that is looked up", () => {
  const document = {
    sources: [{ path, notes: [`${path}: it ends early.`] }],
    coverage: [{ sentence: `no text of mails in 1 of 2 sources: ${path}; all of it is older.` }],
    cases: [
      {
        title: `${path}: A mail that asks for client configuration`,
        entities: [{ value: path, command: `vedette explain ${path}:2` }],
      },
    ],
  };
  expect(names().named(document as unknown as ReportDocument)).toEqual({
    sources: [{ path: name, notes: [`${name}: it ends early.`] }],
    coverage: [{ sentence: `no text of mails in 1 of 2 sources: ${name}; all of it is older.` }],
    cases: [
      {
        title: `${name}: A mail that asks for client configuration`,
        entities: [{ value: path, command: `vedette explain ${path}:2` }],
      },
    ],
  });
});

test("what is not read says its name once", () => {
  const other = segmentPath(spool, { kind: "file", name: "unknown" }, 1);
  expect(
    names().unread({ [path]: `${path}: no known format fits its content.`, [other]: "It ends early." }),
  ).toEqual({
    [name]: "no known format fits its content.",
    [other]: "It ends early.",
  });
  expect(names().inText(`beside ${other}`)).toBe(`beside ${other}`);
  expect(names().inText(`in ${spool}/`)).toBe(`in ${spool}/`);
});
