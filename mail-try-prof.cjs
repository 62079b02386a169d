const fs=require("fs");const f=fs.readdirSync("/tmp/h-mail-prof").pop();const p=JSON.parse(fs.readFileSync("/tmp/h-mail-prof/"+f));
const self={};const dt=p.timeDeltas;const by=new Map(p.nodes.map(n=>[n.id,n]));p.samples.forEach((s,i)=>{const n=by.get(s);const k=n.callFrame.functionName+" "+n.callFrame.url.split("/").slice(-2).join("/")+":"+n.callFrame.lineNumber;self[k]=(self[k]||0)+dt[i]});
const tot=Object.values(self).reduce((a,b)=>a+b);Object.entries(self).sort((a,b)=>b[1]-a[1]).slice(0,26).forEach(([k,v])=>console.log((v/tot*100).toFixed(1)+"%",k));
