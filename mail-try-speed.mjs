import { readFileSync, readdirSync } from "node:fs"; import { mbox } from "./dist/src/ingest/documents/mail.js";
const root="/work/shared/data/mail_spamassassin";const sep=Buffer.from("From a@b.example Thu Aug 22 12:36:23 2002\n");
const all=Buffer.concat(["easy-ham-1","hard-ham-1","spam-1"].flatMap(d=>readdirSync(`${root}/${d}`).flatMap(f=>{let b=readFileSync(`${root}/${d}/${f}`);if(b.subarray(0,5).toString()==="From ")b=b.subarray(b.indexOf(10)+1);return [sep,b,Buffer.from("\n\n")]})));
const reps=Number(process.argv[2]??10);
async function* g(){for(let i=0;i<reps;i++)for(let a=0;a<all.length;a+=65536)yield all.subarray(a,a+65536)}
const t=performance.now(),c=process.cpuUsage();let n=0,rej=0;for await(const r of mbox.records(g(),{recordBytes:33554432,depth:32,parts:1000})){n++;if(r.reject)rej++;JSON.stringify(r.value)}
const u=process.cpuUsage(c);console.log(n,"mails",rej,"rejects",(all.length*reps/1e6).toFixed(0)+"MB wall",((performance.now()-t)/1000).toFixed(2),"cpu user",(u.user/1e6).toFixed(2),"sys",(u.system/1e6).toFixed(2),"per cpu-s",Math.round(n/((u.user+u.system)/1e6)),"rss",(process.resourceUsage().maxRSS/1024).toFixed(0)+"MB");
