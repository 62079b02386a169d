import {recs} from "./mail-try.mjs"; import {readFileSync} from "node:fs";
// independent counts: href values in decoded html by regex vs links; list of link_texts, forms, scripts
let n=0;for(const [f,x] of recs){const v=x.value;if(v.link_texts)console.log(f.slice(0,18),v.link_texts.slice(0,3).map(s=>s.slice(0,120)));}
for(const [f,x] of recs){const v=x.value;if(v.forms||v.scripts)if(n++<12)console.log(f.slice(0,18),"forms",v.forms?.slice(0,2).map(s=>s.slice(0,80)),v.form_fields?.slice(0,6),v.scripts?.map(s=>s.slice(0,50)))}
const noText=recs.filter(([f,x])=>!x.value.text).map(r=>r[0]);console.log("no text",noText);
const no=recs.filter(([f,x])=>!x.value.source_ip).map(r=>r[0].slice(0,20));console.log("no source",no);
console.log("no return", recs.filter(([f,x])=>x.value.attachments).map(([f,x])=>[f.slice(0,18),x.value.attachments,x.value.parts].join(" ")));
