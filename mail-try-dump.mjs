import {recs} from "./mail-try.mjs";import {writeFileSync} from "node:fs";
writeFileSync("/tmp/h-mail-recs.json",JSON.stringify(recs.map(([f,x])=>[f,x.value])));
