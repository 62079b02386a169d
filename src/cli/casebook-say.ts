/** What the casebook's command reads and prints. */
import { fileLimits } from "../limits.ts";
import { jsonText } from "../report/json.ts";
import type { Invocation } from "./command.ts";

/** Data on standard output. */
export function say({ options, effects }: Invocation, json: unknown, words: () => string): void {
  effects.stdout(options.json === true ? jsonText(json) : words());
}

/** All of standard input as text. */
export async function wholeInput(stdin: Invocation["stdin"]): Promise<string> {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of stdin) {
    const buffer = Buffer.from(piece as Uint8Array);
    bytes += buffer.length;
    if (bytes > fileLimits.reportBytesMax) throw new Error("it is larger than 512 MiB");
    pieces.push(buffer);
  }
  return Buffer.concat(pieces).toString("utf8");
}
