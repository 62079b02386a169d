import PostalMime from "postal-mime"; import {readFileSync} from "node:fs"; import {createHash} from "node:crypto";
import {recs} from "./mail-try.mjs";
const root="/work/shared/data/mail_spamassassin";
const diff={};const d=(k,f,a,b)=>{(diff[k]??=[]).push([f.slice(0,18),a,b])};
for(const [f,x] of recs){const v=x.value;let b=readFileSync(`${root}/${f}`);if(b.subarray(0,5).toString()==="From ")b=b.subarray(b.indexOf(10)+1);
 const e=await PostalMime.parse(b);const flat=l=>(l??[]).flatMap(a=>a.group?a.group:[a]).map(a=>a.address).filter(Boolean);
 const eq=(k,a,c)=>{if(JSON.stringify(a)!==JSON.stringify(c))d(k,f,a,c)};
 eq("from",v.from??"",e.from?.address??"");eq("name",v.from_name??"",e.from?.name??"");eq("to",v.to??[],flat(e.to));eq("cc",v.cc??[],flat(e.cc));eq("reply",v.reply_to??"",flat(e.replyTo)[0]??"");
 eq("subject",v.subject??"",(e.subject??"").trim());eq("mid",v.message_id??"",e.messageId??"");eq("date",v.date,e.date);eq("rp",v.return_path??"",e.returnPath??"");
 eq("hashes",(v.attachment_hashes??[]).map((h,i)=>v.attachments[i]+h),e.attachments.map(a=>(a.filename??a.mimeType)+createHash("sha256").update(new Uint8Array(a.content)).digest("hex")));
 const norm=s=>(s??"").replace(/\s+/g," ").trim();
 if(e.text&&!e.html)eq("text",norm(v.text).slice(0,3000),norm(e.text.replace(/^>(>*From )/gm,"$1")).slice(0,3000));
}
for(const k in diff){console.log(k,diff[k].length);for(const r of diff[k].slice(0,30))console.log("   ",JSON.stringify(r).slice(0,400))}
