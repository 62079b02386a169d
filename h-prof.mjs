import { openChdb } from "./dist/src/engine/chdb.js";
import { loadContent } from "./dist/src/content/load.js";
import { Recogniser } from "./dist/src/ingest/recognise.js";
import { documentsOf } from "./dist/src/export/documents.js";
import { outlineTableSql, outlinesSql } from "./dist/src/ingest/outlines.js";
import { fileLines } from "./dist/src/ingest/scan.js";
import { readFileSync, mkdtempSync } from "node:fs";
const engine = await openChdb({ path: mkdtempSync("/tmp/h-data/db-") + "/db" });
const c = loadContent(); const r = new Recogniser(c.formats, c.wrappers);
const file = "/tmp/h-data/big.log";
const rec = r.recognise(readFileSync(file, "utf8").slice(0, 60000).split("\n").slice(0, 300));
const lines = { columns: ["line", "line_number"], from: fileLines("file", "none"), source: 0, recordSql: rec.recordSql, recordBytesMax: 1000000, crlf: false };
await engine.run(outlineTableSql("outlines"));
let t = Date.now();
await engine.run(outlinesSql("outlines", lines, rec.plan), { file }, { lines: true });
console.log("outline", Date.now() - t);
async function time(label, sql, params, limits) {
  const t = Date.now(); const c0 = process.cpuUsage(); let b = 0, n = 0;
  for await (const x of engine.lines(sql, params, limits)) { b += x.length; n++; }
  const c1 = process.cpuUsage(c0);
  console.log(label, Date.now() - t, "ms, cpu", (c1.user + c1.system) / 1000 | 0, "MB", b / 1e6 | 0, "chunks", n, "rss", process.memoryUsage.rss() / 1e6 | 0);
}
const src = { events: 1, opened: { file }, parts: [{ lines, plan: rec.plan, format: rec.format }], classes: { http: 1 }, path: file, kind: "web" };
for (const form of process.argv.slice(2)) {
  const q = documentsOf(form, src, () => "web", {});
  await time(form, q.sql, q.parameters, {});
  await time(form + " lines", q.sql, q.parameters, { lines: true });
  if (process.env.SHOW) console.log(q.sql);
  const inner = q.sql.replace(/^SELECT document FROM /, "");
  // the columns only
  const m = /FROM (\(SELECT event_id, toUInt64[\s\S]*)\)$/.exec(inner);
}
await engine.close();
