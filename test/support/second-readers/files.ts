/** The records of a file of real data by line, read without any code of the program. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, inflateRawSync } from "node:zlib";

/** The lines of a file, packed or not; of a folder its files, each as latin1, which keeps every byte. */
export function recordsOf(path: string): string[] {
  const [file = "", member] = path.split("!/");
  if (statSync(file).isDirectory())
    return readdirSync(file)
      .sort()
      .map((name) => readFileSync(join(file, name), "latin1"));
  const bytes = readFileSync(file);
  if (member !== undefined) return lines(memberOf(bytes, member));
  return lines(file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}

function lines(bytes: Buffer): string[] {
  return bytes.toString("utf8").split(/\r?\n/);
}

/** A deflated member of a ZIP file (APPNOTE 4.3.12 and 4.3.7). */
function memberOf(zip: Buffer, member: string): Buffer {
  for (let at = zip.indexOf("PK\u0001\u0002"); at >= 0; at = zip.indexOf("PK\u0001\u0002", at + 4)) {
    const name = zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28));
    if (name !== member) continue;
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    return inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(at + 20)));
  }
  throw new Error(`no member ${member}`);
}
