import PostalMime from "postal-mime"; import {readFileSync} from "node:fs"; import {recs} from "./mail-try.mjs";
const root="/work/shared/data/mail_spamassassin";const norm=s=>(s??"").replace(/\s+/g," ").trim();
for(const [f,x] of recs){if(!/00114.2|00347.f|00116.29|00207.0b|00243|00245/.test(f))continue;let b=readFileSync(`${root}/${f}`);if(b.subarray(0,5).toString()==="From ")b=b.subarray(b.indexOf(10)+1);const e=await PostalMime.parse(b);if(e.html)continue;
const a=norm(x.value.text),c=norm(e.text.replace(/^>(>*From )/gm,"$1"));let i=0;while(i<a.length&&a[i]===c[i])i++;console.log(f.slice(0,16),i,JSON.stringify(a.slice(i-20,i+40)),JSON.stringify(c.slice(i-20,i+40)))}
