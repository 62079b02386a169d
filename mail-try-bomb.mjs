import { mbox, eml } from "./dist/src/ingest/documents/mail.js";
const R=(s,n)=>s.repeat(Math.max(1,Math.floor(n)));
const H="From: a@example.test\r\nTo: b@example.test\r\nSubject: x\r\n";
const html=b=>H+"Content-Type: text/html\r\n\r\n"+b;
const mp=(b)=>H+'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'+b;
const nest=n=>{let s=H;const p=[];for(let i=0;i<n;i++)p.push(`Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`);return s+p.join("")+"Content-Type: text/plain\r\n\r\nhello\r\n"};
const c={
 parts:n=>mp(R("--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n",n/40)+"--b--\r\n"),
 attparts:n=>mp(R("--b\r\nContent-Type: image/png\r\n\r\nhi\r\n",n/40)+"--b--\r\n"),
 bdry:n=>mp(R("--b\r\n",n/5)), bdry2:n=>mp(R("--\n",n/3)), 
 nest:n=>nest(n/60), nestsame:n=>H+R('Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n',n/60),
 rfc822:n=>R("From: a@example.test\r\nContent-Type: message/rfc822\r\n\r\n",n/50),
 digest:n=>H+'Content-Type: multipart/digest; boundary="b"\r\n\r\n'+R("--b\r\n\r\nFrom: q@example.test\r\n\r\nx\r\n",n/35),
 header:n=>H+"X-Long: "+R("a",n)+"\r\n\r\nhi", fold:n=>H+"X-Long: "+R("a\r\n ",n/4)+"\r\n\r\nhi", headers:n=>H+R("X-A: 1\r\n",n/8)+"\r\nhi",
 received:n=>H+R("Received: from x ([192.0.2.1]) by y; Thu, 22 Aug 2002 12:36:23 +0700\r\n",n/70)+"\r\nhi", recvlong:n=>"Received: from "+R("(1.1.1.1 ",n/9)+"\r\n"+H+"\r\n",
 to:n=>"From: a@example.test\r\nTo: "+R("a@example.test, ",n/16)+"\r\n\r\nx", tos:n=>H+R("To: a@example.test\r\n",n/20)+"\r\nx",
 subj:n=>H.replace("Subject: x","Subject: "+R("=?utf-8?q?a?= ",n/14))+"\r\nx", subj2:n=>H.replace("Subject: x","Subject: "+R("=?x-none?q?a?= ",n/15))+"\r\nx", subj3:n=>H.replace("Subject: x","Subject: "+R("=?",n/2))+"\r\nx",
 params:n=>H+"Content-Type: text/plain"+R("; a=b",n/5)+"\r\n\r\nx", params2:n=>H+'Content-Type: text/plain; a="'+R("\\\"",n/2)+"\r\n\r\nx", params3:n=>H+"Content-Type: text/plain; "+Array.from({length:n/12},(_,i)=>`n*${i}=a`).join("; ")+"\r\n\r\nx", params4:n=>H+"Content-Type: text/plain"+R("; ",n/2)+"\r\n\r\nx", params5:n=>H+"Content-Type: "+R("(",n)+"\r\n\r\nx",params6:n=>H+"Content-Type: text/plain;"+R(" ",n)+"\r\n\r\nx",
 auth:n=>H+"Authentication-Results: x; "+R("(",n)+"\r\n\r\nx",
 b64:n=>H+"Content-Type: application/octet-stream; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n"+R("QUJD".repeat(19)+"\r\n",n/78), b64eq:n=>H+"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"+R("QQ==",n/4), b64one:n=>H+"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"+R("=",n),
 qp:n=>H+"Content-Transfer-Encoding: quoted-printable\r\n\r\n"+R("=",n), qp2:n=>H+"Content-Transfer-Encoding: quoted-printable\r\n\r\n"+R("= ",n/2)+"=   ", qp3:n=>H+"Content-Transfer-Encoding: quoted-printable\r\n\r\n="+R(" ",n), qp4:n=>H+"Content-Transfer-Encoding: quoted-printable\r\n\r\n"+R("=41",n/3),
 div:n=>html(R("<div>",n/5)), divx:n=>html(R("<div>",n/10)+R("</span>",n/14)), hid:n=>html('<div hidden>'+R("<div>",n/10)+R("</div>",n/12)), attrs:n=>html("<a "+R("b ",n/2)+">"), attrs2:n=>html("<a "+R("href=x ",n/7)+">"), lt:n=>html(R("<",n)), amp:n=>html(R("&",n)), ent:n=>html(R("&amp;",n/5)), ent2:n=>html(R("&#x41",n/5)), cmt:n=>html(R("<!--",n/4)), cmt2:n=>html("<!--"+R("--!",n/3)), script:n=>html(R("<script>a</script>",n/18)), script2:n=>html("<script>"+R("</scrip",n/7)), title:n=>html("<title>"+R("</",n/2)), sp:n=>html(R(" ",n)), nl:n=>html(R(" \n",n/2)), p:n=>html(R("<p>a",n/4)), a:n=>html(R("<a href=http://x.test>",n/21)), a2:n=>html(Array.from({length:n/30},(_,i)=>`<a href=http://x${i}.test>x</a>`).join("")), style:n=>html(R("<b style='display:"+" ".repeat(8)+"none'>",n/40)),style2:n=>html("<b style='"+R("display:",n/8)+"'>x"), longa:n=>html("<a href='http://"+R("x",n)+"'>y</a>"), ahref:n=>html("<a href=http://x.test>"+R("x ",n/2)), base:n=>html("<base href=http://x.test/>"+R("<a href=y>",n/10)), attrent:n=>html("<a href='"+R("&amp;",n/5)+"'>"), meta:n=>html("<meta http-equiv=refresh content='"+R("url = ",n/6)+"'>"), forms:n=>html(Array.from({length:n/30},(_,i)=>`<form action=/a${i}><input name=n${i}>`).join("")),
 url:n=>H+"\r\n"+R("http://",n/7), url2:n=>H+"\r\n"+R("www.",n/4), url3:n=>H+"\r\nhttp://x"+R(")",n), url4:n=>H+"\r\n"+Array.from({length:n/22},(_,i)=>`http://h${i}.test/x`).join(" "), txt:n=>H+"\r\n"+R("hello world\n",n/12), eur:n=>H+"\r\n"+R("€",n/3), nul:n=>H+"\r\n"+R("\0",n), cr:n=>(H+"\r\n"+R("x\r",n/2)).replaceAll("\n",""), ref:n=>H+"References: "+R("<a> ",n/4)+"\r\n\r\nx",
 b64mail:n=>{let m=H+"\r\n"+R("x",n/8);for(let i=0;i<7;i++)m=H+"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n"+Buffer.from(m).toString("base64");return m},
 qpmail:n=>{let m=H+"\r\n"+R("x",n);for(let i=0;i<30;i++)m=H+"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"+m;return m},
 mbdry:n=>mp(R("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",n/45)), unk:n=>mp(R("--b\r\nContent-Type: text/plain; charset=none-1\r\n\r\nx\r\n",n/50)),
};
const M="From a@example.test Thu Aug 22 12:36:23 2002\n";
const m={mfrom:n=>M+H+R("\n\nFrom ",n/7),mfrom2:n=>M+R(M,n/45),mfrom3:n=>M+H+"\n\nFrom "+R("x",n), mails:n=>R(M+H+"\nhi\n\n",n/90), gt:n=>M+H+"\n"+R(">",n)+"From x", gt2:n=>M+H+"\n"+R(">From ",n/6),gt3:n=>M+H+"\n"+R("\n>>From ",n/8), mlong:n=>M+H+"\n"+R("Mon ",n/4)};
const limits={recordBytes:64<<20,depth:32,parts:1000};
async function* ch(b,size){for(let i=0;i<b.length;i+=size)yield b.subarray(i,i+size)}
const size=Number(process.argv[2]??250000);const only=process.argv[3];
async function run(r,b){const t=performance.now();let n=0,rej,left;for await(const x of r.records(ch(b,65536),limits)){n++;if(x.reject)rej=x.reject;left=x.value?.left_out??left}return [performance.now()-t,n,rej,left]}
for(const [set,r] of [[c,eml],[m,mbox]])for(const k in set){if(only&&k!==only)continue;const out=[];let last;await run(r,Buffer.from(set[k](1000)));
 for(const f of [1,2,4,8]){last=await run(r,Buffer.from(set[k](size*f)));out.push(last[0])}
 const g=out[3]/Math.max(out[1],2);console.log(g>6.5?"!!":"  ",k.padEnd(9),out.map(x=>x.toFixed(0).padStart(6)).join(""),"n="+last[1],last[2]??"",(last[3]??[]).join("; ").slice(0,120))}
console.log("rss max MB",process.resourceUsage().maxRSS/1024);
