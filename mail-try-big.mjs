import { mbox, eml } from "./dist/src/ingest/documents/mail.js";
const which=process.argv[2], lim=Number(process.argv[3]);
const H="From: a@example.test\r\nTo: b@example.test\r\nSubject: x\r\n";
const line=Buffer.from("QUJD".repeat(19)+"\r\n");
async function* gen(){ const blk=Buffer.alloc(780*84); for(let i=0;i<blk.length;i+=78)line.copy(blk,i);
 if(which==="att"){yield Buffer.from("From a@b Thu Aug 22 12:36:23 2002\n"+H+"Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n");for(let n=0;n<100e6;n+=blk.length)yield Buffer.from(blk);yield Buffer.from("\n\nFrom a@b Thu Aug 22 12:36:23 2002\n"+H+"\nnext\n")}
 if(which==="html"){yield Buffer.from(H+"Content-Type: text/html\r\n\r\n");for(let n=0;n<20e6;n+=50000)yield Buffer.from("<div>".repeat(10000))}
 if(which==="header"){yield Buffer.from(H+"X-A: ");for(let n=0;n<10e6;n+=50000)yield Buffer.from("a".repeat(50000));yield Buffer.from("\r\nReply-To: c@example.test\r\n\r\nhi")}
}
const t=performance.now();const r=which==="att"?mbox:eml;
for await(const x of r.records(gen(),{recordBytes:lim,depth:32,parts:1000}))console.log(x.line,x.reject,JSON.stringify(x.value)?.slice(0,400));
console.log(which,lim,(performance.now()-t).toFixed(0)+"ms","rss",(process.resourceUsage().maxRSS/1024).toFixed(0)+"MB");
