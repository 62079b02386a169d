/** Readers of documents: each record is told once, whatever the pieces that the bytes come in. */
import { createHash } from "node:crypto";
import { Chance } from "../../../lab/random.ts";
import {
  type DocumentReader,
  type DocumentRecord,
  rawBytesMax,
} from "../../../src/ingest/documents/document.ts";
import { documentReaders } from "../../../src/ingest/documents/readers.ts";
import { hold, type Target } from "../target.ts";
import { sampleSeeds, textSeeds } from "./seeds.ts";

const limits = { recordBytes: 20_000, depth: 32, parts: 64 };

/** Inputs to begin with where the samples hold none. */
const written: Readonly<Record<string, readonly string[]>> = {
  "windows-xml": [
    `<?xml version="1.0"?><Events><Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Sysmon"/><EventID>1</EventID><TimeCreated SystemTime="2026-05-04T10:00:00.000Z"/><Computer>h1</Computer></System><EventData><Data Name="Image">C:\\Windows\\System32\\cmd.exe</Data><Data Name="CommandLine">cmd /c systeminfo &amp; ver</Data></EventData></Event></Events>`,
  ],
  "modsecurity-serial": [
    `--a1b2c3d4-A--\n[04/May/2026:10:00:00 +0000] Zz1 203.0.113.9 4711 192.0.2.1 80\n--a1b2c3d4-B--\nGET /.env HTTP/1.1\nHost: www.example.test\nUser-Agent: curl/8.5.0\n\n--a1b2c3d4-F--\nHTTP/1.1 403 Forbidden\n\n--a1b2c3d4-H--\nMessage: Warning. Matched phrase ".env"\n\n--a1b2c3d4-Z--\n\n`,
  ],
  auditd: [
    `type=SYSCALL msg=audit(1777889000.123:41): arch=c000003e syscall=59 success=yes exit=0 ppid=10 pid=11 auid=1000 uid=0 comm="cat" exe="/usr/bin/cat" key="x"\ntype=EXECVE msg=audit(1777889000.123:41): argc=2 a0="cat" a1="/etc/openvpn/client.conf"\ntype=CWD msg=audit(1777889000.123:41): cwd="/root"\ntype=PROCTITLE msg=audit(1777889000.123:41): proctitle=636174002F6574632F\n`,
  ],
  "csv-document": [
    `Timestamp,DeviceName,ActionType,FileName,ProcessCommandLine\n2026-05-04T10:00:00Z,h1,ProcessCreated,cmd.exe,"cmd /c ""dir""\nver"\n`,
  ],
  "json-document": [
    `[{"a":1,"b":[1,2,{"c":null}]},{"a":"\\ud83e\\udd8a"}]`,
    `{"value":[{"id":"1"},{"id":"2"}],"@odata.count":2}`,
  ],
  application: [
    `2026-05-04 10:00:00,123 ERROR [main] c.e.App - failed\njava.lang.IllegalStateException: x\n\tat c.e.App.main(App.java:5)\n`,
  ],
};

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncIterable<Uint8Array> {
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    yield bytes.subarray(from, cut);
    from = cut;
  }
}

async function recordsOf(
  reader: DocumentReader,
  bytes: Buffer,
  cuts: readonly number[],
): Promise<DocumentRecord[]> {
  const records: DocumentRecord[] = [];
  for await (const record of reader.records(pieces(bytes, cuts), limits)) records.push(record);
  return records;
}

/** Where the bytes are parted, by the bytes themselves, so that an input always gives the same. */
function cutsOf(bytes: Buffer): number[] {
  const chance = new Chance(createHash("sha256").update(bytes).digest().readUInt32LE(0));
  return Array.from({ length: 6 }, () => chance.between(0, bytes.length)).sort((a, b) => a - b);
}

const modules: Readonly<Record<string, RegExp>> = {
  mbox: /\/ingest\/documents\/mail/,
  eml: /\/ingest\/documents\/mail/,
  "windows-xml": /\/ingest\/documents\/(windows|xml)/,
  "modsecurity-serial": /\/ingest\/documents\/modsecurity/,
  auditd: /\/ingest\/documents\/auditd/,
  "csv-document": /\/ingest\/documents\/csv/,
  "json-document": /\/ingest\/documents\/json/,
  application: /\/ingest\/documents\/(application|lines)/,
};

function target(reader: DocumentReader): Target {
  return {
    name: `document ${reader.id}`,
    family: "documents",
    covers: modules[reader.id] ?? new RegExp(`/ingest/documents/${reader.id}`),
    seeds: () => {
      const found = sampleSeeds((head) => documentReaders.find((one) => one.fits(head)) === reader);
      return [...found, ...textSeeds(...(written[reader.id] ?? []))];
    },
    words: [
      "\r\n",
      "\n\n",
      "Content-Type: multipart/mixed; boundary=b\n\n--b\n",
      "=?utf-8?B?4pyT?=",
      '{"a":',
      "[[[[",
      "]]]]",
      "<Data>",
      "</Event>",
      "--b--",
      "\nFrom ",
      ',""',
      "type=EOE msg=audit(1:1):",
    ],
    bytesMax: 24_000,
    refuses: () => false,
    run: async (input) => {
      reader.fits(input.toString("utf8"));
      const whole = await recordsOf(reader, input, []);
      const lines = input.reduce((sum, byte) => sum + (byte === 0x0a ? 1 : 0), 1);
      let before = 1;
      for (const { line, value, raw, reject } of whole) {
        hold((value === undefined) === (reject !== undefined), "a record is read or refused");
        hold(Buffer.byteLength(raw) <= rawBytesMax, `the raw text has ${Buffer.byteLength(raw)} bytes`);
        // Lines of audit events stand among each other; each event is told when it has ended.
        hold(line >= (reader.id === "auditd" ? 1 : before), `line ${line} comes behind line ${before}`);
        hold(line <= lines, `line ${line} of ${lines}`);
        before = line;
      }
      const parted = await recordsOf(reader, input, cutsOf(input));
      hold(JSON.stringify(parted) === JSON.stringify(whole), "pieces give the same records as the whole");
    },
  };
}

export const documents: readonly Target[] = documentReaders.map(target);
