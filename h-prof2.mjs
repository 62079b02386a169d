import { openChdb } from "./dist/src/engine/chdb.js";
import { mkdtempSync } from "node:fs";
const engine = await openChdb({ path: mkdtempSync("/tmp/h-data/db-") + "/db" });
const N = 1080000;
await engine.run("CREATE TABLE t (line String) ENGINE=Log");
const cols = 10;
await engine.run(`CREATE TABLE c (${Array.from({length:cols},(_,i)=>`c${i} String`).join(", ")}) ENGINE=Memory`);
await engine.run(`INSERT INTO c SELECT ${Array.from({length:cols},(_,i)=>`splitByChar(' ', line)[${i+1}] AS c${i}`).join(", ")} FROM file('/tmp/h-data/big.log','LineAsString','line String','none') LIMIT ${N}`);
async function time(label, expr, limits={lines:true}) {
  const t = Date.now(); const c0 = process.cpuUsage(); let b = 0, first;
  for await (const x of engine.lines(`SELECT ${expr} AS d FROM c`, {}, limits)) { b += x.length; first ??= Buffer.from(x.subarray(0,250)).toString(); }
  const c1 = process.cpuUsage(c0);
  console.log(label.padEnd(20), Date.now() - t, "ms, cpu", (c1.user + c1.system) / 1000 | 0, "MB", b / 1e6 | 0); if (process.env.SHOW) console.log(first);
}
const C = Array.from({length:cols},(_,i)=>`c${i}`);
await time("copy", "concat(c0,c1)");
await time("concat plain", `concat(${C.map(c=>`',"${c}":"', ${c}, '"'`).join(", ")})`);
await time("json strings", `concat(${C.map(c=>`',"${c}":', toJSONString(${c})`).join(", ")})`);
await time("json valid", `concat(${C.map(c=>`',"${c}":', toJSONString(toValidUTF8(${c}))`).join(", ")})`);
await time("if", `concat(${C.map(c=>`if(${c} != '' AND ${c} != '-', concat(',"${c}":"', ${c}, '"'), '')`).join(", ")})`);
await time("if json", `concat(${C.map(c=>`if(${c} != '' AND ${c} != '-', concat(',"${c}":', toJSONString(toValidUTF8(${c}))), '')`).join(", ")})`);
await time("tuple json", `toJSONString(CAST(tuple(${C.join(", ")}), 'Tuple(${C.map(c=>c+" String").join(", ")})'))`);
await time("tuple nullable", `toJSONString(CAST(tuple(${C.map(c=>`nullIf(${c},'-')`).join(", ")}), 'Tuple(${C.map(c=>c+" Nullable(String)").join(", ")})'))`);
await time("escape by need", `concat(${C.map(c=>`if(match(${c}, '[\\\\x00-\\\\x1f"\\\\\\\\\\\\x7f-\\\\xff]'), toJSONString(${c}), concat('"',${c},'"'))`).join(", ")})`);
await time("format", `format('{${"{}".repeat(0)}}')`).catch(e=>console.log(e.message.slice(0,100)));
await engine.close();
