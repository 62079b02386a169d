/** What both sensors' forms share: a line with its time, and numbers that follow from what they stand for. */
import { createHash } from "node:crypto";

export interface Line {
  timeMs: number;
  text: string;
}

export const digest = (text: string) => createHash("sha256").update(text).digest();
export const portOf = (text: string) => 49_152 + (digest(text).readUInt16BE(8) % 16_000);
export const packets = (bytes: number) => Math.max(1, Math.ceil(bytes / 1200));
