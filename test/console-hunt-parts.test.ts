/** Parts of the hunt page that need no browser: addresses, filters, files, places of mistakes, the drawing. */
import { describe, expect, test } from "vitest";
import { rowsCsv } from "../src/report/rows.ts";
import { entityKinds } from "../src/triage/entity-sql.ts";
import { layoutOf, lineOf, stepFrom } from "../web/src/graph/layout.ts";
import { addressOf, viewOf as graphOf, grown, type Neighbours, nodesMax } from "../web/src/graph/model.ts";
import {
  type Filter,
  huntAddress,
  nothing,
  viewOf,
  withoutValue,
  withValue,
} from "../web/src/hunt/address.ts";
import { entityIn, entityKinds as shownKinds, spanAround } from "../web/src/hunt/entity.ts";
import { placeOf } from "../web/src/hunt/error-place.ts";
import { csvOf, ndjsonOf, shownOf, sorted } from "../web/src/hunt/rows.ts";
import { badAgents, badPath } from "./support/console/store.ts";

const queryOf = (address: string) => new URLSearchParams(address.split("?").slice(1).join("?"));
const texts = [...Object.values(badAgents), badPath, "a&b=c#d?e+f%20", "\u0000", "", "ä€😀"];

describe("an address", () => {
  test("holds a hunt whole, whatever its values are", () => {
    const view = {
      kind: "sql",
      text: `SELECT '${badAgents.bidi}'\n-- &?#`,
      parameters: { source: badAgents.quotes, "x.y": "=" },
      filters: [
        { column: "agent", is: true, values: texts },
        { column: badPath, is: false, values: [null, 0, -1.5, true, ""] },
      ],
      hidden: ["a", badPath],
      sort: { column: "-odd", down: true },
      record: 96757023244289,
      saved: 3,
    } as const;
    expect(viewOf(queryOf(huntAddress(view)))).toEqual(view);
    expect(viewOf(queryOf(huntAddress({})))).toEqual(nothing);
  });

  test("that somebody else wrote gives nothing that is none", () => {
    const query = new URLSearchParams("kind=x&f=[1,2]&f={&f=[%22a%22,true,{}]&record=-1&saved=x&sort=");
    expect(viewOf(query)).toEqual(nothing);
    expect(graphOf(new URLSearchParams("node=x&node=case:&open=toString:1&per=9999&from=x"))).toMatchObject({
      nodes: [],
      open: [],
      per: 5,
      from: "",
    });
  });

  test("holds a graph whole", () => {
    const view = {
      nodes: [`agent:${badAgents.bidi}`, "case:C-1"],
      open: [`path:${badPath}`, "address:2001:db8::1"],
      gone: ["user:a:b"],
      per: 20,
      from: "1000",
      to: "2000",
    } as const;
    expect(graphOf(queryOf(addressOf(view)))).toEqual(view);
  });
});

test("include adds, exclude leaves out, only replaces; what was said otherwise before is taken back", () => {
  const one: Filter[] = [{ column: "a", is: true, values: [1] }];
  expect(withValue(one, "a", 2, "include")).toEqual([{ column: "a", is: true, values: [1, 2] }]);
  expect(withValue(one, "a", 1, "include")).toEqual(one);
  expect(withValue(one, "a", 1, "exclude")).toEqual([{ column: "a", is: false, values: [1] }]);
  expect(withValue(one, "b", null, "exclude")).toEqual([...one, { column: "b", is: false, values: [null] }]);
  const two = withValue(withValue(one, "a", 2, "exclude"), "b", "x", "include");
  expect(withValue(two, "a", 3, "only")).toEqual([
    { column: "b", is: true, values: ["x"] },
    { column: "a", is: true, values: [3] },
  ]);
  expect(withoutValue(one, one[0] as Filter, 1)).toEqual([]);
});

describe("files", () => {
  test("CSV is the program's own: formulas are texts, signs that steer a terminal are marks", () => {
    const rows = texts.map((text, at) => ({ text, at: at - 3, "=x": text, list: [text] }));
    expect(csvOf(rows, ["text", "at", "=x", "list"])).toBe(rowsCsv(rows));
    expect(csvOf([{ a: badAgents.formula }], ["a"])).toBe("a\r\n'=cmd|' /C calc'!A0\r\n");
  });

  test("NDJSON has the values as they are, of the columns that are shown", () => {
    const rows = texts.map((text) => ({ text, gone: 1 }));
    const lines = ndjsonOf(rows, ["text"]).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(texts.map((text) => ({ text })));
  });
});

test("rows are ordered by numbers as by numbers, nothing at the end, and times can be read", () => {
  const rows = [{ n: 10 }, { n: 9 }, { n: null }, { n: "a" }];
  expect(sorted(rows, { column: "n", down: false }).map(({ n }) => n)).toEqual([9, 10, "a", null]);
  expect(sorted(rows, { column: "n", down: true }).map(({ n }) => n)).toEqual(["a", 10, 9, null]);
  expect(shownOf("time_ms", Date.UTC(2026, 4, 17, 10, 5, 3))).toBe("2026-05-17 10:05:03");
  expect(shownOf("first", "2026-05-17 10:05:03.000")).toBe("2026-05-17 10:05:03");
  expect(shownOf("bytes", 1_779_012_303_000)).toBe("1779012303000");
});

test("a value is the entity that its column says, and its time is a span around the row's", () => {
  expect(shownKinds).toEqual(entityKinds);
  expect(entityIn("source_ip", "192.0.2.1")).toEqual({ kind: "address", value: "192.0.2.1" });
  expect(entityIn("url_original", "/a?b#c")).toEqual({ kind: "path", value: "/a" });
  for (const [column, value] of [
    ["source_ip", ""],
    ["user", "-"],
    ["paths", "/a"],
    ["source", 5],
    ["toString", "x"],
  ] as const)
    expect(entityIn(column, value), column).toBeUndefined();
  const ms = Date.UTC(2026, 4, 17, 10);
  expect(spanAround({ time: "2026-05-17 10:00:00.000" })).toEqual({
    from: ms - 3_600_000,
    to: ms + 3_600_000,
  });
  expect(spanAround({ time_ms: 0, first: "" })).toEqual({});
});

test("a mistake is found by its position in bytes, or by the name that is not known", () => {
  expect(placeOf("SELECT 'ä',\n  count(*\nFROM x", "failed at position 21 ((): x")).toMatchObject({
    line: 2,
    column: 8,
    text: "  count(*",
  });
  const unknown = placeOf("SELECT\n foo FROM events", "Unknown expression identifier `foo` in scope");
  expect(unknown).toMatchObject({ start: 8, end: 11, line: 2, column: 2 });
  expect(placeOf("SELECT 1", "Timeout exceeded")).toBeUndefined();
});

describe("a graph", () => {
  const around = (count: number): Neighbours => ({
    neighbours: Array.from({ length: count }, (_, at) => ({
      kind: "path" as const,
      value: `/${at}`,
      count: count - at,
      first: null,
      last: null,
    })),
    of: { path: 900 },
    order: "the most events first",
    links: [
      { from: "path:/0", to: "path:/2", count: 2 },
      { from: "path:/0", to: "path:/99999", count: 1 },
    ],
  });
  const view = { nodes: ["address:a"], open: ["address:a"], gone: ["path:/1"], per: 50, from: "", to: "" };

  test("has what stands around open nodes, without what was taken away, the most on top", () => {
    const { nodes, edges, left } = grown(view, new Map([["address:a", around(4)]]));
    expect(nodes.map(({ key, count }) => [key, count])).toEqual([
      ["address:a", 4],
      ["path:/0", 4],
      ["path:/2", 2],
      ["path:/3", 1],
    ]);
    expect(edges).toHaveLength(4);
    expect(edges.at(-1)).toEqual({ from: "path:/0", to: "path:/2", count: 2 });
    expect(left).toBe(0);
  });

  test("does not take what one entity has of a case for all that the case has", () => {
    const answer = { ...around(3), of: { path: 3 }, order: "the most findings first", links: [] };
    const { nodes } = grown(
      { ...view, nodes: ["case:C-1"], open: ["case:C-1"], gone: [] },
      new Map([["case:C-1", answer]]),
    );
    expect(nodes.map(({ key, count }) => [key, count])).toEqual([
      ["case:C-1", undefined],
      ["path:/0", 3],
      ["path:/1", 2],
      ["path:/2", 1],
    ]);
  });

  test("has room for the lines between nodes of its last column", () => {
    const layout = layoutOf(grown(view, new Map([["address:a", around(4)]])).nodes);
    const [upper, lower] = layout.placed.filter(({ node }) => node.kind === "path");
    if (upper === undefined || lower === undefined) throw new Error("two paths are drawn");
    const across = [...lineOf(upper, lower).matchAll(/(\d+) \d+/g)].map(([, x]) => Number(x));
    expect(Math.max(...across)).toBeLessThanOrEqual(layout.width);
  });

  test("is drawn alike each time, and walked by arrows", () => {
    const { nodes } = grown(view, new Map([["address:a", around(4)]]));
    const layout = layoutOf(nodes);
    expect(layoutOf(nodes)).toEqual(layout);
    const places = layout.placed.map(({ x, y }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
    const step = (key: string, arrow: string) => stepFrom(layout, key, arrow)?.node.key;
    expect(step("address:a", "ArrowRight")).toBe("path:/0");
    expect(step("path:/0", "ArrowDown")).toBe("path:/2");
    expect(step("path:/3", "ArrowLeft")).toBe("address:a");
    expect(step("path:/0", "End")).toBe("path:/3");
  });

  test("too large is cut to those of the most, and says how many are left out", () => {
    const { nodes, left } = grown(view, new Map([["address:a", around(400)]]));
    expect(nodes).toHaveLength(nodesMax);
    expect(left).toBe(400 - nodesMax);
    expect(nodes.map(({ key }) => key)).toContain("address:a");
  });
});
